"""The due day of every run, act by act: CPL 105 for days, months and holidays; an extension is added to the old end, unmoved.

Makes `temp.limited` (runs with their limits) and `temp.dued` (each act with the end before holidays, `raw`, and the due day).
Knows runs and limits. Must not know what is written in the end.
"""

import duckdb

from data.snapshots.clocks.tables import CONDITION

SAME = " and ".join(["{0}.clock = r.clock", *(f"{{0}}.{name} = f.{name}" for name in CONDITION[1:])])
LIMITED = f"""
    create or replace temp table limited as
    select r.rowid as run, r.*, l.limit_code, l.amount, l.unit, l.shift, l.held, l.article,
        x.limit_code as extra_code, x.amount as extra_amount, x.unit as extra_unit, x.times as extra_times, x.article as extra_article,
        coalesce(x.ceiling, false) as ceiling, f.custody,
        case when r.disordered then 'order' when l.limit_code is null then coalesce(g.missing, 'no_limit')
            when r.ended_on is null and e.clock is not null then 'end' end as missing
    from temp.runs r
    join (
        select q.rowid as run, c.type_code, c.line, c.status, coalesce(c.procedure, 'none') as procedure,
            case when c.source_code in ('own', 'supervision') then c.source_code else 'other' end as source,
            case when h.run is not null then 'yes' when c.person_count > 0 then 'no' else 'unknown' end as custody
        from temp.runs q join temp.cases_here c using (case_no) left join temp.held h on h.run = q.rowid
    ) f on f.run = r.rowid
    left join work.clock_limits l on {SAME.format("l")} and r.began_on between l.valid_from and l.valid_to
    left join work.clock_extensions x on {SAME.format("x")} and r.began_on between x.valid_from and x.valid_to
    left join work.clock_endings e on (e.clock, e.type_code, e.line, e.status) = (r.clock, f.type_code, f.line, f.status)
    left join work.clock_gaps g on {SAME.format("g")}
"""
# So much after a day; working days are looked up. To be joined where `{0}…` is read.
AFTER = "case {unit} when 'wd' then {0}w.day else moved({base}, {amount}, {unit}) end"
LOOKED_UP = """
    left join work.clock_days {0}d on {0}d.day = case when {unit} = 'wd' then {base} end
    left join work.clock_workdays {0}w on {0}w.work_no = {0}d.work_no + {amount}
"""
FIRST = {"base": "r.began_on", "amount": "r.amount", "unit": "r.unit"}
MORE = {
    "base": "case when r.ceiling and s.raw is not null then r.began_on + s.excluded else s.raw end",
    "amount": "r.extra_amount", "unit": "r.extra_unit",
}  # fmt: skip
STARTED = f"""
    create or replace temp table stepped as
    select r.run, 0 as step, 'start' as act, null::date as suspended_on, 0 as grounds, 0 as excluded, 0 as used,
        case when r.missing is null then {AFTER.format("f", **FIRST)} end as raw,
        r.began_on as day, r.start_rule as rule, r.start_seq as seq
    from temp.limited r {LOOKED_UP.format("f", **FIRST)}
"""
CHANGES = """
    create or replace temp table changes as
    select r.run, p.act, p.day, p.rule, p.seq, q.ground, row_number() over (partition by r.run order by p.counted_on, p.rule, p.seq) as step
    from temp.placed p join temp.limited r
        on r.line = p.line and r.round = p.round
    join work.clock_rules q on q.rule = p.rule
    where r.changes > 0 and not p.opens and not p.closes
"""
# An act that changes nothing is kept and says so: an extension beyond those the law allows, a suspension within one.
STEP = f"""
    insert into temp.stepped
    select run, {{step}}, case when counts then act else 'void' end,
        case when resumes then null when counts and act = 'suspend' then coalesce(suspended_on, day) else suspended_on end,
        case when counts and act in ('suspend', 'resume') then xor(grounds, ground) else grounds end,
        excluded + case when resumes then (day - suspended_on)::integer else 0 end,
        used + case when counts and act = 'extend' then 1 else 0 end,
        case when resumes then raw + (day - suspended_on)::integer when counts and act = 'extend' then more else raw end,
        day, rule, seq
    from (
        select s.run, c.act, c.day, c.rule, c.seq, c.ground, s.suspended_on, s.grounds, s.excluded, s.used, s.raw,
            {AFTER.format("m", **MORE)} as more, coalesce(c.act = 'resume' and s.grounds = c.ground, false) as resumes,
            coalesce(case c.act when 'suspend' then s.grounds & c.ground = 0 when 'resume' then s.grounds & c.ground <> 0
                when 'extend' then s.used < r.extra_times end, false) as counts
        from temp.stepped s join temp.changes c on c.run = s.run and c.step = {{step}} join temp.limited r on r.run = s.run
        {LOOKED_UP.format("m", **MORE)}
        where s.step = {{step}} - 1
    )
"""
# What a reader is told at each step. Nothing is said of a day that hangs on what is not known.
DUED = f"""
    create or replace temp table dued as
    select s.*,
        case when shown then case when moves then d.next_workday when d.is_workday or not unsure then s.raw end end as due_on,
        case when shown and used < extra_times then case when moves then e.next_workday when e.is_workday or not unsure then s.more end end
            as conditional_due_on,
        case when s.raw is null then null when d.day is null then 'calendar' when unsure and not d.is_workday then 'custody' end as lacking
    from (
        select s.*, r.extra_times, {AFTER.format("m", **MORE)} as more, s.suspended_on is null and s.raw is not null as shown,
            r.shift = 'always' or (r.shift = 'custody' and r.custody = 'no') as moves,
            r.shift = 'custody' and r.custody = 'unknown' as unsure
        from temp.stepped s join temp.limited r using (run) {LOOKED_UP.format("m", **MORE)}
    ) s
    left join work.clock_days d on d.day = s.raw
    left join work.clock_days e on e.day = s.more
"""


def compute(con: duckdb.DuckDBPyConnection) -> None:
    """Make `temp.limited` and `temp.dued`. One pass for each place an act can have: most runs end with the first."""
    con.execute(LIMITED)
    con.execute(STARTED)
    con.execute(CHANGES)
    most = con.execute("select coalesce(max(step), 0) from temp.changes").fetchone()[0]
    for step in range(1, most + 1):
        con.execute(STEP.format(step=step))
    con.execute(DUED)
