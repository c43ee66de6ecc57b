"""To open a review, and every declared step of its life as a deed of its own.

Knows the declared steps and what each asks to be filled in. Must not know forms.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from data import catalogue, schema
from data.catalogue import review_steps
from data.catalogue.review_steps import GRADE, GROUNDS, JUDGED, REVIEWER, TEXT, TIME, Step
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.case_reviews import review_judgments, review_points
from data.edition import Row
from data.errors import BadInput, Conflict, NotAllowed
from data.text import Text
from queries import case_reviews as kept
from queries import review_acts, review_standards, review_ticks
from queries.casefile import head_of, one_case
from queries.review_moves import lapse, move, open_one, seen

OPENED, DONE = Text("已登记评查", "Review opened"), Text("已办：{step}", "Done: {step}")
NOT_CONCLUDED = Text("案件尚未办结，不能评查", "The case is not concluded: it cannot be reviewed yet")
NOT_NOW = Text("评查当前为“{state}”，不能“{step}”", "The review is “{state}”: “{step}” is not possible")
NOT_YOU = Text("“{step}”应由{who}办理", "“{step}” is for: {who}")
WRONG_GRADE = Text("拟定等次“{grade}”不适用“{step}”", "“{step}” is not for the grade “{grade}”")
OTHER_SCALE = Text("等次“{grade}”不属于本次评查适用的等次标准", "The grade “{grade}” is not of the scale of this review")
OWN_CASE = Text("评查员不能是本案承办人", "The reviewer must not be the handler of the case")
OWN_DEPARTMENT = Text("评查员不能来自本案承办部门", "The reviewer must not be of the department that handled the case")
NOBODY = Text("没有这名检察官：{code}", "No such prosecutor: {code}")
NO_REVIEWER = Text("尚未指定评查员", "No reviewer has been appointed")
UNJUDGED = Text("下列评查项尚未作出评查：{names}", "These dimensions have not been judged yet: {names}")
UNDECIDED = Text("有 {n} 个要点由规则预先标出，须逐一确认或说明理由后改判", "{n} points ticked by rules are still to be decided")


def code_of(name: str):
    def parse(text: str) -> str:
        if text not in catalogue.codes(name):
            raise ValueError(text)
        return text

    return parse


NUMBER = Field("review", Text("评查号", "Review no."), int, logged=True)
VERSION = Field("version", Text("版本", "Version"), int, logged=True)
FIELDS = {
    REVIEWER: Field(REVIEWER, Text("评查员", "Reviewer"), longest=64, logged=True),
    GRADE: Field(GRADE, Text("拟定等次", "Proposed grade"), code_of("grade"), logged=True),
    GROUNDS: Field(GROUNDS, Text("等次理由", "Grounds of the grade"), longest=4000),
    TEXT: Field(TEXT, Text("说明", "Note"), longest=4000),
}
CASE = Field("case", Text("案件", "Case"), longest=64, logged=True)
KIND = Field("kind", Text("评查类别", "Kind of review"), code_of("review_kind"), logged=True)
MODE = Field("mode", Text("评查方式", "Mode of review"), code_of("review_mode"), logged=True)
WHY = Field("why", Text("评查原因", "Why"), required=False)
PLAN = Field("plan", Text("评查计划", "Plan"), required=False, longest=64)


def _open(doing: Doing, values: Mapping) -> Text:
    """Raises NotFound for a case out of sight, BadInput for one not concluded, Conflict for one under review."""
    lapse(doing)
    head = head_of(doing.ask.with_(case=values["case"]))
    if head["concluded_on"] is None:
        raise BadInput(NOT_CONCLUDED)
    fit_to_review(doing, head, values["reviewer"])
    given = {name: values[name] for name in ("kind", "mode", "plan", "reviewer")}
    open_one(doing, head, {**given, "why": values["why"] or ""})
    return OPENED


def _take(step: Step, doing: Doing, values: Mapping) -> Text:
    """One declared step. Raises NotFound, NotAllowed, Conflict, BadInput."""
    lapse(doing)
    row = kept.row_of(doing.con, doing.ask, values["review"])
    seen(row, values["version"])
    day = kept.today(doing.ask)
    if row["state"] not in step.begins:
        raise Conflict(NOT_NOW, state=review_acts.state_of(row, day).label, step=step.label)
    if not review_acts.fits(step, row):
        raise BadInput(WRONG_GRADE, grade=catalogue.codes("grade").get(row["proposed_grade"], "—"), step=step.label)
    act = review_acts.capacity(step, row, doing.ask.viewer, day)
    if act is None:
        raise NotAllowed(NOT_YOU, step=step.label, who=_named(step))
    _check(step, doing, row, values)
    move(doing, row, step, act.actor.key, values, act.instead)
    return DONE.filled(step=step.label)


def _named(step: Step) -> Text:
    known = {each.key: each.label for each in review_steps.actors()}
    labels = [known[key] for key in step.actors]
    return Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels))


def _check(step: Step, doing: Doing, row: Row, values: Mapping) -> None:
    """What a step asks for beyond its fields."""
    if values.get(REVIEWER):
        fit_to_review(doing, row, values[REVIEWER])
    if step.ends == "in_review" and row["reviewer"] is None and not values.get(REVIEWER):
        raise BadInput(NO_REVIEWER)
    if values.get(GRADE) and catalogue_scale(values[GRADE]) != row["scale"]:
        raise BadInput(OTHER_SCALE, grade=catalogue.codes("grade")[values[GRADE]])
    if JUDGED in step.needs:
        _judged(doing, row)


def catalogue_scale(grade: str) -> str | None:
    return next((each.basis for each in catalogue.all_codes() if each.list == "grade" and each.code == grade), None)


def _judged(doing: Doing, row: Row) -> None:
    """Every dimension of the standard has been judged, and every point a rule ticked has been decided."""
    standard = review_standards.named_in(doing.con, row["standard"])
    names = catalogue.codes("review_dimension")
    there = set(doing.con.scalars(sa.select(review_judgments.c.dimension).where(review_judgments.c.review == row["id"])))
    missing = [str(names[key]) for key in standard.of(row["line"], row["type_code"]) if key not in there]
    if missing:
        raise BadInput(UNJUDGED, names="、".join(missing))
    ticks = review_ticks.ticks(standard, row, one_case(kept.opened(doing.ask, row)))
    decided = set(doing.con.scalars(sa.select(review_points.c.point).where(review_points.c.review == row["id"])))
    if left := set(ticks) - decided:
        raise BadInput(UNDECIDED, n=len(left))


def fit_to_review(doing: Doing, row: Row, reviewer: str | None) -> None:
    """Never one's own case, never that of one's own department."""
    if reviewer is None:
        return
    if reviewer not in doing.ask.scope.snapshot.prosecutors:
        raise BadInput(NOBODY, code=reviewer)
    if reviewer == row["handler"]:
        raise BadInput(OWN_CASE)
    c = schema.posting.c
    found = doing.ask.scope.fetch(sa.select(c.department_code).where(c.prosecutor_code == reviewer, c.valid_to.is_(None)))
    if row["department"] in {each["department_code"] for each in found}:
        raise BadInput(OWN_DEPARTMENT)


def _deed(step: Step) -> Deed:
    """The deed of a step; whoever takes it needs the right of one of its actors."""
    known = {each.key: each for each in review_steps.actors()}
    asked = [FIELDS[name] for name in step.needs if name in FIELDS]
    more = [replace(each, required=False) for each in (FIELDS[name] for name in step.may)]
    rights = {right for key in step.actors for right in (known[key].right, known[key].stand_in) if right}
    return Deed(f"review_{step.key}", step.label, tuple(sorted(rights)), partial(_take, step), (NUMBER, VERSION, *asked, *more))


OPEN_REVIEWER = replace(FIELDS[REVIEWER], required=False)
deeds = (
    Deed("review_open", Text("登记评查", "Open a review"), "plan", _open, (CASE, KIND, MODE, OPEN_REVIEWER, WHY, PLAN)),
    *(_deed(step) for step in review_steps.steps() if step.actors != (TIME,)),
)
