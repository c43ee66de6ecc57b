"""What quality reviews say, beyond how many there were: coverage, kinds, problems, persons, objections.

Every formula of the reports that offices are used to, each with a base that holds its numerator; nothing is summed into a
score. Declarations; kinds, severities and dimensions come from the catalogue.
"""

import sqlalchemy as sa

from data import catalogue
from data.definitions.counting import On, OpenOn
from data.definitions.indicators.base import Better, Indicator, count
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.indicators.quality import QR17, REVIEW_FINDINGS_COUNT, REVIEWED
from data.definitions.relations import CASE, ITEM, PERSON, REVIEW, REVIEW_FINDINGS, REVIEW_RESULTS, REVIEWS
from data.text import Text

PER_PERSON, PER_TIME = Text("件/人", "cases per person"), Text("项/次", "per review")
HB = Text("湖北质量评查报表数据算法说明 v1.0（2018）", "Definitions of the Hubei review reports, v1.0 (2018)")


def _reviewed(c):
    return c.reviewed_on.is_not(None)


CASES_REVIEWED = CONCLUDED.only(
    "cases_reviewed", Text("已评查案件数", "Cases reviewed"),
    Text(
        "统计期内办结、至数据截至日已完成评查的案件，一案评查几次只计一件",
        "Cases concluded in the period that had been reviewed by the data day, once however often",
    ),
    _reviewed, basis=HB,
)
NOT_REVIEWED = CONCLUDED.only(
    "cases_not_reviewed", Text("未评查案件数", "Cases not reviewed"),
    Text("统计期内办结、至数据截至日尚未完成评查的案件", "Cases concluded in the period that had not been reviewed by the data day"),
    lambda c: c.reviewed_on.is_(None),
)
LEADERS_CONCLUDED = CONCLUDED.only(
    "leaders_concluded", Text("院领导办结数", "Leaders' cases concluded"),
    Text(
        "统计期内办结的院领导承办案件（标识取自案件与承办人，不取自评查记录，故未评查的也在内）",
        "Cases of leaders concluded in the period (by the case and its handler, not by the review, so those not reviewed are in)",
    ),
    lambda c: c.leader_case.is_(True),
)
LEADERS_RATE = LEADERS_CONCLUDED.share(
    "leaders_review_rate", Text("院领导案件评查比例", "Review rate of leaders' cases"),
    Text("院领导办结案件中已完成评查的 ÷ 院领导办结数", "Leaders' cases concluded and reviewed ÷ leaders' cases concluded"),
    _reviewed, better=Better.MORE, basis=QR17,
)
HANDLERS = CONCLUDED.distinct(
    "handlers", Text("办案人数", "Prosecutors with cases"),
    Text(
        "统计期内有案件办结的检察官，每人只计一次（按单位与工号）；合计不等于分项之和",
        "Prosecutors who concluded a case in the period, each once (by unit and number); a total is not the sum of its parts",
    ),
    "handler", PERSON, basis=HB,
)
PER_HANDLER = CASES_REVIEWED.per(
    "reviewed_per_handler", Text("承办人平均被评查数", "Reviewed cases per prosecutor"),
    Text("已评查案件数 ÷ 办案人数", "Cases reviewed ÷ prosecutors with cases"), HANDLERS, PER_PERSON, basis=HB,
)
REVIEWERS = REVIEWED.distinct(
    "reviewers", Text("评查人员数", "Reviewers"),
    Text("统计期内完成评查的评查员，每人只计一次", "Reviewers who concluded a review in the period, each once"),
    "by_whom", PERSON, basis=HB,
)
PER_REVIEWER = REVIEWED.per(
    "reviews_per_reviewer", Text("评查员平均评查数", "Reviews per reviewer"),
    Text("评查完成数 ÷ 评查人员数", "Reviews concluded ÷ reviewers"), REVIEWERS, Text("次/人", "per person"), basis=HB,
)
DELAY = REVIEWED.quantile(
    "review_delay", Text("办结至评查中位天数", "Median days to review"),
    Text("从案件办结到评查结束的自然日中位数", "Median calendar days from the conclusion of the case to that of its review"),
    "days_after", 0.5,
)
OTHERS = REVIEWED.only(
    "reviews_by_others", Text("他院评查数", "Reviews by others"),
    Text("统计期内结束、评查员单位不是承办单位的评查", "Reviews concluded in the period by a reviewer of another office"),
    lambda c: c.by_other.is_(True), basis=HB,
)
BY_UPPER = REVIEWED.share(
    "by_upper", Text("上级评查占比", "Reviewed from above"),
    Text("上级评查 ÷ 评查完成数；院领导办案原则上由上一级评查", "Reviews by the office above ÷ reviews (as leaders' cases should be)"),
    lambda c: c.review_mode == "upper", basis=QR17,
)
BY_OTHERS = REVIEWED.share(
    "by_others", Text("他院评查占比", "Reviewed by others"),
    Text("评查员单位不是承办单位的评查 ÷ 评查完成数", "Reviews by a reviewer of another office ÷ reviews concluded"),
    lambda c: c.by_other.is_(True), basis=HB,
)
WITH_PROBLEMS = REVIEWED.only(
    "reviews_with_problems", Text("发现问题的评查数", "Reviews with problems"),
    Text("统计期内结束、记有问题的评查", "Reviews concluded in the period that recorded a problem"),
    lambda c: c.finding_count > 0, basis=HB,
)
PROBLEM_SHARE = REVIEWED.share(
    "problem_share", Text("问题案件比例", "Share with problems"),
    Text("发现问题的评查数 ÷ 评查完成数", "Reviews with problems ÷ reviews concluded"), lambda c: c.finding_count > 0, basis=HB,
)
ERROR_SHARE = REVIEWED.share(
    "error_share", Text("错误案件比例", "Share with errors"),
    Text("记有错误的评查 ÷ 评查完成数", "Reviews that recorded an error ÷ reviews concluded"),
    lambda c: c.error_count > 0, better=Better.LESS, basis=HB,
)
FLAW_SHARE = REVIEWED.share(
    "flaw_share", Text("瑕疵案件比例", "Share with flaws"),
    Text("记有瑕疵的评查 ÷ 评查完成数", "Reviews that recorded a flaw ÷ reviews concluded"), lambda c: c.flaw_count > 0, basis=HB,
)
PER_REVIEW = REVIEW_FINDINGS_COUNT.per(
    "problems_per_review", Text("案均问题项", "Problems per review"),
    Text("评查问题数 ÷ 评查完成数", "Problems found ÷ reviews concluded"), REVIEWED, PER_TIME, basis=HB,
)
PER_PROBLEM_REVIEW = REVIEW_FINDINGS_COUNT.per(
    "problems_per_problem_review", Text("问题案件案均问题项", "Problems per review with problems"),
    Text("评查问题数 ÷ 发现问题的评查数", "Problems found ÷ reviews with problems"), WITH_PROBLEMS, PER_TIME, basis=HB,
)
PROBLEM_CASES = count(
    "problem_cases", Text("存在问题的案件数", "Cases with the problem"),
    Text(
        "每案每个问题项只计一次，计入首次发现之日；按问题项看即存在该问题的案件数",
        "Each problem once a case, on the day it was first found; by problem, the number of cases that have it",
    ),
    REVIEW_FINDINGS, REVIEW_FINDINGS_COUNT.count.timing, lambda c: c.first_of_item.is_(True), basis=HB, unit=CASE,
)
BY_POINT = REVIEWED.only(
    "reviews_by_point", Text("有要点结果的评查", "Reviews with results by point"),
    Text("统计期内结束、逐个要点记有评定结果的评查", "Reviews concluded in the period that say of each point of the standard how it is"),
    lambda c: c.point_count > 0, unit=REVIEW,
)
POINT_PROBLEMS = count(
    "point_problems", Text("要点问题数", "Problems by point"),
    Text(
        "统计期内结束的评查中评定为“有问题”的要点，部门自查所记不计；按要点看即该要点有问题的评查数",
        "Points judged a problem in reviews concluded in the period, self-checks apart; by point, the reviews with a problem there",
    ),
    REVIEW_RESULTS, On("reviewed_on"), lambda c: sa.and_(c.result == "problem", c.self_check.is_(False)),
)
OPEN_REVIEWS = count(
    "reviews_open", Text("未结评查数", "Reviews open"),
    Text("统计期末已开始、尚未结束的评查", "Reviews begun and not concluded at the end of the period"),
    REVIEWS, OpenOn("began_on", "reviewed_on"), lambda c: c.self_check.is_(False),
)
UNDER_OBJECTION = OPEN_REVIEWS.only(
    "under_objection", Text("异议处理中", "Under objection"),
    Text(
        "承办人提出异议、尚未结束的评查；异议未决不计入评查完成",
        "Reviews to which the handler has objected and that are not concluded; they do not count as concluded",
    ),
    lambda c: sa.and_(c.objection.is_(True), c.state != "concluded"),
)
OBJECTED = REVIEWED.share(
    "objected", Text("异议率", "Objected to"),
    Text("承办人提出过异议的评查 ÷ 评查完成数", "Reviews to which the handler had objected ÷ reviews concluded"),
    lambda c: c.objection.is_(True),
)
TO_RECTIFY = REVIEWED.only(
    "to_rectify", Text("应整改数", "To be rectified"),
    Text("统计期内结束、记有整改情况的评查", "Reviews concluded in the period that call for rectification"),
    lambda c: c.rectified.is_not(None),
)
RECTIFIED = TO_RECTIFY.share(
    "rectified", Text("整改率", "Rectified"), Text("已整改 ÷ 应整改数", "Rectified ÷ to be rectified"),
    lambda c: c.rectified.is_(True), better=Better.MORE,
)
NOT_RECTIFIED = TO_RECTIFY.only(
    "not_rectified", Text("未整改数", "Not rectified"), Text("应整改而尚未整改的评查", "Reviews that call for rectification, not done yet"),
    lambda c: c.rectified.is_(False), better=Better.LESS,
)
AFTER_CHECK = REVIEW_FINDINGS_COUNT.only(
    "problems_after_check", Text("自查案件评查问题数", "Problems in self-checked cases"),
    Text("部门自查过的案件在其后评查中发现的问题", "Problems that reviews found in cases their department had checked before"),
    lambda c: c.missed_by_self.is_not(None),
)
MISSED = AFTER_CHECK.share(
    "missed_by_check", Text("自查漏检率", "Missed by the self-check"),
    Text("自查未记而评查发现的问题 ÷ 自查案件评查问题数", "Found by the review, not by the self-check ÷ problems in self-checked cases"),
    lambda c: c.missed_by_self.is_(True), better=Better.LESS,
)


