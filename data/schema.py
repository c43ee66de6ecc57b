"""The canonical tables as they lie in a snapshot. A table of declarations.

Knows names, types, labels, and which columns come from the source and which are derived in the build.
Must not know meaning (definitions), access, or SQL beyond types.

Every table with a `case_id` in its source carries, once built, the CONTEXT of its case, so that access and the
common filters apply to it without a join; `case_no` (dense, in order of office, department, acceptance) is its key.
Days are `…_on` (date), moments `…_at` (timestamp without zone, local time), durations `…_days`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import md5

import sqlalchemy as sa

from data.text import Text

metadata = sa.MetaData()

class Probability(sa.Double):
    """A chance from 0 to 1."""


S, D, T, I, L, B, F, P = sa.String, sa.Date, sa.DateTime, sa.Integer, sa.BigInteger, sa.Boolean, sa.Double, Probability
M = sa.SmallInteger


@dataclass(frozen=True)
class About:
    """What a column is: its label, whether it must be present, is made in the build, names a person, or is a code."""

    label: Text
    required: bool = False
    derived: bool = False
    personal: bool = False
    codes: str | None = None  # the list in data/catalogue whose codes it holds


def col(name, kind, zh, en, *, required=False, derived=False, personal=False, codes=None) -> sa.Column:
    about = About(Text(zh, en), required, derived, personal, codes)
    return sa.Column(name, kind, info={"about": about}, nullable=not required or derived)


def derived(name, kind, zh, en, *, codes=None) -> sa.Column:
    return col(name, kind, zh, en, derived=True, codes=codes)


def about(column) -> About:
    return column.info["about"]


def _context() -> list[sa.Column]:
    return [
        derived("case_no", L, "案件序号", "Case key"),
        derived("province", S, "省级院", "Province", codes="org"),
        derived("city", S, "市级院", "City", codes="org"),
        derived("office", S, "承办单位", "Office", codes="org"),
        derived("department", S, "承办部门", "Department", codes="department"),
        derived("handler", S, "承办检察官", "Handling prosecutor", codes="prosecutor"),
        derived("line", S, "条线", "Business line", codes="line"),
        derived("type_code", S, "案件类别", "Case type", codes="case_type"),
        derived("custody", S, "羁押情况", "Custody", codes="custody"),
        derived("special", M, "特殊案件", "Special kinds"),  # the masks of its kinds added up: catalogue/special.csv
    ]


CONTEXT = tuple(column.name for column in _context())


def _where() -> list[sa.Column]:
    return [derived("source_file", I, "来源文件", "Source file"), derived("source_row", L, "来源行", "Source row")]


def _table(name: str, zh: str, en: str, *columns: sa.Column, context: bool = True) -> sa.Table:
    """A table of facts. With `context`, its source has a case_id and the build adds the case's context."""
    own = {column.name for column in columns}
    added = [column for column in (_context() if context else []) if column.name not in own]
    return sa.Table(name, metadata, *columns, *added, *_where(), info={"label": Text(zh, en), "context": context})


def _made(name: str, zh: str, en: str, *columns: sa.Column) -> sa.Table:
    """A table the build makes from others: with the case's context, without a source of its own."""
    own = {column.name for column in columns}
    added = [column for column in _context() if column.name not in own]
    return sa.Table(name, metadata, *columns, *added, info={"label": Text(zh, en), "context": True})


def _case_id() -> sa.Column:
    return col("case_id", S, "部门受案号", "Case number", required=True)


