"""Where cases lie and do not move: nodes of a unit with more cases that have waited for long than other units would have.

Stays that never end are in no median of ended ones; they are counted here. Knows stays as indicators. Must not know words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import ACTIVITY, HANDLER, Dimension
from data.definitions.indicators.stays import STAYS, WAITING, WAITING_180
from queries import measure, places, sources, told, unusual
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
    found, looked_at = _compared(ask, levels(ask))
    beyond = [each for each in found if unusual.too_many(each.n, each.expected, looked_at)]
    largest = sorted(beyond, key=lambda each: (each.expected - each.n, str(each.unit)))[:at_most]
    return tuple(_looked_into(ask, each) for each in largest)


def _compared(ask: Ask, levels: Sequence[Dimension]) -> tuple[list[Stuck], int]:
    """What stands out enough to be judged, and how many were compared: read once for all levels."""
    columns = [level.column for level in (*levels, ACTIVITY)]
    waiting = measure.counting(ask, (LONG, WAITING), columns).subquery("waiting").c
    ended = measure.counting(ask, (STAYS,), columns).subquery("ended").c
    nothing = sa.literal_column("0")
    both = sa.union_all(
        sa.select(*(waiting[name] for name in columns), waiting[LONG.key].label("long"), waiting[WAITING.key].label("passed")),
        sa.select(*(ended[name] for name in columns), nothing.label("long"), ended[STAYS.key].label("passed")),
    ).subquery("both")
    read = told.read(ask, sa.select(both), {"unit": columns[:-1], "node": columns[-1:]})
    each = [_at(read, place, level) for place, level in enumerate(levels)]
    return [stuck for found, _ in each for stuck in found], sum(n for _, n in each)


def _at(read: told.Told, place: int, level: Dimension) -> tuple[list[Stuck], int]:
    """Of one level; what lies in none of its units is compared with nothing."""
    units, number = told.by_one(read.keys["unit"], place)
    nodes = [node for (node,) in read.keys["node"]]
    unit = number[read["unit"]]
    there, shape = np.flatnonzero(unit >= 0), (len(units), len(nodes))
    at = unit[there] * len(nodes) + read["node"][there]
    long, passed = (np.bincount(at, read[name][there], len(units) * len(nodes)).reshape(shape) for name in ("long", "passed"))
    others = passed.sum(axis=0) - passed
    expected = np.divide(long.sum(axis=0) - long, others, out=np.zeros(shape), where=others > 0) * passed
    found = np.argwhere((others > 0) & (long >= np.maximum(FEWEST, TIMES * expected)))
    stuck = [Stuck(level, units[at], nodes[node], int(long[at, node]), float(expected[at, node])) for at, node in found]
    return stuck, int((passed > 0).sum())


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
