"""Where stays are longer than those of like cases elsewhere, and longer than before: one row for each unit, line and node.

The mix of types is taken out first: what is expected of a unit are the days that cases of the same types took at the same node in
all other units (or in the same unit before). Knows stays. Must not know words, nor which findings are worth telling.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import Dimension
from data.edition import Row
from data.period import Period
from queries import unusual
from queries.stays import moments

KEYS = ("line", "activity", "type_code")  # like is compared with like
FEWEST_STAYS = 10
LEAST_DAYS = 1.0  # less than a day more is no delay that anybody could act on
LEAST_SHARE = 0.25  # nor is a stay longer by a quarter


@dataclass(frozen=True)
class Delay:
    """A unit, line and node with `n` stays of `days` in all, where `expected` days were to be expected; `far` in units of what is usual."""

    unit: object
    line: str
    activity: str
    n: int
    days: float
    expected: float
    far: float
    beyond: bool

    @property
    def excess(self) -> float:
        return self.days - self.expected


def against_others(ask: Ask, level: Dimension, period: Period) -> list[Delay]:
    """Every unit and node compared with all other units."""
    rows = ask.scope.fetch(_compared(_cells(ask, level, period)))
    return _judged(rows, _place)


def against_before(ask: Ask, level: Dimension, period: Period, before: Period) -> list[Delay]:
    """Every unit and node compared with the same unit in an earlier period; what moved everywhere explains itself."""
    now, then = _cells(ask, level, period), _cells(ask, level, before)
    rows = ask.scope.fetch(_joined(now, then))
    units = {row["unit"] for row in rows}
    return _judged(rows, _place if len(units) >= unusual.FEWEST_PEERS else lambda row: None)


def _place(row: Row) -> tuple:
    return row["line"], row["activity"]


def _cells(ask: Ask, level: Dimension, period: Period) -> sa.Subquery:
    """Number, days, and the logarithms of days with their squares, by unit, node and type."""
    found = moments(ask, (level.column, *KEYS), period).subquery("found").c
    unit, others = found[level.column], [each for each in found if each.name != level.column]
    return sa.select(unit.label("unit"), *others).where(unit.is_not(None)).subquery()


def _compared(cells: sa.Subquery) -> sa.Select:
    c = cells.c
    over = {"partition_by": [c[name] for name in KEYS]}
    others = {name: (sa.func.sum(c[name]).over(**over) - c[name]).label(f"o_{name}") for name in ("n", "days", "s")}
    return _summed(sa.select(c.unit, c.line, c.activity, c.n, c.days, c.s, c.q, *others.values()).subquery("compared"))


def _joined(now: sa.Subquery, then: sa.Subquery) -> sa.Select:
    same = [now.c[name] == then.c[name] for name in ("unit", *KEYS)]
    others = [then.c[name].label(f"o_{name}") for name in ("n", "days", "s")]
    chosen = sa.select(*(now.c[name] for name in ("unit", "line", "activity", "n", "days", "s", "q")), *others)
    return _summed(chosen.join_from(now, then, sa.and_(*same)).subquery("compared"))


def _summed(compared: sa.Subquery) -> sa.Select:
    """By unit and node: what was and what was to be expected of the same types; cases whose type nobody else has are left out."""
    c = compared.c
    share = c.n / sa.func.nullif(c.o_n, 0)
    sums = {
        "n": c.n, "days": c.days, "s": c.s, "expected_days": share * c.o_days, "expected_s": share * c.o_s,
        "within": c.q - c.s * c.s / c.n, "around": share * share * c.o_n,
    }  # fmt: skip
    columns = [sa.func.sum(value).label(name) for name, value in sums.items()]
    statement = sa.select(c.unit, c.line, c.activity, *columns).where(c.o_n > 0).group_by(c.unit, c.line, c.activity)
    return statement.having(sa.func.sum(c.n) >= FEWEST_STAYS)


def _judged(rows: list[Row], peers_of) -> list[Delay]:
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(peers_of(row), []).append(row)
    found = []
    for peers in groups.values():
        far = unusual.apart([_measured(row) for row in peers])
        bound = unusual.limit(len(rows), len(peers))
        found += [_delay(row, each, each > bound) for row, each in zip(peers, far, strict=True)]
    return found


def _measured(row: Row) -> unusual.Measured:
    """Mean logarithm above the expected one. Its error is that of the unit's own stays and of those it is compared with."""
    each = max(row["within"], 0) / row["n"] + 0.01
    return unusual.Measured((row["s"] - row["expected_s"]) / row["n"], each * (row["n"] + row["around"]) / row["n"] ** 2)


def _delay(row: Row, far: float, beyond: bool) -> Delay:
    more = (row["days"] - row["expected_days"]) / row["n"]
    worth = more >= max(LEAST_DAYS, LEAST_SHARE * row["expected_days"] / row["n"])
    return Delay(row["unit"], row["line"], row["activity"], int(row["n"]), row["days"], row["expected_days"], far, beyond and worth)
