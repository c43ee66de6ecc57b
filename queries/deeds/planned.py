"""To keep a plan as it was drawn, and to add a case by hand to those that must be reviewed, or take it off again.

What is kept is drawn anew from the address of the form, within what the viewer may see: nothing a browser sends is believed.
Knows plans and the desk's tables. Must not know forms.
"""

import json
from dataclasses import asdict
from hashlib import sha256

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import mandatory
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.planned import added, plan_cases, plans
from data.errors import BadInput
from data.text import Text
from queries.casefile import head_of
from queries.planning.plan import Plan
from queries.planning.trial import Trial, trial

KEPT, ADDED, OFF = Text("计划已保存", "The plan is kept"), Text("已列入必评", "Added"), Text("已撤销", "Taken off")
EMPTY = Text("计划没有案件，无需保存", "The plan has no cases: nothing to keep")
TWICE = Text("该案已按此类别列入必评", "The case has been added under this class already")
NOT_CONCLUDED = Text("案件尚未办结，不能评查", "The case is not concluded and cannot be reviewed")
NOT_THERE = Text("没有这样的人工添加记录，或不是您添加的", "There is no such addition, or it is not yours")
BESIDE = ("layer", "saved")


def _class(code: str) -> str:
    if code not in mandatory.classes():
        raise ValueError(code)
    return code


TITLE = Field("title", Text("计划名称", "Name of the plan"), longest=200)
CASE, REASON = Field("case", Text("案件", "Case"), longest=64, logged=True), Field("reason", Text("理由", "Reason"))
CLASS = Field("class", Text("必评类别", "Class"), _class, logged=True)


def _keep(doing: Doing, values: dict) -> Text:
    found = trial(doing.ask)
    if not found.plan.choices:
        raise BadInput(EMPTY)
    number = doing.con.execute(sa.insert(plans), _row(found.plan, doing, values["title"])).inserted_primary_key[0]
    doing.con.execute(sa.insert(plan_cases), [{"plan_id": number, **row} for row in _cases(found)])
    return KEPT


def _row(plan: Plan, doing: Doing, title: str) -> dict:
    ask = doing.ask
    return {
        "title": title, "kind": plan.standard.kind, "unit": ask.filters.text("org"), "since": ask.period.since, "until": ask.period.until,
        "query": str(ask.filters.without(*BESIDE)), "terms": json.dumps(asdict(plan.recipe), sort_keys=True), "seed": plan.recipe.seed,
        "snapshot": ask.scope.snapshot.key, "pool": fingerprint(plan), "concluded": plan.counted, "account": doing.account,
        "made_at": doing.now,
    }  # fmt: skip


def fingerprint(plan: Plan) -> str:
    """Of all that the layers were drawn from: who draws again from the same can tell that it is the same."""
    pool, cases, told = plan.gathered.pool, plan.gathered.cases, sha256()
    for place in cases.in_order():
        case = cases[place]
        facts = (case.case_id, case.owner, case.type_code, case.classes, case.signs, bool(pool.counted[place]), bool(pool.reviewed[place]))
        told.update(repr(facts).encode())
    return told.hexdigest()


def _cases(found: Trial) -> list[dict]:
    given = {each.task: each for each in found.allocation.given} if found.allocation else {}
    return [
        {"case_id": each.case.case_id, "layer": each.layer, "chance": each.chance, "because": ";".join(_because(each)),
         "reviewer": found.reviewers[given[place].reviewer].code if place in given else None,
         "among": given[place].among if place in given else None, "knows": given[place].knows if place in given else None}
        for place, each in enumerate(found.plan.choices)
    ]  # fmt: skip


def _because(each) -> tuple[str, ...]:
    return {"mandatory": each.case.classes, "risk": each.case.signs}.get(each.layer, ())


def _add(doing: Doing, values: dict) -> Text:
    """Raises NotFound for a case that this viewer may not see."""
    head = head_of(_of_case(doing.ask, values["case"]))
    if head["concluded_on"] is None:
        raise BadInput(NOT_CONCLUDED)
    same = sa.and_(added.c.case_id == values["case"], added.c.mandatory == values["class"])
    if doing.con.execute(sa.select(added).where(same)).first():
        raise BadInput(TWICE)
    row = {"case_id": values["case"], "mandatory": values["class"], "reason": values["reason"], "account": doing.account,
           "added_at": doing.now}  # fmt: skip
    doing.con.execute(sa.insert(added), row)
    return ADDED


def _take_off(doing: Doing, values: dict) -> Text:
    head_of(_of_case(doing.ask, values["case"]))
    same = sa.and_(added.c.case_id == values["case"], added.c.mandatory == values["class"], added.c.account == doing.account)
    if not doing.con.execute(sa.delete(added).where(same)).rowcount:
        raise BadInput(NOT_THERE)
    return OFF


def _of_case(ask: Ask, case_id: str) -> Ask:
    return ask.with_(case=case_id)


deeds = (
    Deed("keep_plan", Text("保存评查计划", "Keep a review plan"), "plan", _keep, (TITLE,)),
    Deed("add_mandatory", Text("人工列入必评", "Add a case that must be reviewed"), "plan", _add, (CASE, CLASS, REASON)),
    Deed("drop_mandatory", Text("撤销人工列入", "Take off an addition"), "plan", _take_off, (CASE, CLASS)),
)
