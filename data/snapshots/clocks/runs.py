"""Acts put together to runs: a clock starts, is moved, and ends; whatever comes after its end and before its next start is not its.

Makes `temp.placed` (acts with their round) and `temp.runs`. Knows acts. Must not know limits.
"""

from datetime import date

import duckdb

from data.snapshots.target import literal

# One number for the clocks of one kind of a case, or for one that runs beside others: engines sort by it faster than by three.
LINE = "case when a.thread = 0 then a.case_no * 64 + r.sort else -(a.thread * 64 + r.sort) end"
# A clock that has ended does not start anew: whatever says so after the end is left out.
REOPENED = """
    create or replace temp table reopened as
    select distinct a.rowid as act from temp.acts a join work.clock_rules r on r.rule = a.rule and r.act = 'restart'
    join temp.acts e on e.case_no = a.case_no and e.thread = a.thread join work.clock_rules q on q.rule = e.rule
    where q.act = 'end' and q.clock = r.clock and (e.counted_on, e.rule) < (a.counted_on, a.rule)
"""
PLACED = f"""
    create or replace temp table placed as
    select * exclude (past) from (
        select *, coalesce(bool_or(closes) over (partition by line, round order by counted_on, rule, seq
            rows between unbounded preceding and 1 preceding), false) as past
        from (
            select a.*, r.clock, r.sort, r.act, r.opens, r.closes, r.ended_by,
                {LINE} as line, count(*) filter (r.opens) over (partition by {LINE} order by a.counted_on, a.rule, a.seq
                    rows unbounded preceding) as round
            from temp.acts a join work.clock_rules r using (rule) where a.rowid not in (from temp.reopened)
        ) where round > 0
    ) where not past
"""
RUNS = """
    create or replace temp table gathered as
    select line, round, any_value(case_no) as case_no, any_value(clock) as clock, any_value(thread) as thread, any_value(sort) as sort,
        max(person_no) as person_no,
        max(counted_on) filter (opens) as began_on, max(rule) filter (opens) as start_rule, max(seq) filter (opens) as start_seq,
        max(day) filter (closes) as ended_on, max(rule) filter (closes) as end_rule, max(seq) filter (closes) as end_seq,
        max(ended_by) filter (closes) as ended_by, count(*) filter (not opens and not closes) as changes,
        bool_or(day < counted_on) as disordered
    from temp.placed group by line, round
"""
# A run that was not ended before the next began was ended by that.
ENDED = """
    create or replace temp table runs as
    select line, case_no, clock, thread, round, sort, person_no, began_on, start_rule, start_seq, changes, disordered,
        coalesce(ended_on, next_on) as ended_on, coalesce(end_rule, next_rule) as end_rule,
        case when end_rule is null then next_seq else end_seq end as end_seq,
        coalesce(ended_by, case when next_on is not null then coalesce(next_by, 'restarted') end) as ended_by
    from (
        select g.*, lead(began_on) over w as next_on, lead(start_rule) over w as next_rule, lead(start_seq) over w as next_seq,
            lead(q.ended_by) over w as next_by
        from temp.gathered g join work.clock_rules q on q.rule = g.start_rule
        window w as (partition by g.line order by g.round)
    )
"""
# Who was in custody on a day of a run, its last one apart: those detained on it were not held while it ran.
HELD = """
    p.detained_on <= case when r.ended_on is null then date {as_of} else greatest(r.began_on, r.ended_on - 1) end
    and (p.released_on is null or p.released_on > greatest(r.began_on, p.detained_on))
"""


def arrange(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Make `temp.runs`, each with what its limit depends on: type, procedure, source, whether anybody was in custody while it ran."""
    con.execute(REOPENED)
    con.execute(PLACED)
    con.execute(RUNS)
    con.execute(ENDED)
    con.execute(f"""
        create or replace temp table held as
        select distinct r.rowid as run from temp.runs r join temp.persons_here p using (case_no) where {HELD.format(as_of=literal(as_of))}
    """)
