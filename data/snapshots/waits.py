"""What waits and stays come to at the nodes of units, counted by the very conditions that answer from the rows.

Province by province, so that memory does not grow with the country. Knows the built events and the declaration. Must not know what a
node is.
"""

from datetime import date

import duckdb
import sqlalchemy as sa

from data.definitions import waits
from data.definitions.relations import CASES, EVENTS
from data.period import Period
from data.snapshots.target import compiled, literal, quoted


def build(con: duckdb.DuckDBPyConnection, as_of: date, _: int) -> None:
    for (province,) in con.execute(f"select distinct province from built.{CASES.key} order by 1").fetchall():
        for place, period in enumerate(waits.spans(as_of)):
            con.execute(f"create or replace temp table flat_{place} as {_flat(period, province)}")
        for keys, table in waits.TABLES.items():
            _count(con, keys, table, " union all ".join(f"select * from flat_{place}" for place, _ in enumerate(waits.spans(as_of))))
    for place, _ in enumerate(waits.spans(as_of)):
        con.execute(f"drop table if exists flat_{place}")


def _flat(period: Period, province: str | None) -> str:
    """The rows of a period that any count has, each condition worked out once: those that narrow another only where that one holds."""
    c = EVENTS.table.c
    wide = {key: f"({compiled(count.behind(c, period))})" for key, count in waits.WIDE.items()}
    narrow = {key: f"({compiled(count.rows(c))})" for key, count in waits.NARROW.items()}
    marks = [*(f"{asked} as {quoted(key)}" for key, asked in wide.items()),
             *(f"{wide[waits.LASTED.key]} and {asked} as {quoted(key)}" for key, asked in narrow.items())]  # fmt: skip
    columns = quoted(*dict.fromkeys(name for keys in waits.TABLES for name in keys))
    mine = "is null" if province is None else f"= {literal(province)}"
    return f"""
        select {columns}, date {literal(period.since)} as day, {", ".join(marks)}, {compiled(c[waits.DAYS])} as lasted
        from built.{EVENTS.key} as {EVENTS.key} where province {mine} and ({" or ".join(wide.values())})
    """


def _count(con: duckdb.DuckDBPyConnection, keys: tuple[str, ...], table: sa.Table, flat: str) -> None:
    counts = ", ".join(f"count(*) filter ({quoted(key)}) as {quoted(key)}" for key in waits.COUNTED)
    lasted = f"list_sort(list(lasted) filter ({quoted(waits.LASTED.key)})) as lasted"
    listed, quantiles = quoted(*keys, "day", *waits.COUNTED), ", ".join(_quantile(each.q) for each in waits.QUANTILES.values())
    con.execute(f"""
        insert into built.{table.name} ({listed}, {quoted(*waits.QUANTILES)})
        select {listed}, {quantiles} from (select {quoted(*keys, "day")}, {counts}, {lasted} from ({flat}) group by all)
        order by {quoted(*(key for key in keys if key in waits.UNITS))}, day, {quoted(*waits.NODE, *keys)}
    """)


def _quantile(q: float) -> str:
    """Of the days in order, by linear interpolation, in the very steps in which it is found of a histogram: the engine's own differs in
    the last digit."""
    rank = f"((len(lasted) - 1) * {q}::double)"
    low, high = (f"lasted[least(floor({rank})::bigint + {place}, len(lasted))]::double" for place in (1, 2))
    return f"{low} + ({high} - {low}) * ({rank} - floor({rank}))"
