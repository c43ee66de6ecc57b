"""What a list opens with, without looking through all rows: how many there are, and the latest of them.

Knows what is kept for it and when it answers. Must not know columns of lists.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import latest
from data.definitions.relations import CASES, Relation
from queries import sources
from queries.sources import Source

FEW = {"office", "department", "handler", "case_no"}  # of one of these are few rows, which lie together
NEAR = 2_000  # rows from the top: who looks further down has come by another way than page by page, and is past the last days
ARRIVALS = 100_000  # the latest cases, among which a page under a filter is looked for first


def number(ask: Ask, relation: Relation) -> int | None:
    """How many rows there are under the filters in force; None where that is not kept."""
    kept = (latest.NUMBERS, latest.ARRIVED) if relation == CASES else (latest.NUMBERS,)
    table = next((each for each in kept if _kept_by(ask, each)), None)
    if table is None:
        return None
    ask.scope.check_supplied(relation.key)
    c = ask.scope.histogram(table).c
    where = sources.asked(ask, c, relation), c.relation == relation.key if table is latest.NUMBERS else sa.true()
    n = sa.cast(sa.func.coalesce(sa.func.sum(c.n), 0), sa.BigInteger)
    return ask.scope.fetch(sa.select(n.label("n")).where(*where))[0]["n"]


def _kept_by(ask: Ask, table: sa.Table) -> bool:
    return _by(ask) <= set(table.c.keys()) and ask.scope.fits(table.c.keys())


def newest(ask: Ask, relation: Relation) -> Source | None:
    """The rows of the last days, where a page of the list may well be among them."""
    if relation not in latest.TABLES or _by(ask) & FEW:
        return None
    ask.scope.check_supplied(relation.key)
    return sources.listed(ask, relation, ask.scope.histogram(latest.TABLES[relation]))


def arrived(ask: Ask, c: sa.ColumnCollection, where: sa.ColumnElement[bool], first: int, size: int, filters_alone: bool) -> list[int]:
    """The numbers of the cases in a window of those asked for, the latest first: they are looked for among few columns, and on their
    days where how many came on each is kept by the filters, and these are all that is asked."""
    days = _days(ask, first, size) if filters_alone and _kept_by(ask, latest.ARRIVED) else None
    if days:
        since, until, before = days
        return _window(ask, c, sa.and_(c.accepted_on.between(since, until), where), first - before, size)
    likely = c.arrival_no > ask.scope.snapshot.supplied.get(CASES.key, 0) - ARRIVALS
    found = _window(ask, c, sa.and_(where, likely), first, size) if first < ARRIVALS and not _by(ask) & FEW else []
    return found if len(found) == size else _window(ask, c, where, first, size)


def _days(ask: Ask, first: int, size: int) -> tuple[date, date, int] | None:
    """The first and the last of the days on which the cases of a window came, and how many came later; None where a day is not known."""
    c = ask.scope.histogram(latest.ARRIVED).c
    n = sa.cast(sa.func.sum(c.n), sa.BigInteger).label("n")
    found = ask.scope.fetch(sa.select(c.day, n).where(sources.asked(ask, c, CASES)).group_by(c.day).order_by(c.day.desc()))
    days, ends = [row["day"] for row in found], list(accumulate(row["n"] for row in found))
    if None in days or not ends or first >= ends[-1]:
        return None
    latest_one, earliest = bisect_right(ends, first), bisect_left(ends, min(first + size, ends[-1]))
    return days[earliest], days[latest_one], ends[latest_one - 1] if latest_one else 0


def _window(ask: Ask, c: sa.ColumnCollection, where: sa.ColumnElement[bool], first: int, size: int) -> list[int]:
    arrived = sa.select(c.case_no).where(where).order_by(c.arrival_no.desc())
    return [row["case_no"] for row in ask.scope.fetch(arrived.limit(size).offset(first))]


def _by(ask: Ask) -> set[str]:
    return ask.filters.columns(ask.scope.places)
