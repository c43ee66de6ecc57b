"""What the events of a case say of its way: the exact sequence as a number, the route over the milestones of its backbone, and
how often it was returned or extended.

Worked out a stretch of cases at a time, so that memory does not grow with the country.
Knows the built events, the context of cases and the backbones. Must not know the other columns of a case.
"""

from collections.abc import Iterator

import duckdb

from data import catalogue
from data.catalogue import acts
from data.snapshots.target import insert_rows, literal, staged

CASES_AT_ONCE = 50_000  # lists in order take several kilobytes of memory for each case
SEPARATOR = "\x1f"
NONE = "none"  # neither returned nor extended
NUMBER = "(hash({}) >> 1)::bigint"  # a positive number made of a list; equal lists have equal numbers
COLUMNS = "case_no bigint, variant bigint, route bigint, rework varchar"


def build(con: duckdb.DuckDBPyConnection, cases_at_once: int | None = None) -> None:
    """Make `work.paths`, one row for each case with events, and `built.routes`."""
    con.execute(f"create or replace table work.paths ({COLUMNS})")
    con.execute("create or replace table work.routes (route bigint, acts varchar)")
    if "events" not in staged(con):
        return
    _backbones(con)
    for first, last in _stretches(con, cases_at_once or CASES_AT_ONCE):
        con.execute(f"create or replace temp table walked as {_walked(first, last)}")
        con.execute(f"insert into work.paths select case_no, variant, {NUMBER.format('route')}, rework from walked")
        listed = f"{NUMBER.format('route')} as route, array_to_string(route, {literal(SEPARATOR)}) as acts"
        con.execute(f"insert into work.routes select distinct {listed} from walked")
    con.execute("insert into built.routes (route, acts) select distinct route, acts from work.routes order by route")
    con.execute("drop table temp.walked")


def _backbones(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace temp table milestones (family varchar, activity varchar, act varchar)")
    families = catalogue.codes("family")
    rows = [(family, node, act.code) for family in families for act in acts.of_family(family) if act.milestone for node in act.nodes]
    insert_rows(con, "temp.milestones", ("family", "activity", "act"), rows)
    con.execute("create or replace temp table signs (activity varchar, sign varchar)")
    insert_rows(con, "temp.signs", ("activity", "sign"), [(each.node, each.sign) for each in acts.reworks()])


def _stretches(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[tuple[int, int]]:
    last = con.execute("select coalesce(max(case_no), 0) from built.events").fetchone()[0]
    return ((first, first + size - 1) for first in range(1, last + 1, size))


def _walked(first: int, last: int) -> str:
    """One row for each case. A type that the catalogue does not know has no backbone: its route is all it did."""
    within = f"case_no between {first} and {last}"
    return f"""
        select case_no, {NUMBER.format("path")} as variant,
            list_filter(steps, lambda step, place: place = 1 or steps[place - 1] <> step) as route, rework
        from (
            select e.case_no, list(e.activity order by e.seq) as path, coalesce(string_agg(s.sign, '' order by e.seq), '{NONE}') as rework,
                coalesce(list(case when x.kind = 'unclassified' then e.activity else m.act end order by e.seq)
                    filter (x.kind = 'unclassified' or m.act is not null), []) as steps
            from built.events e join (select case_no, kind, family from work.context where {within}) x using (case_no)
            left join milestones m on m.family = x.family and m.activity = e.activity left join signs s on s.activity = e.activity
            where e.{within} and not coalesce(e.voided, false) group by e.case_no
        )
    """
