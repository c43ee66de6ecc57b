"""What must hold among canonical rows, as data: keys, references, days that may lie ahead, pairs of dates in order.

Knows the canonical tables. Must not know sources or SQL. The pairs of dates are facts of the field: data/catalogue/orders.csv.
"""

import csv
from dataclasses import dataclass
from functools import cache

from data import catalogue, schema

# The columns by which a row is the same row when it is delivered twice. A key with an empty part identifies nothing.
KEYS: dict[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "persons": ("case_id", "person_id"),
    "events": ("case_id", "event_id"),
    "measures": ("case_id", "measure_id"),
    "documents": ("case_id", "document_id"),
    "properties": ("case_id", "property_id"),
    "defence": ("case_id", "defence_id", "matter"),
    "allocations": ("case_id", "allocation_id"),
    "disclosures": ("case_id", "disclosure_id"),
    "dossiers": ("case_id", "dossier_id"),
    "reviews": ("review_id",),
    "review_findings": ("review_id", "review_finding_id"),
    "review_results": ("review_id", "point"),
    "recusals": ("recusal_id",),
    "findings": ("case_id", "finding_id"),
    "links": ("case_id", "other_case_id"),
    "org": ("org_code",),
    "department": ("department_code",),
    "prosecutor": ("prosecutor_code",),
    "posting": ("prosecutor_code", "department_code", "valid_from"),
    "premises": ("use_id",),
    "targets": ("org_code", "year", "indicator"),
    "calendar": ("day",),
}

# Plans, limits and ends of validity lie ahead without being wrong.
MAY_LIE_AHEAD = frozenset({"due_on", "planned_due_on", "legal_end_on", "valid_to", "active_to", "released_on", "day"})

# Values that name records of another table rather than codes of a list.
NAMES_OF_RECORDS = frozenset({"org", "department", "prosecutor"})


@dataclass(frozen=True)
class Reference:
    """Columns of a table that must be found in another; a row that belongs to nothing is set aside, one that names nothing is flagged."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    belongs: bool = False


@dataclass(frozen=True)
class Order:
    """Two days of which the first may not come after the second; `cases.` before a name means the case of the row."""

    table: str
    earlier: str
    later: str

    @property
    def across(self) -> bool:
        return self.earlier.startswith("cases.")


def _names(table: str, column: str, parent: str, parent_column: str) -> Reference:
    return Reference(table, (column,), parent, (parent_column,))


_OF_A_CASE = tuple(
    Reference(table.name, ("case_id",), "cases", ("case_id",), belongs=True)
    for table in schema.FACTS
    if table.name not in {"cases", *schema.MADE}
)

REFERENCES: tuple[Reference, ...] = (
    *_OF_A_CASE,
    Reference("review_findings", ("review_id",), "reviews", ("review_id",), belongs=True),
    Reference("review_results", ("review_id",), "reviews", ("review_id",), belongs=True),
    _names("cases", "office", "org", "org_code"),
    _names("cases", "department", "department", "department_code"),
    _names("cases", "handler", "prosecutor", "prosecutor_code"),
    _names("allocations", "assigned_to", "prosecutor", "prosecutor_code"),
    _names("department", "office", "org", "org_code"),
    _names("prosecutor", "office", "org", "org_code"),
    _names("posting", "prosecutor_code", "prosecutor", "prosecutor_code"),
    _names("posting", "department_code", "department", "department_code"),
    _names("recusals", "prosecutor_code", "prosecutor", "prosecutor_code"),
    _names("recusals", "other_code", "prosecutor", "prosecutor_code"),
    _names("recusals", "recused_case_id", "cases", "case_id"),
    _names("org", "parent", "org", "org_code"),
    _names("links", "other_case_id", "cases", "case_id"),
    Reference("events", ("case_id", "person_id"), "persons", ("case_id", "person_id")),
    Reference("measures", ("case_id", "person_id"), "persons", ("case_id", "person_id")),
    Reference("events", ("case_id", "document_id"), "documents", ("case_id", "document_id")),
)


@cache
def orders() -> tuple[Order, ...]:
    with (catalogue.FOLDER / "orders.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Order(row["table"], row["earlier"], row["later"]) for row in csv.DictReader(file))
