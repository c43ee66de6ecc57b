"""The rules' hits: of every condition the rows it was over for, or soon will be, in stretches of cases.

A row that came under a condition is open, or done in time, or done late; only what is open and near or past its due day, done
late, or a defect, is kept. Which rules cannot be computed, and for want of what, is kept beside it: that is never no hit.
Knows the order of work. Must not know how a condition is asked.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import duckdb

from data import schema
from data.catalogue import monitoring
from data.definitions import rules
from data.definitions.rules.base import DEFECT, DONE, OPEN, WARNING, Clock, Need, Node, Rule, parts
from data.snapshots.clocks import tables
from data.snapshots.rules import kinds
from data.snapshots.rules.asked import AT_LIMIT, Asked, asked, due_day
from data.snapshots.target import fill, insert_rows, literal, quoted, staged

CASES_AT_ONCE = 400_000
NO_LIMIT = Need("clocks", "due_on")
ORDER = "case_no, rule, person_no nulls first, occurrence, firing, began_on, due_on, hit_on, cleared_on, days_over"  # to the last tie
FOUND = ("rule", "person_no", "occurrence", "firing", "began_on", "due_on", "hit_on", "cleared_on", "days_over", "rule_severity")


def build(con: duckdb.DuckDBPyConnection, as_of: date, delivered: dict | None = None, cases_at_once: int | None = None) -> None:
    """Fill `rule_hits` and `rule_states`."""
    tables.declare(con, as_of)
    known = staged(con)
    lacking = {key: _lacking(con, each, delivered, known) for key, each in rules.ALL.items()}
    running = [each for key, each in rules.ALL.items() if each.entry.enabled and not lacking[key]]
    looked_at: set[str] = set()
    for first, last in _stretches(con, cases_at_once or CASES_AT_ONCE):
        _steps(con, running, first, last)
        _emptied(con)
        for each in (one for rule in running for one in asked(rule, first, last)):
            looked_at |= {each.rule.key} if _look(con, each, as_of) else set()
        _write(con, first, last)
    tables.drop(con)
    _states(con, lacking, looked_at)


def _stretches(con, cases_at_once: int) -> Iterator[tuple[int, int]]:
    cases = con.execute("select count(*) from work.ordered").fetchone()[0]
    return ((first, first + cases_at_once - 1) for first in range(1, cases + 1, cases_at_once))


def _steps(con, running: list[Rule], first: int, last: int) -> None:
    """`work.steps`: the activities any rule asks for, of a stretch of cases, in order."""
    named = {code for rule in running for check in rule.checks for part in _points(check) for code in part.activities}
    events = "built.events" if "events" in staged(con) else "(select * from built.events where false)"
    con.execute(f"""
        create or replace temp table steps as select case_no, activity, occurred_on as day, seq from {events}
        where case_no between {first} and {last} and not coalesce(voided, false)
            and activity in ({", ".join(literal(each) for each in sorted(named)) or "null"})
    """)
    con.execute("create or replace view work.steps as from temp.steps")


def _points(check) -> list[Node]:
    return [part for part in (*parts(check), getattr(check, "without", None)) if isinstance(part, Node)]


def _emptied(con) -> None:
    kinds = {column.name: column.type for column in schema.rule_hits.columns}
    listed = ", ".join(f"{quoted(name)} {_kind(kinds[name])}" for name in FOUND)
    con.execute(f"create or replace temp table found (case_no bigint, {listed})")


def _kind(kind) -> str:
    return str(kind.compile())


def _look(con, each: Asked, as_of: date) -> bool:
    """Add what one condition finds; whether any row came under it at all."""
    con.execute(f"create or replace temp table looked as {kinds.starts(each)}")
    if not con.execute("select count(*) from looked").fetchone()[0]:
        return False
    for firing in each.firings:
        con.execute(f"insert into found {_firing(each, firing, as_of)}")
    return True


def _firing(each: Asked, firing: str, as_of: date) -> str:
    """The rows for which a condition fires in one way."""
    entry = each.rule.entry
    way = _WAYS[firing](f"date {literal(as_of)}", entry.warn_days, DONE in each.firings)
    severity = f"case when custody = 'in_custody' then {literal(entry.severity_custody)} else {literal(entry.severity)} end"
    return f"""
        select case_no, {literal(entry.rule)}, person_no, occurrence, {literal(way.name)}, began_on, {way.due}, {way.hit}, {way.cleared},
            {way.over}, {severity}
        from (select *, {due_day()} as due_on from looked) where {way.when}"""


class Way(NamedTuple):
    """How a row becomes a hit: SQL of its days, and when."""

    name: str
    due: str
    hit: str
    cleared: str
    over: str
    when: str


def _open(today: str, _, done_apart: bool) -> Way:
    """Past its due day and not done, as long as the case was not archived. What was done in the end is told apart, or cleared this."""
    until = f"coalesce(least(ended_on, archived_on), {today})"
    not_done = "ended_on is null and due_on" if done_apart else "(ended_on is null or ended_on > due_on + 1) and due_on"
    return Way(OPEN, "due_on", "due_on + 1", "least(ended_on, archived_on)", f"{until} - due_on", f"{not_done} < {until}")


def _done(*_) -> Way:
    return Way(DONE, "due_on", "due_on + 1", "ended_on", "ended_on - due_on", "ended_on > due_on")


def _warning(today: str, warn: int | None, _) -> Way:
    """Days over are below nought: so many are left."""
    near = f"ended_on is null and archived_on is null and due_on between {today} and {today} + {warn}" if warn is not None else "false"
    return Way(WARNING, "due_on", f"greatest(due_on - {warn or 0}, began_on)", "null", f"{today} - due_on", near)


def _at_limit(*_) -> Way:
    return Way(WARNING, "null", "began_on", "null", "null", "at_limit and ended_on is null and archived_on is null")


def _defect(*_) -> Way:
    """Stands until the case is archived, when monitoring ends."""
    return Way(DEFECT, "raw_due", "ended_on", "case when archived_on > ended_on then archived_on end", "null", "broken")


_WAYS = {OPEN: _open, DONE: _done, WARNING: _warning, DEFECT: _defect, AT_LIMIT: _at_limit}


def _write(con, first: int, last: int) -> None:
    """What was found, in the order of cases, numbered on."""
    so_far = con.execute("select count(*) from built.rule_hits").fetchone()[0]
    con.execute(f"create or replace temp table sorted as from found order by {ORDER}")
    own = {name: f"f.{name}" for name in ("case_no", *FOUND)}
    context = {name: f"x.{name}" for name in schema.CONTEXT if name != "case_no"}
    fill(con, schema.rule_hits, {"hit_no": f"f.rowid + 1 + {so_far}", **context, **own}, f"""
        from (select *, rowid from sorted) f
        join (select * from work.context where case_no between {first} and {last}) x using (case_no) order by f.rowid
    """)


def _lacking(con, rule: Rule, delivered: dict | None, known: set[str]) -> Need | None:
    """The first thing a rule needs that was not delivered."""
    return next((need for need in rule.needs() if not there(con, need, delivered, known)), None)


def there(con, need: Need, delivered: dict | None, tables: set[str] | None = None) -> bool:
    """Whether a column, or any of the activities, was delivered; `tables` are the staged ones, where they are known already."""
    tables = staged(con) if tables is None else tables
    if need.activities:
        named = ", ".join(literal(each) for each in need.activities)
        return "events" in tables and bool(con.execute(f"select 1 from built.events where activity in ({named}) limit 1").fetchone())
    source = schema.MADE_FROM.get((need.table, need.column))
    if isinstance(source, str) and source not in tables:
        return need.column == "assigned_on" and "events" in tables
    table, column = source if isinstance(source, tuple) else (need.table, need.column)
    if table in schema.MADE:
        return set(schema.MADE[table]) <= tables
    own = schema.metadata.tables[table].c[column]
    known = delivered is None or schema.about(own).derived or column in delivered.get(table, ())
    return table in tables and known


def _states(con, lacking: dict[str, Need | None], looked_at: set[str]) -> None:
    lacking |= {key: NO_LIMIT for key, need in lacking.items() if need is None and key not in looked_at and _undated(con, rules.ALL[key])}
    rows = [(key, *_state(key, need, looked_at)) for key, need in lacking.items()]
    insert_rows(con, "built.rule_states", schema.rule_states.columns.keys(), rows)


def _undated(con, rule: Rule) -> bool:
    """Whether there are clocks of its kind, but none with a due day: the ledger knows no limit for them."""
    clocks = ", ".join(literal(check.clock) for check in rule.checks if isinstance(check, Clock))
    types = ", ".join(literal(each) for each in monitoring.types_named(rule.entry.types))
    asked_for = f"select 1 from built.clocks where clock in ({clocks}) and type_code in ({types}) limit 1"
    return bool(clocks) and bool(con.execute(asked_for).fetchone())


def _state(key: str, need: Need | None, looked_at: set[str]) -> tuple[str, str | None, str | None]:
    """(state, table, column or activities)."""
    if not rules.ALL[key].entry.enabled:
        return "off", None, None
    if need is not None:
        return "lacking", need.table, need.column or "|".join(need.activities)
    return ("enabled" if key in looked_at else "nothing"), None, None