cases = _table(
    "cases", "案件", "Cases",
    _case_id(),
    col("unified_no", S, "统一受案号", "Unified case number"),
    col("case_name", S, "案件名称", "Case name", personal=True),
    col("type_code", S, "案件类别", "Case type", required=True, codes="case_type"),
    col("type_name", S, "案件类别名称", "Case type as delivered"),
    col("nature_code", S, "案件性质", "Nature of the case"),
    col("office", S, "承办单位", "Office", required=True, codes="org"),
    col("office_name", S, "承办单位名称", "Office as delivered"),
    col("department", S, "承办部门", "Department", codes="department"),
    col("department_name", S, "承办部门名称", "Department as delivered"),
    col("handler", S, "承办检察官", "Handling prosecutor", codes="prosecutor"),
    col("handler_name", S, "承办检察官姓名", "Prosecutor as delivered", personal=True),
    col("handling_mode", S, "办理方式", "Mode of handling", codes="handling_mode"),
    col("source_code", S, "案件来源", "Source of the case", codes="case_source"),
    col("prior_stage", S, "原案诉讼阶段", "Earlier stage"),
    col("investigator", S, "侦查机关", "Investigating body"),
    col("sent_opinion", S, "移送意见", "Opinion of the sender"),
    col("charge", S, "移送案由", "Charge sent", codes="charge"),
    col("charge_name", S, "移送案由名称", "Charge as delivered"),
    col("accepted_on", D, "受理日期", "Accepted on", required=True),
    col("accepted_at", T, "受理时间", "Accepted at"),
    col("started_on", D, "办理开始日期", "Handling began on"),
    col("due_on", D, "到期日期", "Due on (source)"),
    col("concluded_on", D, "办结日期", "Concluded on"),
    col("completed_on", D, "完成日期", "Completed on"),
    col("archived_on", D, "归档日期", "Archived on"),
    col("status", S, "案件状态", "Status", codes="status"),
    col("stage", S, "当前阶段", "Current stage"),
    col("handling_days", I, "办理天数(源)", "Days of handling (source)"),
    col("warn_state", S, "预警状态", "Warning state", codes="warn_state"),
    col("custody_warn_state", S, "羁押预警状态", "Custody warning state", codes="warn_state"),
    col("risk_level", S, "风险等级", "Risk level"),
    col("foreign_related", B, "涉外", "Foreign-related"),
    col("supervised", B, "督办案件", "Supervised case"),
    col("followed", B, "关注案件", "Followed case"),
    col("assigned_from_above", B, "交办案件", "Assigned from above"),
    col("leader_case", B, "院领导办案", "Leader's case"),
    col("sealed", B, "封存", "Sealed"),
    col("secrecy", S, "密级", "Secrecy"),
    col("sensitive", B, "敏感案件", "Politically sensitive"),
    col("outcome", S, "全案处理结果", "Outcome of the case", codes="outcome"),
    col("returned1_on", D, "一次退查日期", "First return on"),
    col("resubmitted1_on", D, "一次重报日期", "First resubmission on"),
    col("returned2_on", D, "二次退查日期", "Second return on"),
    col("resubmitted2_on", D, "二次重报日期", "Second resubmission on"),
    col("extended1_on", D, "一次延长日期", "First extension on"),
    col("extended2_on", D, "二次延长日期", "Second extension on"),
    col("extended3_on", D, "三次延长日期", "Third extension on"),
    col("plea", B, "认罪认罚", "Plea leniency"),
    col("procedure", S, "庭审程序", "Trial procedure", codes="procedure"),
    col("jurisdiction_changed", B, "改变管辖", "Jurisdiction changed"),
    col("complex", B, "重大复杂案件", "Major or complex"),
    col("fast_suggested", B, "侦查机关建议速裁", "Fast track suggested by the police"),
    col("dispatched_on", D, "移送办案部门日期", "Passed to the department on"),
    col("extra", S, "其他字段", "Other fields (JSON)"),
    derived("case_no", L, "案件序号", "Case key"),
    derived("arrival_no", L, "受理顺序", "Order of arrival"),
    derived("province", S, "省级院", "Province"),
    derived("city", S, "市级院", "City"),
    derived("line", S, "条线", "Business line", codes="line"),
    derived("kind", S, "案件性质分类", "Kind of type", codes="kind"),
    derived("family", S, "程序类型", "Family of procedure", codes="family"),
    derived("countable", B, "计入案件数", "Counts as a case"),
    derived("custody", S, "羁押情况", "Custody", codes="custody"),
    derived("minor", B, "涉未成年人", "Involves a minor"),
    derived("person_count", I, "人数", "Persons"),
    derived("event_count", I, "节点数", "Events"),
    derived("assigned_on", D, "分案日期", "Assigned on"),
    derived("days", I, "办理天数（自然日）", "Days from acceptance to conclusion (calendar)"),
    derived("throughput_days", F, "全程天数（自然日）", "Days from first to last event"),
    derived("review_count", I, "评查次数", "Reviews"),
    derived("reviewed_on", D, "首次评查完成日", "First reviewed on"),
    derived("reopened_on", D, "再次受理日期", "Accepted again on"),
    derived("finding_count", I, "监控问题数", "Monitoring findings"),
    derived("flag_count", I, "数据标记数", "Data flags"),
    derived("ended_on", D, "流程结束日", "Process ended on"),
    derived("path_days", I, "全程天数(自然日,受理至流程结束)", "Days from acceptance to the end of the process (calendar)"),
    derived("variant", L, "节点序列编号", "Number of the sequence of activities"),
    derived("route", L, "办案路径编号", "Number of the route"),
    derived("rework", S, "退延情况", "Returns and extensions"),
)

