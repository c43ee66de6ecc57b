"""The facts under a case, built: each with its case's key and context, and what can be said of it without other facts.

Knows how each derived column is made. Must not know the cases' own derived columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from data import schema
from data.snapshots.numbering import Stretch
from data.snapshots.target import columns, fill, quoted

CONTEXT = frozenset(schema.CONTEXT)


@dataclass(frozen=True)
class Child:
    """`f` is the staged row, `x` its case's context. `order` makes the order within a case complete."""

    order: str
    derived: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""


# Voided events stand behind the others of their case and take no part in its path.
IN_ORDER = "select * from {rows} order by case_no, coalesce(voided, false), occurred_at, source_file, source_row"
# The step after each is the next row of the sorted table: a join on row numbers runs on all threads, a window would sort again.
STEPS = """(
    select f.*, f.rowid - c.first + 1 as seq, n.activity as then_activity, n.occurred_at as then_at,
        n.case_no is not null and not coalesce(f.voided, false) and not coalesce(n.voided, false) as follows
    from steps f join (select case_no, min(rowid) as first from steps group by case_no) c using (case_no)
    left join (select rowid - 1 as before, case_no, activity, occurred_at, voided from steps) n
        on n.before = f.rowid and n.case_no = f.case_no
)"""
EVENTS = Child(
    "seq",
    {
        "seq": "f.seq", "occurred_on": "f.occurred_at::date",
        "next_activity": "case when f.follows then f.then_activity end",
        "gap_days": "case when f.follows then (epoch_us(f.then_at) - epoch_us(f.occurred_at)) / 86400e6 end",
    },
)  # fmt: skip
PERSONS = Child("person_id", {"person_no": "null", "accepted_on": "x.accepted_on", "concluded_on": "x.concluded_on"})
REVIEW_OF_FINDING = """left join (
    select review_id, max(reviewed_on) filter (state = 'concluded') as reviewed_on, max(grade) as grade
    from built.reviews group by review_id
) r using (review_id)"""

CHILDREN: dict[str, Child] = {
    "persons": PERSONS,
    "events": EVENTS,
    "measures": Child("measure_id"),
    "documents": Child("document_id"),
    "properties": Child("property_id"),
    "defence": Child("defence_id"),
    "allocations": Child("allocated_at", {"allocated_on": "f.allocated_at::date"}),
    "disclosures": Child("disclosure_id"),
    "dossiers": Child("dossier_id"),
    "reviews": Child("review_id", {"case_concluded_on": "x.concluded_on"}),
    "review_findings": Child("review_finding_id", {"reviewed_on": "r.reviewed_on", "grade": "r.grade"}, REVIEW_OF_FINDING),
    "findings": Child("finding_id"),
    "links": Child(
        "other_case_id", {"other_case_no": "o.case_no"}, "left join work.keys o on o.case_id = f.other_case_id",
    ),
}  # fmt: skip


def build(con: duckdb.DuckDBPyConnection, name: str, stretch: Stretch) -> None:
    """Append a stretch of a child table to the built one. Reviews come before their findings."""
    table, child = schema.metadata.tables[name], CHILDREN[name]
    values = {column.name: f"f.{quoted(column.name)}" for column in schema.source_columns(table)}
    values |= {column: f"x.{column}" for column in CONTEXT - {"case_no"} if column not in values}
    values |= {"case_no": "f.case_no", "source_file": "f.source_file", "source_row": "f.source_row", **child.derived}
    if name == "persons":
        values["person_no"] = f"row_number() over (order by f.case_no, f.person_id, f.source_file, f.source_row) + {_so_far(con)}"
    rows = stretch.rows
    if name == "events":
        con.execute(f"create or replace temp table steps as {IN_ORDER.format(rows=rows)}")
        rows = STEPS
    context = f"(select * from work.context where case_no between {stretch.first} and {stretch.last})"
    fill(con, table, {each.name: values[each.name] for each in columns(table)}, f"""
        from {rows} f join {context} x using (case_no) {child.joins} order by f.case_no, f.{child.order}, f.source_file, f.source_row
    """)  # fmt: skip
    con.execute("drop table if exists temp.steps")


def _so_far(con: duckdb.DuckDBPyConnection) -> int:
    return con.execute("select count(*) from built.persons").fetchone()[0]
