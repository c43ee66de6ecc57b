"""Reviews on the desk, as far as a viewer may see them: those of cases in scope, and those the viewer reviews.

Knows the desk's reviews and the record of their cases. Must not know forms, nor how a review moves on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.catalogue import review_steps
from data.catalogue.review_standard import Point, Standard
from data.catalogue.review_steps import Actor
from data.definitions.filters import key_of
from data.definitions.relations import REVIEWS
from data.desk.tables.case_reviews import case_reviews, review_judgments, review_points
from data.desk.tables.case_reviews import review_steps as steps_of
from data.edition import Row
from data.errors import NotFound
from data.law.calendar import local
from data.text import Text
from queries import on_desk, review_standards, review_ticks
from queries.casefile import CaseFile, one_case
from queries.review_acts import Act, awaited, possible
from queries.review_ticks import Tick

NO_SUCH_REVIEW = Text("没有这项评查，或您无权查看", "No such review, or not one you may see")
SHOWN = 300  # rows of a list


@dataclass(frozen=True)
class Review:
    """A review with everything kept of it.

    `ticks` are what rules say of its points, `acts` what the viewer may do now, `candidates` who might review it where somebody
    is to be appointed: (code, name).
    """

    row: Row
    steps: list[Row]
    points: dict[str, Row]
    judged: dict[str, Row]
    file: CaseFile
    standard: Standard | None
    ticks: dict[str, Tick]
    acts: list[Act]
    candidates: list[tuple[str, str]]
    today: date

    @property
    def dimensions(self) -> dict[str, list[Point]]:
        return self.standard.of(self.row["line"], self.row["type_code"]) if self.standard else {}

    @property
    def awaited(self) -> list[Actor]:
        return awaited(self.row, self.today)

    @property
    def problems(self) -> list[tuple[Point, Row]]:
        """What was found, in the order of the standard."""
        found = [(self.standard.point(key), row) for key, row in self.points.items()] if self.standard else []
        return [(point, row) for point, row in found if point is not None and row["verdict"] == review_ticks.PROBLEM]

    @property
    def undecided(self) -> list[str]:
        return [key for key in self.ticks if key not in self.points]


def today(ask: Ask) -> date:
    """The day on the wall: what people do happens now, not on the day the records end."""
    return local(ask.desk.now()).date()


def in_sight(ask: Ask) -> sa.ColumnElement[bool]:
    """Which reviews a viewer may see."""
    c, own = case_reviews.c, ask.viewer.handler
    return sa.or_(ask.scope.covers(c), c.reviewer == own) if own else ask.scope.covers(c)


def row_of(con: sa.Connection, ask: Ask, number: int) -> Row:
    """Raises NotFound."""
    found = con.execute(sa.select(case_reviews).where(case_reviews.c.id == number, in_sight(ask))).mappings().first()
    if found is None:
        raise NotFound(NO_SUCH_REVIEW)
    return dict(found)


_read: WeakKeyDictionary[Ask, Review] = WeakKeyDictionary()  # as long as the question lives: a page's panels ask the same


def one(ask: Ask) -> Review | None:
    """The review whose number the filter `review` gives; None without one. Raises NotFound."""
    if ask not in _read and (found := _one(ask)) is not None:
        _read[ask] = found
    return _read.get(ask)


def _one(ask: Ask) -> Review | None:
    number = ask.filters.get("review")
    if number is None or ask.desk is None:
        return None
    with ask.desk.reading() as con:
        row = row_of(con, ask, number)
        kept = [_of(con, table, number) for table in (steps_of, review_points, review_judgments)]
    return _whole(ask, row, *kept)


def _whole(ask: Ask, row: Row, steps: list[Row], points: list[Row], judged: list[Row]) -> Review:
    day, file = today(ask), one_case(opened(ask, row))
    standard = review_standards.named(ask, row["standard"]) if row["standard"] else None
    ticks = review_ticks.ticks(standard, row, file) if standard else {}
    acts = possible(row, ask.viewer, day)
    appoints = any(review_steps.REVIEWER in (*act.step.needs, *act.step.may) for act in acts)
    return Review(
        row, steps, {each["point"]: each for each in points}, {each["dimension"]: each for each in judged}, file, standard, ticks,
        acts, candidates(ask, row) if appoints else [], day,
    )  # fmt: skip


def candidates(ask: Ask, row: Row) -> list[tuple[str, str]]:
    """Prosecutors of the case's office and of those above it, of other departments than the one that handled it."""
    above = [unit.code for unit in ask.scope.places.path(row["office"])]
    p, c = schema.prosecutor.c, schema.posting.c
    there = sa.select(c.prosecutor_code).where(c.department_code == row["department"], c.valid_to.is_(None))
    statement = sa.select(p.prosecutor_code, p.prosecutor_name, p.office).where(
        p.office.in_(above), p.active_to.is_(None), p.prosecutor_code != row["handler"], p.prosecutor_code.not_in(there)
    )
    found = sorted(ask.scope.fetch(statement), key=lambda each: (-above.index(each["office"]), each["prosecutor_code"]))
    return [(each["prosecutor_code"], f"{each['prosecutor_name']} {ask.names.of('org', each['office'])}") for each in found]