def _kind(kind: str, label: Text) -> Indicator:
    return REVIEWED.only(
        f"reviews_{kind}", label, Text(f"统计期内结束的{label.zh}", f"Reviews of the kind “{label.en}” concluded in the period"),
        lambda c: c.review_kind == kind, basis=QR17, unit=REVIEW,
    )  # fmt: skip


def _severity(severity: str, label: Text) -> Indicator:
    return REVIEW_FINDINGS_COUNT.only(
        f"problems_{severity}", Text(f"问题：{label.zh}", f"Problems: {label.en}"),
        Text(f"统计期内结束的评查所记、程度为“{label.zh}”的问题", f"Problems recorded in the period and classed as “{label.en}”"),
        lambda c: c.severity == severity, basis=HB, unit=ITEM,
    )  # fmt: skip


def _dimension(dimension: str, label: Text) -> Indicator:
    return REVIEW_FINDINGS_COUNT.share(
        f"problems_in_{dimension}", Text(f"问题占比：{label.zh}", f"Share of problems: {label.en}"),
        Text(f"{label.zh}类问题 ÷ 评查问题数", f"Problems of “{label.en}” ÷ problems found"),
        lambda c: c.dimension == dimension, basis=HB,
    )  # fmt: skip


KINDS = tuple(_kind(code, label) for code, label in catalogue.codes("review_kind").items())
SEVERITIES = tuple(_severity(code, label) for code, label in catalogue.codes("review_severity").items())
DIMENSIONS = tuple(_dimension(code, label) for code, label in catalogue.codes("review_dimension").items())

ALL = (
    CASES_REVIEWED, NOT_REVIEWED, LEADERS_CONCLUDED, LEADERS_RATE, HANDLERS, PER_HANDLER, REVIEWERS, PER_REVIEWER, DELAY, OTHERS, BY_OTHERS,
    BY_UPPER, WITH_PROBLEMS, PROBLEM_SHARE, ERROR_SHARE, FLAW_SHARE, PER_REVIEW, PER_PROBLEM_REVIEW, PROBLEM_CASES, BY_POINT,
    POINT_PROBLEMS, OPEN_REVIEWS, UNDER_OBJECTION, OBJECTED, TO_RECTIFY, RECTIFIED, NOT_RECTIFIED, AFTER_CHECK, MISSED, *KINDS,
    *SEVERITIES, *DIMENSIONS,
)  # fmt: skip
