"""How cases move from event to event, where their records begin, whose process ended. Declarations."""

import sqlalchemy as sa

from data.definitions.counting import On
from data.definitions.indicators.base import count
from data.definitions.indicators.flow import countable
from data.definitions.relations import CASES, EVENTS
from data.text import Text

TRANSITIONS = count(
    "transitions", Text("流转次数", "Moves"),
    Text("统计期内由一个节点进入下一节点的次数（按下一节点发生之日计）", "Moves from one event to the next whose day lies in the period"),
    EVENTS, On("next_on"), lambda c: c.next_activity.is_not(None),
)
BEGUN = count(
    "records_begun", Text("流程起点数", "Records begun"),
    Text("首个节点发生在统计期内的案件的首个节点", "First events of cases whose first event lies in the period"),
    EVENTS, On("occurred_on"), lambda c: sa.and_(c.seq == 1, sa.func.coalesce(c.voided, sa.false()).is_(sa.false())),
)
STEPS = count(
    "steps", Text("节点次数", "Events"),
    Text("统计期内发生的节点（作废的除外）", "Events of the period, voided ones left out"),
    EVENTS, On("occurred_on"), lambda c: ~sa.func.coalesce(c.voided, sa.false()),
)
FLOW_ENDED = count(
    "flow_ended", Text("流程结束数", "Processes ended"),
    Text("流程结束日（完成日期；没有时取归档或办结日期）在统计期内的案件",
         "Cases whose process ended in the period: completed, else archived or concluded"),
    CASES, On("ended_on"), countable,
)

ALL = (TRANSITIONS, BEGUN, STEPS, FLOW_ENDED)