persons = _table(
    "persons", "涉案人员", "Persons",
    _case_id(),
    col("person_id", S, "人员编号", "Person number", required=True),
    col("identity_key", S, "同一人标识", "Same-person key", personal=True),
    col("name", S, "姓名", "Name", personal=True),
    col("sex", S, "性别", "Sex", codes="sex"),
    col("age_at_offence", I, "作案时年龄", "Age at the offence"),
    col("is_unit", B, "是否单位", "Legal person"),
    col("charge", S, "涉嫌案由", "Charge", codes="charge"),
    col("charge_name", S, "涉嫌案由名称", "Charge as delivered"),
    col("coercive", S, "强制措施", "Coercive measure", codes="coercive"),
    col("detained_on", D, "羁押起日", "In custody since"),
    col("released_on", D, "羁押止日", "Released on"),
    col("outcome", S, "审结处理结果", "Outcome", codes="outcome"),
    col("outcome_reason", S, "不捕情形", "Reason of refusal", codes="refusal_reason"),
    col("decided_on", D, "审结日期", "Decided on"),
    col("indicted_on", D, "提起公诉日期", "Indicted on"),
    col("returned1_on", D, "一次退查日期", "First return on"),
    col("returned2_on", D, "二次退查日期", "Second return on"),
    col("plea", B, "认罪认罚", "Plea leniency"),
    col("judged_on", D, "一审判决日期", "Judged on"),
    col("sentence", S, "宣告刑", "Sentence", codes="sentence"),
    col("sentence_months", I, "刑期（月）", "Sentence, months"),
    col("withdrawn_on", D, "撤回起诉日期", "Prosecution withdrawn on"),
    col("dropped_on", D, "捕后撤案日期", "Case dropped after arrest on"),
    col("charge_indicted", S, "起诉罪名", "Charge indicted"),
    col("charge_judged", S, "一审判决罪名", "Charge judged"),
    col("amount_sent_wan", F, "移送认定数额(万元)", "Amount sent (10,000 yuan)"),
    col("amount_wan", F, "审定数额(万元)", "Amount found on review (10,000 yuan)"),
    col("amount_judged_wan", F, "判决认定数额(万元)", "Amount judged (10,000 yuan)"),
    col("circumstances", S, "法定量刑情节", "Circumstances by law"),
    col("circumstances_judged", S, "判决认定法定情节", "Circumstances by law, judged"),
    col("advised", S, "量刑建议", "Sentence advised"),
    col("advised_months", I, "量刑建议刑期(月)", "Sentence advised, months"),
    col("advice_adopted", B, "法院采纳量刑建议", "Advice adopted by the court"),
    derived("person_no", L, "人员序号", "Person key"),
    derived("matter", L, "同案同人编号", "Number of the person in one matter"),
    derived("accepted_on", D, "受理日期", "Accepted on"),
    derived("concluded_on", D, "办结日期", "Concluded on"),
)

events = _table(
    "events", "节点事件", "Events",
    _case_id(),
    col("event_id", S, "事件编号", "Event number"),
    col("person_id", S, "人员编号", "Person number"),
    col("activity", S, "节点", "Activity", required=True, codes="node"),
    col("occurred_at", T, "发生时间", "Occurred at", required=True),
    col("recorded_at", T, "录入时间", "Recorded at"),
    col("planned_due_on", D, "应完成日", "Planned due day"),
    col("actor", S, "操作人", "Actor", personal=True),
    col("actor_role", S, "操作人角色", "Role of the actor"),
    col("holder", S, "案件所在", "Held by", codes="holder"),
    col("document_id", S, "文书编号", "Document number"),
    col("voided", B, "已作废", "Voided"),
    col("extra", S, "其他字段", "Other fields (JSON)"),
    derived("seq", I, "序次", "Position in the case"),
    derived("occurred_on", D, "发生日期", "Occurred on"),
    derived("next_activity", S, "下一节点", "Next activity", codes="node"),
    derived("next_on", D, "下一节点日期", "Next event on"),
    derived("gap_days", F, "至下一节点天数", "Days to the next event"),
    derived("left_on", D, "离开日期", "Left on"),
    derived("stay_days", I, "停留天数（自然日）", "Days of stay (calendar)"),
)

measures = _table(
    "measures", "强制措施", "Coercive measures",
    _case_id(),
    col("measure_id", S, "强制措施编号", "Measure number", required=True),
    col("person_id", S, "人员编号", "Person number"),
    col("coercive", S, "强制措施", "Measure", required=True, codes="coercive"),
    col("began_on", D, "采取日期", "Began on", required=True),
    col("legal_end_on", D, "法定截止日", "Legal end"),
    col("ended_on", D, "解除日期", "Ended on"),
    col("change", S, "变更情况", "Change"),
    col("decided_by", S, "批准机关", "Decided by"),
    col("place", S, "羁押处所", "Place of custody"),
)

documents = _table(
    "documents", "文书", "Documents",
    _case_id(),
    col("document_id", S, "文书编号", "Document number", required=True),
    col("template_code", S, "文书模板", "Template"),
    col("document_name", S, "文书名称", "Document"),
    col("document_no", S, "文号", "Reference"),
    col("made_at", T, "制作时间", "Made at"),
    col("approved_at", T, "审批时间", "Approved at"),
    col("approver_level", S, "审批层级", "Approver", codes="approver_level"),
    col("sealed_at", T, "用印时间", "Stamped at"),
    col("delivered_at", T, "送达时间", "Delivered at"),
    col("public_state", S, "公开状态", "Disclosure state", codes="public_state"),
    col("public_on", D, "公开日期", "Published on"),
)

properties = _table(
    "properties", "涉案财物", "Property",
    _case_id(),
    col("property_id", S, "财物编号", "Property number", required=True),
    col("property_kind", S, "财物种类", "Kind"),
    col("quantity", F, "数量", "Quantity"),
    col("value_wan", F, "价值（万元）", "Value (10,000 yuan)"),
    col("measure", S, "措施", "Measure"),
    col("received_on", D, "入库日期", "Received on"),
    col("released_on", D, "出库日期", "Released on"),
    col("release_kind", S, "出库方式", "Kind of release"),
)

defence = _table(
    "defence", "辩护与代理", "Defence and representation",
    _case_id(),
    col("defence_id", S, "登记编号", "Registration", required=True),
    col("lawyer_name", S, "申请人", "Applicant", personal=True),
    col("law_firm", S, "律师事务所", "Law firm"),
    col("applicant_kind", S, "申请人类型", "Kind of applicant"),
    col("matter", S, "申请事项", "Matter", codes="defence_matter"),
    col("requested_on", D, "申请日期", "Requested on"),
    col("arranged_on", D, "安排日期", "Arranged on"),
    col("done_on", D, "办结日期", "Done on"),
    col("result", S, "处理情况", "Result", codes="defence_result"),
)

