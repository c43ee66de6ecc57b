"""The kinds of conditions as SQL: of each, the rows that came under it, each with its first, its due and its last day.

Every kind gives: case_no, person_no, occurrence, began_on, raw_due (before holidays move it), hold (whether they do not), ended_on,
archived_on, custody; a kind of defect also `broken`, and the day it became so in ended_on.
Knows the kinds. Must not know which rules there are, nor what becomes of a row.
"""

from dataclasses import replace

import sqlalchemy as sa

from data import schema
from data.definitions.rules import base
from data.definitions.rules.base import Node
from data.snapshots.rules.asked import NEXT_WORKDAY, Asked, due, earliest, listed, rows, table_of, where
from data.snapshots.target import compiled, literal


def starts(ask: Asked) -> str:
    """SQL of the rows that came under a condition."""
    return _KINDS[type(ask.check)](ask)


def _within(ask: Asked) -> str:
    check = ask.check
    table = table_of(check)
    if isinstance(check.begins, Node):
        return _from_node(ask, earliest(check.ends))
    mark = {"": "0", "persons": "persons.person_no", "measures": "measures.rowid"}[table]
    inner = rows(ask, table, compiled(check.begins), earliest(check.ends), f", {mark} as mark, 0 as seq")
    return _ended(ask, inner, after_start=False)


def _from_node(ask: Asked, card: str) -> str:
    check = ask.check
    inner = f"""
        select cases.case_no, null::bigint as person_no, row_number() over (partition by cases.case_no order by n.seq) as occurrence,
            n.day as began_on, {due(ask, 'n.day')} as raw_due, {card} as ended_on, cases.archived_on, cases.custody,
            n.seq as mark, n.seq
        from work.steps n join built.cases as cases on cases.case_no = n.case_no
        where n.activity in ({listed(check.begins)}) and {where(ask, 'n.day')}"""
    return _ended(ask, inner, after_start=True)


def _ended(ask: Asked, inner: str, after_start: bool) -> str:
    """With the first of the activities that end it: later than the start where that is one itself."""
    ends = [part for part in ask.check.ends if isinstance(part, Node)]
    without = f"where s.case_no not in (select case_no from work.steps where activity in ({listed(ask.check.without)}))" \
        if ask.check.without else ""  # fmt: skip
    if not ends:
        return f"select s.*, {_hold(ask.check.custody)} as hold from ({inner}) s {without}"
    later = "and e.seq > s.seq" if after_start else ""
    named = ", ".join(listed(part) for part in ends)
    return f"""
        with s as materialized ({inner}),
        e as (select s.case_no, s.mark, min(e.day) as day from s join work.steps e on e.case_no = s.case_no {later}
            where e.activity in ({named}) group by s.case_no, s.mark)
        select s.* replace (least(s.ended_on, e.day) as ended_on), {_hold(ask.check.custody)} as hold
        from s left join e on e.case_no = s.case_no and e.mark = s.mark {without}"""


def _clock(ask: Asked) -> str:
    own = [] if ask.check.rows is None else [ask.check.rows]
    check = replace(ask.check, rows=sa.and_(schema.clocks.c.clock == ask.check.clock, *own))
    inner = rows(replace(ask, check=check), "clocks", "clocks.began_on", "clocks.ended_on", "", raw_due="clocks.due_on")
    return f"select s.*, true as hold from ({inner}) s where raw_due is not null"


def _sooner(ask: Asked) -> str:
    """Broken when the later day lies before the first lawful one."""
    check = ask.check
    if isinstance(check.begins, Node):
        inner = starts(replace(ask, check=base.Within(check.begins, (check.ends,), check.limit)))
        return f"select * replace (true as hold), ended_on < raw_due as broken from ({inner}) where ended_on is not null"
    known, ends = compiled(check.known if check.known is not None else check.ends), compiled(check.ends)
    inner = rows(ask, table_of(check), compiled(check.begins), known, f", {ends} as last_day")
    return f"select *, true as hold, last_day < raw_due as broken from ({inner}) where last_day is not null"


