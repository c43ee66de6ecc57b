"""Where cases lie and do not move: nodes of a unit with more cases that have waited for long than other units would have.

Stays that never end are in no median of ended ones; they are counted here. Knows stays as indicators. Must not know words.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import ACTIVITY, HANDLER, Dimension
from data.definitions.indicators.stays import STAYS, WAITING, WAITING_180
from queries import measure, places, sources, unusual
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


def search(ask: Ask, at_most: int = 3) -> tuple[Stuck, ...]:
    """The units and nodes with most cases beyond what is to be expected of them."""
    found, looked_at = [], 0
    for level in levels(ask):
        each, n = _compared(ask, level)
        found += each
        looked_at += n
    beyond = [each for each in found if unusual.too_many(each.n, each.expected, looked_at)]
    largest = sorted(beyond, key=lambda each: (each.expected - each.n, str(each.unit)))[:at_most]
    return tuple(_looked_into(ask, each) for each in largest)


def _compared(ask: Ask, level: Dimension) -> tuple[list[Stuck], int]:
    """What stands out enough to be judged, and how many were compared."""
    groups = measure.crossed(level, ACTIVITY, LONG, WAITING, STAYS)(ask).groups
    known = [group for group in groups if group.codes[level.key] is not None]
    long, passed = {}, {}
    for group in known:
        node = group.codes[ACTIVITY.key]
        long[node] = long.get(node, 0) + group[LONG.key].n
        passed[node] = passed.get(node, 0) + _passed(group)
    found = []
    for group in known:
        node, n = group.codes[ACTIVITY.key], group[LONG.key].n
        others = passed[node] - _passed(group)
        expected = (long[node] - n) / others * _passed(group) if others else 0.0
        if others and n >= max(FEWEST, TIMES * expected):
            found.append(Stuck(level, group.codes[level.key], node, n, expected))
    return found, len(known)


def _passed(group) -> int:
    return group[WAITING.key].n + group[STAYS.key].n


def _looked_into(ask: Ask, each: Stuck) -> Stuck:
    source = sources.facts(ask, LONG.over)
    c, below = source.c, places.BELOW[each.level]
    where = source.where, LONG.behind(c, ask.period), c[each.level.column] == each.unit, c.activity == each.activity
    sums = sa.func.count().label("n"), sa.func.min(c.occurred_on).label("oldest")
    rows = ask.scope.fetch(sa.select(c[below.column].label("place"), *sums).where(*where).group_by(c[below.column]))
    most = max(rows, key=lambda row: (row["n"], str(row["place"])))
    named = below is not HANDLER and most["n"] / each.n >= MOSTLY
    inside = Inside(below, most["place"], most["n"] / each.n) if named else None
    return Stuck(each.level, each.unit, each.activity, each.n, each.expected, min(row["oldest"] for row in rows), inside)