allocations = _table(
    "allocations", "分案", "Allocations",
    _case_id(),
    col("allocation_id", S, "分案编号", "Allocation number", required=True),
    col("mode", S, "分案方式", "Mode", required=True, codes="allocation_mode"),
    col("group_id", S, "轮案组", "Rotation group"),
    col("assigned_to", S, "分配给", "Assigned to", codes="prosecutor"),
    col("allocated_at", T, "分案时间", "Allocated at", required=True),
    col("reason", S, "理由", "Reason"),
    col("approved_by", S, "批准人", "Approved by", personal=True),
    col("is_change", B, "变更承办人", "Change of handler"),
    derived("allocated_on", D, "分案日期", "Allocated on"),
)

disclosures = _table(
    "disclosures", "信息公开", "Disclosures",
    _case_id(),
    col("disclosure_id", S, "公开编号", "Disclosure number", required=True),
    col("disclosure_kind", S, "公开类别", "Kind", codes="disclosure_kind"),
    col("due_on", D, "应公开日期", "Due on"),
    col("published_on", D, "公开日期", "Published on"),
    col("public_state", S, "公开状态", "State", codes="public_state"),
)

dossiers = _table(
    "dossiers", "电子卷宗", "E-dossiers",
    _case_id(),
    col("dossier_id", S, "卷宗编号", "Dossier number", required=True),
    col("made_on", D, "制作日期", "Made on"),
    col("volumes", I, "卷数", "Volumes"),
    col("pages", I, "页数", "Pages"),
    col("make_state", S, "制作状态", "State", codes="dossier_state"),
    derived("accepted_on", D, "受理日期", "Accepted on"),
)

reviews = _table(
    "reviews", "质量评查", "Quality reviews",
    _case_id(),
    col("review_id", S, "评查编号", "Review number", required=True),
    col("review_kind", S, "评查类别", "Kind of review", required=True, codes="review_kind"),
    col("review_mode", S, "评查方式", "Mode of review", codes="review_mode"),
    col("plan_id", S, "评查活动", "Plan"),
    col("reviewer", S, "评查员", "Reviewer", personal=True),
    col("reviewer_code", S, "评查员编码", "Reviewer's code"),
    col("reviewer_office", S, "评查员单位", "Reviewer's office"),
    col("state", S, "评查状态", "State", required=True, codes="review_state"),
    col("began_on", D, "评查开始", "Began on"),
    col("due_on", D, "评查期限", "Due on"),
    col("reviewed_on", D, "评查结束", "Concluded on"),
    col("scale", S, "等次标准", "Grade scale", codes="grade_scale"),
    col("proposed_grade", S, "拟定等次", "Proposed grade", codes="grade"),
    col("grade", S, "评查等次", "Grade", codes="grade"),
    col("objection", B, "承办人异议", "Objection"),
    col("rectified", B, "已整改", "Rectified"),
    derived("case_concluded_on", D, "案件办结日期", "Case concluded on"),
    derived("days_after", I, "办结至评查天数（自然日）", "Days from conclusion to review (calendar)"),
    derived("leader_case", B, "院领导办案", "Leader's case"),
    derived("self_check", B, "部门自查", "Self-check"),
    derived("by_other", B, "他院评查", "Reviewed by another office"),
    derived("by_whom", S, "评查人", "Reviewed by", codes="prosecutor"),
    derived("finding_count", I, "问题数", "Problems"),
    derived("error_count", I, "错误数", "Errors"),
    derived("flaw_count", I, "瑕疵数", "Flaws"),
    derived("point_count", I, "评定要点数", "Points judged"),
    derived("earlier_grade", S, "前次评查等次", "Grade of the review before", codes="grade"),
    derived("earlier_by", S, "前次评查人", "Reviewed before by", codes="prosecutor"),
    derived("earlier_mode", S, "前次评查方式", "Mode of the review before", codes="review_mode"),
)

review_findings = _table(
    "review_findings", "评查问题", "Review findings",
    _case_id(),
    col("review_finding_id", S, "问题编号", "Finding number", required=True),
    col("review_id", S, "评查编号", "Review number", required=True),
    col("dimension", S, "评查项", "Dimension", codes="review_dimension"),
    col("item_code", S, "问题项", "Item"),
    col("item_name", S, "问题", "Problem"),
    col("severity", S, "严重程度", "Severity", codes="review_severity"),
    col("remark", S, "说明", "Remark"),
    derived("reviewed_on", D, "评查结束", "Review concluded on"),
    derived("grade", S, "评查等次", "Grade", codes="grade"),
    derived("review_kind", S, "评查类别", "Kind of review", codes="review_kind"),
    derived("review_mode", S, "评查方式", "Mode of review", codes="review_mode"),
    derived("leader_case", B, "院领导办案", "Leader's case"),
    derived("self_check", B, "部门自查", "Self-check"),
    derived("item", S, "问题项", "Problem item", codes="review_item"),
    derived("first_of_item", B, "该案首次发现该问题", "First time in the case"),
    derived("missed_by_self", B, "自查未发现", "Missed by the self-check"),
)

