"""What can be counted: a table of facts seen from one angle. Numbers over two relations are never added up.

Knows the table, its unit and what its list shows. Must not know SQL or access.
"""

from dataclasses import dataclass

from data import schema
from data.text import Text

CASE, PERSON, TIME = Text("件", "cases"), Text("人", "persons"), Text("次", "times")
REVIEW, ALLOCATION = Text("次", "reviews"), Text("次", "allocations")
ITEM, COPY = Text("项", "items"), Text("份", "documents")
CLOCK = Text("个", "clocks")


@dataclass(frozen=True)
class Relation:
    """`day` is the day a period means when a list is opened without an indicator; `columns` are shown, in order."""

    key: str
    label: Text
    unit: Text
    day: str
    columns: tuple[str, ...]
    row_key: str = "case_no"

    @property
    def table(self):
        return schema.metadata.tables[self.key]

    @property
    def path(self) -> str:
        return "/cases" if self.key == "cases" else f"/list/{self.key}"

    def __hash__(self) -> int:
        return hash(self.key)


WHO = ("office", "department", "handler")

CASES = Relation(
    "cases", Text("案件", "Cases"), CASE, "accepted_on",
    ("case_id", "case_name", "type_code", "line", *WHO, "status", "accepted_on", "due_on", "concluded_on", "completed_on",
     "archived_on", "days", "outcome", "custody", "person_count", "stage", "supervised", "leader_case", "plea", "returned1_on",
     "returned2_on", "extended1_on", "assigned_on", "reviewed_on", "finding_count", "flag_count", "unified_no"),
)
PERSONS = Relation(
    "persons", Text("涉案人员", "Persons"), PERSON, "accepted_on",
    ("case_id", "name", "charge_name", "coercive", "detained_on", "released_on", "outcome", "outcome_reason", "decided_on",
     "indicted_on", "plea", "type_code", *WHO, "accepted_on", "age_at_offence", "judged_on", "sentence"), "person_no",
)
EVENTS = Relation(
    "events", Text("节点事件", "Events"), TIME, "occurred_on",
    ("case_id", "activity", "occurred_at", "stay_days", "next_activity", "left_on", "holder", "actor", "actor_role", "planned_due_on",
     "recorded_at", "gap_days", "type_code", *WHO), "seq",
)
ALLOCATIONS = Relation(
    "allocations", Text("分案", "Allocations"), ALLOCATION, "allocated_on",
    ("case_id", "allocated_on", "mode", "group_id", "assigned_to", "reason", "is_change", "type_code", *WHO), "allocation_id",
)
MEASURES = Relation(
    "measures", Text("强制措施", "Coercive measures"), TIME, "began_on",
    ("case_id", "person_id", "coercive", "began_on", "legal_end_on", "ended_on", "place", "type_code", *WHO), "measure_id",
)
DOCUMENTS = Relation(
    "documents", Text("文书", "Documents"), COPY, "made_at",
    ("case_id", "document_name", "document_no", "made_at", "approver_level", "delivered_at", "public_state", *WHO), "document_id",
)
REVIEWS = Relation(
    "reviews", Text("质量评查", "Reviews"), REVIEW, "reviewed_on",
    ("case_id", "review_kind", "review_mode", "state", "reviewed_on", "scale", "grade", "proposed_grade", "objection", "rectified",
     "finding_count", "reviewer", "reviewer_office", "earlier_grade", "earlier_mode", "days_after", "leader_case", "plan_id", "type_code",
     *WHO, "began_on", "by_whom"), "review_id",
)
REVIEW_FINDINGS = Relation(
    "review_findings", Text("评查问题", "Review findings"), ITEM, "reviewed_on",
    ("case_id", "dimension", "item_name", "severity", "remark", "reviewed_on", "grade", "review_kind", "review_mode", "missed_by_self",
     "item", "type_code", *WHO), "review_finding_id",
)
REVIEW_RESULTS = Relation(
    "review_results", Text("评查要点结果", "Results by point"), ITEM, "reviewed_on",
    ("case_id", "dimension", "point", "result", "reviewed_on", "review_kind", "review_mode", "type_code", *WHO, "point_name", "review_id"),
    "result_no",
)
FINDINGS = Relation(
    "findings", Text("流程监控问题", "Monitoring findings"), ITEM, "found_on",
    ("case_id", "problem", "level", "found_on", "replied_on", "reply", "rule_id", "type_code", *WHO), "finding_id",
)
DISCLOSURES = Relation(
    "disclosures", Text("信息公开", "Disclosures"), ITEM, "due_on",
    ("case_id", "disclosure_kind", "due_on", "published_on", "public_state", "type_code", *WHO), "disclosure_id",
)
DOSSIERS = Relation(
    "dossiers", Text("电子卷宗", "E-dossiers"), COPY, "accepted_on",
    ("case_id", "accepted_on", "made_on", "volumes", "pages", "make_state", "type_code", *WHO), "dossier_id",
)
PROPERTIES = Relation(
    "properties", Text("涉案财物", "Property"), ITEM, "received_on",
    ("case_id", "property_kind", "quantity", "value_wan", "measure", "received_on", "released_on", "release_kind", "type_code", *WHO),
    "property_id",
)
CLOCKS = Relation(
    "clocks", Text("办案期限", "Clocks"), CLOCK, "began_on",
    ("case_id", "case_name", "clock", "limit_code", "round", "began_on", "due_on", "conditional_due_on", "ended_on", "ended_by",
     "excluded_days", "missing", "activity", "source_due_on", "source_difference", "custody", "type_code", *WHO), "clock_no",
)
RULE_HITS = Relation(
    "rule_hits", Text("规则命中", "Rule hits"), ITEM, "hit_on",
    ("case_id", "rule", "firing", "rule_severity", "began_on", "due_on", "hit_on", "cleared_on", "days_over", "type_code", *WHO, "custody",
     "occurrence"), "hit_no",
)
SELECTIONS = Relation(
    "selections", Text("必评案件", "Mandatory reviews"), CASE, "selected_on",
    ("case_id", "case_name", "mandatory", "selected_on", "reviewed_on", "type_code", *WHO, "persons_meant", "case_concluded_on",
     "leader_case", "mandatory_list", "line", "case_no"), "selection_no",
)
RISKS = Relation(
    "risks", Text("到期风险", "Deadline risk"), CLOCK, "due_on",
    ("case_id", "probability", "clock", "due_on", "days_left", "activity", *WHO, "type_code", "round", "began_on", "custody", "model"),
    "risk_no",
)
RISK_CHECKS = Relation(
    "risk_checks", Text("到期风险检验", "Forecasts checked"), CLOCK, "judged_on",
    ("case_id", "probability", "missed", "clock", "judged_on", "due_on", "activity", *WHO, "type_code", "base_rate", "round", "began_on",
     "model"), "risk_no",
)

ALL: dict[str, Relation] = {
    each.key: each
    for each in (
        CASES, PERSONS, EVENTS, ALLOCATIONS, MEASURES, DOCUMENTS, REVIEWS, REVIEW_FINDINGS, REVIEW_RESULTS, FINDINGS, DISCLOSURES, DOSSIERS,
        PROPERTIES, CLOCKS, RULE_HITS, RISKS, RISK_CHECKS, SELECTIONS,
    )
}
