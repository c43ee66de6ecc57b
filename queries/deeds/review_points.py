"""What a reviewer writes down while a review is under way: problems by point, ticks set aside, dimensions judged.

Knows the points of the review's standard. Must not know forms. A rule's tick is confirmed or set aside with a reason, never lost.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from data.catalogue import review_steps
from data.catalogue.review_standard import Point
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.case_reviews import review_judgments, review_points
from data.edition import Row
from data.errors import BadInput, Conflict, NotAllowed
from data.text import Text
from queries import case_reviews as kept
from queries import review_acts, review_standards, review_ticks
from queries.casefile import one_case
from queries.deeds.reviews import NOT_NOW, NOT_YOU, NUMBER, VERSION, code_of
from queries.review_moves import change, lapse, seen
from queries.review_ticks import CLEARED, PROBLEM, Tick

WRITTEN, GONE, SET_ASIDE, JUDGED = (
    Text("已记录问题", "Problem written down"), Text("已删除", "Taken off"), Text("已改判并记录理由", "Set aside, with the reason"),
    Text("已评查本项", "Dimension judged"),
)  # fmt: skip
NO_SUCH_POINT = Text("本案适用的标准中没有要点“{point}”", "The standard has no point “{point}” for this case")
NOT_TICKED = Text("要点“{point}”并非由规则标出", "No rule has ticked the point “{point}”")
NO_SUCH_DIMENSION = Text("本案不评查这一项", "This dimension is not judged in this case")
REVIEWING = "report"  # whoever may take this step is reviewing

POINT = Field("point", Text("要点", "Point"), longest=64, logged=True)
SEVERITY = Field("severity", Text("严重程度", "Severity"), code_of("review_severity"), required=False)
REMARK = Field("remark", Text("说明", "Remark"), required=False)
REASON = Field("remark", Text("改判理由", "Why it is set aside"))
DIMENSION = Field("dimension", Text("评查项", "Dimension"), code_of("review_dimension"), logged=True)


def _reviewing(doing: Doing, values: Mapping) -> Row:
    """The review, for whoever is reviewing it now. Raises NotFound, Conflict, NotAllowed."""
    lapse(doing)
    row = kept.row_of(doing.con, doing.ask, values["review"])
    seen(row, values["version"])
    day = kept.today(doing.ask)
    step = review_steps.on(review_steps.steps(), day)[REVIEWING]
    if row["state"] not in step.begins:
        raise Conflict(NOT_NOW, state=review_acts.state_of(row, day).label, step=step.label)
    if review_acts.capacity(step, row, doing.ask.viewer, day) is None:
        raise NotAllowed(NOT_YOU, step=step.label, who=review_steps.on(review_steps.actors(), day)[step.actors[0]].label)
    return row


def _point(doing: Doing, row: Row, key: str) -> tuple[Point, Tick | None]:
    standard = review_standards.named_in(doing.con, row["standard"])
    point = standard.point(key)
    if point is None or not point.applies(row["line"], row["type_code"]):
        raise BadInput(NO_SUCH_POINT, point=key)
    return point, review_ticks.ticks(standard, row, one_case(kept.opened(doing.ask, row))).get(key)


def _write(doing: Doing, row: Row, point: Point, tick: Tick | None, verdict: str, severity: str | None, remark: str | None) -> None:
    where = sa.and_(review_points.c.review == row["id"], review_points.c.point == point.key)
    doing.con.execute(sa.delete(review_points).where(where))
    doing.con.execute(sa.insert(review_points).values(
        review=row["id"], point=point.key, dimension=point.dimension, verdict=verdict, severity=severity, remark=remark or "",
        hit=tick.source if tick else None, account=doing.account, at=doing.now,
    ))  # fmt: skip
    change(doing, row)


def _problem(doing: Doing, values: Mapping) -> Text:
    row = _reviewing(doing, values)
    point, tick = _point(doing, row, values["point"])
    _write(doing, row, point, tick, PROBLEM, values["severity"] or point.severity, values["remark"])
    return WRITTEN


def _set_aside(doing: Doing, values: Mapping) -> Text:
    row = _reviewing(doing, values)
    point, tick = _point(doing, row, values["point"])
    if tick is None:
        raise BadInput(NOT_TICKED, point=point.label)
    _write(doing, row, point, tick, CLEARED, None, values["remark"])
    return SET_ASIDE


def _take_off(doing: Doing, values: Mapping) -> Text:
    """A tick that is taken off has to be decided again."""
    row = _reviewing(doing, values)
    where = sa.and_(review_points.c.review == row["id"], review_points.c.point == values["point"])
    if not doing.con.execute(sa.delete(review_points).where(where)).rowcount:
        raise BadInput(NO_SUCH_POINT, point=values["point"])
    change(doing, row)
    return GONE


def _judge(doing: Doing, values: Mapping) -> Text:
    row = _reviewing(doing, values)
    standard = review_standards.named_in(doing.con, row["standard"])
    if values["dimension"] not in standard.of(row["line"], row["type_code"]):
        raise BadInput(NO_SUCH_DIMENSION)
    key = {"review": row["id"], "dimension": values["dimension"]}
    doing.con.execute(sa.delete(review_judgments).filter_by(**key))
    doing.con.execute(sa.insert(review_judgments).values(**key, account=doing.account, at=doing.now))
    change(doing, row)
    return JUDGED


RIGHTS = ("plan", "review")
deeds = (
    Deed("review_problem", Text("记录问题", "Write a problem down"), RIGHTS, _problem, (NUMBER, VERSION, POINT, SEVERITY, REMARK)),
    Deed("review_set_aside", Text("改判", "Set a tick aside"), RIGHTS, _set_aside, (NUMBER, VERSION, POINT, REASON)),
    Deed("review_take_off", Text("删除记录", "Take off"), RIGHTS, _take_off, (NUMBER, VERSION, POINT)),
    Deed("review_judge", Text("本项已评查", "Dimension judged"), RIGHTS, _judge, (NUMBER, VERSION, DIMENSION)),
)