def _order(ask: Asked) -> str:
    first, then = compiled(ask.check.first), compiled(ask.check.then)
    inner = rows(ask, table_of(ask.check), then, f"greatest({first}, {then})", f", {first} as first_day")
    return f"select *, true as hold, began_on < first_day as broken from ({inner}) where first_day is not null"


def _more(ask: Asked) -> str:
    """Broken by each one too many. Until the case is concluded, the last that is allowed is at the limit."""
    most = ask.limit.value
    return f"""
        select cases.case_no, null::bigint as person_no, n.place as occurrence, n.day as began_on, null::date as raw_due, true as hold,
            case when n.place > {most} then n.day else cases.concluded_on end as ended_on, cases.archived_on, cases.custody,
            n.place > {most} as broken, n.place = {most} and n.times = {most} as at_limit
        from (select *, row_number() over (partition by case_no order by seq) as place, count(*) over (partition by case_no) as times
            from work.steps where activity in ({listed(ask.check.of)})) n
        join built.cases as cases on cases.case_no = n.case_no where {where(ask, 'n.day')}"""


def _crowded(ask: Asked) -> str:
    """Broken by each day beyond the number allowed between two turns."""
    days = ", ".join(compiled(each) for each in ask.check.days)
    turns = " + ".join(f"coalesce(({compiled(each)} <= d.day)::int, 0)" for each in ask.check.turns)
    return f"""
        select case_no, null::bigint as person_no, row_number() over (partition by case_no order by day) as occurrence, day as began_on,
            null::date as raw_due, true as hold, day as ended_on, archived_on, custody, place > {ask.limit.value} as broken
        from (select *, row_number() over (partition by case_no, turn order by day) as place from (
            select cases.case_no, cases.archived_on, cases.custody, d.day, {turns} as turn
            from built.cases as cases, unnest([{days}]) as d(day) where d.day is not null and {where(ask, 'd.day')}))"""


def _holds(ask: Asked) -> str:
    """Broken by whatever its condition holds for."""
    since = compiled(ask.check.since)
    inner = rows(ask, table_of(ask.check), since, since, f", ({_with_value(ask)}) as broken")
    return f"select *, true as hold from ({inner})"


def _late_extension(ask: Asked) -> str:
    """Broken when it was entered after what was then the last day."""
    return f"""
        select cases.case_no, e.person_no, row_number() over (partition by cases.case_no order by e.entered_on) as occurrence,
            e.before as began_on, e.before as raw_due, true as hold, e.entered_on as ended_on, cases.archived_on, cases.custody,
            e.entered_on > e.before as broken
        from (select t.*, k.person_no, lag(t.due_on) over (partition by t.clock_no order by t.entry) as before
            from built.clock_entries t join built.clocks k using (clock_no)
            where k.clock = {literal(ask.check.clock)} and t.case_no between {ask.first} and {ask.last}) e
        join built.cases as cases on cases.case_no = e.case_no
        where e.act = 'extend' and e.before is not null and {where(ask, 'e.before')}"""


def _shifted(ask: Asked) -> str:
    """Broken when the lawful last day is no working day and the source has the next one."""
    inner = rows(ask, "clocks", "clocks.began_on", "clocks.began_on", ", clocks.source_due_on, clocks.clock", raw_due="clocks.due_on")
    moved = NEXT_WORKDAY.format(day="raw_due")
    return f"""
        select *, true as hold, source_due_on > raw_due and source_due_on = {moved} as broken
        from ({inner}) where clock = {literal(ask.check.clock)} and raw_due is not null and source_due_on is not null"""


def _with_value(ask: Asked) -> str:
    return compiled(ask.check.broken(ask.limit.value if ask.limit else 0))


def _hold(custody: str) -> str:
    return {"held": "true", "case": "s.custody = 'in_custody'"}.get(custody, "false")


_KINDS = {
    base.Within: _within, base.Clock: _clock, base.Sooner: _sooner, base.Order: _order, base.More: _more, base.Crowded: _crowded,
    base.Holds: _holds, base.LateExtension: _late_extension, base.Shifted: _shifted,
}  # fmt: skip
