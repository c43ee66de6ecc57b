"""Numbers told apart in bands: the codes of a catalogue list are their lower ends.

Knows bands. Must not know filters, nor what is counted.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import sqlalchemy as sa

from data import catalogue
from data.definitions.dimensions import Dimension


def ends(dimension: Dimension) -> list[int]:
    return sorted(map(int, catalogue.codes(dimension.codes)))


def band(value: int | None, lower: Sequence[int]) -> str | None:
    """The band in which a number lies."""
    return None if value is None else str(max(end for end in lower if end <= value))


def within(dimension: Dimension) -> Callable[..., sa.ColumnElement[bool]]:
    """The condition of a filter: the number lies in one of the bands; a value that is none of them stands for no number."""

    def condition(c: sa.ColumnCollection, values: tuple[str, ...], _) -> sa.ColumnElement[bool]:
        column, after = c[dimension.column], dict(pairwise(ends(dimension)))
        named = [int(value) for value in values if value.isdigit()]
        found = [sa.and_(column >= end, column < after[end] if end in after else sa.true()) for end in named]
        return sa.or_(*found, *([column.is_(None)] if len(named) < len(values) else []))

    return condition