# What a review says of every point of its standard, also where all is well: hundreds of rows a review.
review_results = _table(
    "review_results", "评查要点结果", "Results by point",
    _case_id(),
    col("review_id", S, "评查编号", "Review number", required=True),
    col("dimension", S, "评查项", "Dimension", codes="review_dimension"),
    col("point", S, "评查要点", "Point", required=True, codes="review_item"),
    col("point_name", S, "要点名称", "Point as delivered"),
    col("result", S, "评定结果", "Result", required=True, codes="review_result"),
    derived("result_no", L, "序号", "No."),
    derived("reviewed_on", D, "评查结束", "Review concluded on"),
    derived("review_kind", S, "评查类别", "Kind of review", codes="review_kind"),
    derived("review_mode", S, "评查方式", "Mode of review", codes="review_mode"),
    derived("self_check", B, "部门自查", "Self-check"),
)

findings = _table(
    "findings", "流程监控问题", "Process-monitoring findings",
    _case_id(),
    col("finding_id", S, "监控编号", "Finding number", required=True),
    col("rule_id", S, "规则", "Rule"),
    col("problem", S, "违规情形", "Problem"),
    col("level", S, "整改级别", "Level", required=True, codes="finding_level"),
    col("found_on", D, "发现日期", "Found on", required=True),
    col("replied_on", D, "回复日期", "Replied on"),
    col("reply", S, "回复", "Reply", codes="finding_reply"),
    col("source_level", S, "发现层级", "Found by", codes="finding_source"),
)

links = _table(
    "links", "关联案件", "Linked cases",
    _case_id(),
    col("other_case_id", S, "关联案件受案号", "Linked case number", required=True),
    col("link_kind", S, "关联方式", "Kind of link", codes="link_kind"),
    derived("other_case_no", L, "关联案件序号", "Linked case key"),
)

org = _table(
    "org", "组织机构", "Organisations",
    col("org_code", S, "单位编码", "Code", required=True),
    col("org_name", S, "单位名称", "Name", required=True),
    col("short_name", S, "单位简称", "Short name"),
    col("parent", S, "上级单位", "Parent"),
    col("stated_level", I, "源单位级别", "Level as stated"),
    col("org_kind", S, "单位性质", "Kind", codes="org_kind"),
    col("sort", I, "排序", "Order"),
    col("valid_from", D, "有效自", "Valid from"),
    col("valid_to", D, "有效至", "Valid to"),
    derived("level", I, "单位级别", "Level"),
    derived("province", S, "省级院", "Province"),
    derived("city", S, "市级院", "City"),
    derived("known", B, "已登记", "In the catalogue"),
    context=False,
)

department = _table(
    "department", "部门", "Departments",
    col("department_code", S, "部门编码", "Code", required=True),
    col("office", S, "单位编码", "Office", required=True),
    col("department_name", S, "部门名称", "Name", required=True),
    col("functions", S, "职能", "Functions"),
    col("sort", I, "排序", "Order"),
    col("valid_from", D, "有效自", "Valid from"),
    col("valid_to", D, "有效至", "Valid to"),
    col("successor", S, "并入部门", "Merged into"),
    context=False,
)

prosecutor = _table(
    "prosecutor", "检察官", "Prosecutors",
    col("prosecutor_code", S, "人员编码", "Code", required=True),
    col("office", S, "单位编码", "Office", required=True),
    col("prosecutor_name", S, "姓名", "Name", required=True, personal=True),
    col("category", S, "人员类别", "Category", codes="staff_category"),
    col("is_leader", B, "院领导", "Leader"),
    col("active_from", D, "入额日期", "Active from"),
    col("active_to", D, "离任日期", "Active to"),
    context=False,
)

posting = _table(
    "posting", "任职", "Postings",
    col("prosecutor_code", S, "人员编码", "Code", required=True),
    col("department_code", S, "部门编码", "Department", required=True),
    col("valid_from", D, "有效自", "Valid from", required=True),
    col("valid_to", D, "有效至", "Valid to"),
    context=False,
)

# Who may not review whose cases, or a case: what was recorded of relatives, of interests, of decisions to stand aside.
recusals = _table(
    "recusals", "回避关系", "Recusals",
    col("recusal_id", S, "登记编号", "Number", required=True),
    col("prosecutor_code", S, "人员编码", "Person", required=True, codes="prosecutor"),
    col("other_code", S, "关系人编码", "Related to", codes="prosecutor"),
    col("recused_case_id", S, "回避案件受案号", "Recused from the case"),
    col("tie", S, "回避事由", "Reason", required=True, codes="tie"),
    col("valid_from", D, "有效自", "Valid from"),
    col("valid_to", D, "有效至", "Valid to"),
    context=False,
)

premises = _table(
    "premises", "办案场所", "Premises",
    col("use_id", S, "使用编号", "Use number", required=True),
    col("office", S, "单位编码", "Office", required=True),
    col("room_kind", S, "场所类别", "Kind of room"),
    col("began_at", T, "开始时间", "Began at", required=True),
    col("ended_at", T, "结束时间", "Ended at"),
    context=False,
)

