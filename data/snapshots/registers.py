"""The tables without cases: organisations, departments, prosecutors, postings, recusals, premises, targets, the calendar.

What cases name and no register holds is added, so that nothing is left without a row to stand in.
Knows staged tables and the catalogue. Must not know facts.
"""

from dataclasses import fields
from datetime import date

import duckdb

from data import catalogue, schema
from data.law import calendar
from data.snapshots import orgtree
from data.snapshots.orgtree import Office
from data.snapshots.target import columns, fill, insert_rows, quoted, staged

PLAIN = (schema.posting, schema.recusals, schema.premises, schema.targets)
OFFICE_COLUMNS = tuple(each.name for each in fields(Office))


def build(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    there = staged(con)
    _offices(con, there)
    for table in (*PLAIN, schema.department, schema.prosecutor, schema.calendar):
        if table.name in there:
            fill(con, table, {each.name: f"s.{quoted(each.name)}" for each in columns(table)}, f"from staged_{table.name} s")
    _departments(con)
    _prosecutors(con)
    _calendar(con, as_of)


def _offices(con: duckdb.DuckDBPyConnection, there: set[str]) -> None:
    used = con.execute("select office, arg_max(office_name, accepted_on) from staged_cases group by office order by office").fetchall()
    listed = [
        Office(o.code, o.name, o.short_name, o.parent, None, o.kind, o.sort, o.valid_from, o.valid_to) for o in catalogue.orgs()
    ]
    delivered = _delivered(con) if "org" in there else []
    offices = orgtree.placed(orgtree.merged(delivered, listed, dict(used)))
    insert_rows(con, "built.org", OFFICE_COLUMNS, [tuple(getattr(each, name) for name in OFFICE_COLUMNS) for each in offices])


def _delivered(con: duckdb.DuckDBPyConnection) -> list[Office]:
    names = [column.name for column in schema.source_columns(schema.org)] + ["source_file", "source_row"]
    rows = con.execute(f"select {quoted(*names)} from staged_org order by org_code, valid_from nulls first, source_row").fetchall()
    return [Office(**dict(zip(names, row, strict=True))) for row in rows]


def _departments(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        insert into built.department (department_code, office, department_name)
        select department, any_value(office), coalesce(arg_max(department_name, accepted_on), department) from staged_cases
        where department is not null and department not in (select department_code from built.department)
        group by department order by department
    """)


def _prosecutors(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        insert into built.prosecutor (prosecutor_code, office, prosecutor_name)
        select handler, any_value(office), coalesce(arg_max(handler_name, accepted_on), handler) from staged_cases
        where handler is not null and handler not in (select prosecutor_code from built.prosecutor)
        group by handler order by handler
    """)


def _calendar(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """From the first year of the data to the year after it ends: due days lie ahead."""
    first = con.execute("select min(accepted_on) from staged_cases").fetchone()[0] or as_of
    delivered = {day for (day,) in con.execute("select day from built.calendar").fetchall()}
    days = calendar.working_days(date(first.year, 1, 1), date(as_of.year + 1, 12, 31))
    insert_rows(con, "built.calendar", ("day", "is_workday", "note"), [tuple(each) for each in days if each.day not in delivered])
