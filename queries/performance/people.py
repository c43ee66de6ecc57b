"""Who a file is about and who may open it; how long somebody was in post; the colleagues of a department.

A file is open to whoever has the right to see single prosecutors, and to the person. Somebody of whom no case is in scope does not
exist. Knows registers of persons and postings. Must not know figures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import TypeVar

import sqlalchemy as sa

from data import engine, schema
from data.answer import Answer
from data.ask import Ask
from data.definitions.indicators import flow
from data.definitions.recorded import PERSON
from data.definitions.relations import CASES
from data.edition import Row
from data.errors import NotAllowed, NotFound
from data.period import Period
from data.text import Text
from queries import measure, places, trail
from queries.fair import cells

RIGHT = cells.PEOPLE
NOT_YOURS = Text("检察官的业绩档案只对本人和有“查看检察官个人数据”权限的人员开放",
                 "A prosecutor's file is open to the person and to those with the right to see figures of single prosecutors")  # fmt: skip
UNKNOWN = Text("可查看范围内没有该检察官承办的案件", "No case of this prosecutor lies within what you may see")
OFFERED = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING)
FEWEST = 5  # colleagues without whom a distribution would tell of single persons
MONTH = 365.25 / 12
T = TypeVar("T")


@dataclass(frozen=True)
class Posting:
    department: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Person:
    """`department` is the one where most of the period was spent, or of the latest cases. `readers` is who has opened the file, for the
    person and for auditors; None for everybody else. What the registers say of the person is asked for when somebody looks at it."""

    ask: Ask = field(repr=False, compare=False)
    code: str
    department: str | None
    readers: list[Row] | None = None

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """In the order of their days."""
        return tuple(postings(self.ask, (self.code,)).get(self.code, ()))

    @cached_property
    def registered(self) -> Row:
        """Nothing where no register knows the person."""
        c = schema.prosecutor.c
        found = self.ask.scope.fetch(sa.select(c.category, c.is_leader).where(c.prosecutor_code == self.code))
        return found[0] if found else {}

    @property
    def category(self) -> str | None:
        return self.registered.get("category")

    @property
    def leader(self) -> bool:
        return bool(self.registered.get("is_leader"))


def chosen(ask: Ask) -> str | None:
    """The prosecutor in force; without one the viewer's own file, unless a unit was asked for."""
    named = ask.filters.get("handler") or ()
    if len(named) == 1:
        return named[0]
    return None if named or _of_a_unit(ask) else ask.viewer.handler


def _of_a_unit(ask: Ask) -> bool:
    return ask.viewer.may(RIGHT) and any(ask.filters.get(key) for key in ("org", "office", "department"))


def may_open(ask: Ask, code: str) -> bool:
    return ask.viewer.may(RIGHT) or ask.viewer.handler == code


def person(ask: Ask) -> Person | None:
    """None where nobody is chosen. Raises NotAllowed, NotFound."""
    code = chosen(ask)
    if code is None:
        return None
    if not may_open(ask, code):
        raise NotAllowed(NOT_YOURS)
    return _person(ask, code)


def of_person(query: Callable[[Ask, Person], T]) -> Callable[..., T | None]:
    """A query about the prosecutor in force, None where nobody is chosen; who knows already whom it is about may hand the person in."""

    @wraps(query)
    def asked(ask: Ask, found: Person | None = None) -> T | None:
        found = found or person(ask)
        return None if found is None else query(ask, found)

    return asked


def person_or_units(ask: Ask) -> Person | Answer:
    """The prosecutor in force; where nobody is chosen, whom one may choose: unit by unit down to the persons of a department."""
    if chosen(ask) is None and not ask.viewer.may(RIGHT):
        raise NotAllowed(NOT_YOURS)
    found = person(ask)
    if found is None:
        return measure.by(places.org_child, *OFFERED)(ask)
    _ = found.registered, found.postings  # all of it is looked at
    return found


def _person(ask: Ask, code: str) -> Person:
    rows = ask.scope.rows(CASES)
    days = sa.select(rows.c.department, sa.func.max(rows.c.accepted_on).label("last_on")).where(rows.c.handler == code)
    found = ask.scope.fetch(days.group_by(rows.c.department))
    if not found:
        raise NotFound(UNKNOWN)
    department = max(found, key=lambda row: (row["last_on"], row["department"] or ""))["department"]
    return Person(ask, code, department, trail.readers(ask, PERSON, code, own=ask.viewer.handler == code))


def postings(ask: Ask, codes: Iterable[str]) -> dict[str, list[Posting]]:
    c = schema.posting.c
    wanted = sorted(codes)
    named = c.prosecutor_code == wanted[0] if len(wanted) == 1 else engine.among(c.prosecutor_code, wanted)
    rows = ask.scope.fetch(
        sa.select(c.prosecutor_code, c.department_code, c.valid_from, c.valid_to)
        .where(named).order_by(c.prosecutor_code, c.valid_from)
    )  # fmt: skip
    found: dict[str, list[Posting]] = {}
    for row in rows:
        found.setdefault(row["prosecutor_code"], []).append(Posting(row["department_code"], row["valid_from"], row["valid_to"]))
    return found


def months_in_post(held: Iterable[Posting], department: str | None, period: Period) -> float | None:
    """Months of the period in a department; None where no posting is recorded at all."""
    held = list(held)
    if not held:
        return None
    days = sum(_overlap(each, period) for each in held if department is None or each.department == department)
    return days / MONTH


def in_post(of: sa.ColumnCollection, code: sa.ColumnElement, department: sa.ColumnElement, period: Period):
    """Which postings of the person in the department lie in the period, and the days of it of each."""
    first, last = sa.literal(period.since, sa.Date), sa.literal(period.until, sa.Date)
    there = of.valid_from <= last, sa.or_(of.valid_to.is_(None), of.valid_to >= first)
    days = engine.days_from(engine.later(of.valid_from, first), engine.earlier(of.valid_to, last)) + 1
    return sa.and_(of.prosecutor_code == code, of.department_code == department, *there), days


def _overlap(each: Posting, period: Period) -> int:
    last = min(each.until or period.until, period.until)
    return max((last - max(each.since, period.since)).days + 1, 0)
