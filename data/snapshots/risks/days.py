"""What was known on a day of every episode that ran on it, and what became of it within the horizon.

Nothing that happened, or was entered, after the day takes part in a feature; a test changes the future and compares.
Two things the records keep without their history stand as they are today: the department, and the card's charge and persons.
Rows are found day by day; what the events say is added once for all days, for they are the longest table.
Knows `episodes`, `dues` and built facts. Must not know what is learnt.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb

from data.snapshots.risks.episodes import KNOWN
from data.snapshots.target import literal

BUCKETS = 10_000  # a case is in the sample when its own bucket is below the share
YEAR = 365


def gather(con: duckdb.DuckDBPyConnection, days: Sequence[tuple[date, int]], horizon: int, last: date) -> None:
    """Make `temp.judged`: for each (day, buckets in the sample) the episodes then running and due within the horizon."""
    con.execute("drop table if exists temp.found")
    for day, buckets in days:
        _on(con, day, buckets, horizon, last)
    _paths(con)
    con.execute(f"create or replace temp table judged as {JUDGED}")
    con.execute("drop table temp.found; drop table temp.paths; drop table temp.standing")


def _on(con: duckdb.DuckDBPyConnection, day: date, buckets: int, horizon: int, last: date) -> None:
    on, until = f"date {literal(day)}", f"date {literal(day + timedelta(days=horizon))}"
    sampled = f"hash(case_no) % {BUCKETS} < {buckets}"
    con.execute(f"create or replace temp table standing as {STANDING.format(on=on, sampled=sampled, handlers=_handlers(con, on))}")
    first = "create temp table found as" if not _there(con, "found") else "insert into found"
    con.execute(f"{first} {FOUND.format(on=on, until=until, year=YEAR, buckets=buckets, of=BUCKETS, last=literal(last))}")


# All that runs tells how much a handler and a department have; what is known of it is asked for the sample only.
STANDING = """
    with running as (
        select * from episodes where began_on <= {on} and known_on <= {on} and (end_known_on is null or end_known_on > {on})
    ), known as (
        select d.episode_no, arg_max(coalesce(d.due_on, date '9999-12-31'), (d.known_on - date '2000-01-01') * 1000 + d.entry) as known_due,
            arg_max(d.act, (d.known_on - date '2000-01-01') * 1000 + d.entry) as act, count(*) filter (d.act = 'extend') as extensions
        from dues d semi join (from running where {sampled}) r using (episode_no) where d.known_on <= {on} group by d.episode_no
    )
    select r.*, k.known_due, k.act, k.extensions, h.on_the_day
    from running r left join known k using (episode_no) left join ({handlers}) h using (case_no)
"""
# `missed`: past the day that holds in the end, within the horizon and before the last day of the data.
FOUND = """
    with by_handler as (select on_the_day, count(distinct case_no) as handler_load from standing group by all),
    by_department as (select department, count(distinct case_no) as department_load from standing group by all),
    before as (
        select department, count(*) as n, count(*) filter (ended_on > due_on) as late from episodes
        where end_known_on > {on} - {year} and end_known_on <= {on} and known_on <= {on} and due_on is not null group by all
    )
    select {on} as day, (hash(s.case_no) % {of})::integer as bucket, s.episode_no, s.case_no, s.province, s.city, s.office,
        s.department, s.handler, s.line, s.type_code, s.custody, s.special, s.clock, s.began_on, s.known_due as due_on, s.round, s.act,
        s.extensions, handler_load, department_load, (b.late + 0.5) / (b.n + 50) as department_late,
        coalesce(s.due_on <= {until} and s.due_on < date {last} and (s.ended_on is null or s.ended_on > s.due_on), false) as missed
    from standing s left join by_handler using (on_the_day) left join by_department using (department) left join before b using (department)
    where s.known_due between {on} and {until} and hash(s.case_no) % {of} < {buckets}
"""


def _handlers(con: duckdb.DuckDBPyConnection, on: str) -> str:
    """Who had each case on the day, as its allocations say; without allocations only today's handler is known."""
    if not con.execute("select 1 from built.allocations limit 1").fetchone():
        return "select case_no, any_value(handler) as on_the_day from running group by case_no"
    return f"""
        select a.case_no, arg_max(a.assigned_to, (a.allocated_at, a.allocation_id)) as on_the_day
        from built.allocations a semi join running r using (case_no) where a.allocated_on <= {on} group by a.case_no
    """


def _paths(con: duckdb.DuckDBPyConnection) -> None:
    """Of the cases found: after each day on which something became known, where the case stood and how many events it had."""
    con.execute(f"""
        create or replace temp table paths as
        with known as (
            select e.case_no, e.seq, e.activity, e.occurred_on, {KNOWN} as known_on
            from built.events e semi join found using (case_no) where not coalesce(e.voided, false)
        )
        select case_no, known_on, max(n) as n, arg_max(at_activity, at_seq) as activity, arg_max(at_day, at_seq) as since
        from (
            select case_no, known_on, max(seq) over w as at_seq, count(*) over w as n,
                arg_max(activity, seq) over w as at_activity, arg_max(occurred_on, seq) over w as at_day
            from known window w as (partition by case_no order by known_on, seq rows between unbounded preceding and current row)
        ) group by case_no, known_on
    """)


JUDGED = """
    with held as (
        select f.day, f.episode_no, count(*) as persons,
            -- who is held later is not held yet, and nothing tells him from one who never will be
            bool_or(coalesce(p.detained_on <= f.day and (p.released_on is null or p.released_on > f.day), false)) as held
        from found f join built.persons p using (case_no) group by all
    )
    select f.day, f.bucket, f.episode_no, f.case_no, f.province, f.city, f.office, f.department, f.handler, f.line, f.type_code,
        f.custody, f.special, f.clock, f.began_on, f.due_on, f.missed, f.act, c.charge as charge, p.activity,
        f.due_on - f.day as days_left, f.day - f.began_on as elapsed_days,
        (f.day - f.began_on) / greatest(f.due_on - f.began_on, 1) as elapsed_share,
        f.round, f.extensions, h.held::integer as held, h.persons, p.n as events, f.day - p.since as still_days,
        f.handler_load, f.department_load, f.department_late, month(f.due_on) as due_month
    from found f asof left join paths p on p.case_no = f.case_no and p.known_on <= f.day
    left join held h on h.day = f.day and h.episode_no = f.episode_no
    left join (select case_no, coalesce(charge, charge_name) as charge from built.cases semi join found using (case_no)) c
        on c.case_no = f.case_no
    order by f.day, f.episode_no
"""


def _there(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute("select 1 from duckdb_tables() where database_name = 'temp' and table_name = ?", [table]).fetchone() is not None
