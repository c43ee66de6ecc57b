"""To open the reviews of a kept plan: one for each of its cases that has none under way, with the reviewer the plan has for it.

Knows kept plans and how a review is opened. Must not know how a plan was drawn.
"""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.case_reviews import case_reviews
from data.desk.tables.planned import plan_cases, plans
from data.edition import Row
from data.errors import AppError, BadInput, NotFound
from data.text import Text
from queries import case_reviews as kept
from queries.deeds.reviews import fit_to_review
from queries.review_moves import lapse, open_one

OPENED = Text(
    "已登记评查 {n} 件；另有 {left} 件已在评查、尚未办结或不在您可查看的范围",
    "{n} reviews opened; {left} cases have one, are pending, or are not yours to see",
)
NONE_LEFT = Text(
    "没有可以登记的案件：均已在评查、尚未办结或不在您可查看的范围",
    "Nothing to open: every case has a review, is pending, or is not yours to see",
)
NO_SUCH_PLAN = Text("没有这个计划", "No such plan")
PLAN = Field("plan", Text("评查计划", "Plan"), int, logged=True)
AT_ONCE = 500


def _open(doing: Doing, values: Mapping) -> Text:
    lapse(doing)
    plan = doing.con.execute(sa.select(plans).where(plans.c.plan_id == values["plan"])).mappings().first()
    if plan is None:
        raise NotFound(NO_SUCH_PLAN)
    rows = doing.con.execute(sa.select(plan_cases).where(plan_cases.c.plan_id == plan["plan_id"])).mappings()
    chosen = {row["case_id"]: row for row in rows}
    busy = set(doing.con.scalars(sa.select(case_reviews.c.case_id).where(kept.under_way(doing.ask))))
    heads = [head for head in heads_of(doing.ask, sorted(set(chosen) - busy)) if head["concluded_on"] is not None]
    for head in heads:
        row = chosen[head["case_id"]]
        reviewer = _fit(doing, head, row["reviewer"])
        given = {"kind": plan["kind"], "mode": "own", "plan": str(plan["plan_id"]), "reviewer": reviewer, "why": row["because"]}
        open_one(doing, head, given)
    if not heads:
        raise BadInput(NONE_LEFT)
    return OPENED.filled(n=len(heads), left=len(chosen) - len(heads))


def _fit(doing: Doing, head: Row, reviewer: str | None) -> str | None:
    """The plan's reviewer, unless a ban has come up since; then somebody is still to be appointed."""
    try:
        fit_to_review(doing, head, reviewer)
    except AppError:
        return None
    return reviewer


def heads_of(ask: Ask, case_ids: list[str]) -> Iterator[Row]:
    """The cases of these numbers in scope; engines find a number by its hash."""
    keys, cases = schema.case_keys.c, ask.scope.table("cases")
    for first in range(0, len(case_ids), AT_ONCE):
        part = case_ids[first : first + AT_ONCE]
        found = sa.select(keys.case_no).where(keys.case_hash.in_([schema.case_hash(each) for each in part]), keys.case_id.in_(part))
        yield from ask.scope.fetch(sa.select(cases).where(cases.c.case_no.in_(found)))


deeds = (Deed("review_open_plan", Text("按计划登记评查", "Open the reviews of a plan"), "plan", _open, (PLAN,)),)
