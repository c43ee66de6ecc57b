"""Plans as they were decided: the list of those a viewer may see, and one of them with its cases and what has become of them.

A plan is seen by who made it, by who sees everything, and by who sees its unit; its cases as far as they are in scope.
Knows the desk's plans and the cases. Must not know forms, nor how a plan is drawn.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.desk.tables.planned import plan_cases, plans
from data.edition import Row
from data.errors import NotFound
from data.text import Text
from queries.planning.added import keys

NO_SUCH_PLAN = Text("没有这个计划，或您无权查看", "No such plan, or not one you may see")
MOST = 50  # plans listed, the latest first
AT_ONCE = 2_000


@dataclass(frozen=True)
class Saved:
    """`rows` are the cases in scope with what the records now say of them; `hidden` counts those that are not."""

    plan: Row
    rows: list[Row]
    hidden: int

    @property
    def reviewed(self) -> int:
        return sum(row["reviewed_on"] is not None for row in self.rows)


@dataclass(frozen=True)
class Shelf:
    """The plans there are, with the number of their cases; and the one that is open."""

    plans: list[Row]
    opened: Saved | None


def shelf(ask: Ask) -> Shelf:
    if ask.desk is None:
        return Shelf([], None)
    with ask.desk.reading() as con:
        count = sa.select(sa.func.count()).where(plan_cases.c.plan_id == plans.c.plan_id).scalar_subquery()
        found = con.execute(sa.select(plans, count.label("n")).order_by(plans.c.plan_id.desc()))
        seen = [row for row in (dict(each._mapping) for each in found) if visible(row, ask)]
    number = ask.filters.get("saved")
    return Shelf(seen[:MOST], _opened(seen, number, ask) if number else None)


def given_before(ask: Ask) -> dict[str, str]:
    """Case number → who was to review it, by the plan that is open; nothing when none is."""
    opened = shelf(ask).opened if ask.filters.get("saved") else None
    return {row["case_id"]: row["reviewer"] for row in opened.rows if row["reviewer"]} if opened else {}


def visible(row: Row, ask: Ask) -> bool:
    if row["account"] == ask.viewer.account or ask.scope.grant.unrestricted:
        return True
    units = {code for code in row["unit"].split(",") if code}
    return bool(units) and units <= ask.scope.offices()


def _opened(seen: list[Row], number: int, ask: Ask) -> Saved:
    plan = next((row for row in seen if row["plan_id"] == number), None)
    if plan is None:
        raise NotFound(NO_SUCH_PLAN)
    with ask.desk.reading() as con:
        statement = sa.select(plan_cases).where(plan_cases.c.plan_id == number).order_by(plan_cases.c.case_id)
        kept = {row.case_id: dict(row._mapping) for row in con.execute(statement)}
    now = _now(ask, list(kept))
    rows = [{**row, **now[case_id]} for case_id, row in kept.items() if case_id in now]
    return Saved(plan, rows, len(kept) - len(rows))


def _now(ask: Ask, case_ids: list[str]) -> dict[str, Row]:
    """What the records say of each case in scope."""
    known, cases, found = keys(ask, case_ids), ask.scope.table("cases").c, {}
    places = sorted(known)
    for first in range(0, len(places), AT_ONCE):
        wanted = cases.case_no.in_(places[first : first + AT_ONCE])
        columns = (cases.case_no, cases.type_code, cases.office, cases.handler, cases.concluded_on, cases.reviewed_on)
        for row in ask.scope.fetch(sa.select(*columns).where(wanted)):
            found[known[row.pop("case_no")]] = row
    return found
