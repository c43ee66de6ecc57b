"""Where cases wait and for how long: stays at a node, waiting ones and ended ones. Declarations.

A stay is an event: the case stands at its node from that day until the day of its next event.
"""

from dataclasses import replace
from functools import lru_cache

import sqlalchemy as sa

from data import engine
from data.catalogue import norms
from data.definitions.counting import Count, On, OpenOn
from data.definitions.indicators.base import DAYS, Better, Indicator, count
from data.definitions.indicators.flow import CEPEJ
from data.definitions.relations import CASE, EVENTS
from data.text import Text

NORMS = Text("各节点参考天数（data/catalogue/norms.csv，有效期与依据逐条注明，待本院确认）",
             "Usual days of each node (data/catalogue/norms.csv, each with validity and basis, to be confirmed by the office)")  # fmt: skip


def usual(c):
    """The days a stay at its node should not exceed, on the day the case left; nothing where no row says so."""
    return usual_at(c.activity, c.left_on)


@lru_cache(32)
def usual_at(node, day):
    """The same of any node, left on any day; made once for the same columns, for there are dozens of nodes."""
    return sa.case(*((_holds(each, node, day), sa.literal(int(each.size), sa.Integer)) for each in norms.of_nodes()))


def _holds(each: norms.Norm, node, day) -> sa.ColumnElement[bool]:
    days = [day >= sa.literal(each.valid_from, sa.Date)] if each.valid_from else []
    days += [day <= sa.literal(each.valid_to, sa.Date)] if each.valid_to else []
    return sa.and_(node == sa.literal(each.key, sa.String), *days)


WAITING = replace(
    count(
        "waiting", Text("停留中", "Waiting"),
        Text("统计期末停留在该节点、尚未进入下一节点且流程未结束的案件", "Cases that stand at the node at the end of the period"),
        EVENTS, OpenOn("occurred_on", "left_on"), better=Better.LESS,
    ),
    unit=CASE,
)  # fmt: skip
STAYS = count(
    "stays", Text("停留次数", "Stays ended"),
    Text("统计期内离开该节点的次数（同一案件可多次）", "Times a case left the node in the period; one case may do so several times"),
    EVENTS, On("left_on"), lambda c: c.stay_days.is_not(None),
)  # fmt: skip
STAY_MEDIAN = STAYS.quantile(
    "stay_median", Text("停留天数中位数", "Median days of stay"),
    Text("统计期内结束的停留，自到达该节点至下一节点的自然日数的中位数", "Median of calendar days from reaching the node to the next one"),
    "stay_days", 0.5, better=Better.LESS,
)  # fmt: skip
STAY_P90 = STAYS.quantile(
    "stay_p90", Text("停留天数九成位数", "90th percentile of stay"),
    Text("统计期内结束的停留，九成不超过的自然日数", "Calendar days that nine in ten stays do not exceed"),
    "stay_days", 0.9, better=Better.LESS,
)  # fmt: skip
STAYS_NORMED = STAYS.only(
    "stays_normed", Text("有参考天数的停留", "Stays with usual days"),
    Text("统计期内结束、该节点有参考天数的停留", "Stays that ended in the period at a node with usual days"),
    lambda c: usual(c).is_not(None), basis=NORMS,
)  # fmt: skip
STAY_OVER = STAYS_NORMED.share(
    "stay_over", Text("超过参考天数占比", "Share beyond the usual days"),
    Text("超过该节点参考天数的停留 ÷ 有参考天数的停留",
         "Stays longer than the usual days of their node ÷ stays at nodes that have such days"),
    lambda c: c.stay_days > usual(c), better=Better.LESS, basis=NORMS,
)  # fmt: skip
WAIT_CLEAR = WAITING.per(
    "wait_clear", Text("清空所需天数", "Days to clear"),
    Text("停留中 ÷ 统计期内离开次数 × 统计期天数：按现有速度清空所需天数", "Waiting ÷ stays ended in the period × days of the period"),
    STAYS, unit=DAYS, factor=lambda period: period.days, better=Better.LESS, basis=CEPEJ,
)  # fmt: skip


def _waiting_over(days: int) -> Indicator:
    timing = OpenOn(lambda c: engine.plus_days(c.occurred_on, days), "left_on")
    return replace(
        WAITING, key=f"waiting_{days}", label=Text(f"停留满{days}天", f"Waiting for {days} days"),
        meaning=Text(f"统计期末在该节点停留已满{days}个自然日的案件",
                     f"Cases that have stood at the node for {days} calendar days or more"),
        count=Count(EVENTS, timing),
    )  # fmt: skip


WAITING_30, WAITING_90, WAITING_180 = _waiting_over(30), _waiting_over(90), _waiting_over(180)
ALL = (WAITING, WAITING_30, WAITING_90, WAITING_180, STAYS, STAY_MEDIAN, STAY_P90, STAYS_NORMED, STAY_OVER, WAIT_CLEAR)
