"""What is asked of the future and what may be known when asking: kinds of episodes, the features of one, the bands of chance.

An episode has a day on which it began, a day by which it should end, and an end or none yet: the run of a legal clock, or
the wait for an activity in a log without limits. Knows declarations. Must not know how anything is learnt.
"""

from dataclasses import dataclass

from data.text import Text


@dataclass(frozen=True)
class Awaited:
    """An activity that a log is expected to reach within so many days of another, as a mapping declares it."""

    key: str
    label: Text
    begins: str
    ends: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Feature:
    """Something known on the day of the forecast. `named` holds codes, the others numbers."""

    key: str
    label: Text
    named: bool = False


CLOCKS = "clocks"  # the model of the legal clocks; those of a log go by the key of what is awaited
HORIZON = 90  # days a forecast of a legal clock looks ahead: what is due later is not judged yet
NEXT = 30  # days that “next month” means for the expected overruns

FEATURES = (
    Feature("clock", Text("期限种类", "kind of clock"), named=True),
    Feature("type_code", Text("案件类别", "case type"), named=True),
    Feature("line", Text("条线", "business line"), named=True),
    Feature("charge", Text("移送案由", "charge sent"), named=True),
    Feature("office", Text("承办单位", "office"), named=True),
    Feature("activity", Text("案件当日所处节点", "activity at which the case stands that day"), named=True),
    Feature("act", Text("期限的最近变动（起算、延长、中止等）", "last act on the clock (start, extension, suspension)"), named=True),
    Feature("days_left", Text("距到期日的自然日数", "calendar days left")),
    Feature("elapsed_days", Text("已经过的自然日数", "calendar days elapsed")),
    Feature("elapsed_share", Text("期限已经过的比例", "share of the limit elapsed")),
    Feature("round", Text("第几次计算", "round")),
    Feature("extensions", Text("已延长次数", "extensions so far")),
    Feature("held", Text("当日有人在押", "a person is in custody that day")),
    Feature("persons", Text("人数", "number of persons")),
    Feature("events", Text("当日已有节点数", "events recorded by that day")),
    Feature("still_days", Text("最近一个节点以来的自然日数", "calendar days since the last event")),
    Feature("handler_load", Text("承办检察官当日在办件数", "cases the prosecutor had open that day")),
    Feature("department_load", Text("部门当日在办件数", "cases the department had open that day")),
    Feature("department_late", Text("部门此前一年的超期比例", "share the department missed in the year before")),
    Feature("due_month", Text("到期月份", "month of the due day")),
)  # fmt: skip
NAMED = tuple(each.key for each in FEATURES if each.named)

# Lower ends of the bands in which forecasts are compared with what happened, finer towards never and always.
BANDS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)
PLACES = 4  # decimals of a stored probability


def ends(place: int) -> tuple[float, float]:
    """First and last stored probability of a band."""
    last = BANDS[place + 1] - 10**-PLACES if place + 1 < len(BANDS) else 1.0
    return BANDS[place], round(last, PLACES)
