"""Where cases lie and do not move: nodes of a unit with more cases that have waited for long than other units would have.

Stays that never end are in no median of ended ones; they are counted here. Knows stays as indicators. Must not know words.
"""

from collections import Counter
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
    long, waiting, ended = (_known(measure.many(ask, each, (level, ACTIVITY))) for each in (LONG, WAITING, STAYS))
    passed = {code: waiting.get(code, 0) + ended.get(code, 0) for code in waiting.keys() | ended.keys()}
    long_in_all, passed_in_all = _by_node(long), _by_node(passed)
    found = []
    for (unit, node), n in long.items():
        here = passed[unit, node]
        others = passed_in_all[node] - here
        expected = (long_in_all[node] - n) / others * here if others else 0.0
        if others and n >= max(FEWEST, TIMES * expected):
            found.append(Stuck(level, unit, node, n, expected))
    return found, len(passed)


def _known(numbers: dict[tuple, int]) -> dict[tuple, int]:
    """Those of units; what lies in none is compared with nothing."""
    return {code: n for code, n in numbers.items() if code[0] is not None and n}


def _by_node(numbers: dict[tuple, int]) -> Counter:
    found: Counter = Counter()
    for (_, node), n in numbers.items():
        found[node] += n
    return found


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