def opened(ask: Ask, row: Row) -> Ask:
    """The question for the record of the case: its reviewer may read it even where the grant would not open it."""
    asked = ask.with_(case=row["case_id"])
    if ask.viewer.handler is None or row["reviewer"] != ask.viewer.handler:
        return asked
    key = ask.scope.fetch(sa.select(key_of(row["case_id"]).label("no")))[0]["no"]
    return asked if key is None else replace(asked, scope=ask.scope.with_case(key))


def _of(con: sa.Connection, table: sa.Table, number: int) -> list[Row]:
    return [dict(row) for row in con.execute(sa.select(table).where(table.c.review == number)).mappings()]


# --- lists ---


def listed(ask: Ask, *conditions: sa.ColumnElement[bool], order: Sequence = ()) -> list[Row]:
    """Reviews in sight under the filters of the address, the latest first unless told otherwise."""
    if ask.desk is None:
        return []
    statement = _under(ask, sa.select(case_reviews)).where(*conditions).order_by(*(order or (case_reviews.c.id.desc(),))).limit(SHOWN)
    with ask.desk.reading() as con:
        return [dict(row) for row in con.execute(statement).mappings()]


def of_case(ask: Ask, case_id: str) -> list[Row]:
    if ask.desk is None:
        return []
    statement = sa.select(case_reviews).where(in_sight(ask), case_reviews.c.case_id == case_id).order_by(case_reviews.c.id)
    with ask.desk.reading() as con:
        return [dict(row) for row in con.execute(statement).mappings()]


def mine(ask: Ask) -> list[Row]:
    """Open reviews in which it is the viewer's turn, the next due first."""
    if ask.desk is None:
        return []
    open_ones = listed(ask, under_way(ask), order=_by_due())
    return [row for row in open_ones if any(not act.instead for act in possible(row, ask.viewer, today(ask)))]


def overdue(ask: Ask) -> list[Row]:
    """Reviews that stand longer than their state allows, the longest first."""
    if ask.desk is None:
        return []
    found, day = listed(ask, case_reviews.c.due_on < today(ask), order=_by_due()), today(ask)
    return [{**row, "days_over": (day - row["due_on"]).days} for row in found]


def counted(ask: Ask) -> dict[str, int]:
    """How many reviews stand in each state."""
    if ask.desk is None:
        return {}
    statement = _under(ask, sa.select(case_reviews.c.state, sa.func.count())).group_by(case_reviews.c.state)
    with ask.desk.reading() as con:
        found = dict(con.execute(statement).all())
    return {each.key: found.get(each.key, 0) for each in review_steps.states()}


def cases_in(ask: Ask, *conditions: sa.ColumnElement[bool]) -> set[str]:
    """The numbers of the cases that have such a review."""
    with ask.desk.reading() as con:
        return set(con.scalars(_under(ask, sa.select(case_reviews.c.case_id)).where(*conditions).distinct()))


def under_way(ask: Ask) -> sa.ColumnElement[bool]:
    """Conditions of reviews that somebody still has to do something about."""
    return case_reviews.c.state.in_(sorted(open_states(ask)))


def open_states(ask: Ask) -> set[str]:
    return {key for key, each in review_steps.on(review_steps.states(), today(ask)).items() if each.limit is not None}


def overridden(ask: Ask) -> dict[str, int]:
    """Of the points that rules ticked and a reviewer decided: how many were confirmed, how many set aside."""
    if ask.desk is None:
        return {}
    joined = sa.join(review_points, case_reviews, case_reviews.c.id == review_points.c.review)
    statement = _under(ask, sa.select(review_points.c.verdict, sa.func.count()).select_from(joined))
    with ask.desk.reading() as con:
        return dict(con.execute(statement.where(review_points.c.hit.is_not(None)).group_by(review_points.c.verdict)).all())


def _under(ask: Ask, statement: sa.Select) -> sa.Select:
    return statement.where(in_sight(ask), on_desk.narrowed(ask, case_reviews.c, REVIEWS))


def _by_due() -> tuple:
    return sa.case((case_reviews.c.due_on.is_(None), 1), else_=0), case_reviews.c.due_on, case_reviews.c.id


# --- on the page of a case ---


@dataclass(frozen=True)
class OfCase:
    head: Row
    rows: list[Row]
    may_open: bool
    candidates: list[tuple[str, str]]


def on_case(ask: Ask) -> OfCase:
    """The reviews of the case in question, and who might do one if the viewer may open it. Raises NotFound."""
    head = one_case(ask).head
    rows = of_case(ask, head["case_id"])
    busy = any(row["state"] in open_states(ask) for row in rows)
    may = ask.desk is not None and ask.viewer.may("plan") and head["concluded_on"] is not None and not busy
    return OfCase(head, rows, may, candidates(ask, head) if may else [])
