"""Cases that an indicator counts once however many rows they have, counted apart for the spans that pages open with.

A case has one place, line and type, so numbers of different cases add up by these; within one span alone, for a case may come again in
the next. Knows which indicators, and the tables. Must not know how they are filled or asked.
"""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from data.definitions import indicators
from data.definitions.indicators.base import Indicator, Kind
from data.definitions.judged import metadata
from data.definitions.relations import CASE, Relation

DIMENSIONS = ("province", "line", "type_code", "special")


@cache
def tables() -> dict[Relation, tuple[sa.Table, tuple[Indicator, ...]]]:
    """Of each relation the table, with a column for each of the indicators; `day` of a row is the first of its span."""
    counted: dict[Relation, list[Indicator]] = {}
    for each in indicators.ALL.values():
        if each.kind is Kind.DISTINCT and each.unit == CASE and each.column == "case_no":
            counted.setdefault(each.over, []).append(each)
    return {relation: (_table(relation, every), tuple(every)) for relation, every in counted.items()}


def _table(relation: Relation, every: Sequence[Indicator]) -> sa.Table:
    told = (sa.Column(key, relation.table.c[key].type) for key in DIMENSIONS)
    return sa.Table(f"once_{relation.key}", metadata, *told, sa.Column("day", sa.Date), *(sa.Column(e.key, sa.BigInteger) for e in every))


def holding(relation: Relation, wanted: Sequence[Indicator], columns: set[str]) -> sa.Table | None:
    """The table with the numbers of all of these, told apart by these columns at least."""
    table, every = tables().get(relation, (None, ()))
    return table if set(wanted) <= set(every) and columns <= set(DIMENSIONS) else None
