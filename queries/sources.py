"""Which table answers a question: a pre-aggregate where one fits exactly, else the rows.

Knows marts and what a question reads. Must not know indicators' words, nor how answers are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import marts, opened
from data.definitions.counting import Count
from data.definitions.marts import Mart
from data.definitions.relations import Relation
from data.period import DAY, Period


@dataclass(frozen=True)
class Source:
    """Rows in scope under the filters in force; `mart` is None when they are the facts themselves."""

    relation: Relation
    rows: sa.FromClause
    where: sa.ColumnElement[bool]
    mart: Mart | None = None

    @property
    def c(self) -> sa.ColumnCollection:
        return self.rows.c

    @property
    def name(self) -> str:
        return self.mart.name if self.mart else "rows"


def choose(ask: Ask, relation: Relation, columns: Iterable[str], periods: Sequence[Period], use_marts: bool = True) -> Source:
    """The smallest source that answers exactly. Raises NotSupplied, and BadFilter for a filter these rows cannot answer."""
    scope, places = ask.scope, ask.scope.places
    scope.check_supplied(relation.key)
    needed = set(columns) | ask.filters.columns(places)
    for mart in marts.of(relation) if use_marts else ():
        if mart.covers(needed) and scope.fits(mart.dimensions) and (mart.daily or aligned(ask, periods)):
            rows = scope.mart(mart)
            return Source(relation, rows, ask.filters.where(rows.c, relation, places), mart)
    return facts(ask, relation)


def facts(ask: Ask, relation: Relation) -> Source:
    rows = ask.scope.rows(relation)
    return Source(relation, rows, ask.filters.where(rows.c, relation, ask.scope.places))


def standing(ask: Ask, count: Count, until: date) -> Source:
    """Rows among which all of the count on the day are: those open on the data's last day, where that is enough, else all."""
    table = opened.holding(count, until, ask.scope.as_of)
    if table is None:
        return facts(ask, count.over)
    ask.scope.check_supplied(count.over.key)
    rows = ask.scope.histogram(table)
    return Source(count.over, rows, ask.filters.where(rows.c, count.over, ask.scope.places))


def aligned(ask: Ask, periods: Sequence[Period]) -> bool:
    """All ends fall where the pieces of the marts are cut."""
    snapshot = ask.scope.snapshot
    return all(Period(p.since, max(p.until, p.since - DAY)).aligned(snapshot.statistical_day, snapshot.as_of) for p in periods)
