"""How a review is opened and moves: each move in one transaction, stamped, and only from the version its mover has seen.

Knows the desk's reviews and their steps. Must not know forms, nor who may do what.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import all_codes, review_steps
from data.catalogue.review_steps import FIRST, TIME, Step
from data.desk.deed import Doing
from data.desk.tables.case_reviews import case_reviews, context
from data.desk.tables.case_reviews import review_steps as steps_of
from data.edition import Row
from data.errors import Conflict
from data.law.calendar import local
from data.text import Text
from queries import case_reviews as kept
from queries import review_standards
from queries.review_acts import due

CHANGED = Text(
    "您打开这项评查之后，{who}于 {at} 作了改动。您填写的内容没有保存，也没有覆盖对方的内容；请刷新后再办。",
    "{who} changed this review at {at}, after you had opened it. What you filled in was not saved and overwrote nothing; open it anew.",
)
SOMEBODY = Text("他人", "Somebody else")
ALREADY = Text("此案已有在办评查（评查号 {number}），不能重复登记", "This case is already under review (no. {number})")
OBJECTION, BEGIN = "objection", "in_review"


def open_one(doing: Doing, head: Row, given: Mapping[str, Any]) -> int:
    """A new review of a case, to be reviewed; its number. Raises Conflict when one is under way."""
    open_one = sa.select(case_reviews.c.id).where(case_reviews.c.case_id == head["case_id"], kept.under_way(doing.ask))
    if (number := doing.con.scalar(open_one.limit(1))) is not None:
        raise Conflict(ALREADY, number=number)
    carried = {column.name: head[column.name] for column in context()}
    state = _states(doing.now)[FIRST]
    row = {
        "case_id": head["case_id"], **carried, **given, "state": FIRST, "since": doing.now,
        "due_on": due(state, _day(doing.now)), "opened_by": doing.account, "opened_at": doing.now, "objected": False, "version": 1,
        "changed_by": doing.ask.viewer.name or doing.account, "changed_at": doing.now,
    }  # fmt: skip
    number = doing.con.execute(sa.insert(case_reviews).values(row)).inserted_primary_key[0]
    stamp = {"review": number, "seq": 1, "step": "open", "begins": None, "ends": FIRST, "actor": "organiser", "reviewer": given["reviewer"]}
    doing.con.execute(sa.insert(steps_of).values(**stamp, **_who(doing), text=given["why"] or None))
    return number


def seen(row: Row, version: int) -> None:
    """Raises Conflict when the review is no longer what its mover has seen."""
    if row["version"] != version:
        raise Conflict(CHANGED, who=row["changed_by"] or SOMEBODY, at=f"{local(row['changed_at']):%Y-%m-%d %H:%M}")


def move(doing: Doing, row: Row, step: Step, actor: str, values: Mapping[str, Any], instead: bool = False) -> None:
    """Take a step that may be taken: the review as it is then, and the stamp. Raises Conflict when somebody was faster."""
    own = {name: values[name] for name in ("reviewer", "grounds") if values.get(name) is not None}
    if values.get("grade"):
        own["proposed_grade"] = values["grade"]
    change(doing, row, **own, **_entered(doing, row, step))
    stamp = {
        "review": row["id"], "seq": row["version"] + 1, "step": step.key, "begins": row["state"], "ends": step.ends, "actor": actor,
        "instead": instead, "grade": values.get("grade"), "reviewer": values.get("reviewer"),
        "text": values.get("text") or values.get("grounds"),
    }  # fmt: skip
    doing.con.execute(sa.insert(steps_of).values(**stamp, **(_by_time(doing) if actor == TIME else _who(doing))))


def change(doing: Doing, row: Row, **values: Any) -> None:
    """Write a review anew, one version on. Raises Conflict when it is no longer the version that was read."""
    same = sa.and_(case_reviews.c.id == row["id"], case_reviews.c.version == row["version"])
    by = {"version": row["version"] + 1, "changed_by": doing.ask.viewer.name or doing.account, "changed_at": doing.now}
    if doing.con.execute(sa.update(case_reviews).where(same).values(**values, **by)).rowcount != 1:
        raise Conflict(CHANGED, who=SOMEBODY, at=f"{local(doing.now):%Y-%m-%d %H:%M}")


def _entered(doing: Doing, row: Row, step: Step) -> dict[str, Any]:
    """What being in the new state means: since when, until when, by which standard, with which grade."""
    if step.ends == row["state"]:
        return {}
    state = _states(doing.now)[step.ends]
    found: dict[str, Any] = {"state": step.ends, "since": doing.now, "due_on": due(state, _day(doing.now))}
    if step.ends == BEGIN and row["standard"] is None:
        found |= {"standard": review_standards.in_force(doing.con, _day(doing.now)).key, "scale": scale_on(_day(doing.now))}
    if step.ends == OBJECTION:
        found["objected"] = True
    if state.done == "yes" and row["grade"] is None:
        found["grade"] = row["proposed_grade"]
    return found


def scale_on(day: date) -> str:
    """The scale of grades in force on a day: of two the later."""
    there = [each for each in all_codes() if each.list == "grade_scale" and (each.valid_from is None or each.valid_from <= day)]
    return max(there, key=lambda each: each.valid_from or date.min).code


# --- what time does ---


def lapse(doing: Doing) -> int:
    """Every review whose period has passed in a state that then goes on by itself takes that step; how many did."""
    steps, day = review_steps.on(review_steps.steps(), _day(doing.now)), _day(doing.now)
    moved = 0
    for row in doing.con.execute(_lapsed(day)).mappings().all():
        step = steps[_states(doing.now)[row["state"]].lapses]
        move(doing, dict(row), step, TIME, {})
        moved += 1
    return moved


def settle(ask: Ask) -> None:
    """Before somebody looks: what has lapsed is written down, once, whoever comes first."""
    if ask.desk is None:
        return
    with ask.desk.reading() as con:
        waiting = con.execute(_lapsed(kept.today(ask)).limit(1)).first()
    if waiting is not None:
        with ask.desk.writing() as con:
            lapse(Doing(con, ask, ask.desk.now()))


def settled(query: Callable[[Ask], Any]) -> Callable[[Ask], Any]:
    """A question asked once what has lapsed is written down."""

    def asked(ask: Ask) -> Any:
        settle(ask)
        return query(ask)

    return asked


def _lapsed(day: date) -> sa.Select:
    lapsing = [key for key, each in review_steps.on(review_steps.states(), day).items() if each.lapses]
    return sa.select(case_reviews).where(case_reviews.c.state.in_(lapsing), case_reviews.c.due_on < day)


def _states(moment: datetime) -> dict:
    return review_steps.on(review_steps.states(), _day(moment))


def _day(moment: datetime) -> date:
    return local(moment).date()


def _who(doing: Doing) -> dict[str, Any]:
    return {"account": doing.account, "name": doing.ask.viewer.name, "at": doing.now}


def _by_time(doing: Doing) -> dict[str, Any]:
    return {"account": "", "name": "", "at": doing.now}
