"""The cases, built: the source's columns and what their own facts say of them.

Knows the built facts. Must not know how those were built, nor marts.
"""

import duckdb

from data import schema
from data.snapshots.numbering import Stretch
from data.snapshots.target import columns, fill, quoted, staged

# Of each table of facts, if it was delivered: column → aggregate over the facts of a case.
GATHERED = {
    "events": {
        "event_count": "count(*)", "first_at": "min(occurred_at)", "last_at": "max(occurred_at)",
        "assign_on": "min(occurred_on) filter (activity = 'assign')",
    },
    "allocations": {"allocated_on": "min(allocated_on)"},
    # A department's check of itself is no review, and paper cases counted as reviewed at once would make any rate 100 %.
    "reviews": {
        "review_count": "count(*)",
        "reviewed_on": "min(reviewed_on) filter (state = 'concluded' and review_mode is distinct from 'self' and review_kind <> 'offline')",
    },
    "findings": {"finding_count": "count(*)"},
}  # fmt: skip
CONDITIONS = {"events": "and not coalesce(voided, false)"}
COUNTS = frozenset({"event_count", "review_count", "finding_count"})
ENDED_ON = "case when g.ended then coalesce(f.completed_on, f.archived_on, f.concluded_on, g.last_at::date) end"
GIVEN = (
    "line", "kind", "family", "countable", "custody", "minor", "province", "city", "special", "leader_case", "arrival_no",
    "event_count", "review_count", "reviewed_on", "reopened_on", "finding_count", "flag_count",
    "variant", "route", "rework",
)  # fmt: skip


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make `work.flagged`: of each case how many faults its rows were taken with."""
    con.execute("""
        create or replace table work.flagged as
        select k.case_no, count(*) as n from quarantine q join work.keys k using (case_id) where not q.set_aside
        group by k.case_no order by k.case_no
    """)


def _gather(con: duckdb.DuckDBPyConnection, stretch: Stretch) -> None:
    """Make `temp.gathered`: all that is added to a case, one row each. A count of facts that were not delivered is unknown, not 0."""
    there, selected, joins, here = staged(con), [], [], f"case_no between {stretch.first} and {stretch.last}"
    for name, wanted in GATHERED.items():
        for column in wanted:
            kept = f"coalesce({name}.{column}, 0)" if column in COUNTS else f"{name}.{column}"
            selected.append(f"{kept if name in there else _unknown(column)} as {column}")
        listed = ", ".join(f"{aggregate} as {column}" for column, aggregate in wanted.items())
        query = f"select case_no, {listed} from built.{name} where {here} {CONDITIONS.get(name, '')} group by case_no"
        joins.append(f"left join ({query}) {name} using (case_no)" if name in there else "")
    added = {"arrival": "work.arrival", "p": "work.paths", "flags": "work.flagged", "again": "work.again"}
    joins += [f"left join (from {table} where {here}) {name} using (case_no)" for name, table in added.items()]
    con.execute(f"""
        create or replace temp table gathered as
        select x.*, arrival.arrival_no, {", ".join(selected)}, coalesce(flags.n, 0) as flag_count, p.variant, p.route, p.rework,
            again.reopened_on
        from (from work.context where {here}) x {" ".join(joins)}
    """)


def _unknown(column: str) -> str:
    """A missing value of the column's type: an untyped one would be taken for a number."""
    return {"_on": "null::date", "_at": "null::timestamp"}.get(column[-3:], "null::bigint")


def build(con: duckdb.DuckDBPyConnection, stretch: Stretch) -> None:
    """Append a stretch of cases."""
    _gather(con, stretch)
    persons = "coalesce(g.person_count, 0)" if "persons" in staged(con) else "null"
    values = {column.name: f"f.{quoted(column.name)}" for column in columns(schema.cases)}
    values |= {name: f"g.{name}" for name in GIVEN}
    values |= {
        "sealed": "coalesce(f.sealed, false)",
        "person_count": persons,
        "assigned_on": "coalesce(g.allocated_on, g.assign_on, f.started_on)",
        "days": "f.concluded_on - f.accepted_on",
        "ended_on": ENDED_ON,
        "path_days": f"{ENDED_ON} - f.accepted_on",
        "throughput_days": "(epoch_us(g.last_at) - epoch_us(g.first_at)) / 86400e6",
    }
    fill(con, schema.cases, values, f"from {stretch.rows} f join temp.gathered g using (case_no) order by f.case_no")
    con.execute("drop table temp.gathered")
