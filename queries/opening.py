"""What a list opens with, without looking through all rows: how many there are, and the latest of them.

Knows what is kept for it and when it answers. Must not know columns of lists.
"""

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import latest
from data.definitions.relations import Relation
from queries.sources import Source

FEW = {"office", "department", "handler", "case_no"}  # of one of these are few rows, which lie together


def number(ask: Ask, relation: Relation) -> int | None:
    """How many rows there are under the filters in force; None where that is not kept."""
    if relation not in latest.TABLES or not _by(ask) <= set(latest.PLACES) or not ask.scope.fits(latest.PLACES):
        return None
    ask.scope.check_supplied(relation.key)
    c = ask.scope.histogram(latest.NUMBERS).c
    where = c.relation == relation.key, ask.filters.where(c, relation, ask.scope.places)
    n = sa.cast(sa.func.coalesce(sa.func.sum(c.n), 0), sa.BigInteger)
    return ask.scope.fetch(sa.select(n.label("n")).where(*where))[0]["n"]


def newest(ask: Ask, relation: Relation) -> Source | None:
    """The rows of the last days, where a page of the list may well be among them."""
    if relation not in latest.TABLES or _by(ask) & FEW:
        return None
    ask.scope.check_supplied(relation.key)
    rows = ask.scope.histogram(latest.TABLES[relation])
    return Source(relation, rows, ask.filters.where(rows.c, relation, ask.scope.places))


def _by(ask: Ask) -> set[str]:
    return ask.filters.columns(ask.scope.places)