targets = _table(
    "targets", "目标参数", "Targets",
    col("org_code", S, "单位编码", "Unit", required=True),
    col("year", I, "年度", "Year", required=True),
    col("indicator", S, "指标", "Indicator", required=True),
    col("baseline", F, "基数", "Baseline"),
    col("low", F, "下限", "Lower bound"),
    col("high", F, "上限", "Upper bound"),
    context=False,
)

calendar = _table(
    "calendar", "工作日历", "Working-day calendar",
    col("day", D, "日期", "Day", required=True),
    col("is_workday", B, "是否工作日", "Working day", required=True),
    col("note", S, "说明", "Note"),
    context=False,
)

# What the build makes of the facts: no file holds them, no import fills them.
clocks = _made(
    "clocks", "办案期限", "Clocks",
    derived("clock_no", L, "期限序号", "Clock key"),
    derived("clock", S, "期限种类", "Clock", codes="clock"),
    derived("limit_code", S, "法定期限", "Limit of the law", codes="limit"),
    derived("person_no", L, "人员序号", "Person key"),
    derived("round", I, "轮次", "Round"),
    derived("began_on", D, "起算日", "Began on"),
    derived("due_on", D, "到期日(重算)", "Due on (recomputed)"),
    derived("conditional_due_on", D, "若延长的到期日", "Due on, if extended"),
    derived("ended_on", D, "停止日", "Ended on"),
    derived("ended_by", S, "停止原因", "Ended by", codes="clock_end"),
    derived("excluded_days", I, "不计入天数（自然日）", "Days not counted (calendar)"),
    derived("missing", S, "无法计算的原因", "Why it cannot be computed", codes="clock_missing"),
    derived("activity", S, "所在节点", "Where the case stood", codes="node"),
    derived("source_due_on", D, "源系统到期日", "Due on (source)"),
    derived("source_difference", I, "重算与源相差（自然日）", "Recomputed less source (calendar days)"),
)
clock_entries = _made(
    "clock_entries", "期限明细账", "Clock entries",
    derived("clock_no", L, "期限序号", "Clock key"),
    derived("entry", I, "行次", "Entry"),
    derived("act", S, "记账事项", "Act", codes="clock_act"),
    derived("entered_on", D, "日期", "Day"),
    derived("seq", I, "节点序次", "Position of the event"),
    derived("cause", S, "依据的节点或案卡项", "Cause (event or card field)"),
    derived("limit_code", S, "法定期限", "Limit of the law", codes="limit"),
    derived("basis", S, "法律依据", "Basis in law", codes="article"),
    derived("due_on", D, "到期日", "Due on"),
    derived("conditional_due_on", D, "若延长的到期日", "Due on, if extended"),
)

rule_hits = _made(
    "rule_hits", "规则命中", "Rule hits",
    derived("hit_no", L, "命中序号", "Hit key"),
    derived("rule", S, "规则", "Rule", codes="rule"),
    derived("person_no", L, "人员序号", "Person key"),
    derived("occurrence", I, "第几次", "Occurrence"),
    derived("firing", S, "命中情形", "Firing", codes="rule_firing"),
    derived("began_on", D, "起算日", "Began on"),
    derived("due_on", D, "到期日(重算)", "Due on (recomputed)"),
    derived("hit_on", D, "命中日", "Hit since"),
    derived("cleared_on", D, "消除日", "Cleared on"),
    derived("days_over", I, "超期天数（自然日）", "Days over (calendar)"),
    derived("rule_severity", S, "规则等级", "Severity of the rule", codes="rule_severity"),
)
selections = _made(
    "selections", "必评案件", "Mandatory reviews",
    derived("selection_no", L, "序号", "No."),
    derived("mandatory", S, "必评类别", "Class", codes="mandatory"),
    derived("mandatory_list", S, "必评清单", "List of classes", codes="mandatory_list"),
    derived("selected_on", D, "列入必评日", "Must be reviewed since"),
    derived("person_no", L, "人员序号", "Person key"),
    derived("persons_meant", I, "涉及人数", "Persons meant"),
    derived("other_case_no", L, "关联案件序号", "Linked case key"),
    derived("first_of_case", B, "该案首次列入", "First of the case"),
    derived("leader_case", B, "院领导办案", "Leader's case"),
    derived("case_concluded_on", D, "案件办结日期", "Case concluded on"),
    derived("reviewed_on", D, "首次评查完成日", "First reviewed on"),
)
risks = _made(
    "risks", "到期风险", "Deadline risk",
    derived("risk_no", L, "序号", "No."),
    derived("model", S, "预测对象", "Forecast of", codes="risk_model"),
    derived("clock_no", L, "期限序号", "Clock key"),
    derived("clock", S, "期限种类", "Clock", codes="clock"),
    derived("round", I, "轮次", "Round"),
    derived("began_on", D, "起算日", "Began on"),
    derived("due_on", D, "到期日(重算)", "Due on (recomputed)"),
    derived("days_left", I, "剩余天数（自然日）", "Days left (calendar)"),
    derived("activity", S, "所在节点", "Where the case stands", codes="node"),
    derived("probability", P, "超期可能性", "Chance of missing the day"),
)
risk_checks = _made(
    "risk_checks", "到期风险检验", "Forecasts checked",
    derived("risk_no", L, "序号", "No."),
    derived("model", S, "预测对象", "Forecast of", codes="risk_model"),
    derived("judged_on", D, "预测日", "Day of the forecast"),
    derived("clock_no", L, "期限序号", "Clock key"),
    derived("clock", S, "期限种类", "Clock", codes="clock"),
    derived("round", I, "轮次", "Round"),
    derived("began_on", D, "起算日", "Began on"),
    derived("due_on", D, "预测日所知到期日", "Due on, as known that day"),
    derived("activity", S, "当日所在节点", "Where the case stood that day", codes="node"),
    derived("probability", P, "当日预测的超期可能性", "Chance forecast that day"),
    derived("base_rate", P, "同类基准率", "Base rate of its kind"),
    derived("missed", B, "后来超期", "Missed its day later"),
)

