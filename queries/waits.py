"""What is kept of every node of every unit, where it answers: the period that pages open with, whole units, types apart or none.

Knows which of the tables fits a question. Must not know what is found in them.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.definitions import waits
from data.definitions.counting import Count
from data.definitions.dimensions import ACTIVITY, LINE, TYPE, Dimension
from data.definitions.indicators.base import Indicator
from data.definitions.indicators.stays import STAYS, WAITING
from data.definitions.relations import EVENTS
from queries import sources
from queries.found import Block

Spread = tuple[int, tuple[float | None, ...]]
Every = tuple[set, list[tuple], np.ndarray, np.ndarray]  # units; of each unit and node the node, its stays, and the days that tell it apart


def kept(ask: Ask, level: Dimension) -> sa.FromClause | None:
    """The rows of the units of the level. A row is made of all cases there are: none may be shut to the viewer."""
    columns = {LINE.column, ACTIVITY.column, *ask.filters.columns(ask.scope.places)}
    table = waits.holding(level.column, columns)
    told = table is not None and ask.period == waits.spans(ask.scope.as_of)[0] and ask.scope.fits(table.c.keys())
    if not told or not ask.scope.grant.all_kinds or (TYPE.column in columns and not _one_type(ask)):
        return None
    ask.scope.check_supplied(EVENTS.key)
    return ask.scope.histogram(table)


def _one_type(ask: Ask) -> bool:
    """Two types together have no middle of their own here."""
    asked = [(each, value) for each, value in ask.filters.conditions() if TYPE.column in each.needs]
    return all(each.key == TYPE.key and len(value) == 1 for each, value in asked)


def every(ask: Ask, rows: sa.FromClause, by: Sequence[str]) -> Every:
    """Of all units and nodes in the period, as arrays: there are thousands, of which a page shows those at a few nodes."""
    c, (median, high) = rows.c, waits.QUANTILES
    found = ask.scope.arrays(sa.select(*(c[name] for name in (*by, STAYS.key, median, high))).where(*_there(ask, c, by, 0)))
    unit, *node = (found[name].tolist() for name in by)
    n, days, more = (found[name].astype(float) for name in (STAYS.key, median, high))
    return set(unit), list(zip(*node, strict=True)), n, days + more / 4


def spreads(ask: Ask, rows: sa.FromClause, by: Sequence[str], place: int) -> dict[tuple, Spread]:
    """(unit, line, activity) → number of stays and their quantiles, now or a year before."""
    listed = sa.select(*(rows.c[name] for name in (*by, STAYS.key, *waits.QUANTILES))).where(*_there(ask, rows.c, by, place))
    return {row[: len(by)]: (row[len(by)], row[len(by) + 1 :]) for row in ask.scope.tuples(listed)}


def _there(ask: Ask, c: sa.ColumnCollection, by: Sequence[str], place: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Where anything ended in the period, or in the one a year before."""
    day = waits.spans(ask.scope.as_of)[place].since
    return sources.asked(ask, c, EVENTS), c.day == sa.literal(day, sa.Date), c[STAYS.key] > 0, c[by[0]].is_not(None)


def counted(ask: Ask, rows: sa.FromClause, by: Sequence[str], counts: Sequence[Count]) -> Block:
    """The numbers of these counts by unit and node, now and a year before."""
    days = [span.since for span in waits.spans(ask.scope.as_of)]
    columns = [next(key for key, each in waits.COUNTED.items() if each == count) for count in counts]
    c = rows.c
    listed = sa.select(*(c[name] for name in (*by, "day", *columns))).where(sources.asked(ask, c, EVENTS, by))
    nothing = (0,) * len(counts)
    found: dict[tuple, list[tuple]] = {}
    for row in ask.scope.tuples(listed):
        found.setdefault(row[: len(by)], [nothing] * len(days))[days.index(row[len(by)])] = row[len(by) + 1 :]
    asked = list(product(range(len(days)), counts))
    return Block(list(found), asked, [[n for numbers in each for n in numbers] for each in found.values()])


def passed(ask: Ask, rows: sa.FromClause, level: Dimension, long: Indicator) -> sa.Select:
    """By unit and node how many have waited `long`, and how many `passed` in the period or wait at its end; some rows may be alike."""
    c, day, by = rows.c, waits.spans(ask.scope.as_of)[0].since, (level.column, ACTIVITY.column)
    numbers = c[long.key].label("long"), (c[STAYS.key] + c[WAITING.key]).label("passed")
    return sa.select(*(c[name] for name in by), *numbers).where(sources.asked(ask, c, EVENTS, by), c.day == sa.literal(day, sa.Date))
