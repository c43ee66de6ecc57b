"""Where stays are longer than those of like cases elsewhere, and longer than before: one row for each unit, line and node.

The mix of types is taken out first: what is expected of a unit are the days that cases of the same types took at the same node in
all other units (or in the same unit before). Knows stays. Must not know words, nor which findings are worth telling.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import Dimension
from data.period import Period
from queries import unusual
from queries.numbered import numbered
from queries.stays import moments

KEYS = ("line", "activity", "type_code")  # like is compared with like
FEWEST_STAYS = 10
LEAST_DAYS = 1.0  # less than a day more is no delay that anybody could act on
LEAST_SHARE = 0.25  # nor is a stay longer by a quarter
TOLD = ("unit", "line", "activity", "n", "days", "expected_days")
MEASURED = ("n", "days", "expected_days", "s", "expected_s", "within", "around")


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


@dataclass(frozen=True)
class Delays:
    """All that were compared, by columns, with how `far` each lies from the middle of its like; `stands_out` where that is worth telling.

    There may be a hundred thousand, of which a page tells four: only those asked for are made.
    """

    columns: Mapping[str, Sequence]
    far: np.ndarray
    stands_out: np.ndarray

    def __len__(self) -> int:
        return len(self.far)

    def __iter__(self) -> Iterator[Delay]:
        return map(self._delay, range(len(self)))

    @property
    def beyond(self) -> list[Delay]:
        return [self._delay(place) for place in np.flatnonzero(self.stands_out)]

    def _delay(self, place: int) -> Delay:
        unit, line, activity, n, days, expected = (self.columns[name][place] for name in TOLD)
        return Delay(unit, line, activity, int(n), float(days), float(expected), float(self.far[place]), bool(self.stands_out[place]))


def against_others(ask: Ask, level: Dimension, period: Period) -> Delays:
    """Every unit and node compared with all other units."""
    found = ask.scope.arrays(_compared(_cells(ask, level, period)))
    return _judged(found, _places(found))


def against_before(ask: Ask, level: Dimension, period: Period, before: Period) -> Delays:
    """Every unit and node compared with the same unit in an earlier period; what moved everywhere explains itself."""
    now, then = _cells(ask, level, period), _cells(ask, level, before)
    found = ask.scope.arrays(_joined(now, then))
    alone = len(set(found["unit"])) < unusual.FEWEST_PEERS
    return _judged(found, np.zeros(len(found["unit"]), int) if alone else _places(found))


def _places(found: Mapping[str, Sequence]) -> np.ndarray:
    """Those of one line and node have one number."""
    return numbered(zip(found["line"], found["activity"], strict=True))


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


def _judged(found: Mapping[str, Sequence], peers: np.ndarray) -> Delays:
    n, days, expected, s, expected_s, within, around = (np.array(found[name], float) for name in MEASURED)
    # Mean logarithm above the expected one. Its error is that of the unit's own stays and of those it is compared with.
    each = np.maximum(within, 0) / n + 0.01
    far = unusual.apart_within((s - expected_s) / n, each * (n + around) / n**2, peers)
    sizes = np.bincount(peers) if len(peers) else peers
    bounds = {size: unusual.limit(len(far), size) for size in set(sizes.tolist())}
    bound = np.array([bounds[size] for size in sizes.tolist()])[peers] if len(peers) else far
    worth = (days - expected) / n >= np.maximum(LEAST_DAYS, LEAST_SHARE * expected / n)
    return Delays(found, far, (far > bound) & worth)
