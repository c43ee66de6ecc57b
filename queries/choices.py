"""What a filter offers: only values within the scope, under the filters above it.

Knows hierarchies. Must not know widgets.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import dimensions, marts
from data.definitions.dimensions import Dimension
from data.definitions.filters import Filters
from data.definitions.relations import CASES
from data.text import Text
from queries import places

AT_MOST = 2_000


@dataclass(frozen=True)
class Choice:
    code: str
    label: Text


def of(dimension: Dimension, ask: Ask) -> list[Choice]:
    """The values that occur among the cases in scope, in reading order, each with its name; all of the list's where cases have none."""
    if dimension.column not in CASES.table.c:  # what only other rows than cases have: all that the catalogue knows
        return [Choice(code, label) for code, label in ask.names.choices(dimension).items()]
    above = _above(ask, dimension)
    rows = _rows(ask, dimension, above)
    column = rows.c[dimension.column]
    where = above.where(rows.c, CASES, ask.scope.places)
    found = ask.scope.fetch(sa.select(column.label("code")).where(where, column.is_not(None)).distinct().limit(AT_MOST))
    codes = places.in_order(ask, (dimension,), ((row["code"],) for row in found))
    return [Choice(code, ask.names.value(dimension, code)) for (code,) in codes]


def _above(ask: Ask, dimension: Dimension) -> Filters:
    """The filters that stand above this one in its hierarchy."""
    keys, level = [], dimension.parent
    while level:
        keys.append(level)
        level = dimensions.ALL[level].parent
    return ask.filters.only("org", *keys) if dimension.codes in ("org", "department", "prosecutor") else ask.filters.only(*keys)


def _rows(ask: Ask, dimension: Dimension, above: Filters) -> sa.FromClause:
    """The smallest table that knows of every value: a pre-aggregate for where and what, the cases for the rest."""
    needed = {dimension.column} | above.columns(ask.scope.places)
    if dimension.column in marts.UNIT:
        for mart in marts.of(CASES):
            if not mart.opening and mart.covers(needed) and ask.scope.fits(mart.dimensions):
                return ask.scope.mart(mart)
    return ask.scope.rows(CASES)