# What an import leaves beside the facts: which files were read, and every row or value that was not taken as it stood.
source_files = sa.Table(
    "source_files", metadata,
    derived("file_no", I, "文件序号", "File no."),
    derived("file_name", S, "文件", "File"),
    derived("table_name", S, "数据表", "Table"),
    derived("source_table", S, "源表", "Source table"),
    derived("rows_read", L, "读入行数", "Rows read"),
    derived("rows_accepted", L, "接收行数", "Rows accepted"),
    derived("rows_set_aside", L, "搁置行数", "Rows set aside"),
    derived("rows_deleted", L, "源系统已删除", "Soft-deleted in the source (among those set aside)"),
    derived("rows_flagged", L, "带标记行数", "Rows flagged"),
    derived("encoding", S, "编码", "Encoding"),
    derived("sha256", S, "校验", "SHA-256"),
    info={"label": Text("导入文件", "Files read"), "context": False},
)

quarantine = sa.Table(
    "quarantine", metadata,
    derived("issue_no", L, "序号", "No."),
    derived("file_no", I, "文件序号", "File no."),
    derived("file_name", S, "文件", "File"),
    derived("source_row", L, "行", "Row"),
    derived("table_name", S, "数据表", "Table"),
    derived("column_name", S, "列", "Column"),
    derived("value", S, "原值", "Value"),
    derived("reason", S, "原因", "Reason", codes="reason"),
    derived("set_aside", B, "已搁置", "Set aside"),
    derived("case_id", S, "部门受案号", "Case number"),
    derived("office", S, "承办单位", "Office"),
    derived("raw", S, "原始行", "Row as delivered"),
    info={"label": Text("问题数据", "Rows and values with a problem"), "context": False},
)

snapshot = sa.Table(
    "snapshot", metadata,
    derived("snapshot_id", S, "数据版本", "Snapshot"),
    derived("as_of", D, "数据截至", "Data as of"),
    derived("created_at", T, "生成时间", "Built at"),
    derived("mapping", S, "映射", "Mapping"),
    derived("sources", S, "来源", "Sources"),
    derived("content", S, "内容指纹", "Content fingerprint"),
    derived("shape", S, "表结构指纹", "Fingerprint of the tables"),
    derived("demo", B, "演示数据", "Demonstration data"),
    derived("first_on", D, "最早受理日", "First acceptance"),
    derived("statistical_day", I, "统计月起始日", "First day of the statistical month"),
    info={"label": Text("数据版本", "Snapshot"), "context": False},
)

supplied = sa.Table(
    "supplied", metadata,
    derived("table_name", S, "数据表", "Table"),
    derived("row_count", L, "行数", "Rows"),
    info={"label": Text("已提供的数据表", "Tables supplied"), "context": False},
)

# What each pre-aggregate was made of: what is declared otherwise by now cannot be read.
preaggregates = sa.Table(
    "preaggregates", metadata,
    derived("name", S, "预汇总表", "Pre-aggregate"),
    derived("made_of", S, "口径指纹", "Fingerprint of what fills it"),
    info={"label": Text("预汇总表", "Pre-aggregates"), "context": False},
)

# Of every rule whether it ran, and if not, for want of which table, column or activity.
rule_states = sa.Table(
    "rule_states", metadata,
    derived("rule", S, "规则", "Rule", codes="rule"),
    derived("state", S, "状态", "State", codes="rule_state"),
    derived("lacks_table", S, "缺少的数据表", "Table missing"),
    derived("lacks", S, "缺少的列或节点", "Column or activities missing"),
    info={"label": Text("规则状态", "States of rules"), "context": False},
)

# Of every class of mandatory review whether it was computed, and if not, for want of which table or column.
mandatory_states = sa.Table(
    "mandatory_states", metadata,
    derived("mandatory", S, "必评类别", "Class", codes="mandatory"),
    derived("state", S, "状态", "State", codes="mandatory_state"),
    derived("lacks_table", S, "缺少的数据表", "Table missing"),
    derived("lacks", S, "缺少的列", "Column missing"),
    info={"label": Text("必评类别状态", "States of the mandatory classes"), "context": False},
)

# The way from a case's number to its key. Sorted by a number made of the text: engines know where a number lies, but of a
# text only its beginning, which all cases of a province share.
case_keys = sa.Table(
    "case_keys", metadata,
    derived("case_hash", L, "案号散列", "Number made of the case number"),
    derived("case_id", S, "部门受案号", "Case number"),
    derived("case_no", L, "案件序号", "Case key"),
    info={"label": Text("案号索引", "Case numbers"), "context": False},
)

