"""The facts under a case, built: each with its case's key and context, and what can be said of it without other facts.

Knows how each derived column is made. Must not know the cases' own derived columns.
"""

import duckdb
import sqlalchemy as sa

from data import schema
from data.catalogue import norms
from data.snapshots import reviewing
from data.snapshots.child import Child
from data.snapshots.numbering import Stretch
from data.snapshots.target import columns, fill, fill_as_read, literal, quoted

# Voided events stand behind the others of their case and take no part in its path: they are left when they happen.
# A case leaves an activity on the day of its next event; the last one it leaves when its process has ended, else not yet.
# Events that stand beside the path (a change of handler) are left when they happen, and end nobody's stay; cases that have
# any are few, so only theirs are looked through. Every row but the last has one after it, of its case or of the next: rows
# without a match would stand behind the others of their batch.
BESIDE = f"f.activity in ({', '.join(map(literal, sorted(norms.beside())))})"
MOVING = f"""(
    select place, case_no, lead(occurred_at) over (partition by case_no order by place) as moved_at from (
        select f.rowid as place, f.* from sorted f semi join (select case_no from sorted f where {BESIDE}) using (case_no)
    ) f where not {BESIDE} and not coalesce(voided, false)
)"""
EVENTS = Child(
    "coalesce(voided, false), occurred_at",
    {
        "seq": "f.seq", "occurred_on": "f.occurred_at::date",
        "next_activity": "case when f.follows then f.then_activity end",
        "next_on": "case when f.follows then f.then_at::date end",
        "gap_days": "case when f.follows then (epoch_us(f.then_at) - epoch_us(f.occurred_at)) / 86400e6 end",
        "left_on": "case when f.left_at is not null then f.left_at::date when f.voided or f.aside or x.ended then f.occurred_at::date end",
        "stay_days": "f.left_at::date - f.occurred_at::date",
    },
    rows=f"""(
        select f.*, f.rowid as place, f.rowid - c.first + 1 as seq, n.activity as then_activity, n.occurred_at as then_at,
            n.case_no is not distinct from f.case_no and not coalesce(f.voided, false) and not coalesce(n.voided, false) as follows,
            {BESIDE} as aside, case when m.place is not null then m.moved_at when follows and not aside then n.occurred_at end as left_at
        from sorted f join (select case_no, min(rowid) as first from sorted group by case_no) c using (case_no)
        left join (select rowid - 1 as before, case_no, activity, occurred_at, voided from sorted) n on n.before = f.rowid
        left join {MOVING} m on m.place = f.rowid
    )""",
    as_read=True,
)  # fmt: skip
PERSONS = Child(
    "person_id",
    {
        "person_no": "f.place + 1 + {so_far}", "accepted_on": "x.accepted_on", "concluded_on": "x.concluded_on",
        "matter": "case when x.unified is not null then (hash(x.unified, coalesce(f.identity_key, f.name)) >> 1)::bigint end",
    },
    as_read=True,
)  # fmt: skip
CHILDREN: dict[str, Child] = {
    "persons": PERSONS,
    "events": EVENTS,
    "measures": Child("measure_id"),  # read with little memory they lay all about: a join of more than fits keeps no order
    "documents": Child("document_id", as_read=True),
    "properties": Child("property_id"),
    "defence": Child("defence_id"),
    "allocations": Child("allocated_at", {"allocated_on": "f.allocated_at::date"}, as_read=True),
    "disclosures": Child("disclosure_id", as_read=True),
    "dossiers": Child("dossier_id", {"accepted_on": "x.accepted_on"}, as_read=True),
    "reviews": reviewing.REVIEWS,
    "review_findings": reviewing.FINDINGS,
    "review_results": reviewing.RESULTS,
    "findings": Child("finding_id"),
    "links": Child(
        "other_case_id", {"other_case_no": "o.case_no"}, "left join work.keys o on o.case_id = f.other_case_id",
    ),
}  # fmt: skip


def build(con: duckdb.DuckDBPyConnection, name: str, stretch: Stretch) -> None:
    """Append a stretch of a child table to the built one. Reviews come before their findings.

    The rows are sorted first. A sorted table's own row numbers give the place of each row and, joined on the next number, the
    row after it: that runs on all threads where a window would not.
    """
    table, child = schema.metadata.tables[name], CHILDREN[name]
    con.execute(f"""
        create or replace temp table sorted as select * from {stretch.rows}
        order by case_no, {child.order}, source_file, source_row
    """)
    context = f"(select * from work.context where case_no between {stretch.first} and {stretch.last})"
    rows, values = f"from {child.rows} f join {context} x using (case_no) {child.joins}", _values(con, table, child)
    if child.as_read:
        fill_as_read(con, table, values, rows)
    else:
        fill(con, table, values, f"{rows} order by f.place")
    con.execute("drop table temp.sorted")


def _values(con: duckdb.DuckDBPyConnection, table: sa.Table, child: Child) -> dict[str, str]:
    """Column → its SQL: the source's own, the context, what is derived."""
    own = {column.name: f"f.{quoted(column.name)}" for column in schema.source_columns(table)}
    carried = {column: f"x.{column}" for column in schema.CONTEXT if column not in own}
    known = {name: f"f.{name}" for name in ("case_no", "source_file", "source_row")}
    so_far = con.execute(f"select count(*) from built.{table.name}").fetchone()[0]
    derived = {column: value.format(so_far=so_far) for column, value in child.derived.items()}
    return {column.name: (own | carried | known | derived)[column.name] for column in columns(table)}
