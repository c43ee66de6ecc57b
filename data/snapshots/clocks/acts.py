"""What moved the clocks of a stretch of cases: events of the log, card fields where the log is silent, measures, requests, notices.

Makes `temp.acts`: case, person, thread (clocks of one kind that run side by side), rule, day. Knows the built facts.
Must not know what an act does to a due day.
"""

import duckdb

from data.law.limits import acts

COLUMNS = "case_no bigint, person_no bigint, thread bigint, rule smallint, day date, counted_on date, seq integer"
KIND = "r.type_code = {0}.type_code and r.line = {0}.line"
# An act may hang on the outcome or the source of its case.
HOLDS = "(r.outcome is null or r.outcome = w.outcome) and (r.source_code is null or r.source_code = w.source_code)"
EVENTS = f"""
    insert into temp.acts
    select e.case_no, null, 0, r.rule, e.occurred_on, e.occurred_on, e.seq
    from built.events e join work.clock_causes r on {KIND.format("e")} and r.cause = e.activity
    left join temp.cases_here w on w.case_no = case when r.conditional then e.case_no end
    where e.case_no between {{first}} and {{last}} and not coalesce(e.voided, false) and e.occurred_on between r.valid_from and r.valid_to
        and (not r.conditional or ({HOLDS}))
"""
# A card field lies under its case and cannot come before it: where it says so, it is put on the first day and marked.
FIELD = f"""
    insert into temp.acts
    select w.case_no, null, 0, r.rule, w.{{field}}, greatest(w.{{field}}, w.accepted_on), null
    from temp.cases_here w join work.clock_causes r on {KIND.format("w")} and r.cause = 'cases.{{field}}'
    where w.{{field}} between r.valid_from and r.valid_to and {HOLDS}
        and not list_contains({{threaded}}, r.clock) and not exists (
            from temp.acts a join work.clock_rules q using (rule)
            where a.case_no = w.case_no and q.clock = r.clock and q.cause = r.instead_of)
"""
# Rows that each start a clock of their own, which ends with the row or with its case.
SIDE = f"""
    insert into temp.acts
    select s.case_no, case when r.clock <> 'handling' then {{person}} end, case when r.clock <> 'handling' then s.rowid + 1 else 0 end,
        r.rule, s.{{day}}, greatest(s.{{day}}, s.{{began}}), null
    from built.{{table}} s join work.clock_causes r on {KIND.format("s")} and r.cause = {{cause}}
    join temp.cases_here w on w.case_no = s.case_no {{joins}}
    where s.case_no between {{first}} and {{last}} and s.{{day}} between r.valid_from and r.valid_to and s.{{began}} is not null and {HOLDS}
"""
WITH_ITS_CASE = f"""
    insert into temp.acts
    select a.case_no, a.person_no, a.thread, r.rule, w.completed_on, greatest(w.completed_on, a.day), null
    from temp.acts a join work.clock_rules q on q.rule = a.rule and q.opens and list_contains({{threaded}}, q.clock)
    join temp.cases_here w on w.case_no = a.case_no
    join work.clock_causes r on {KIND.format("w")} and r.cause = 'cases.completed_on' and r.clock = q.clock
    where w.completed_on is not null
"""
PERSON = "left join temp.persons_here p on p.case_no = s.case_no and p.person_id = s.person_id"
SIDES = (
    {"table": "measures", "began": "began_on", "day": "began_on", "cause": "'measures.' || s.coercive",
     "person": "p.person_no", "joins": PERSON},
    {"table": "measures", "began": "began_on", "day": "ended_on", "cause": "'measures.' || s.coercive || '.ended_on'",
     "person": "p.person_no", "joins": PERSON},
    {"table": "defence", "began": "requested_on", "day": "requested_on", "cause": "'defence.' || s.matter", "person": "null", "joins": ""},
    {"table": "defence", "began": "requested_on", "day": "arranged_on", "cause": "'defence.arranged_on'", "person": "null", "joins": ""},
    {"table": "findings", "began": "found_on", "day": "found_on", "cause": "'findings.' || s.level", "person": "null", "joins": ""},
    {"table": "findings", "began": "found_on", "day": "replied_on", "cause": "'findings.replied_on'", "person": "null", "joins": ""},
)  # fmt: skip


def gather(con: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Make `temp.acts` for the cases from `first` to `last`."""
    threaded = sorted({each.clock for each in acts() if each.act == "start" and each.cause.partition(".")[0] in ("measures", "defence")})
    con.execute(f"create or replace temp table acts ({COLUMNS})")
    con.execute(EVENTS.format(first=first, last=last))
    for field in dict.fromkeys(each.cause.removeprefix("cases.") for each in acts() if each.cause.startswith("cases.")):
        con.execute(FIELD.format(field=field, threaded=threaded))
    for side in SIDES:
        con.execute(SIDE.format(first=first, last=last, **side))
    con.execute(WITH_ITS_CASE.format(threaded=threaded))
