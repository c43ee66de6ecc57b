"""The declarations of the law as tables to join: limits by type and condition, what moves a clock, the calendar.

Knows data/law. Must not know cases.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import duckdb

from data import catalogue
from data.law import calendar
from data.law import limits as declared
from data.law.limits import CUSTODY, PROCEDURES, SOURCES, Act, covers, limits
from data.snapshots.target import insert_rows, staged

CONDITION = ("clock", "type_code", "line", "custody", "procedure", "source")
ON_CONDITION = ("outcome", "source_code")  # columns of the case that an act may hang on
Kind = tuple[str, str, str]  # type, line, family
BEFORE, AFTER = 400, 1200  # days of the calendar before the first acceptance and after the data's last day
STATED = """
    create or replace table work.clock_stated (clock varchar, type_code varchar, line varchar, base boolean, custody varchar,
        procedure varchar, source varchar, valid_from date, valid_to date, limit_code varchar, amount integer, unit varchar, times integer,
        shift varchar, held boolean, ceiling boolean, article varchar);
    create or replace table work.clock_conditions (custody varchar, procedure varchar, source varchar);
    create or replace table work.clock_rules (rule smallint, clock varchar, cause varchar, act varchar, opens boolean, closes boolean,
        ground integer, ended_by varchar, article varchar, sort smallint);
    create or replace table work.clock_causes (type_code varchar, line varchar, cause varchar, rule smallint, clock varchar,
        instead_of varchar, conditional boolean, outcome varchar, source_code varchar, valid_from date, valid_to date)
"""
# What the state of a case says of its clocks: those that its conclusion ends have ended in any state past it, the others once archived.
ENDINGS = """
    create or replace table work.clock_endings as
    select distinct clock, type_code, line, status from work.clock_causes join (values ('cases.concluded_on', 'concluded'),
        ('cases.concluded_on', 'archived'), ('cases.completed_on', 'archived')) as said (cause, status) using (cause)
"""
# A condition left empty holds for all; `other` for any procedure but the fast track, recorded or not.
CUSTODY_HOLDS, SOURCE_HOLDS = "s.custody in ('', c.custody)", "s.source in ('', c.source)"
PROCEDURE_HOLDS = "(s.procedure in ('', c.procedure) or (s.procedure = 'other' and c.procedure <> 'fast'))"
HOLDS = f"{CUSTODY_HOLDS} and {SOURCE_HOLDS} and {PROCEDURE_HOLDS}"
OF_THE_KIND = "from work.clock_stated s where s.base and (s.clock, s.type_code, s.line) = (k.clock, k.type_code, k.line)"
EXPANDED = """
    create or replace table work.{name} as
    select s.clock, s.type_code, s.line, c.*, s.* exclude (clock, type_code, line, base, custody, procedure, source)
    from work.clock_stated s join work.clock_conditions c on {holds} where s.base = {base}
"""
# Why no limit is found on a day that has none: what the condition lacks, else the law of that day.
GAPS = f"""
    create or replace table work.clock_gaps as
    select k.*, c.*, case when exists ({OF_THE_KIND} and {HOLDS}) then 'law'
        when c.custody = 'unknown' and exists ({OF_THE_KIND} and {SOURCE_HOLDS} and {PROCEDURE_HOLDS}) then 'custody'
        when c.procedure = 'none' and exists ({OF_THE_KIND} and {SOURCE_HOLDS} and {CUSTODY_HOLDS}) then 'procedure'
        else 'no_limit' end as missing
    from (select distinct clock, type_code, line from work.clock_stated where base) k, work.clock_conditions c
