"""What the work is made of, and how it lies beside what others measure: the structures of functions and sources, standards of time.

Declarations; the lines of each function and the days of each standard come from the catalogue.
"""

import sqlalchemy as sa

from data import engine
from data.catalogue import measures
from data.definitions.indicators.base import Better, Indicator
from data.definitions.indicators.flow import ACCEPTED, CONCLUDED
from data.definitions.indicators.outcomes import TO_CONFIRM
from data.definitions.indicators.reviews import HANDLERS, PER_PERSON
from data.definitions.indicators.time import NCSC
from data.text import Text

FUNCTIONS = {
    "civil": (Text("民事检察", "civil"), ("civil",)),
    "administrative": (Text("行政检察", "administrative"), ("administrative",)),
    "public_interest": (Text("公益诉讼检察", "public interest"), ("public_interest",)),
    "criminal": (Text("刑事检察", "criminal"), ("arrest", "prosecution", "retrial", "juvenile", "execution", "self_investigation")),
}  # fmt: skip
SOURCES = {
    "transferred": (Text("移送", "transferred"), ("police", "supervision", "court", "own")),
    "applied": (Text("依申请", "on application"), ("application",)),
    "ex_officio": (Text("依职权主动发现", "found ex officio"), ("ex_officio",)),
}  # fmt: skip
STRUCTURES = Text("最高检“三个结构比”（2024）", "The three structures of the Supreme People's Procuratorate (2024)")
PPI = Text("检察官绩效指标（PPI）", "Prosecutorial Performance Indicators (PPI)")


def _function(key: str, label: Text, lines: tuple[str, ...]) -> Indicator:
    return CONCLUDED.share(
        f"function_{key}", Text(f"四大检察占比：{label.zh}", f"Share of functions: {label.en}"),
        Text(f"{label.zh}办结数 ÷ 办结数", f"Cases concluded, {label.en} ÷ cases concluded"), lambda c: c.line.in_(lines), basis=STRUCTURES,
    )  # fmt: skip


def _source(key: str, label: Text, codes: tuple[str, ...]) -> Indicator:
    return ACCEPTED.share(
        f"source_{key}", Text(f"案源占比：{label.zh}", f"Share of sources: {label.en}"),
        Text(f"案件来源为{label.zh}的受理数 ÷ 受理数", f"Cases accepted, {label.en} ÷ cases accepted"),
        lambda c: c.source_code.in_(codes), basis=STRUCTURES,
    )  # fmt: skip


FUNCTION_SHARES = tuple(_function(key, *rest) for key, rest in FUNCTIONS.items())
SOURCE_SHARES = tuple(_source(key, *rest) for key, rest in SOURCES.items())
LEADERS_SHARE = CONCLUDED.share(
    "leaders_share", Text("院领导办案占比", "Leaders' share of cases"),
    Text("院领导办结数 ÷ 办结数（审批不算办理）", "Leaders' cases concluded ÷ cases concluded (approving is not handling)"),
    lambda c: c.leader_case.is_(True), better=Better.MORE, counterpart="leaders_review_rate", basis=TO_CONFIRM,
)
CIVIL_CONCLUDED = CONCLUDED.only(
    "civil_concluded", Text("民事行政监督办结数", "Civil and administrative supervision concluded"),
    Text("统计期内办结、记有处理结果的民事、行政诉讼监督案件",
         "Civil and administrative supervision cases concluded with a recorded outcome"),
    lambda c: sa.and_(c.family == "civil", c.outcome.is_not(None)),
)
CIVIL_SUPPORT = CIVIL_CONCLUDED.share(
    "civil_support", Text("民事行政监督支持率", "Requests for supervision supported"),
    Text("支持监督申请的案件 ÷ 民事行政监督办结数", "Cases in which the request was supported ÷ cases concluded"),
    lambda c: c.outcome == "supported", counterpart="civil_in_time", basis=TO_CONFIRM,
)


def _in_time(c):
    parts = (sa.and_(each.holds(c.accepted_on), c.concluded_on <= engine.plus_months(c.accepted_on, int(each.value)))
             for each in measures.parameters("civil_in_time"))  # fmt: skip
    return sa.or_(*parts)


CIVIL_IN_TIME = CIVIL_CONCLUDED.share(
    "civil_in_time", Text("三个月内审结率", "Concluded within three months"),
    Text("受理后三个月内（参数 months，自然月）办结 ÷ 民事行政监督办结数",
         "Concluded within three months of acceptance (parameter months, calendar) ÷ cases concluded"),
    _in_time, better=Better.MORE, counterpart="civil_support",
    basis=Text("《人民检察院民事诉讼监督规则》第五十二条", "Rules on civil supervision, art. 52"),
)  # fmt: skip


def _standard(c):
    """The days of the standard of the case's family, by what held on the day of acceptance; the rest of families comes last."""
    rows = sorted(measures.parameters("within_standard"), key=lambda each: each.name == measures.ANY)
    return sa.case(*((_meant(each, c), int(each.value)) for each in rows))


def _meant(each: measures.Parameter, c):
    held = each.holds(c.accepted_on)
    return held if each.name == measures.ANY else sa.and_(held, c.family == each.name)


WITHIN_STANDARD = CONCLUDED.share(
    "within_standard", Text("标准天数内办结率", "Concluded within the standard"),
    Text("受理至办结不超过本类标准天数（自然日，参数逐类列明）的案件 ÷ 办结数",
         "Concluded within the standard days of their kind (calendar, a parameter for each) ÷ cases concluded"),
    lambda c: c.days <= _standard(c), better=Better.MORE, counterpart="return_rate", basis=NCSC,
)  # fmt: skip
CASES_PER_HANDLER = CONCLUDED.per(
    "cases_per_handler", Text("人均办结数", "Cases concluded per prosecutor"),
    Text("办结数 ÷ 办案人数", "Cases concluded ÷ prosecutors with cases"), HANDLERS, PER_PERSON, counterpart="within_standard", basis=PPI,
)

ALL = (
    *FUNCTION_SHARES, *SOURCE_SHARES, LEADERS_SHARE, CIVIL_CONCLUDED, CIVIL_SUPPORT, CIVIL_IN_TIME, WITHIN_STANDARD, CASES_PER_HANDLER,
)  # fmt: skip
