"""Where cases lie and do not move: nodes of a unit with more cases that have waited for long than other units would have.

Stays that never end are in no median of ended ones; they are counted here. Knows stays as indicators. Must not know words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import unusual
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY, HANDLER, Dimension
from data.definitions.indicators.stays import STAYS, WAITING, WAITING_180
from data.edition import Row
from queries import delays, measure, places, sources, waits
from queries.sticking import MOSTLY, Inside, levels

LONG = WAITING_180
FEWEST = 4
TIMES = 3.0


@dataclass(frozen=True)
class Stuck:
    """`n` cases have waited long at the node of the unit, where `expected` would if it were like the others."""

    level: Dimension
    unit: object
    activity: str
    n: int
    expected: float
    oldest: date | None = None
    inside: Inside | None = None


def search(ask: Ask, at_most: int = 3, use_kept: bool = True) -> tuple[Stuck, ...]:
    """The units and nodes with most cases beyond what is to be expected of them."""
    found, looked_at = _compared(ask, levels(ask), use_kept)
    beyond = [each for each in found if unusual.too_many(each.n, each.expected, looked_at)]
    largest = sorted(beyond, key=lambda each: (each.expected - each.n, str(each.unit)))[:at_most]
    return tuple(_looked_into(ask, each) for each in largest)


def _compared(ask: Ask, levels: Sequence[Dimension], use_kept: bool = True) -> tuple[list[Stuck], int]:
    """What stands out enough to be judged, and how many were compared: asked at once for all levels."""
    if use_kept and delays.told_of_all(ask, levels, ask.period):
        rows = delays.lying(ask, levels, FEWEST, TIMES)
    else:
        cells = _cells(ask, levels, use_kept)
        rows = ask.scope.fetch(sa.union_all(*(each for place, level in enumerate(levels) for each in _at(place, level, cells[place].c))))
    compared = [row for row in rows if row["node"] is not None and row["all_passed"] > row["passed"]]
    found = [_stuck(levels[row["place"]], row) for row in sorted(compared, key=lambda row: (row["place"], row["unit"], row["node"]))]
    return [each for each in found if each.n >= TIMES * each.expected], sum(row["n"] for row in rows if row["node"] is None)


def _cells(ask: Ask, levels: Sequence[Dimension], use_kept: bool) -> list[sa.FromClause]:
    """For each level how many have waited `long` and how many `passed` or wait by unit and node, in rows of which some may be alike."""
    kept = [waits.kept(ask, level) if use_kept else None for level in levels]
    if None not in kept:
        return [waits.passed(ask, rows, level, LONG).subquery(f"cells_{level.key}") for rows, level in zip(kept, levels, strict=True)]
    columns = [level.column for level in (*levels, ACTIVITY)]
    waiting = measure.counting(ask, (LONG, WAITING), columns).subquery("waiting").c
    ended = measure.counting(ask, (STAYS,), columns).subquery("ended").c
    nothing = sa.literal_column("0")
    both = sa.union_all(
        sa.select(*(waiting[name] for name in columns), waiting[LONG.key].label("long"), waiting[WAITING.key].label("passed")),
        sa.select(*(ended[name] for name in columns), nothing.label("long"), ended[STAYS.key].label("passed")),
    )  # fmt: skip
    return [both.cte("cells").prefix_with("MATERIALIZED")] * len(levels)


def _at(place: int, level: Dimension, cells: sa.ColumnCollection) -> list[sa.Select]:
    """Of one level: the units and nodes with enough that wait long, beside all at the node; and, without a node, how many were compared.
    What lies in none of its units is compared with nothing."""
    unit, node = cells[level.column].label("unit"), cells[ACTIVITY.column].label("node")
    sums = [sa.cast(sa.func.sum(cells[name]), sa.BigInteger).label(name) for name in ("long", "passed")]
    here = sa.select(unit, node, *sums).where(unit.is_not(None), node.is_not(None)).group_by(unit, node)
    here = here.cte(f"here_{place}").prefix_with("MATERIALIZED")
    whole = [sa.cast(sa.func.sum(here.c[name]), sa.BigInteger).label(name) for name in ("long", "passed")]
    nodes = sa.select(here.c.node, *whole).group_by(here.c.node).subquery(f"nodes_{place}")
    which = sa.literal_column(str(place)).label("place")
    every = nodes.c.long.label("all_long"), nodes.c.passed.label("all_passed")
    told = here.c.unit, here.c.node, here.c.long.label("n"), here.c.passed, *every
    there = sa.select(which, *told).where(here.c.node == nodes.c.node, here.c.long >= FEWEST, nodes.c.passed > here.c.passed)
    nothing = [sa.cast(sa.null(), each.type).label(each.name) for each in told]
    number = sa.func.count().filter(here.c.passed > 0).label("n")
    return [there, sa.select(which, *nothing[:2], number, *nothing[3:]).select_from(here)]


def _stuck(level: Dimension, row: Row) -> Stuck:
    expected = (row["all_long"] - row["n"]) / (row["all_passed"] - row["passed"]) * row["passed"]
    return Stuck(level, row["unit"], row["node"], row["n"], expected)


def _looked_into(ask: Ask, each: Stuck) -> Stuck:
    source = sources.standing(ask, LONG.count, ask.period.until)
    c, below = source.c, places.BELOW[each.level]
    where = source.where, LONG.behind(c, ask.period), c[each.level.column] == each.unit, c.activity == each.activity
    sums = sa.func.count().label("n"), sa.func.min(c.occurred_on).label("oldest")
    rows = ask.scope.fetch(sa.select(c[below.column].label("place"), *sums).where(*where).group_by(c[below.column]))
    most = max(rows, key=lambda row: (row["n"], str(row["place"])))
    named = below is not HANDLER and most["n"] / each.n >= MOSTLY
    inside = Inside(below, most["place"], most["n"] / each.n) if named else None
    return Stuck(each.level, each.unit, each.activity, each.n, each.expected, min(row["oldest"] for row in rows), inside)