"""
ARITHMETIC = """
    create or replace temp macro months_later(d, n) as
        (case when d = last_day(d) then last_day(d + to_months(n)) else d + to_months(n) end)::date;
    create or replace temp macro moved(d, amount, unit) as case unit when 'd' then d + amount
        when 'm' then months_later(d, amount) when 'hm' then months_later(d, amount // 2) + 15 * (amount % 2)::integer end
"""
TABLES = ("clock_stated", "clock_conditions", "clock_limits", "clock_extensions", "clock_gaps", "clock_rules", "clock_causes",
          "clock_endings", "clock_days", "clock_workdays")  # fmt: skip


def declare(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Make `work.clock_…` for the types that occur, and the arithmetic of days as macros."""
    con.execute(STATED)
    con.execute(ARITHMETIC)
    kinds = con.execute("select distinct type_code, line, family from work.types order by all").fetchall()
    _rules(con, kinds, declared.acts() if "events" in staged(con) else tuple(_without_events()))
    _limits(con, kinds)
    _calendar(con, as_of)


def narrow(con: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """`temp.cases_here` and `temp.persons_here`: those of a stretch. Joined whole, they would be held in memory for each stretch."""
    for name in ("cases", "persons"):
        con.execute(f"create or replace temp view {name}_here as from built.{name} where case_no between {first} and {last}")


def drop(con: duckdb.DuckDBPyConnection) -> None:
    for name in TABLES:
        con.execute(f"drop table work.{name}")
    con.execute("drop view if exists temp.cases_here; drop view if exists temp.persons_here")


def _rules(con, kinds: list[Kind], acts: tuple[Act, ...]) -> None:
    order = list(catalogue.codes("clock"))
    names = ("rule", "clock", "cause", "act", "opens", "closes", "ground", "ended_by", "article", "sort")
    grounds = sorted({a.ground for a in declared.acts() if a.ground})
    rows = [
        (a.rule, a.clock, a.cause, a.act, a.opens, a.closes, 1 << grounds.index(a.ground) if a.ground else 0,
         a.ended_by or None, a.article or None, order.index(a.clock)) for a in acts
    ]  # fmt: skip
    insert_rows(con, "work.clock_rules", names, rows)
    names = ("type_code", "line", "cause", "rule", "clock", "instead_of", "conditional", *ON_CONDITION, "valid_from", "valid_to")
    causes = [
        (*kind[:2], a.cause, a.rule, a.clock, a.instead_of or None, a.when is not None, *_values(a.when), a.valid_from, a.valid_to)
        for kind in kinds for a in acts if covers(a, *kind)
    ]  # fmt: skip
    insert_rows(con, "work.clock_causes", names, causes)
    con.execute(ENDINGS)


def _without_events() -> Iterator[Act]:
    """Where no log was delivered, only clocks whose end other records tell: the others would seem to run for ever."""
    ending = {a.clock for a in declared.acts() if a.closes and "." in a.cause and a.cause != "cases.completed_on"}
    return (each for each in declared.acts() if each.clock in ending)


def _values(when: tuple[str, str] | None) -> list[str | None]:
    return [when[1] if when and when[0] == column else None for column in ON_CONDITION]


def _limits(con, kinds: list[Kind]) -> None:
    names = ("clock", "type_code", "line", "base", "custody", "procedure", "source", "valid_from", "valid_to", "limit_code", "amount",
             "unit", "times", "shift", "held", "ceiling", "article")  # fmt: skip
    stated = [
        (each.clock, *kind[:2], each.role == "base", each.custody, each.procedure, each.source, each.valid_from, each.valid_to, each.code,
         each.amount, each.unit, each.times, each.shift, each.held, each.role == "ceiling", each.article)
        for kind in kinds for each in limits() if covers(each, *kind)
    ]  # fmt: skip
    insert_rows(con, "work.clock_stated", names, stated)
    insert_rows(con, "work.clock_conditions", CONDITION[3:], list(product(CUSTODY, PROCEDURES, SOURCES)))
    con.execute(EXPANDED.format(name="clock_limits", holds=HOLDS, base="true"))
    con.execute(EXPANDED.format(name="clock_extensions", holds=HOLDS, base="false"))
    con.execute(GAPS)


def _calendar(con, as_of: date) -> None:
    """Each day with the working day it moves to and how many working days lie up to it; the working days by number.

    What the snapshot's calendar says goes before what is published."""
    first = con.execute("select min(accepted_on) from built.cases").fetchone()[0] - timedelta(days=BEFORE)
    days = calendar.working_days(first, as_of + timedelta(days=AFTER))
    con.execute("create or replace temp table published (day date, is_workday boolean)")
    insert_rows(con, "temp.published", ("day", "is_workday"), [each[:2] for each in days])
    con.execute("""
        create or replace table work.clock_days as
        select day, min(day) filter (w) over (order by day rows between current row and unbounded following) as next_workday,
            count(*) filter (w) over (order by day) as work_no, w as is_workday
        from (select day, coalesce(c.is_workday, p.is_workday) as w from temp.published p left join built.calendar c using (day))
        order by day;
        create or replace table work.clock_workdays as select work_no, day from work.clock_days where is_workday order by 1;
        drop table temp.published
    """)
