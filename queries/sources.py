"""Which table answers a question: a pre-aggregate where one fits exactly, else the rows.

Knows marts and what a question reads. Must not know indicators' words, nor how answers are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import dimensions, heads, marts, moments, once, opened, rare
from data.definitions.counting import Count
from data.definitions.filters import NOT_APPLICABLE
from data.definitions.indicators.base import Indicator
from data.definitions.marts import Mart
from data.definitions.reading import MISSING
from data.definitions.relations import Relation
from data.errors import BadFilter
from data.period import DAY, Period
from data.text import Text
from queries import coarse


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
    scope, places, columns = ask.scope, ask.scope.places, tuple(columns)
    scope.check_supplied(relation.key)
    for name in columns:
        if name not in relation.table.c:
            raise BadFilter(NOT_APPLICABLE, label=_label(name), relation=relation.label)
    needed = set(columns) | ask.filters.columns(places)
    for mart in marts.of(relation) if use_marts else ():
        if mart.covers(needed) and scope.fits(mart.dimensions) and _tells(mart, ask, periods):
            rows = scope.mart(mart)
            return Source(relation, rows, asked(ask, rows.c, relation, columns), mart)
    return facts(ask, relation, columns)


def _tells(mart: Mart, ask: Ask, periods: Sequence[Period]) -> bool:
    """Whether the mart's days tell these periods apart."""
    if mart.opening:
        return all(moments.opened_with(period, ask.scope.as_of) for period in periods)
    return mart.daily or aligned(ask, periods)


def _label(column: str) -> Text:
    dimension = dimensions.of_column(column)
    return dimension.label if dimension else Text(column, column)


def facts(ask: Ask, relation: Relation, columns: Iterable[str] = ()) -> Source:
    rows = ask.scope.rows(relation)
    return Source(relation, rows, asked(ask, rows.c, relation, columns))


def listed(ask: Ask, relation: Relation, some: sa.FromClause | None = None) -> Source:
    """The rows themselves, or some of them in scope, for a list of them: who may see rows sees who handles them."""
    rows = ask.scope.rows(relation) if some is None else some
    return Source(relation, rows, _where(ask, rows.c, relation))


def standing(ask: Ask, count: Count, until: date, to_list: bool = False) -> Source:
    """Rows among which all of the count on the day are: those open on the data's last day, where that is enough, else all."""
    found = still_open(ask, count, until, to_list=to_list)
    return found or (listed if to_list else facts)(ask, count.over)


def still_open(ask: Ask, count: Count, until: date, columns: Iterable[str] = (), to_list: bool = False) -> Source | None:
    """The rows open on the data's last day, where all of the count on the day are among them."""
    table = opened.holding(count, until, ask.scope.as_of)
    if table is None:
        return None
    ask.scope.check_supplied(count.over.key)
    rows = ask.scope.histogram(table)
    return Source(count.over, rows, _where(ask, rows.c, count.over) if to_list else asked(ask, rows.c, count.over, columns))


def parted(
    ask: Ask, every: Source, asked: Sequence[tuple[int, Count]], periods: Sequence[Period], columns: Iterable[str]
) -> Iterator[tuple[Source, list[tuple[int, Count]]]]:
    """The rows among which to count, for (place of the period, count): of stocks on the data's last day those still open, a hundredth
    of all; else `every` one."""
    still = [(place, count) for place, count in asked if opened.holding(count, periods[place].until, ask.scope.as_of) is not None]
    rest = [each for each in asked if each not in still]
    if still:
        yield still_open(ask, still[0][1], periods[still[0][0]].until, columns), still
    if rest:
        yield every, rest


def few(ask: Ask, relation: Relation) -> Source:
    """The rare rows of a relation, kept apart: for what is asked of them alone."""
    return kept(ask, relation, rare.TABLES[relation])


def kept(ask: Ask, relation: Relation, table: sa.Table) -> Source:
    """What the build has kept of a relation in a table of its own."""
    ask.scope.check_supplied(relation.key)
    rows = ask.scope.histogram(table)
    return Source(relation, rows, asked(ask, rows.c, relation))


def persons(ask: Ask, alike: Sequence[Indicator], columns: Iterable[str], periods: Sequence[Period]) -> Source | None:
    """The different persons that all of these count, each once in a span of days, where the periods are made of such spans."""
    needed = set(columns) | ask.filters.columns(ask.scope.places)
    if not all(moments.opened_with(period, ask.scope.as_of) for period in periods):
        return None
    fits = (each.table for each in heads.holding(alike, needed) if ask.scope.fits(each.dimensions))
    table, relation = next(fits, None), alike[0].over
    return None if table is None else kept(ask, relation, table)


def once_each(ask: Ask, wanted: Sequence[Indicator], columns: Iterable[str], periods: Sequence[Period]) -> Source | None:
    """How many different cases each of these counts, where the periods are single spans of days in which they were counted."""
    needed, relation = set(columns) | ask.filters.columns(ask.scope.places), wanted[0].over
    table = once.holding(relation, wanted, needed) if ask.scope.fits(once.DIMENSIONS) else None
    if table is None or not all(moments.one_piece(period, ask.scope.as_of) for period in periods):
        return None
    return kept(ask, relation, table)


def one_type(ask: Ask) -> tuple[str, ...] | None:
    """The type that alone narrows the question, no type where nothing does; None where anything else does, or cases without a type are
    asked for: for what is put down of all cases and of those of each type."""
    types = [value for each, value in ask.filters.conditions() if dimensions.TYPE.column in each.needs]
    alone = ask.filters.columns(ask.scope.places) <= {dimensions.TYPE.column}
    if not alone or types not in ([], [ask.filters.get(dimensions.TYPE.key)]):
        return None
    found = types[0] if types else ()
    return None if len(found) > 1 or MISSING in found else found


def asked(ask: Ask, c: sa.ColumnCollection, relation: Relation, columns: Iterable[str] = ()) -> sa.ColumnElement[bool]:
    """The conditions of a figure, by these columns. Raises NotAllowed where it would be one of a single prosecutor, or of a few."""
    ask.check_persons(columns)
    coarse.check(ask, columns)
    return _where(ask, c, relation)


def _where(ask: Ask, c: sa.ColumnCollection, relation: Relation) -> sa.ColumnElement[bool]:
    return ask.filters.where(c, relation, ask.scope.places)


def aligned(ask: Ask, periods: Sequence[Period]) -> bool:
    """All ends fall where the pieces of the marts are cut."""
    snapshot = ask.scope.snapshot
    return all(Period(p.since, max(p.until, p.since - DAY)).aligned(snapshot.statistical_day, snapshot.as_of) for p in periods)
