"""The flow's pre-aggregates, filled: every move and every path counted, by the very expressions that answer from the rows.

Province by province, so that memory does not grow with the country; the tables of the whole are added up from those.
Knows the built facts and the declarations. Must not know what a move means.
"""

from collections.abc import Iterator
from datetime import date

import duckdb
import sqlalchemy as sa

from data.definitions import flows
from data.definitions.flows import Flow
from data.snapshots import marts
from data.snapshots.target import compiled, quoted

CASES_AT_ONCE = 500_000


def build(
    con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int, cases_at_once: int | None = None, asked: tuple[Flow, ...] = flows.ALL
) -> None:
    marts.piece(con, as_of, statistical_day)
    for flow in asked:
        for first, last in _spans(con, cases_at_once or CASES_AT_ONCE):
            _near(con, flow, first, last)
        _added_up(con, flow, flow.whole, flow.near, "day")
        _added_up(con, flow, flow.ever, flow.whole)


def build_one(con: duckdb.DuckDBPyConnection, flow: Flow, table: sa.Table) -> None:
    """The table of a flow that tells no days apart, straight from the rows: what a map of everything needs and no more."""
    dims, keys = flows.dimensions(table, flow), flow.keys
    rows = " union all ".join(_rows(flow, dims, where, values) for where, values in flows.kinds(flow, flow.relation.table.c))
    listed = quoted(*dims, *keys)
    con.execute(f"insert into built.{table.name} ({listed}, n) select {listed}, count(*) as n from ({rows}) group by all")


def _spans(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[tuple[int, int]]:
    """Stretches of case numbers in which whole provinces lie, several small ones or a large one."""
    begun, reached = 1, 0
    provinces = con.execute("select min(case_no), max(case_no) from built.cases group by province order by 1").fetchall()
    for first, last in provinces:
        if first > reached and reached - begun + 1 >= size:  # a province never lies in two stretches
            yield begun, reached
            begun = first
        reached = max(reached, last)
    if reached >= begun:
        yield begun, reached


def _near(con: duckdb.DuckDBPyConnection, flow: Flow, first: int, last: int) -> None:
    dims, keys = flows.dimensions(flow.near, flow), flow.keys
    within = f"{flow.relation.key}.case_no between {first} and {last}"
    kinds = flows.kinds(flow, flow.relation.table.c)
    rows = " union all ".join(_rows(flow, dims, where, values, "day", within) for where, values in kinds)
    con.execute(f"""
        insert into built.{flow.near.name} ({quoted(*dims, *keys)}, day, n)
        select {quoted(*dims, *keys)}, day, count(*) as n from ({rows}) group by all
        order by {quoted(*_order(dims, keys, "day"))}
    """)


def _rows(flow: Flow, dims, where, values, day: str = "", within: str = "true") -> str:
    name = flow.relation.key
    listed = [f"{_typed(flow, key, values[key])} as {quoted(key)}" for key in flow.keys]
    listed += [f"piece({compiled(values['day'])}) as {day}"] if day else []
    return f"select {quoted(*dims)}, {', '.join(listed)} from built.{name} as {name} where {within} and ({compiled(where)})"


def _typed(flow: Flow, key: str, value: sa.ColumnElement) -> str:
    return compiled(sa.cast(value, flow.near.c[key].type))


def _added_up(con: duckdb.DuckDBPyConnection, flow: Flow, table: sa.Table, of: sa.Table, *day: str) -> None:
    dims, keys = flows.dimensions(table, flow), flow.keys
    listed = quoted(*dims, *keys, *day)
    con.execute(f"""
        insert into built.{table.name} ({listed}, n) select {listed}, sum(n)::bigint as n from built.{of.name} group by all
        order by {quoted(*_order(dims, keys, *day))}
    """)


def _order(dims, keys, *day: str) -> tuple[str, ...]:
    """What a question narrows first: province where there is one, type, day; then the rest, so that a mart is always the same."""
    first = tuple(name for name in ("province", "type_code") if name in dims)
    return (*first, *day, *(name for name in dims if name not in first), *keys)
