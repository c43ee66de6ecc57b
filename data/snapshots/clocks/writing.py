"""Runs and their acts as the tables `clocks` and `clock_entries`, numbered in order of case, kind, person, day.

Knows the computed runs. Must not know how a due day comes about.
"""

import duckdb

from data import catalogue, schema
from data.snapshots.target import fill_as_read

FINAL = "create or replace temp table settled as from temp.dued qualify step = max(step) over (partition by run)"
# Where the case stood when a clock ended, or stands.
STOOD = """
    create or replace temp table stood as
    select e.case_no, arg_max(e.activity, e.seq) as last, arg_max(e.activity, e.seq) filter (e.occurred_on <= c.concluded_on) as concluded
    from built.events e join temp.cases_here c using (case_no)
    where e.case_no between {first} and {last} and not coalesce(e.voided, false) group by e.case_no
"""
NUMBERED = """
    create or replace temp table numbered as
    select r.run, r.case_no, r.clock, r.sort, r.person_no, r.began_on, r.ended_on, r.ended_by, r.end_rule, r.end_seq,
        false as joined, false as released, false as followed, r.sort as parent, r.thread, r.round
    from temp.limited r
    union all
    select r.run, r.case_no, 'custody', {custody}, f.person_no, f.began_on, f.ended_on,
        case when f.released then 'released' else r.ended_by end, r.end_rule, r.end_seq, f.joined, f.released, true,
        r.sort as parent, r.thread, r.round
    from temp.followed f join temp.limited r using (run)
    order by case_no, sort, person_no nulls first, began_on, parent, thread, round
"""
SUSPENDED = "case when f.suspended_on is not null then case when r.ended_on is null then 'suspended' else 'resume' end end"
MISSING = f"coalesce(r.missing, {SUSPENDED}, case when not n.followed then f.lacking end)"
DUE = "case when not n.followed then {0}.due_on when {0}.shown then {0}.raw end"
MORE = "case when not n.followed then {0}.conditional_due_on when {0}.shown and {0}.used < r.extra_times then {0}.more end"
CLOCK = {
    "clock_no": "n.rowid + 1 + {so_far}", "clock": "n.clock", "limit_code": "r.limit_code", "person_no": "n.person_no", "round": "r.round",
    "began_on": "n.began_on", "due_on": DUE.format("f"), "conditional_due_on": MORE.format("f"),
    "ended_on": "n.ended_on", "ended_by": "n.ended_by", "excluded_days": "f.excluded", "missing": MISSING,
    "activity": "case when n.ended_on is null then s.last when n.end_seq is not null then q.cause else coalesce(s.concluded, s.last) end",
    "source_due_on": "case when l.run is not null then x.due_on end",
    "source_difference": f"case when l.run is not null then {DUE.format('f')} - x.due_on end",
}  # fmt: skip
CLOCKS = """
    from temp.numbered n join temp.limited r on r.run = n.run join temp.settled f on f.run = n.run
    join temp.cases_here x on x.case_no = n.case_no
    left join temp.stood s on s.case_no = n.case_no
    left join work.clock_rules q on q.rule = n.end_rule
    left join (select arg_max(run, round) as run from temp.limited where clock = 'handling' group by case_no) l
        on l.run = case when not n.followed then n.run end
"""
MOVED = f"""
    select n.rowid + 1 + {{so_far}} as clock_no, d.step as place, case when d.step = 0 then q.act else d.act end as act,
        case when d.step = 0 then n.began_on else d.day end as entered_on,
        case when n.joined and d.step = 0 then null else d.seq end as seq,
        case when n.joined and d.step = 0 then 'persons.detained_on' else q.cause end as cause,
        case d.act when 'start' then r.limit_code when 'extend' then r.extra_code end as limit_code,
        case d.act when 'start' then r.article when 'extend' then r.extra_article else q.article end as basis,
        {DUE.format("d")} as due_on, {MORE.format("d")} as conditional_due_on, n.case_no
    from temp.numbered n join temp.limited r using (run) join temp.dued d using (run) join work.clock_rules q on q.rule = d.rule
    where not n.followed or d.step = 0 or (d.day > n.began_on and (n.ended_on is null or d.day <= n.ended_on))
"""
ENDED = f"""
    select n.rowid + 1 + {{so_far}} as clock_no, 32000 as place,
        case when n.released then 'end' when q.opens then 'stop' else q.act end as act, n.ended_on as entered_on,
        case when not n.released then n.end_seq end as seq,
        case when n.released then 'persons.released_on' else q.cause end as cause, null as limit_code,
        case when not n.released then q.article end as basis, {DUE.format("d")} as due_on, {MORE.format("d")} as conditional_due_on,
        n.case_no
    from temp.numbered n join temp.limited r using (run) join temp.settled d using (run) left join work.clock_rules q on q.rule = n.end_rule
    where n.ended_on is not null
"""
# Sorted while narrow: rows keep their order where smaller tables are joined to them, and their own numbers give the places.
ENTERED = "create or replace temp table entered as from ({entries}) order by clock_no, place"
ENTRIES = """
    from temp.entered e join (select clock_no, min(rowid) as first from temp.entered group by clock_no) c on c.clock_no = e.clock_no
    join temp.cases_here x on x.case_no = e.case_no
"""
ENTRY = ("clock_no", "act", "entered_on", "seq", "cause", "limit_code", "basis", "due_on", "conditional_due_on")


def write(con: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Append the clocks of the stretch and their entries."""
    con.execute(FINAL)
    con.execute(STOOD.format(first=first, last=last))
    con.execute(NUMBERED.format(custody=list(catalogue.codes("clock")).index("custody")))
    so_far = con.execute("select count(*) from built.clocks").fetchone()[0]
    carried = {name: f"x.{name}" for name in schema.CONTEXT}
    fill_as_read(con, schema.clocks, carried | {name: value.format(so_far=so_far) for name, value in CLOCK.items()}, CLOCKS)
    con.execute(ENTERED.format(entries=f"{MOVED} union all {ENDED}".format(so_far=so_far)))
    values = carried | {name: f"e.{name}" for name in ENTRY} | {"entry": "e.rowid - c.first + 1"}
    fill_as_read(con, schema.clock_entries, values, ENTRIES)
