"""Whether the limits of the law are kept, by the due days recomputed from them and not by the source's own. Declarations.

A clock is one run of one limit: of a case, or of a person in custody. Clocks of others (police, court) are told apart.
"""

import sqlalchemy as sa

from data import engine
from data.definitions.counting import On, OpenOn, both
from data.definitions.indicators.base import Better, count
from data.definitions.relations import CLOCKS
from data.text import Text

OF_OTHERS = ("supplement", "court", "reply", "reasons", "filing")  # police, court, whoever is to reply
NOT_KEPT = (*OF_OTHERS, "protest_window", "probation", "announcement", "bail", "surveillance")  # whose end is no duty of the office
CPL_105 = Text("《刑事诉讼法》第一百零五条及各期限条款", "Criminal Procedure Law, art. 105, and the articles of each limit")


def _own(c):
    return c.clock.not_in(NOT_KEPT)


def _past(day):
    """Open from the day after the due day on, if it had begun by then."""
    return OpenOn(lambda c: engine.later(engine.plus_days(day(c), 1), c.began_on), "ended_on")


def _due(c):
    return both(_own, lambda c: c.due_on.is_not(None))(c)


RUNNING = count(
    "clocks_running", Text("运行中的期限", "Clocks running"),
    Text("统计期末已起算、尚未停止的期限（含停止计算期间的）", "Begun and not ended at the end of the period, those suspended among them"),
    CLOCKS, OpenOn("began_on", "ended_on"), basis=CPL_105,
)
OVERDUE = count(
    "clocks_overdue", Text("超期未办（重算）", "Overdue (recomputed)"),
    Text("统计期末尚未停止、已过重算到期日的本院期限；公安、法院等的期限不计",
         "The office's own clocks not ended at the end of the period and past the recomputed due day; those of police and courts apart"),
    CLOCKS, _past(lambda c: c.due_on), _due, better=Better.LESS, basis=CPL_105,
)
OVERDUE_ELSEWHERE = count(
    "clocks_overdue_elsewhere", Text("外单位超期", "Overdue elsewhere"),
    Text("统计期末尚未停止、已过重算到期日的补充侦查、审理、回复、说明理由和立案期限",
         "Supplementary investigations, trials, replies, reasons and filings due from others, not ended and past their due day"),
    CLOCKS, _past(lambda c: c.due_on),
    lambda c: sa.and_(c.clock.in_(OF_OTHERS), c.due_on.is_not(None)), better=Better.LESS, basis=CPL_105,
)
CONDITIONALLY_OVERDUE = count(
    "clocks_beyond_extension", Text("延长后仍将超期", "Past any extension"),
    Text("统计期末尚未停止、即使批准延长也已过到期日的本院期限；已无延长余地的按到期日",
         "Clocks of the office itself not ended, past their due day even if extended; where no extension is left, past the due day"),
    CLOCKS, _past(lambda c: sa.func.coalesce(c.conditional_due_on, c.due_on, type_=sa.Date)),
    _due, better=Better.LESS, basis=CPL_105,
)


def _due_within(days: int):
    return count(
        f"clocks_due_{days}", Text(f"{days}日内到期（重算）", f"Due within {days} days (recomputed)"),
        Text(f"统计期末尚未停止、重算到期日在当日起{days}个自然日内（含当日）的本院期限",
             f"Clocks of the office itself not ended, due within {days} calendar days of the end of the period, that day included"),
        CLOCKS,
        OpenOn(lambda c: engine.later(engine.plus_days(c.due_on, -days), c.began_on),
               lambda c: engine.earlier(c.ended_on, engine.plus_days(c.due_on, 1)), at_latest="ended_on"),
        _due, better=Better.LESS, basis=CPL_105,
    )


DUE_3, DUE_7, DUE_15, DUE_30 = _due_within(3), _due_within(7), _due_within(15), _due_within(30)
ENDED = count(
    "clocks_ended", Text("已停止的期限", "Clocks ended"),
    Text("统计期内停止、到期日可以计算的本院期限", "Clocks of the office itself that ended in the period and whose due day is known"),
    CLOCKS, On("ended_on"), _due, basis=CPL_105,
)
LATE = ENDED.only(
    "clocks_late", Text("超期办结（重算）", "Ended late (recomputed)"),
    Text("统计期内停止、停止日晚于重算到期日的本院期限", "The office's own clocks that ended in the period after their due day"),
    lambda c: c.ended_on > c.due_on, better=Better.LESS,
)
KEPT = ENDED.share(
    "clocks_kept", Text("期限遵守率", "Share of limits kept"),
    Text("统计期内停止的本院期限中未超过重算到期日的占比", "The office's own clocks ended by their due day ÷ all that ended"),
    lambda c: c.ended_on <= c.due_on, better=Better.MORE, counterpart="clocks_late", basis=CPL_105,
)
SOURCE_KNOWN = RUNNING.only(
    "clocks_with_source_day", Text("可与源系统核对的期限", "Clocks with a source day"),
    Text("运行中的办理期限，重算到期日与源系统到期日都有", "Handling clocks running, with both a recomputed and a source due day"),
    lambda c: c.source_difference.is_not(None),
)
SOURCE_DIFFERS = SOURCE_KNOWN.share(
    "clocks_source_differs", Text("到期日与源不符率", "Source due day differs"),
    Text("源系统到期日与重算到期日不同的占比", "Clocks whose source due day is not the recomputed one ÷ clocks with both"),
    lambda c: c.source_difference != 0, better=Better.LESS,
)
UNKNOWN = RUNNING.only(
    "clocks_unknown", Text("无法计算的期限", "Clocks that cannot be computed"),
    Text("运行中而缺少计算依据的期限；法律未定期限和停止计算期间的不计",
         "Running clocks that lack what is needed to compute them; where the law sets no limit, or the clock is suspended, not counted"),
    lambda c: sa.and_(c.missing.is_not(None), c.missing.not_in(("no_limit", "suspended"))), better=Better.LESS,
)

ALL = (
    RUNNING, OVERDUE, OVERDUE_ELSEWHERE, CONDITIONALLY_OVERDUE, DUE_3, DUE_7, DUE_15, DUE_30, ENDED, LATE, KEPT, SOURCE_KNOWN,
    SOURCE_DIFFERS, UNKNOWN,
)
