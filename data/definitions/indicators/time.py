"""How long cases take and which are late by the source's own due date. Declarations."""

from data import engine
from data.definitions.counting import OpenOn
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.flow import CONCLUDED, HBDASH, PENDING, countable
from data.definitions.relations import CASES
from data.text import Text

NCSC = Text("美国州法院中心（NCSC）CourTools 指标", "NCSC CourTools measure")


def _has_due_day(c):
    return countable(c) & c.due_on.is_not(None)


MEDIAN_DAYS = CONCLUDED.quantile(
    "median_days", Text("办理天数中位数", "Median days to conclusion"),
    Text(
        "统计期内办结案件，受理至办结的自然日数的中位数",
        "Median of calendar days from acceptance to conclusion, cases concluded in the period",
    ),
    "days", 0.5, better=Better.LESS, basis=NCSC,
)
P90_DAYS = CONCLUDED.quantile(
    "p90_days", Text("办理天数九成位数", "90th percentile of days"),
    Text("统计期内办结案件，九成不超过的自然日数", "Calendar days that nine in ten cases concluded in the period do not exceed"),
    "days", 0.9, better=Better.LESS, basis=NCSC,
)
OVERDUE = count(
    "overdue", Text("超期未结", "Overdue and pending"),
    Text("统计期末未结、已过源系统到期日期的案件", "Pending at the end of the period, past the source system's due day"),
    CASES, OpenOn(lambda c: engine.later(engine.plus_days(c.due_on, 1), c.accepted_on), "concluded_on"),
    _has_due_day, better=Better.LESS, basis=HBDASH,
)
LATE = CONCLUDED.only(
    "concluded_late", Text("超期办结", "Concluded late"),
    Text("统计期内办结、办结日期晚于源系统到期日期的案件", "Concluded in the period after the source system's due day"),
    lambda c: c.concluded_on > c.due_on, better=Better.LESS,
)
LATE_SHARE = CONCLUDED.share(
    "late_share", Text("超期办结率", "Share concluded late"),
    Text("超期办结数 ÷ 办结数", "Concluded late ÷ concluded"),
    lambda c: c.concluded_on > c.due_on, better=Better.LESS, counterpart="return_rate",
)


def _due_within(days: int):
    return count(
        f"due_{days}", Text(f"{days}日内到期", f"Due within {days} days"),
        Text(f"统计期末未结、源系统到期日在当日起{days}个自然日内（含当日）的案件",
             f"Pending at the end of the period, due by the source within {days} calendar days, that day included"),
        CASES,
        OpenOn(lambda c: engine.later(engine.plus_days(c.due_on, -days), c.accepted_on),
               lambda c: engine.earlier(c.concluded_on, engine.plus_days(c.due_on, 1)), at_latest="concluded_on"),
        _has_due_day, better=Better.LESS,
    )


def _pending_over(key: str, months: int, zh: str, en: str):
    return count(
        key, Text(f"{zh}以上未结", f"Pending over {en}"),
        Text(f"统计期末未结、受理已满{zh}的案件", f"Pending at the end of the period, accepted {en} or more before"),
        CASES, OpenOn(lambda c: engine.plus_months(c.accepted_on, months), "concluded_on"), countable, better=Better.LESS,
    )


DUE_3, DUE_7, DUE_15 = _due_within(3), _due_within(7), _due_within(15)
OVER_6M = _pending_over("pending_6m", 6, "六个月", "six months")
OVER_1Y = _pending_over("pending_1y", 12, "一年", "one year")
PENDING_SUM = PENDING.share(
    "no_due_day", Text("未结而无到期日", "Pending without a due day"),
    Text("未结案件中源系统到期日期为空的占比", "Pending cases whose due day is missing in the source ÷ pending cases"),
    lambda c: c.due_on.is_(None), better=Better.LESS,
)

ALL = (MEDIAN_DAYS, P90_DAYS, OVERDUE, LATE, LATE_SHARE, DUE_3, DUE_7, DUE_15, OVER_6M, OVER_1Y, PENDING_SUM)
