"""What moved the clocks of a stretch of cases: events of the log, and card fields where the log is silent.

Makes `temp.acts`: case, person, thread (clocks of one kind that run side by side), rule, day. Knows the built facts.
Must not know what an act does to a due day.
"""

import duckdb

from data.law.limits import acts

COLUMNS = "case_no bigint, person_no bigint, thread bigint, rule smallint, day date, counted_on date, seq integer"
EVENTS = """
    insert into temp.acts
    select e.case_no, null, 0, r.rule, e.occurred_on, e.occurred_on, e.seq
    from built.events e join work.clock_causes r on r.type_code = e.type_code and r.cause = e.activity
    where e.case_no between {first} and {last} and not coalesce(e.voided, false) and e.occurred_on between r.valid_from and r.valid_to
"""
# A card field lies under its case and cannot come before it: where it says so, it is put on the first day and marked.
FIELD = """
    insert into temp.acts
    select c.case_no, null, 0, r.rule, c.{field}, greatest(c.{field}, c.accepted_on), null
    from built.cases c join work.clock_causes r on r.type_code = c.type_code and r.cause = 'cases.{field}'
    where c.case_no between {first} and {last} and c.{field} between r.valid_from and r.valid_to and not exists (
        from temp.acts a join work.clock_rules q using (rule)
        where a.case_no = c.case_no and q.clock = r.clock and q.cause = r.instead_of)
"""


def gather(con: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Make `temp.acts` for the cases from `first` to `last`."""
    con.execute(f"create or replace temp table acts ({COLUMNS})")
    con.execute(EVENTS.format(first=first, last=last))
    for field in dict.fromkeys(each.cause.removeprefix("cases.") for each in acts() if each.cause.startswith("cases.")):
        con.execute(FIELD.format(field=field, first=first, last=last))
