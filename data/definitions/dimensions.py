"""The ways rows are told apart, and the hierarchies in which they nest.

Knows the column behind each and where the names of its values come from. Must not know SQL or the reader's choice.
"""

from dataclasses import dataclass

from data.text import Text


@dataclass(frozen=True)
class Dimension:
    """`key` stands in URLs and answers, `column` in the tables; `codes` is the list that names its values.

    `parent` is the next coarser level, `level` its depth in the tree of organisations (for the levels of that tree).
    """

    key: str
    label: Text
    column: str
    codes: str
    parent: str | None = None


def _dimension(key: str, zh: str, en: str, codes: str | None = None, *, column: str | None = None, parent: str | None = None) -> Dimension:
    return Dimension(key, Text(zh, en), column or key, codes or key, parent)


PROVINCE = _dimension("province", "省级院", "Province", "org")
CITY = _dimension("city", "市级院", "City", "org", parent="province")
OFFICE = _dimension("office", "单位", "Office", "org", parent="city")
DEPARTMENT = _dimension("department", "部门", "Department", parent="office")
HANDLER = _dimension("handler", "检察官", "Prosecutor", "prosecutor", parent="department")
LINE = _dimension("line", "条线", "Line")
TYPE = _dimension("type", "案件类别", "Case type", "case_type", column="type_code", parent="line")
FAMILY = _dimension("family", "程序类型", "Procedure")
KIND = _dimension("kind", "案件性质", "Kind of type")
STATUS = _dimension("status", "案件状态", "Status")
CUSTODY = _dimension("custody", "羁押情况", "Custody")
OUTCOME = _dimension("outcome", "处理结果", "Outcome")
REASON = _dimension("outcome_reason", "不捕情形", "Reason of refusal", "refusal_reason")
COERCIVE = _dimension("coercive", "强制措施", "Coercive measure")
CHARGE = _dimension("charge", "案由", "Charge")
PLEA = _dimension("plea", "认罪认罚", "Plea leniency", "yes_no")
ACTIVITY = _dimension("activity", "节点", "Activity", "node")
HOLDER = _dimension("holder", "案件所在", "Held by")
MODE = _dimension("mode", "分案方式", "Mode of assignment", "allocation_mode")
REVIEW_MODE = _dimension("review_mode", "评查方式", "Mode of review")
REVIEW_KIND = _dimension("review_kind", "评查类别", "Kind of review")
STATE = _dimension("state", "评查状态", "State of review", "review_state")
SCALE = _dimension("scale", "等次标准", "Grade scale", "grade_scale")
GRADE = _dimension("grade", "评查等次", "Grade")
REVIEW_DIMENSION = _dimension("dimension", "评查项", "Dimension", "review_dimension")
SEVERITY = _dimension("severity", "严重程度", "Severity", "review_severity")
LEVEL = _dimension("level", "整改级别", "Level", "finding_level")
REPLY = _dimension("reply", "回复", "Reply", "finding_reply")
CLOCK = _dimension("clock", "期限种类", "Clock")
LIMIT = _dimension("limit_code", "法定期限", "Limit of the law", "limit")
ENDED_BY = _dimension("ended_by", "停止原因", "Ended by", "clock_end")
MISSING = _dimension("missing", "无法计算的原因", "Why not computed", "clock_missing")
LEADER_CASE = _dimension("leader_case", "院领导办案", "Leader's case", "yes_no")
REVIEWER = _dimension("reviewer", "评查员", "Reviewer", "prosecutor", column="by_whom")
REVIEWER_OFFICE = _dimension("reviewer_office", "评查员单位", "Reviewer's office", "org")
BY_OTHER = _dimension("by_other", "他院评查", "By another office", "yes_no")
OBJECTION = _dimension("objection", "承办人异议", "Objection", "yes_no")
RECTIFIED = _dimension("rectified", "已整改", "Rectified", "yes_no")
EARLIER_GRADE = _dimension("earlier_grade", "前次评查等次", "Grade before", "grade")
EARLIER_MODE = _dimension("earlier_mode", "前次评查方式", "Mode before", "review_mode")
ITEM = _dimension("item", "问题项", "Problem", "review_item")
POINT = _dimension("point", "评查要点", "Point", "review_item")
RESULT = _dimension("result", "评定结果", "Result", "review_result")
MISSED = _dimension("missed_by_self", "自查未发现", "Missed by the self-check", "yes_no")
RULE = _dimension("rule", "规则", "Rule")
FIRING = _dimension("firing", "命中情形", "Firing", "rule_firing")
RULE_SEVERITY = _dimension("rule_severity", "规则等级", "Severity of the rule")
MANDATORY = _dimension("mandatory", "必评类别", "Mandatory class")
MANDATORY_LIST = _dimension("mandatory_list", "必评清单", "List of classes")

ALL: dict[str, Dimension] = {
    each.key: each
    for each in (
        PROVINCE, CITY, OFFICE, DEPARTMENT, HANDLER, LINE, TYPE, FAMILY, KIND, STATUS, CUSTODY, OUTCOME, REASON, COERCIVE,
        CHARGE, PLEA, ACTIVITY, HOLDER, MODE, REVIEW_MODE, REVIEW_KIND, STATE, SCALE, GRADE, REVIEW_DIMENSION, SEVERITY, LEVEL, REPLY,
        CLOCK, LIMIT, ENDED_BY, MISSING,
        LEADER_CASE, REVIEWER, REVIEWER_OFFICE, BY_OTHER, OBJECTION, RECTIFIED, EARLIER_GRADE, EARLIER_MODE, ITEM, MISSED,
        POINT, RESULT, RULE, FIRING, RULE_SEVERITY, MANDATORY, MANDATORY_LIST,
    )
}
# Told apart by how many, in bands: the codes of the list are their lower ends. A stratum of comparisons, not a column of answers.
PERSON_BAND = _dimension("persons_in_case", "涉案人数", "Number of persons", "person_band", column="person_count")
BANDED = (PERSON_BAND,)
OF_PERSONS = frozenset(each.column for each in ALL.values() if each.codes == "prosecutor")  # columns that say who
ORG_LEVELS = (PROVINCE, CITY, OFFICE, DEPARTMENT, HANDLER)


def named(key: str) -> Dimension | None:
    return ALL.get(key) or next((each for each in BANDED if each.key == key), None)


def of_column(column: str) -> Dimension | None:
    """The dimension that a column of a list belongs to."""
    return next((each for each in (*ALL.values(), *BANDED) if each.column == column), None)


def applies(dimension: Dimension, columns) -> bool:
    return dimension.column in columns