# Columns of supplied tables that no file filled: what needs them says so instead of showing a zero.
absent_columns = sa.Table(
    "absent_columns", metadata,
    derived("table_name", S, "数据表", "Table"),
    derived("column_name", S, "列", "Column"),
    info={"label": Text("未提供的列", "Columns not supplied"), "context": False},
)
# What was learnt, from which days, and how it stood the test on later days; a row whether or not the forecasts are used.
risk_models = sa.Table(
    "risk_models", metadata,
    derived("model", S, "预测对象", "Forecast of", codes="risk_model"),
    derived("label_zh", S, "名称(中文)", "Name (Chinese)"),
    derived("label_en", S, "名称(英文)", "Name (English)"),
    derived("horizon_days", I, "预测期（自然日）", "Horizon (calendar days)"),
    derived("trained_until", D, "检验所用训练截止日", "Learnt until, for the test"),
    derived("n_trained", L, "训练条数", "Rows learnt from"),
    derived("missed_trained", L, "训练中超期条数", "Missed among them"),
    derived("validated_on", D, "检验日", "Tested on the clocks open on"),
    derived("n", L, "检验条数", "Rows tested"),
    derived("missed", L, "检验中超期条数", "Missed among them"),
    derived("brier", F, "布里尔分数", "Brier score"),
    derived("brier_base", F, "基准率的布里尔分数", "Brier score of the base rate"),
    derived("surely", F, "至少改善(95%)", "Gain of at least (95 %)"),
    derived("spread", F, "部门间相对误差", "Relative error between departments"),
    derived("used", B, "已采用", "Used"),
    derived("reason", S, "原因", "Reason", codes="risk_reason"),
    derived("bins", S, "可靠性曲线", "Reliability curve (JSON)"),
    info={"label": Text("到期风险模型", "Models of deadline risk"), "context": False},
)
# Derived columns that are made from another table, or from a column: they are absent when it is.
MADE_FROM = {
    ("cases", "reopened_on"): ("cases", "unified_no"),
    ("cases", "assigned_on"): "allocations", ("cases", "reviewed_on"): "reviews", ("cases", "days"): ("cases", "concluded_on"),
    ("persons", "concluded_on"): ("cases", "concluded_on"), ("allocations", "allocated_on"): ("allocations", "allocated_at"),
    ("review_findings", "reviewed_on"): ("reviews", "reviewed_on"), ("clocks", "ended_on"): ("cases", "concluded_on"),
    ("clocks", "source_due_on"): ("cases", "due_on"), ("clocks", "source_difference"): ("cases", "due_on"),
    ("review_findings", "review_mode"): ("reviews", "review_mode"),
    ("review_results", "reviewed_on"): ("reviews", "reviewed_on"), ("review_results", "review_mode"): ("reviews", "review_mode"),
    ("reviews", "point_count"): "review_results",
    ("review_findings", "missed_by_self"): ("reviews", "review_mode"),
    ("reviews", "finding_count"): "review_findings", ("reviews", "error_count"): ("review_findings", "severity"),
    ("reviews", "flaw_count"): ("review_findings", "severity"), ("reviews", "by_other"): ("reviews", "reviewer_office"),
    ("selections", "reviewed_on"): "reviews",
    ("reviews", "days_after"): ("cases", "concluded_on"), ("reviews", "earlier_grade"): ("reviews", "grade"),
}
# Tables the build makes from facts, with those they cannot do without: supplied when these were.
MADE: dict[str, tuple[str, ...]] = {
    "clocks": ("cases",), "clock_entries": ("cases",), "rule_hits": ("cases",), "risks": ("cases",), "risk_checks": ("cases",),
    "selections": ("cases",),
}  # fmt: skip

MADE_ANYWAY = frozenset({"calendar"})  # tables that the build fills from published facts when nobody delivers them

# The routes that cases took, by the number each case carries: the milestones of its backbone in order, repeats left out.
routes = sa.Table(
    "routes", metadata,
    derived("route", L, "办案路径编号", "Number of the route"),
    derived("acts", S, "节点序列", "Acts in order"),
    info={"label": Text("办案路径", "Routes"), "context": False},
)

BOOKKEEPING = (
    case_keys, absent_columns, routes, source_files, quarantine, snapshot, supplied, preaggregates, rule_states, mandatory_states,
    risk_models,
)  # fmt: skip
FACTS = tuple(table for table in metadata.sorted_tables if table.info["context"])
CANONICAL = tuple(table for table in metadata.sorted_tables if table not in BOOKKEEPING and table.name not in MADE)


def source_columns(table: sa.Table) -> list[sa.Column]:
    """The columns an import fills; the build adds the others."""
    return [column for column in table.columns if not about(column).derived]


def built_columns(table: sa.Table) -> list[sa.Column]:
    """The columns a snapshot's table has: facts under a case name it by its key alone, the text stands in `cases`."""
    return [column for column in table.columns if column.name != "case_id" or table not in FACTS or table is cases]


def case_hash(case_id: str) -> int:
    """What `case_keys` is sorted by; the build makes the same in SQL."""
    return int(md5(case_id.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def codes_used() -> Iterable[str]:
    """Names of the code lists that columns refer to."""
    return sorted({about(c).codes for table in metadata.sorted_tables for c in table.columns if about(c).codes})
