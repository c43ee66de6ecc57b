"""How old what is pending is, what has been pending for long by the office's own steps, and flows left open. Declarations."""

import sqlalchemy as sa

from data import engine
from data.catalogue import norms
from data.definitions.counting import OpenOn
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.flow import HBDASH, countable
from data.definitions.indicators.time import NCSC
from data.definitions.relations import CASES
from data.text import Text

STEPS = Text("久挂标准按条线分档（data/catalogue/long_pending.csv，有效期与依据逐条注明，待本院确认）",
             "Steps by line (data/catalogue/long_pending.csv, each with validity and basis, to be confirmed by the office)")  # fmt: skip


def _band(key: str, least: int, most: int | None, zh: str, en: str):
    """Pending whose age in months lies in a band: it enters one day and leaves it on another, or by being concluded."""
    ended = (lambda c: engine.earlier(c.concluded_on, engine.plus_months(c.accepted_on, most))) if most else "concluded_on"
    return count(
        f"pending_age_{key}", Text(f"未结{zh}", f"Pending {en}"),
        Text(f"统计期末未结、受理后{zh}的案件", f"Pending at the end of the period, accepted {en} before"),
        CASES, OpenOn((lambda c: engine.plus_months(c.accepted_on, least)) if least else "accepted_on", ended, "concluded_on"), countable,
        better=Better.LESS, basis=NCSC,
    )  # fmt: skip


AGES = (
    _band("0", 0, 1, "不满1个月", "under 1 month"), _band("1", 1, 3, "1至3个月", "1 to 3 months"),
    _band("3", 3, 6, "3至6个月", "3 to 6 months"), _band("6", 6, 12, "6至12个月", "6 to 12 months"),
    _band("12", 12, 24, "1至2年", "1 to 2 years"), _band("24", 24, None, "2年以上", "2 years or more"),
)  # fmt: skip


def _reached(step: int):
    """The day on which a case of its line reaches a step of being long pending."""
    rows = [each for each in norms.of_pending() if each.step == step]
    own = [each for each in rows if each.key != norms.ANY]
    whole = [each for each in rows if each.key == norms.ANY]

    def day(c):
        cases = [(_holds(each, c), engine.plus_months(c.accepted_on, int(each.size))) for each in (*own, *whole)]
        return sa.case(*cases)

    return day


def _holds(each: norms.Norm, c) -> sa.ColumnElement[bool]:
    parts = [sa.true()] if each.key == norms.ANY else [c.line == sa.literal(each.key, sa.String)]
    parts += [c.accepted_on >= sa.literal(each.valid_from, sa.Date)] if each.valid_from else []
    parts += [c.accepted_on <= sa.literal(each.valid_to, sa.Date)] if each.valid_to else []
    return sa.and_(*parts)


def _long(step: int, zh: str, en: str):
    return count(
        f"long_pending_{step}", Text(f"久挂（{zh}）", f"Long pending ({en})"),
        Text(f"统计期末未结、受理时长已达本条线第{step}档（通常{zh}）的案件",
             f"Pending at the end of the period and past step {step} of its line (usually {en})"),
        CASES, OpenOn(_reached(step), "concluded_on"), countable, better=Better.LESS, basis=STEPS,
    )  # fmt: skip


LONG_1, LONG_2, LONG_3 = _long(1, "满6个月", "6 months"), _long(2, "满12个月", "12 months"), _long(3, "满24个月", "24 months")


def _left_open(days: int):
    return count(
        f"flow_open_{days}", Text(f"办结满{days}天流程未结束", f"Concluded {days} days ago, process open"),
        Text(f"统计期末办结已满{days}个自然日、流程仍未结束的案件", f"Concluded {days} calendar days ago or more, the process not ended"),
        CASES, OpenOn(lambda c: engine.plus_days(c.concluded_on, days), "completed_on"), countable, better=Better.LESS, basis=HBDASH,
    )  # fmt: skip


FLOW_OPEN_30, FLOW_OPEN_90, FLOW_OPEN_180 = _left_open(30), _left_open(90), _left_open(180)
ALL = (*AGES, LONG_1, LONG_2, LONG_3, FLOW_OPEN_30, FLOW_OPEN_90, FLOW_OPEN_180)
