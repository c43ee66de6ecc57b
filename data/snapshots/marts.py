"""The marts, filled: each declared tally counted on its day, from the very conditions that answer from the rows.

Knows the built facts and the declarations of the marts. Must not know what a tally means.
"""

from datetime import date, timedelta

import duckdb

from data.definitions import marts as declared
from data.definitions.marts import Histogram, Mart
from data.definitions.relations import Relation
from data.snapshots.target import compiled, literal, quoted

ORDER = {True: ("province", "day"), False: ("office", "department", "day")}  # daily or by piece: what questions narrow first


def build(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int) -> None:
    """Fill every mart and histogram of a relation."""
    _piece(con, as_of, statistical_day)
    for mart in declared.of(relation):
        _fill(con, relation, mart)
    for histogram, table in declared.histograms(relation):
        _fill_histogram(con, relation, histogram, table)


def _piece(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> None:
    """SQL of the first day of the piece of a month a day is in; whatever comes after the data's last day is one piece."""
    con.execute(f"""
        create or replace temp macro piece(d) as case
            when d > date {literal(as_of)} then date {literal(as_of + timedelta(days=1))}
            when day(d) >= {statistical_day} then date_trunc('month', d)::date + {statistical_day - 1}
            else date_trunc('month', d)::date end
    """)


def _fill(con: duckdb.DuckDBPyConnection, relation: Relation, mart: Mart) -> None:
    """One pass over the rows for each distinct day, then the sum of all of them."""
    c, keys = relation.table.c, quoted(*mart.dimensions)
    by_day: dict[str, dict[str, str]] = {}
    for column, tally in declared.tallies(relation).values():
        by_day.setdefault(compiled(tally.day(c)), {})[column] = compiled(tally.rows(c))
    passes = [_pass(relation, keys, day if mart.daily else f"piece(({day})::date)", counted) for day, counted in by_day.items()]
    names = [column for column, _ in declared.tallies(relation).values()]
    sums = ", ".join(f"coalesce(sum({quoted(name)}), 0) as {quoted(name)}" for name in names)
    con.execute(f"""
        insert into built.{mart.table.name} ({keys}, day, {quoted(*names)})
        select {keys}, day, {sums} from ({" union all by name ".join(passes)}) group by {keys}, day
        order by {_order(mart.dimensions, ORDER[mart.daily])}
    """)


def _pass(relation: Relation, keys: str, day: str, counted: dict[str, str]) -> str:
    counts = ", ".join(f"count(*) filter ({rows}) as {quoted(column)}" for column, rows in counted.items())
    some = " or ".join(f"({rows})" for rows in counted.values())
    return f"""(select {keys}, ({day})::date as day, {counts} from built.{relation.key} as {relation.key}
        where ({day}) is not null and ({some}) group by all)"""


def _fill_histogram(con: duckdb.DuckDBPyConnection, relation: Relation, histogram: Histogram, table) -> None:
    c, tally = relation.table.c, histogram.count.tallies[0]
    dimensions = [column.name for column in table.columns if column.name not in ("day", "value", "n")]
    keys, day = quoted(*dimensions), compiled(tally.day(c))
    con.execute(f"""
        insert into built.{table.name} ({keys}, day, value, n)
        select {keys}, piece(({day})::date) as day, {compiled(c[histogram.column])} as value, count(*) as n
        from built.{relation.key} as {relation.key} where ({day}) is not null and ({compiled(tally.rows(c))})
        group by all order by {_order(dimensions, ("province", "day"))}, value
    """)


def _order(dimensions, first: tuple[str, ...]) -> str:
    """What is narrowed first, then the rest, so that the order is complete and a mart always the same."""
    names = [name for name in first if name in dimensions or name == "day"]
    return quoted(*names, *(name for name in dimensions if name not in names))
