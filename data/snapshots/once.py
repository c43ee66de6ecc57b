"""Different cases that indicators count, once for each span and whatever they are told apart by.

Knows the built facts and the declaration. Must not know what an indicator means.
"""

from datetime import date

import duckdb

from data.definitions import once
from data.definitions.indicators.base import Indicator
from data.definitions.relations import Relation
from data.snapshots import marts
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int) -> None:
    """Each case of a span first, with what it has; all rows of a case lie together."""
    marts.piece(con, as_of, statistical_day)
    table, every = once.tables()[relation]
    keys = quoted(*once.DIMENSIONS)
    each_one = " union all ".join(_cases(relation, each, every) for each in every)
    had = ", ".join(f"bool_or({quoted(each.key)}) as {quoted(each.key)}" for each in every)
    numbers = ", ".join(f"count(*) filter ({quoted(each.key)}) as {quoted(each.key)}" for each in every)
    con.execute(f"""
        insert into built.{table.name} ({keys}, day, {quoted(*(each.key for each in every))})
        select {keys}, day, {numbers} from (select {keys}, day, case_no, {had} from ({each_one}) group by all) group by all
        order by day, {keys}
    """)


def _cases(relation: Relation, each: Indicator, every: tuple[Indicator, ...]) -> str:
    c, tally = relation.table.c, each.count.tallies[0]
    day = compiled(tally.day(c))
    had = ", ".join(f"{'true' if other is each else 'false'} as {quoted(other.key)}" for other in every)
    rows = f"from built.{relation.key} as {relation.key} where ({day}) is not null and ({compiled(tally.rows(c))})"
    return f"select {quoted(*once.DIMENSIONS)}, span(({day})::date) as day, case_no, {had} {rows}"
