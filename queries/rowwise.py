"""Numbers counted among rows: how many are behind each count in each period.

Knows counts and conditions. Must not know indicators, nor which rows fit a question.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.counting import Count, every
from data.definitions.dimensions import Dimension
from data.period import Period
from queries.found import Block
from queries.sources import Source


def counted(
    ask: Ask, source: Source, asked: Sequence[tuple[int, Count]], by: Sequence[Dimension], periods: Sequence[Period]
) -> Block:
    """Those behind each (place of the period, count). What all numbers ask of a row's days is asked once, before anything is told apart."""
    c = source.c
    when = {(count.timing, place): count.timing.behind(c, periods[place]) for place, count in asked}
    worth_reading = [sa.or_(*when.values())] if len(when) <= 6 else []  # nothing else can add to the answer
    keys = [c[dimension.column].label(f"k{i}") for i, dimension in enumerate(by)]
    where = source.where, *worth_reading
    if len(when) == 1:
        codes, behind = keys, [_told(count, c) for _, count in asked]
    else:
        codes, behind = _marked(keys, c, when, asked, where)
        where = ()
    statement = sa.select(*codes, *(each.label(f"n{i}") for i, each in enumerate(behind))).where(*where)
    found = ask.scope.tuples(statement.group_by(*codes) if codes else statement)
    return Block([row[: len(by)] for row in found], asked, [row[len(by) :] for row in found])


def _told(count: Count, c) -> sa.ColumnElement[int]:
    """How many of the rows read the count has, of which all have the days it asks for."""
    return sa.func.count() if count.rows is every else sa.func.count().filter(count.rows(c))


def _marked(keys, c, when, asked, where):
    """Each condition worked out once for a row, however many numbers ask it: the codes, and each number, of rows with marks."""
    which = {count.rows: count.rows(c) for _, count in asked if count.rows is not every}
    marks = {asks: condition.label(f"m{i}") for i, (asks, condition) in enumerate((when | which).items())}
    rows = sa.select(*keys, *marks.values()).where(*where).subquery("marked").c
    both = ([marks[count.timing, place], *([] if count.rows is every else [marks[count.rows]])] for place, count in asked)
    behind = [sa.func.count().filter(*(rows[mark.name] for mark in each)) for each in both]
    return [rows[key.name] for key in keys], behind
