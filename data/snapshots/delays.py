"""Where stays stand out: every province and every city compared with all others, of all types together and of each; and of what stands
out what it is made of.

Knows the sums and histograms of stays and how they are compared. Must not know what a node is.
"""

from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import sqlalchemy as sa

from data.definitions import delays as declared
from data.definitions import marts, moments, waits
from data.definitions.indicators.stays import STAY_MEDIAN, STAYS, WAITING, WAITING_180
from data.definitions.relations import EVENTS
from data.delays import MOMENTS, Cells, standing_out
from data.period import Period
from data.snapshots.target import compiled, insert_rows, literal, quoted

KIND = ("line", "activity", "type_code")


def build(con: duckdb.DuckDBPyConnection, as_of: date, _: int) -> None:
    (first,) = con.execute("select date_trunc('month', min(accepted_on))::date from built.cases").fetchone()
    now = moments.last(as_of)
    for level in declared.LEVELS:
        for type_code, cells in _by_type(_cells(con, level)):
            found, looked_at = standing_out(cells, first is not None and first < now.since)
            told = [(level, type_code, each.unit, each.line, each.activity, place, each.n, int(each.days), each.expected, each.far)
                    for place, each in enumerate(found)]  # fmt: skip
            insert_rows(con, f"built.{declared.FOUND.name}", declared.FOUND.columns.keys(), told)
            insert_rows(con, f"built.{declared.COMPARED.name}", declared.COMPARED.columns.keys(), [(level, type_code, looked_at)])
        _last(con, level, Period(min(first or now.since, now.since).replace(day=1), now.until))
        _part(con, level, now)


def lie(con: duckdb.DuckDBPyConnection, as_of: date, _: int) -> None:
    """Where cases lie, beside all that passed or wait, from what is kept of each unit and node."""
    day, passed, long = waits.spans(as_of)[0].since, f"{STAYS.key} + {WAITING.key}", WAITING_180.key
    for level in declared.LEVELS:
        for of, type_code in ((f"waits_{level}", "null::varchar"), (f"kinds_waits_{level}", "type_code")):
            there = f"day = date {literal(day)} and {level} is not null and activity is not null"
            some = there if of.startswith("waits") else f"{there} and type_code is not null"
            con.execute(f"""
                insert into built.{declared.LYING.name} by name
                with here as (
                    select {type_code} as type_code, {level} as unit, activity, sum({long})::bigint as n, sum({passed})::bigint as passed
                    from built.{of} where {some} group by all
                )
                select {literal(level)} as level, *, sum(n) over everywhere as all_long, sum(passed) over everywhere as all_passed from here
                window everywhere as (partition by type_code, activity) qualify n > 0
                union all by name
                select {literal(level)} as level, type_code, count(*) filter (passed > 0) as n from here group by all
                order by all
            """)


def _last(con: duckdb.DuckDBPyConnection, level: str, span: Period) -> None:
    """The days of stay at the nodes that stand out, by month: in the unit, and elsewhere."""
    kinds, units = (_histogram({*KIND, *more}) for more in ((), (level,)))
    keys, days = _which(), f"between date {literal(span.since)} and date {literal(span.until)}"
    summed = f"select {keys}, date_trunc('month', day)::date as month, value, sum(n)::bigint as n from f join"
    con.execute(f"""
        insert into built.{declared.LASTED.name} by name
        with f as ({_found(level)}),
             here as ({summed} built.{units.name} as a on {_same()} and a.{level} = f.unit where day {days} group by all),
             everywhere as ({summed} built.{kinds.name} as a on {_same()} where day {days} group by all)
        select e.* exclude n, coalesce(h.n, 0) as here, e.n - coalesce(h.n, 0) as elsewhere from everywhere e left join here h on
        {" and ".join(f"e.{name} is not distinct from h.{name}" for name in (*declared.WHICH, "month", "value"))} order by all
    """)


def _histogram(columns: set[str]) -> sa.Table:
    return next(each for each in marts.histograms_of(STAY_MEDIAN) if columns <= set(each.c.keys()))


def _part(con: duckdb.DuckDBPyConnection, level: str, now: Period) -> None:
    """Where inside the units that stand out, and on the way to what."""
    below, behind = declared.BELOW[level], compiled(STAYS.behind(EVENTS.table.c, now))
    con.execute(f"""
        insert into built.{declared.PARTS.name} by name
        with f as ({_found(level)}), a as (select * from built.{EVENTS.key} as {EVENTS.key} where {behind})
        select {_which()}, a.{below} as part, next_activity, count(*) as n, sum(stay_days)::bigint as days
        from f join a on {_same()} and a.{level} = f.unit group by all order by all
    """)


def _found(level: str) -> str:
    return f"select {quoted(*declared.WHICH)} from built.{declared.FOUND.name} where level = {literal(level)}"


def _which() -> str:
    return ", ".join(f"f.{name}" for name in declared.WHICH)


def _same() -> str:
    return "a.line is not distinct from f.line and a.activity = f.activity and (f.type_code is null or a.type_code = f.type_code)"


def _cells(con: duckdb.DuckDBPyConnection, level: str) -> Cells:
    """All there are; what is of no unit of the level is left out."""
    sides = [
        f"sum({name}) filter (grain = {literal(grain)})::double as {name}_{side}"
        for side, grain in enumerate((moments.LAST, moments.FORMER))
        for name in MOMENTS
    ]
    con.execute(f"""
        create or replace temp table cells as select {level} as unit, {quoted(*KIND)}, {", ".join(sides)}
        from built.{moments.TABLE.name} where grain in ({literal(moments.LAST)}, {literal(moments.FORMER)}) and {level} is not null
        group by all having n_0 > 0
    """)
    units = [unit for (unit,) in con.execute("select distinct unit from cells order by 1").fetchall()]
    kinds = con.execute(f"select distinct {quoted(*KIND)} from cells order by all").fetchall()
    same = " and ".join(f"k.{quoted(name)} is not distinct from cells.{quoted(name)}" for name in KIND)
    numbers = ", ".join(f"coalesce({name}_{side}, 0) as {name}_{side}" for name in MOMENTS for side in (0, 1))
    found = con.execute(f"""
        with u as (select unit, row_number() over (order by unit) - 1 as at from (select distinct unit from cells)),
             k as (select *, row_number() over (order by {quoted(*KIND)}) - 1 as at from (select distinct {quoted(*KIND)} from cells))
        select u.at as unit, k.at as kind, {numbers}
        from cells join u using (unit) join k on {same} order by 1, 2
    """).fetchnumpy()
    con.execute("drop table cells")
    now, before = ({name: found[f"{name}_{side}"] for name in MOMENTS} for side in (0, 1))
    return Cells(units, kinds, found["unit"].astype(int), found["kind"].astype(int), now, before)


def _by_type(every: Cells) -> Iterator[tuple[str | None, Cells]]:
    """All types together, and each."""
    yield None, every
    types = np.array([str(kind[-1]) for kind in every.kinds], object)
    for type_code in sorted({kind[-1] for kind in every.kinds if kind[-1] is not None}):
        rows = np.flatnonzero((types == type_code)[every.kind])
        now, before = ({name: each[rows] for name, each in side.items()} for side in (every.now, every.before))
        yield type_code, Cells(every.units, every.kinds, every.unit[rows], every.kind[rows], now, before)
