"""The course of cases as a whole, put down: of all cases, and of each type.

An exact median needs all its values at once, so the pairs are taken a few at a time: memory does not grow with the number of events.
Knows the built facts and the declaration. Must not know who asks.
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby

import duckdb

from data.definitions import flows, overall
from data.definitions.relations import CASES, EVENTS
from data.snapshots.target import compiled, insert_rows

VALUES_AT_ONCE = 20_000_000
OF_TYPE = "grouping(type_code) = 1 or type_code is not null"
Found = dict[str | None, list[tuple]]  # type, or none for all → rows


def build(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> None:
    cases, activities, pairs = _cases(con), _activities(con), _pairs(con)
    rows = [(code, json.dumps(_course(*numbers, activities.get(code, []), pairs.get(code, [])))) for code, (numbers,) in cases.items()]
    insert_rows(con, f"built.{overall.TABLE.name}", overall.TABLE.columns.keys(), rows)


def _course(cases: int, variants: int, mean, median, p90, most, activities: list[tuple], pairs: list[tuple]) -> dict:
    names = overall.counted(EVENTS.table.c)
    lists = {name: [(row[0], row[place]) for row in activities if row[place]] for place, name in enumerate(names, 1)}
    numbers = {"cases": cases, "variants": variants, "events": sum(n for _, n in lists["activities"])}
    return overall.course(numbers, {"mean": mean, "median": median, "p90": p90, "max": most}, lists, pairs)


def _read(con: duckdb.DuckDBPyConnection, listed: str, rows: str, *keys: str) -> Iterator[tuple]:
    """The selection for each of the keys: of each type, and of all."""
    of_type, of_all = ", ".join(("type_code", *keys)), ", ".join(keys)
    sets = f"group by grouping sets (({of_type}), ({of_all})) having {OF_TYPE} order by type_code nulls first"
    yield from con.execute(f"select {of_type}, {listed} {rows} {sets}").fetchall()


def _by_type(rows) -> Found:
    return {code: [row[1:] for row in each] for code, each in groupby(rows, key=lambda row: row[0])}


def _cases(con: duckdb.DuckDBPyConnection) -> Found:
    c = CASES.table.c
    variant, days = compiled(c.variant), compiled(c.throughput_days)
    durations = f"avg({days}), quantile_cont({days}, 0.5), quantile_cont({days}, 0.9), max({days})"
    return _by_type(_read(con, f"count({variant}), count(distinct {variant}), {durations}", "from built.cases as cases"))


def _activities(con: duckdb.DuckDBPyConnection) -> Found:
    c = EVENTS.table.c
    counts = ", ".join(f"count(*) filter ({compiled(rows)})" for rows in overall.counted(c).values())
    return _by_type(_read(con, counts, f"from built.events as events where {compiled(flows.real(c))}", "activity"))


def _pairs(con: duckdb.DuckDBPyConnection) -> Found:
    found: Found = {}
    for batch in range(_batches(con)):
        rows = f"""from built.events as events semi join (from pairs_at_once where batch = {batch}) using (activity, next_activity)
                   where {compiled(flows.real(EVENTS.table.c))}"""
        for code, each in _by_type(_read(con, "count(*), quantile_cont(gap_days, 0.5)", rows, "activity", "next_activity")).items():
            found.setdefault(code, []).extend(each)
    con.execute("drop table temp.pairs_at_once")
    return found


def _batches(con: duckdb.DuckDBPyConnection) -> int:
    """Puts the pairs into batches, by how often the map of moves has them; how many batches there are."""
    con.execute(f"""
        create or replace temp table pairs_at_once as
        with pairs as (select activity, next_activity, sum(n)::bigint as moves from built.{flows.MOVES.ever.name}
                       where activity is not null and next_activity is not null group by all),
             upto as (select *, sum(moves) over (order by activity, next_activity) as reached from pairs)
        select activity, next_activity, dense_rank() over (order by (reached - moves) // {VALUES_AT_ONCE}) - 1 as batch from upto
    """)
    return con.execute("select coalesce(max(batch) + 1, 0) from pairs_at_once").fetchone()[0]
