"""What a list opens with, without looking through all rows: how many there are, and the latest of them.

Knows what is kept for it and when it answers. Must not know columns of lists.
"""

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import latest
from data.definitions.relations import CASES, Relation
from data.edition import Row
from queries import sources
from queries.sources import Source

FEW = {"office", "department", "handler", "case_no"}  # of one of these are few rows, which lie together
ARRIVALS = 100_000  # the latest cases, among which a page under a filter is looked for first


def number(ask: Ask, relation: Relation) -> int | None:
    """How many rows there are under the filters in force; None where that is not kept."""
    if not _by(ask) <= set(latest.PLACES) or not ask.scope.fits(latest.PLACES):
        return None
    ask.scope.check_supplied(relation.key)
    c = ask.scope.histogram(latest.NUMBERS).c
    where = c.relation == relation.key, sources.asked(ask, c, relation)
    n = sa.cast(sa.func.coalesce(sa.func.sum(c.n), 0), sa.BigInteger)
    return ask.scope.fetch(sa.select(n.label("n")).where(*where))[0]["n"]


def newest(ask: Ask, relation: Relation) -> Source | None:
    """The rows of the last days, where a page of the list may well be among them."""
    if relation not in latest.TABLES or _by(ask) & FEW:
        return None
    ask.scope.check_supplied(relation.key)
    return sources.listed(ask, relation, ask.scope.histogram(latest.TABLES[relation]))


def arrived(ask: Ask, c: sa.ColumnCollection, where: sa.ColumnElement[bool], first: int, size: int) -> sa.ColumnElement[bool]:
    """The cases from the one to the other that arrived as first and last of a window of those asked for, the latest first."""
    likely = c.arrival_no > ask.scope.snapshot.supplied.get(CASES.key, 0) - ARRIVALS
    ends = _ends(ask, c, sa.and_(where, likely), first, size) if first < ARRIVALS and not _by(ask) & FEW else None
    if ends is None or ends["n"] < size:
        ends = _ends(ask, c, where, first, size)
    return c.arrival_no.between(ends["first"], ends["last"]) if ends["n"] else sa.false()


def _ends(ask: Ask, c: sa.ColumnCollection, where: sa.ColumnElement[bool], first: int, size: int) -> Row:
    arrived = sa.select(c.arrival_no.label("no")).where(where).order_by(c.arrival_no.desc())
    no = arrived.limit(size).offset(first).subquery("keys").c.no
    return ask.scope.fetch(sa.select(sa.func.count().label("n"), sa.func.min(no).label("first"), sa.func.max(no).label("last")))[0]


def _by(ask: Ask) -> set[str]:
    return ask.filters.columns(ask.scope.places)
