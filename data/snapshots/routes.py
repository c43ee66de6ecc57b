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

CASES_AT_ONCE = 200_000
APART = 1 << 20  # an event is noted by its place and, below that, the number of what happened
PLACE, SIGN = f"[noted % {APART} for noted in {{}}]", f"sign % {APART}"
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
        con.execute(f"create or replace temp table walked as {_walked(con, first, last)}")
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
    happened = "select distinct activity as name from built.events"
    for table, names in (("happened", happened), ("meant", f"{happened} union select act from milestones")):
        con.execute(f"create or replace temp table {table} as select name, row_number() over (order by name) as no from ({names})")


def _stretches(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[tuple[int, int]]:
    last = con.execute("select coalesce(max(case_no), 0) from built.events").fetchone()[0]
    return ((first, first + size - 1) for first in range(1, last + 1, size))


def _walked(con: duckdb.DuckDBPyConnection, first: int, last: int) -> str:
    """One row for each case. A type that the catalogue does not know has no backbone: its route is all it did.

    What happened is noted as numbers, which lists hold and sort at a tenth of the cost of names, and named in the end.
    """
    within, names, acts_named = f"case_no between {first} and {last}", _listed(con, "happened"), _listed(con, "meant")
    return f"""
        select case_no, {NUMBER.format(f"list_select({names}, {PLACE.format('path')})")} as variant,
            list_filter(steps, lambda step, place: place = 1 or steps[place - 1] <> step) as route,
            coalesce(array_to_string([chr(({SIGN})::integer) for sign in list_sort(signs)], ''), '{NONE}') as rework
        from (
            select case_no, list_sort(path) as path, signs,
                coalesce(list_select({acts_named}, {PLACE.format("list_sort(steps)")}), []) as steps
            from (
                select e.case_no, list(e.seq * {APART} + h.no) as path, list(e.seq * {APART} + a.no) filter (a.no is not null) as steps,
                    list(e.seq * {APART} + unicode(s.sign)) filter (s.sign is not null) as signs
                from built.events e join (select case_no, kind, family from work.context where {within}) x using (case_no)
                join happened h on h.name = e.activity
                left join milestones m on m.family = x.family and m.activity = e.activity left join signs s on s.activity = e.activity
                left join meant a on a.name = case when x.kind = 'unclassified' then e.activity else m.act end
                where e.{within} and not coalesce(e.voided, false) group by e.case_no
            )
        )
    """


def _listed(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The names of a table by number, as a list in SQL."""
    return f"[{', '.join(literal(name) for (name,) in con.execute(f'select name from {table} order by no').fetchall())}]"
