"""Who had a hand in it: the different persons that an indicator counts, kept apart for the spans that pages open with.

A person is in many rows and counts once, so nothing adds up: of each span there is one row for each person and whatever it is told
apart by. For the country and its provinces; an office has few rows. Knows which indicators, and the tables. Must not know how they are
filled or asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from data.definitions import indicators
from data.definitions.indicators.base import Indicator, Kind
from data.definitions.relations import PERSON
from data.definitions.turned import metadata

SHAPES = {"heads": ("province", "special"), "near_heads": ("province", "line", "type_code", "special")}  # the smallest first


@dataclass(frozen=True)
class Heads:
    """The persons of an indicator told apart by the dimensions; `day` of a row is the first of its span."""

    of: Indicator
    dimensions: tuple[str, ...]
    table: sa.Table


@cache
def every() -> tuple[Heads, ...]:
    """The smallest first."""
    counted = [each for each in indicators.ALL.values() if each.kind is Kind.DISTINCT and each.unit == PERSON]
    return tuple(Heads(each, keys, _table(name, each, keys)) for each in counted for name, keys in SHAPES.items())


def _table(name: str, each: Indicator, keys: tuple[str, ...]) -> sa.Table:
    told = (sa.Column(key, each.over.table.c[key].type) for key in keys)
    return sa.Table(f"{name}_{each.key}", metadata, *told, sa.Column("day", sa.Date), sa.Column("value", sa.String))


def holding(alike: Sequence[Indicator], columns: set[str]) -> list[Heads]:
    """The tables of the persons that all of these count, told apart by these columns at least."""
    counts = {(each.count, each.column) for each in alike}
    return [each for each in every() if {(each.of.count, each.of.column)} == counts and columns <= set(each.dimensions)]
