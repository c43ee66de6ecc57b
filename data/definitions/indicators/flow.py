"""How many cases come, go and stay: volumes, stocks, clearance. Declarations."""

import sqlalchemy as sa

from data import engine
from data.definitions.counting import On, OpenDuring, OpenOn
from data.definitions.indicators.base import DAYS, PERCENT, Better, count
from data.definitions.relations import ALLOCATIONS, CASES
from data.text import Text

HBDASH = Text("全国检察业务应用系统仪表板口径", "definition of the national system's dashboard")
CEPEJ = Text("欧洲司法效率委员会（CEPEJ）指标", "CEPEJ indicator")


def countable(c):
    """Files and intake records are no cases (case_types.csv says which)."""
    return c.countable


ACCEPTED = count(
    "accepted", Text("受理数", "Cases accepted"),
    Text("受理日期在统计期内的案件", "Cases whose day of acceptance lies in the period"),
    CASES, On("accepted_on"), countable, basis=HBDASH,
)
CONCLUDED = count(
    "concluded", Text("办结数", "Cases concluded"),
    Text("办结日期在统计期内的案件", "Cases whose day of conclusion lies in the period"),
    CASES, On("concluded_on"), countable, basis=HBDASH, better=Better.MORE,
)
COMPLETED = count(
    "completed", Text("完成数", "Cases completed"),
    Text("完成日期（流程结束）在统计期内的案件", "Cases whose process ended in the period"),
    CASES, On("completed_on"), countable, basis=HBDASH,
)
ARCHIVED = count(
    "archived", Text("归档数", "Cases archived"),
    Text("归档日期在统计期内的案件", "Cases archived in the period"),
    CASES, On("archived_on"), countable, basis=HBDASH,
)
PENDING = count(
    "pending", Text("未结数", "Pending cases"),
    Text("统计期末已受理、尚未办结的案件，不论何年受理", "Accepted and not concluded at the end of the period, whenever accepted"),
    CASES, OpenOn("accepted_on", "concluded_on"), countable, basis=HBDASH, better=Better.LESS,
)
PENDING_THIS_YEAR = count(
    "pending_this_year", Text("本年未结", "Pending, accepted this year"),
    Text("统计期末未结、当年受理的案件", "Pending at the end of the period and accepted in that year"),
    CASES, OpenOn("accepted_on", lambda c: engine.earlier(c.concluded_on, engine.next_year(c.accepted_on)), at_latest="concluded_on"),
    countable, basis=HBDASH, better=Better.LESS,
)
PENDING_FORMER_YEARS = count(
    "pending_former_years", Text("往年未结", "Pending, accepted in former years"),
    Text("统计期末未结、往年受理的案件", "Pending at the end of the period and accepted in a former year"),
    CASES, OpenOn(lambda c: engine.next_year(c.accepted_on), "concluded_on"), countable, basis=HBDASH, better=Better.LESS,
)
UNASSIGNED = count(
    "unassigned", Text("未分配", "Not yet assigned"),
    Text("统计期末已受理、尚未分案且未办结的案件", "Accepted, neither assigned nor concluded at the end of the period"),
    CASES, OpenOn("accepted_on", lambda c: engine.earlier(c.assigned_on, c.concluded_on), at_latest="concluded_on"), countable,
    better=Better.LESS,
)
FLOW_OPEN = count(
    "flow_open", Text("已办结流程未结束", "Concluded, process still open"),
    Text("统计期末已办结、完成日期为空或在其后的案件", "Concluded, the process not ended at the end of the period"),
    CASES, OpenOn("concluded_on", "completed_on"), countable, basis=HBDASH, better=Better.LESS,
)
HANDLED = count(
    "handled", Text("应办数", "Cases to be handled"),
    Text("统计期初未结与统计期内受理之和", "Pending at the start of the period plus accepted in it"),
    CASES, OpenDuring("accepted_on", "concluded_on"), countable,
)
CLEARANCE = CONCLUDED.per(
    "clearance", Text("结收比", "Clearance rate"),
    Text("统计期内办结数 ÷ 统计期内受理数", "Cases concluded in the period ÷ cases accepted in it"),
    ACCEPTED, better=Better.MORE, counterpart="late_share", basis=CEPEJ,
)
CONCLUSION = CONCLUDED.per(
    "conclusion", Text("办结率", "Conclusion rate"),
    Text("统计期内办结数 ÷（期初未结 + 统计期内受理）", "Concluded in the period ÷ (pending at its start + accepted in it)"),
    HANDLED, unit=PERCENT, within=True, better=Better.MORE, counterpart="late_share",
    basis=Text("口径待本院确认：公开数据存在多种分母", "To be confirmed by the office: published figures use several denominators"),
)
DISPOSITION = PENDING.per(
    "disposition", Text("结清所需天数", "Disposition time"),
    Text("期末未结数 ÷ 统计期内办结数 × 统计期天数", "Pending at the end ÷ concluded in the period × days of the period"),
    CONCLUDED, unit=DAYS, factor=lambda period: period.days, better=Better.LESS, counterpart="clearance", basis=CEPEJ,
)
ALLOCATED = count(
    "allocated", Text("分案次数", "Assignments"),
    Text("统计期内的分案（含变更承办人）", "Assignments in the period, changes of handler included"),
    ALLOCATIONS, On("allocated_on"),
)
ROTATION = ALLOCATED.share(
    "rotation", Text("轮案占比", "Assigned by rotation"),
    Text("自动轮案次数 ÷ 分案次数", "Assignments by rotation ÷ all assignments"),
    lambda c: c["mode"] == "rotation", better=Better.MORE, counterpart="manual",
)
MANUAL = ALLOCATED.only(
    "manual", Text("手动分案", "Assigned by hand"),
    Text("统计期内手动（指定）分案的次数", "Assignments made by hand in the period"),
    lambda c: c["mode"] == "manual", counterpart="rotation",
)
SUPERVISED = PENDING.only(
    "supervised", Text("督办未结", "Supervised and pending"),
    Text("统计期末未结的督办案件", "Supervised cases pending at the end of the period"),
    lambda c: sa.and_(c.supervised.is_not(None), c.supervised),
)

ALL = (
    ACCEPTED, CONCLUDED, COMPLETED, ARCHIVED, PENDING, PENDING_THIS_YEAR, PENDING_FORMER_YEARS, UNASSIGNED, FLOW_OPEN,
    HANDLED, CLEARANCE, CONCLUSION, DISPOSITION, ALLOCATED, ROTATION, MANUAL, SUPERVISED,
)
