"""All rows of a list in stretches, one after another: to put millions in order at once takes long and much memory, some at a time does not.

Knows columns by which rows are in order: a day, or a number without gaps. Must not know lists, nor who asks.
"""

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from data import engine
from data.edition import Row

ENOUGH = 100_000  # rows of a stretch, about
Fetch = Callable[[sa.Select], list[Row]]
Condition = sa.ColumnElement[bool]


def latest_first(column: sa.ColumnElement, rows: sa.FromClause, where: Condition, fetch: Fetch) -> list[Condition]:
    """Conditions on a day or an arrival number that part the rows, the latest first, those without a day last; one if they are few."""
    part = _part(column)
    counted = sa.select(part.label("part"), sa.func.count().label("n")).select_from(rows).where(where).group_by(part)
    found = {row["part"]: row["n"] for row in fetch(counted)}
    if sum(found.values()) <= ENOUGH:
        return [sa.true()]
    without = [column.is_(None)] if found.pop(None, 0) else []
    return [*(_within(column, *ends) for ends in _gathered(found)), *without]


def _part(column: sa.ColumnElement) -> sa.ColumnElement:
    """Written out, since what is grouped by must be the same text everywhere."""
    if _number(column):
        return sa.cast(sa.func.floor(column / sa.literal_column(str(ENOUGH))), sa.Integer)
    return sa.cast(sa.func.date_trunc(sa.literal_column("'month'"), column), sa.Date)


def _gathered(found: dict) -> Iterator[tuple]:
    """(earliest, latest) part of each stretch, the latest stretch first."""
    parts, held = [], 0
    for part in sorted(found, reverse=True):
        parts, held = [*parts, part], held + found[part]
        if held >= ENOUGH:
            yield parts[-1], parts[0]
            parts, held = [], 0
    if parts:
        yield parts[-1], parts[0]


def _within(column: sa.ColumnElement, first, last) -> Condition:
    if _number(column):
        return sa.and_(column >= first * ENOUGH, column < (last + 1) * ENOUGH)
    ends = (sa.literal(first, sa.Date), engine.plus_months(sa.literal(last, sa.Date), 1))
    begin, end = (sa.cast(each, column.type) for each in ends)
    return sa.and_(column >= begin, column < end)


def _number(column: sa.ColumnElement) -> bool:
    return isinstance(column.type, sa.Integer)
