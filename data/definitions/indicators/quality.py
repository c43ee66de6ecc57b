"""What reviews and process monitoring found. Declarations; grades and levels come from the catalogue."""

import sqlalchemy as sa

from data import catalogue
from data.definitions.counting import On
from data.definitions.indicators.base import Better, count
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.relations import FINDINGS, REVIEW_FINDINGS, REVIEWS
from data.text import Text

QR17 = Text("《人民检察院案件质量评查工作规定（试行）》（2017）", "Rules on case-quality review (trial, 2017)")
R19_665 = Text("《人民检察院刑事诉讼规则》第六百六十五条", "Rules of Criminal Procedure of the Procuratorates, art. 665")

REVIEWED = count(
    "reviews", Text("评查完成数", "Reviews concluded"),
    Text("统计期内结束的质量评查，部门自查不计", "Quality reviews concluded in the period; a department's check of itself is none"),
    REVIEWS, On("reviewed_on"), lambda c: sa.and_(c.state == "concluded", c.self_check.is_(False)), basis=QR17,
)
REVIEW_RATE = CONCLUDED.share(
    "review_rate", Text("评查比例", "Review rate"),
    Text(
        "统计期内办结的案件中，至数据截至日已完成评查的占比（部门自查、线下评查不计）",
        "Cases concluded in the period that had been reviewed by the data day (not by self-check, not on paper) ÷ cases concluded",
    ),
    lambda c: c.reviewed_on.is_not(None), better=Better.MORE, counterpart="problem_share", basis=QR17,
)
REVIEW_FINDINGS_COUNT = count(
    "review_problems", Text("评查问题数", "Problems found in review"),
    Text("统计期内结束的评查所记问题，部门自查所记不计", "Problems recorded in reviews concluded in the period, self-checks apart"),
    REVIEW_FINDINGS, On("reviewed_on"), lambda c: c.self_check.is_(False),
)
FOUND = count(
    "findings", Text("流程监控问题数", "Monitoring findings"),
    Text("发现日期在统计期内的流程监控问题", "Process-monitoring findings made in the period"),
    FINDINGS, On("found_on"), basis=R19_665,
)


def _under_scale(scale: str, label: Text):
    return REVIEWED.only(
        f"graded_{scale}", Text(f"{label.zh}评定数", f"Graded, {label.en}"),
        Text(f"统计期内结束、按{label.zh}评定等次的评查", f"Reviews concluded in the period and graded by the {label.en}"),
        lambda c: (c.scale == scale) & c.grade.is_not(None),
    )


def _grade(grade: str, label: Text, of):
    return of.share(
        f"grade_{grade}", Text(f"{label.zh}率", f"Graded {label.en}"),
        Text(f"{label.zh}的评查 ÷ 同一等次标准评定的评查", f"Reviews graded {label.en} ÷ reviews graded by the same scale"),
        lambda c: c.grade == grade, basis=of.basis,
    )


def _scales():
    """Of each scale in the catalogue: how many were graded by it, and the share of each of its grades."""
    for scale, label in catalogue.codes("grade_scale").items():
        graded = _under_scale(scale, label)
        yield graded
        for grade, name in catalogue.codes("grade").items():
            if grade.startswith("g" + scale[-2:]):
                yield _grade(grade, name, graded)


def _level(level: str, label: Text):
    return FOUND.only(
        f"findings_{level}", Text(f"监控：{label.zh}", f"Findings: {label.en}"),
        Text(f"统计期内整改级别为“{label.zh}”的流程监控问题", f"Findings of the period at the level “{label.en}”"),
        lambda c: c.level == level, basis=R19_665,
    )


GRADES = tuple(_scales())
LEVELS = tuple(_level(code, label) for code, label in catalogue.codes("finding_level").items())
REPLIED = FOUND.share(
    "findings_replied", Text("监控回复率", "Findings replied to"),
    Text("统计期内发现的问题中已回复的占比", "Findings of the period that have been replied to ÷ findings"),
    lambda c: c.replied_on.is_not(None), better=Better.MORE,
)

ALL = (REVIEWED, REVIEW_RATE, REVIEW_FINDINGS_COUNT, FOUND, REPLIED, *GRADES, *LEVELS)
