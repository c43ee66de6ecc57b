"""The rows themselves: what lies behind a number, paged, sorted, searched, or streamed whole for an export.

Knows relations and which columns a reader may name. Must not know Dash, nor words. Nothing a browser sends is believed:
columns, sort and conditions are looked up among those declared, values are bound.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import engine, schema
from data.answer import Page
from data.ask import Ask
from data.definitions import indicators
from data.definitions.relations import CASES, Relation
from data.edition import Row
from data.errors import BadFilter
from data.text import Text
from queries import keyed, opening, sources, stretches

OF_THE_CASE = ("case_id", "case_name")  # shown in every list, kept only with the case
WRONG_LIST = Text("指标“{label}”统计的是{over}，不是{relation}", "The indicator “{label}” counts {over}, not {relation}")
NO_COLUMN = Text("没有可用的列“{name}”", "There is no column “{name}” here")
NARROWING = ("behind", "since", "until", "period")
BLOCK = 500
ALL_ROWS = sa.true()


@dataclass(frozen=True)
class Sort:
    column: str
    descending: bool = False


@dataclass(frozen=True)
class Condition:
    """One condition of a grid on one column: `how` is contains, equals, since, until, least, most, blank or filled."""

    column: str
    how: str
    value: str = ""


def page(
    relation: Relation, ask: Ask, first: int = 0, size: int = 100, sort: Sequence[Sort] = (), columns: Sequence[str] = (),
    conditions: Sequence[Condition] = (), counted: bool = True,
) -> Page:
    """`size` rows (at most 500) from the row `first`, counted from 0, and how many there are in all, unless that is not asked."""
    shown = _shown(relation, columns)
    chosen = _Chosen(relation, ask, conditions)
    total = chosen.count() if counted or not sort else size
    window = Window(max(first, 0), min(size, BLOCK), total)
    return Page(chosen.fetch(shown, sort, window), shown, total)


def count(relation: Relation, ask: Ask, conditions: Sequence[Condition] = ()) -> int:
    return _Chosen(relation, ask, conditions).count()


def stream(
    relation: Relation, ask: Ask, sort: Sequence[Sort] = (), columns: Sequence[str] = (), conditions: Sequence[Condition] = ()
) -> tuple[tuple[str, ...], Iterator[list[tuple]]]:
    """All rows, in batches: the columns in order, and the batches."""
    shown = _shown(relation, columns)
    chosen = _Chosen(relation, ask, conditions)
    return shown, chosen.stream(shown, sort)


def _shown(relation: Relation, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns asked for, in the order asked; all of the list's own when none are."""
    for name in columns:
        _known(relation, name)
    return tuple(dict.fromkeys(columns)) or listed(relation)


def listed(relation: Relation) -> tuple[str, ...]:
    return tuple(name for name in relation.columns if name in OF_THE_CASE or name in relation.table.c)


def _known(relation: Relation, name: str) -> str:
    if name not in listed(relation):
        raise BadFilter(NO_COLUMN, name=name)
    return name


@dataclass(frozen=True)
class Window:
    """`size` rows from the row `first`, counted from 0, of `total`."""

    first: int
    size: int
    total: int


