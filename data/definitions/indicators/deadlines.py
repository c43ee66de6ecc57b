"""What falls due and whether it can still be extended; and patterns around limits that are worth a question. Declarations.

A pattern accuses nobody: it is a share, beside the share of the days before, which is what would be expected.
"""

import sqlalchemy as sa

from data import engine
from data.definitions.counting import On
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.clocks import CPL_105, DUE_3, DUE_7, DUE_15, DUE_30, ENDED, RUNNING
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.relations import CASES
from data.law.limits import limits
from data.text import Text

REVIEW_MONTHS = next(each.amount for each in limits() if each.code == "review" and each.unit == "m")
SOON_AGAIN = 30

OPEN = RUNNING.only(
    "clocks_open", Text("有到期日的在办期限", "Open limits with a due day"),
    Text("统计期末尚未停止、到期日可以计算的本院期限",
         "Clocks of the office itself, not ended at the end of the period, whose due day is known"),
    ENDED.count.rows,
)  # fmt: skip


def _firm(due, days: int):
    return due.only(
        f"clocks_due_{days}_firm", Text(f"{days}日内到期且不可延长", f"Due within {days} days, no extension left"),
        Text(f"{days}日内到期的本院期限中，法律不再允许延长的",
             f"Of the office's own limits due within {days} days, those that the law lets nobody extend"),
        lambda c: c.conditional_due_on.is_(None), better=Better.LESS,
    )  # fmt: skip


FIRM_3, FIRM_7, FIRM_15, FIRM_30 = _firm(DUE_3, 3), _firm(DUE_7, 7), _firm(DUE_15, 15), _firm(DUE_30, 30)


def _left(c):
    """Days from the end of a clock to its due day."""
    return engine.days_from(c.ended_on, c.due_on)


LAST_DAY = ENDED.share(
    "clocks_last_day", Text("最后一日停止占比", "Ended on the last day"),
    Text("停止日恰为到期日的本院期限 ÷ 统计期内停止的本院期限",
         "The office's own clocks that ended on their due day ÷ all that ended in the period"),
    lambda c: c.ended_on == c.due_on, counterpart="clocks_days_before", basis=CPL_105,
)  # fmt: skip
DAYS_BEFORE = ENDED.share(
    "clocks_days_before", Text("到期前一至三日停止占比", "Ended one to three days before"),
    Text("到期日前第一至第三日停止的本院期限 ÷ 统计期内停止的本院期限",
         "The office's own clocks that ended one to three days before their due day ÷ all that ended"),
    lambda c: _left(c).between(1, 3), counterpart="clocks_last_day", basis=CPL_105,
)  # fmt: skip


def _first_extension(c):
    """Prosecution reviews extended in their first round: the limit that is extended began with acceptance."""
    return sa.and_(c.family == "prosecution", sa.or_(c.returned1_on.is_(None), c.returned1_on > c.extended1_on))


def _to_limit(c):
    return engine.days_from(c.extended1_on, engine.plus_months(c.accepted_on, REVIEW_MONTHS))


EXTENDED = count(
    "extended_first", Text("首轮延长", "Extended in the first round"),
    Text("统计期内首次延长审查起诉期限、且此前未退查的案件", "Prosecution reviews first extended in the period, before any return"),
    CASES, On("extended1_on"), _first_extension,
)  # fmt: skip
EXTENDED_LATE = EXTENDED.share(
    "extended_last_days", Text("到期日或前一日延长占比", "Extended on the last day or the day before"),
    Text("原期限届满当日或前一日延长的案件 ÷ 首轮延长",
         "Extended on the last day of the limit or the day before ÷ extended in the first round"),
    lambda c: _to_limit(c).between(0, 1), counterpart="extended_days_before",
)  # fmt: skip
EXTENDED_BEFORE = EXTENDED.share(
    "extended_days_before", Text("到期前二至三日延长占比", "Extended two or three days before"),
    Text("原期限届满前第二、第三日延长的案件 ÷ 首轮延长",
         "Extended two or three days before the end of the limit ÷ extended in the first round"),
    lambda c: _to_limit(c).between(2, 3), counterpart="extended_last_days",
)  # fmt: skip
REOPENED = CONCLUDED.share(
    "reopened", Text("办结后重新受理占比", "Accepted again after conclusion"),
    Text(f"办结后{SOON_AGAIN}个自然日内，同一单位以同一统一受案号、同一类别再次受理的案件 ÷ 办结数",
         f"Concluded and accepted again by the same office under the same unified number and type within {SOON_AGAIN} days ÷ concluded"),
    lambda c: engine.days_from(c.concluded_on, c.reopened_on) <= SOON_AGAIN,
)  # fmt: skip

ALL = (OPEN, FIRM_3, FIRM_7, FIRM_15, FIRM_30, LAST_DAY, DAYS_BEFORE, EXTENDED, EXTENDED_LATE, EXTENDED_BEFORE, REOPENED)
