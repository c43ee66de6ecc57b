"""One case and everything the record holds about it. A case out of scope does not exist.

Knows which tables belong to a case. Must not know how they are drawn.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.definitions.filters import key_of
from data.definitions.recorded import CASE
from data.edition import Row
from data.errors import NotFound
from data.text import Text
from queries import followed, keyed, trail
from queries.unmasked import unmasked

NO_SUCH_CASE = Text("没有这个案件，或您无权查看", "No such case, or not one you may see")
PARTS = {  # table → the order in which its rows are read
    "persons": "person_no", "events": "seq", "measures": "began_on", "documents": "made_at", "allocations": "allocated_at",
    "reviews": "reviewed_on", "review_findings": "review_finding_id", "findings": "found_on", "defence": "requested_on",
    "properties": "received_on", "disclosures": "due_on", "dossiers": "made_on", "clocks": "clock_no", "clock_entries": "clock_no",
    "rule_hits": "hit_no",
}
COUNTED = {"persons": "person_count", "events": "event_count", "reviews": "review_count", "findings": "finding_count"}  # by its own head


@dataclass(frozen=True)
class CaseFile:
    """`parts` holds rows by table; a table that was not supplied is in `missing`, not an empty list."""

    head: Row
    parts: dict[str, list[Row]]
    missing: tuple[str, ...]
    linked: list[Row]
    issues: list[Row]
    following: Row | None  # since when the viewer follows the case
    readers: list[Row] | None  # who has opened it; None for those who may not know
    unmasked: bool = False  # whether this viewer, having said why, sees the names for now


_read: WeakKeyDictionary[Ask, CaseFile] = WeakKeyDictionary()  # as long as the question lives: a page's panels ask the same


def one_case(ask: Ask) -> CaseFile:
    """The case whose number the filter `case` gives. Raises NotFound."""
    found = _read.get(ask)
    if found is None:
        found = _read[ask] = _read_whole(ask)
    return found


def _read_whole(ask: Ask) -> CaseFile:
    head = head_of(ask)
    number = head["case_id"]
    supplied = ask.scope.snapshot.supplied
    parts = {name: _rows(ask, name, head, order) for name, order in PARTS.items() if name in supplied}
    missing = tuple(name for name in PARTS if name not in supplied)
    on_the_desk = followed.mark(ask, number), trail.readers(ask, CASE, number)
    return CaseFile(head, parts, missing, _linked(ask, head), _issues(ask, head), *on_the_desk, unmasked(ask, number))


def head_of(ask: Ask) -> Row:
    """The case whose number the filter `case` gives. Raises NotFound.

    In two steps: engines go straight to a row whose key they are given, and read all rows for one they must work out.
    """
    ask.check_rows()
    rows, key = ask.scope.table("cases"), ask.scope.fetch(sa.select(key_of(ask.filters.text("case")).label("case_no")))[0]["case_no"]
    found = ask.scope.fetch(sa.select(rows).where(rows.c.case_no == key)) if key is not None else []
    if not found:
        raise NotFound(NO_SUCH_CASE)
    return found[0]


def _rows(ask: Ask, name: str, head: Row, order: str) -> list[Row]:
    """Put in order here: for the few rows of a case a plan with an order takes longer than the sorting."""
    if name in COUNTED and head[COUNTED[name]] == 0:
        return []
    rows = ask.scope.table(name)
    found = ask.scope.fetch(sa.select(*_own(name, rows)).where(rows.c.case_no == head["case_no"]))
    there = [row for row in found if row[order] is not None]
    return [*sorted(there, key=lambda row: row[order]), *(row for row in found if row[order] is None)]


def _own(name: str, rows: sa.FromClause) -> list[sa.ColumnElement]:
    """The columns that are the table's own: what it carries of its case is in the head."""
    declared = schema.metadata.tables[name].c
    carried = {column for column in schema.CONTEXT if column != "case_no" and schema.about(declared[column]).derived}
    return [column for column in rows.c if column.name not in carried]


def _linked(ask: Ask, head: Row) -> list[Row]:
    """Cases linked in either direction and those of the same unified number, as far as they are in scope."""
    links, rows = ask.scope.table("links"), ask.scope.table("cases")
    there = sa.select(links.c.other_case_no.label("no"), links.c.link_kind).where(links.c.case_no == head["case_no"])
    back = sa.select(links.c.case_no, links.c.link_kind).where(links.c.other_case_no == head["case_no"])
    kinds = [(row["no"], row["link_kind"]) for row in ask.scope.fetch(sa.union(there, back))]
    if not kinds:
        return []
    columns = (rows.c[name] for name in ("case_no", "case_id", "case_name", "type_code", "office", "accepted_on", "concluded_on", "status"))
    found = keyed.rows(ask, tuple(columns), rows.c.case_no, (no for no, _ in kinds if no is not None))
    cases = {row.pop("case_no"): row for row in found}
    linked = [cases[no] | {"link_kind": kind} for no, kind in kinds if no in cases]
    return sorted(linked, key=lambda row: (row["accepted_on"], row["case_id"], str(row["link_kind"])))


def _issues(ask: Ask, head: Row) -> list[Row]:
    issues = ask.scope.issues()
    return ask.scope.fetch(sa.select(issues).where(issues.c.case_id == head["case_id"]).order_by(issues.c.issue_no))