class _Chosen:
    """The rows of a relation that a question asks for."""

    def __init__(self, relation: Relation, ask: Ask, conditions: Sequence[Condition]):
        ask.check_rows()
        self.relation, self.ask, self.conditions = relation, ask, tuple(conditions)
        self.opened = not any(ask.filters.text(name) for name in NARROWING)  # as the list opens, under filters alone
        self.unnarrowed = self.opened and not (*ask.filters.conditions(), *conditions) and ask.scope.grant.unrestricted
        self._read(self._source())

    def _read(self, source: sources.Source) -> "_Chosen":
        self.rows, self.c = source.rows, source.c
        self.where = sa.and_(source.where, self._when(), *(self._condition(each) for each in self.conditions))
        return self

    def _source(self) -> sources.Source:
        """What is pending or running is looked for among the rows still open, a hundredth of all."""
        behind = indicators.ALL.get(self.ask.filters.text("behind"))
        if behind is None or behind.over != self.relation:
            return sources.listed(self.ask, self.relation)
        return sources.standing(self.ask, behind.count, self.ask.period.until, to_list=True)

    def count(self) -> int:
        known = opening.number(self.ask, self.relation) if self.opened and not self.conditions else None
        counted = sa.select(sa.func.count().label("n")).select_from(self.rows).where(self.where)
        return self.ask.scope.fetch(counted)[0]["n"] if known is None else known

    def fetch(self, shown: Sequence[str], sort: Sequence[Sort], window: Window) -> list[Row]:
        """The rows of a window. What only the case tells is looked up by key: a join would read every case for a few rows."""
        rows = self._newest(shown, window) if self.opened and not sort else []
        if len(rows) < window.size:
            rows = self._of_window(shown, sort, window)
        cases, of_case = schema.cases.c, [name for name in OF_THE_CASE if name in shown and self.relation != CASES]
        keys, columns = {row["case_no"] for row in rows} if of_case else (), [cases.case_no, *(cases[name] for name in of_case)]
        told = {row["case_no"]: row for row in keyed.rows(self.ask, columns, cases.case_no, keys)}
        return [{name: (told[row["case_no"]] if name in of_case else row)[name] for name in shown} for row in rows]

    def _of_window(self, shown: Sequence[str], sort: Sequence[Sort], window: Window) -> list[Row]:
        """The window's rows; of cases in order of arrival, wide as they are, its numbers are found first and the rows by them."""
        if self.relation != CASES:
            return self.ask.scope.fetch(self._window(shown, sort, window))
        if sort or self.unnarrowed:
            return self.ask.scope.fetch(self.select(shown, sort, window))
        numbers = opening.arrived(self.ask, self.c, self.where, window.first, window.size, self.opened and not self.conditions)
        return keyed.in_order(self.ask, [self.c[name] for name in shown], self.c.case_no, numbers)

    def _newest(self, shown: Sequence[str], window: Window) -> list[Row]:
        """The window, if it is full, as far as it lies among the rows of the last days."""
        source = opening.newest(self.ask, self.relation) if window.first < opening.NEAR else None
        return self.ask.scope.fetch(copy(self)._read(source)._window(shown, (), window)) if source else []

    def stream(self, shown: Sequence[str], sort: Sequence[Sort]) -> Iterator[list[tuple]]:
        """All rows in order; the latest first in stretches, each as the batches before it have gone."""
        day = self.c.arrival_no if self.relation == CASES else self.c[self.relation.day]
        parts = [ALL_ROWS] if sort else stretches.latest_first(day, self.rows, self.where, self.ask.scope.fetch)
        for part in parts:
            yield from self.ask.scope.stream(self.select(shown, sort, part=part))

    def select(self, shown: Sequence[str], sort: Sequence[Sort], window: Window | None = None, part=ALL_ROWS) -> sa.Select:
        """The rows in order, all, a part or a window of them. The window is found among keys alone; the rows are fetched late."""
        if self.relation != CASES:
            return self._with_case(shown, sort, part)
        if window is None or not sort:  # all cases in order of arrival: a window is all from one to another, numbers have no gaps
            last = window.total - window.first if window else 0
            stretch = self.c.arrival_no.between(last - window.size + 1, last) if window else part
            return sa.select(*(self.c[name] for name in shown)).where(self.where, stretch).order_by(*self._order(self.c, sort))
        keys = self._keys(sort, window)
        rows = sa.select(*(self.c[name] for name in shown)).join_from(self.rows, keys, self.c.case_no == keys.c.case_no)
        return rows.order_by(*self._order(self.c, sort))

    def _keys(self, sort: Sequence[Sort], window: Window) -> sa.Subquery:
        ordered = sa.select(self.c.case_no).where(self.where).order_by(*self._order(self.c, sort))
        return ordered.limit(window.size).offset(window.first).subquery("keys")

    def _own(self, shown: Sequence[str], sort: Sequence[Sort]) -> sa.Select:
        """What the rows asked for tell themselves."""
        names = dict.fromkeys(["case_no", self.relation.day, *self._last_key(), *(each.column for each in sort), *shown])
        return sa.select(*(self.c[name] for name in names if name in self.c)).where(self.where)

    def _window(self, shown: Sequence[str], sort: Sequence[Sort], window: Window) -> sa.Select:
        return self._own(shown, sort).order_by(*self._order(self.c, sort)).limit(window.size).offset(window.first)

    def _with_case(self, shown: Sequence[str], sort: Sequence[Sort], part: sa.ColumnElement[bool]) -> sa.Select:
        """Rows with the number and name of their case beside them."""
        chosen, cases = self._own(shown, sort).where(part).subquery("chosen"), schema.cases
        columns = [cases.c[name] if name in OF_THE_CASE else chosen.c[name] for name in shown]
        rows = sa.select(*columns).join_from(chosen, cases, cases.c.case_no == chosen.c.case_no)
        return rows.order_by(*self._order(chosen.c, sort))

    def _when(self) -> sa.ColumnElement[bool]:
        """The indicator's own condition; without one, the list's day within the period, when one was asked for."""
        key = self.ask.filters.text("behind")
        if key:
            indicator = indicators.ALL[key]
            if indicator.over != self.relation:
                raise BadFilter(WRONG_LIST, label=indicator.label, over=indicator.over.label, relation=self.relation.label)
            self.ask.scope.check_columns(indicator.count)
            return indicator.behind(self.c, self.ask.period)
        if any(self.ask.filters.text(name) for name in NARROWING[1:]):
            return self.ask.period.holds(sa.cast(self.c[self.relation.day], sa.Date))
        return sa.true()

    def _order(self, c, sort: Sequence[Sort]) -> list[sa.ColumnElement]:
        """As asked, else the latest first; a last key, so that no two windows share a row."""
        latest = [c.arrival_no.desc()] if self.relation == CASES else [c[self.relation.day].desc().nulls_last()]
        return [*([self._directed(c, each) for each in sort] or latest), c.case_no, *(c[name] for name in self._last_key())]

    def _last_key(self) -> list[str]:
        return [self.relation.row_key] if self.relation.row_key != "case_no" else []

    def _directed(self, c, each: Sort) -> sa.ColumnElement:
        name = _known(self.relation, each.column)
        column = c.get(name, c.case_no)  # a case's own name is not with its facts: its key stands for it
        return (column.desc() if each.descending else column.asc()).nulls_last()

    def _condition(self, each: Condition) -> sa.ColumnElement[bool]:
        name = _known(self.relation, each.column)
        if name not in self.c:
            raise BadFilter(NO_COLUMN, name=name)
        return condition(self.c[name], each, self._codes_named(name, each))

    def _codes_named(self, name: str, each: Condition) -> list[str]:
        """The codes whose names contain the words: a reader searches for what he sees."""
        codes = schema.about(self.relation.table.c[name]).codes
        if not codes or each.how not in ("contains", "equals"):
            return []
        return self.ask.names.matching(codes, each.value)


