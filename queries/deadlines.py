"""What falls due when: a few weeks of days, the limits that end next, those past; and whether anybody warned before.

All of it on the day of the data, whatever period is asked for. Knows clocks. Must not know words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from data.answer import Group, Head, Table
from data.ask import Ask
from data.definitions.indicators.clocks import DUE_3, DUE_7, DUE_15, DUE_30, LATE, OVERDUE
from data.definitions.indicators.deadlines import FIRM_7, OPEN
from data.definitions.relations import CLOCKS, FINDINGS
from data.edition import Row
from data.law.calendar import is_workday
from data.period import Period
from data.text import Text
from queries import lists, measure, sources
from queries.lists import Condition, Sort

WEEKS, SHOWN = 6, 10
COLUMNS = ("case_id", "case_name", "clock", "due_on", "conditional_due_on", "activity", "office", "handler", "custody")
DUE_ON, NUMBER, FIRM = Text("到期日", "Due on"), Text("到期的期限", "Limits due"), Text("其中不可延长", "Of them not extendable")


@dataclass(frozen=True)
class Day:
    day: date
    workday: bool
    due: int
    firm: int


@dataclass(frozen=True)
class Month:
    """Whole weeks from the one of the data's last day on, and the totals around it."""

    today: date
    days: tuple[Day, ...]
    totals: Group

    @property
    def weeks(self) -> list[tuple[Day, ...]]:
        return [self.days[first : first + 7] for first in range(0, len(self.days), 7)]

    def table(self, _: Ask) -> Table:
        heads = Head(DUE_ON, "day"), Head(NUMBER, "count"), Head(FIRM, "count")
        return Table(heads, tuple((day.day, day.due, day.firm) for day in self.days if day.due))


def month(ask: Ask) -> Month:
    today = ask.scope.as_of
    first = today - timedelta(days=today.weekday())
    span = Period(first, first + timedelta(days=7 * WEEKS - 1))
    source = sources.standing(ask, OPEN.count, today)
    c, now = source.c, Period(today, today)
    firm = sa.func.count().filter(c.conditional_due_on.is_(None)).label("firm")
    where = source.where, OPEN.behind(c, now), span.holds(c.due_on)
    rows = ask.scope.fetch(sa.select(c.due_on, sa.func.count().label("due"), firm).where(*where).group_by(c.due_on))
    found = {row["due_on"]: row for row in rows}
    days = (span.since + timedelta(days=place) for place in range(span.days))
    totals = measure.measured(ask, (DUE_3, DUE_7, DUE_15, DUE_30, FIRM_7, OVERDUE, OPEN), (), (now,)).groups[0]
    return Month(today, tuple(_day(day, found.get(day, {})) for day in days), totals)


def _day(day: date, row: Mapping) -> Day:
    return Day(day, is_workday(day), row.get("due", 0), row.get("firm", 0))


@dataclass(frozen=True)
class Next:
    """The limits that end next, and those that ended longest ago without being kept."""

    today: date
    soon: tuple[Row, ...]
    past: tuple[Row, ...]

    def table(self, ask: Ask) -> Table:
        about = {name: CLOCKS.table.c[name].info["about"] for name in COLUMNS if name in CLOCKS.table.c}
        shown = [name for name in COLUMNS if name in about]
        heads = tuple(Head(about[name].label, "day" if name.endswith("_on") else "text") for name in shown)
        rows = ([ask.names.of(about[name].codes, row[name]) if about[name].codes and row[name] else row[name] for name in shown]
                for row in (*self.past, *self.soon))  # fmt: skip
        return Table((*heads, Head(Text("案号", "Case number"))),
                     tuple((*cells, row["case_id"]) for cells, row in zip(rows, (*self.past, *self.soon), strict=True)))  # fmt: skip


def coming(ask: Ask) -> Next:
    today = ask.scope.as_of
    there = ask.with_(behind=OPEN.key, since=None, until=str(today), period=None)
    order, today_on = (Sort("due_on"),), (Condition("due_on", "since", str(today)),)
    before = (Condition("due_on", "until", str(today - timedelta(days=1))),)
    soon = lists.page(CLOCKS, there, 0, SHOWN, order, COLUMNS, today_on, counted=False).rows
    past = lists.page(CLOCKS, there, 0, SHOWN, order, COLUMNS, before, counted=False).rows
    return Next(today, tuple(soon), tuple(past))


@dataclass(frozen=True)
class Warned:
    """Limits passed in the period, and how many of them process monitoring had raised before; None where it was not delivered."""

    late: int
    before: int | None

    def table(self, _: Ask) -> Table:
        heads = Head(LATE.label, "count"), Head(Text("到期前已提示", "Raised before"), "count")
        return Table(heads, ((self.late, self.before),))


def warned(ask: Ask) -> Warned:
    source = sources.few(ask, CLOCKS)
    c = source.c
    sums = sa.func.count().label("late"), sa.func.count().filter(c.raised).label("raised")
    row = ask.scope.fetch(sa.select(*sums).where(source.where, LATE.behind(c, ask.period)))[0]
    return Warned(row["late"], row["raised"] if FINDINGS.key in ask.scope.snapshot.supplied else None)
