"""The classes of mandatory review with what came under each; and why one case did.

Knows the classes, what the build says of each, and how their cases are counted. Must not know how a class is shown.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data import schema
from data.answer import Group
from data.ask import Ask
from data.catalogue import mandatory
from data.catalogue.mandatory import Entry
from data.definitions import dimensions
from data.definitions.indicators import mandatory as counts
from data.edition import Row
from queries import measure
from queries.casefile import head_of
from queries.measure import Part
from queries.planning import added

BY_CLASS = (counts.LISTED, counts.LISTED_REVIEWED, counts.LISTED_OPEN, counts.LISTED_RATE)
TOTALS = (counts.CASES, counts.CASES_REVIEWED, counts.CASES_OPEN)


@dataclass(frozen=True)
class Classes:
    """Every class with what the build says of it, its figures under the filters, and all cases counted once."""

    entries: tuple[Entry, ...]
    states: dict[str, Row]
    figures: dict[str, Group]
    total: Group

    def runs(self, code: str) -> bool:
        return self.states.get(code, {}).get("state") in ("computed", "nothing")


def classes(ask: Ask) -> Classes:
    """The classes in force on the last day of the period."""
    day = ask.period.until
    entries = tuple(each for each in mandatory.classes().values() if _in_force(each, day))
    asked = Part((dimensions.MANDATORY,), BY_CLASS), Part((), TOTALS)
    answer, whole = measure.several(ask, (*BY_CLASS, *TOTALS), asked, (ask.period,))
    figures = {group.codes["mandatory"]: group for group in answer.groups}
    return Classes(entries, states(ask), figures, whole.groups[0])


def states(ask: Ask) -> dict[str, Row]:
    """Class → whether it was computed, and for want of what it was not."""
    return {row["mandatory"]: row for row in ask.scope.fetch(sa.select(schema.mandatory_states))}


@dataclass(frozen=True)
class Why:
    """Of one case: the classes it came under, and those it was added to by hand."""

    head: Row
    rows: list[Row]
    by_hand: list[Row]


def of_case(ask: Ask) -> Why:
    """Why the case must be reviewed; with each class the linked case that shows it, as far as that is in scope."""
    head = head_of(ask)
    rows, cases = ask.scope.table("selections"), ask.scope.table("cases")
    ask.scope.check_supplied("selections")
    found = ask.scope.fetch(sa.select(rows).where(rows.c.case_no == head["case_no"]))
    others = {row["other_case_no"] for row in found if row["other_case_no"] is not None}
    known = sa.select(cases.c.case_no, cases.c.case_id).where(cases.c.case_no.in_(sorted(others)))
    numbers = {row["case_no"]: row["case_id"] for row in ask.scope.fetch(known)} if others else {}
    named = [row | {"other_case_id": numbers.get(row["other_case_no"])} for row in found]
    return Why(head, sorted(named, key=lambda row: (row["selected_on"], row["mandatory"])), added.of_case(ask, head["case_id"]))


def _in_force(each: Entry, day) -> bool:
    return (each.valid_from is None or each.valid_from <= day) and (each.valid_to is None or day <= each.valid_to)