def condition(column, each: Condition, codes: Sequence[str] = ()) -> sa.ColumnElement[bool]:
    """The condition in SQL. Raises BadFilter for a value that does not fit the column."""
    if each.how in ("blank", "filled"):
        return column.is_(None) if each.how == "blank" else column.is_not(None)
    if each.how in ("contains", "equals") and isinstance(column.type, sa.String):
        text = engine.contains(column, each.value) if each.how == "contains" else column == each.value
        return sa.or_(text, column.in_(list(codes))) if codes else text
    value = _typed(column, each)
    if isinstance(column.type, sa.DateTime):  # a day means the whole of it
        column, value = sa.cast(column, sa.Date), sa.cast(value, sa.Date)
    compared = {"since": column >= value, "least": column >= value, "until": column <= value, "most": column <= value}
    return compared.get(each.how, column == value)


def _typed(column, each: Condition):
    try:
        if isinstance(column.type, sa.Boolean):
            return {"yes": True, "true": True, "no": False, "false": False}[each.value]
        if isinstance(column.type, sa.Date | sa.DateTime):
            return sa.cast(sa.literal(date.fromisoformat(each.value[:10]), sa.Date), column.type)
        return float(each.value)
    except (ValueError, KeyError) as error:
        raise BadFilter(NO_COLUMN, name=f"{each.column} {each.value}") from error
