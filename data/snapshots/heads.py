"""The different persons that indicators count, put down once for each span and whatever they are told apart by.

Knows the built facts and the declaration. Must not know what an indicator means.
"""

from datetime import date

import duckdb

from data.definitions.heads import Heads
from data.snapshots import marts
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, heads: Heads, as_of: date, statistical_day: int) -> None:
    marts.piece(con, as_of, statistical_day)
    relation, tally, keys = heads.of.over, heads.of.count.tallies[0], quoted(*heads.dimensions)
    c = relation.table.c
    day, value = compiled(tally.day(c)), quoted(heads.of.column)
    rows = f"from built.{relation.key} as {relation.key} where ({day}) is not null and ({compiled(tally.rows(c))})"
    con.execute(f"""
        insert into built.{heads.table.name} ({keys}, day, value)
        select distinct {keys}, span(({day})::date) as day, {value} as value {rows} order by day, {keys}, value
    """)
