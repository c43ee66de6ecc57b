"""Members of rotation groups with what they were given by turn and otherwise in the last twelve months, and their days in post.

Knows the built facts and the declaration. Must not know what is asked of them.
"""

from datetime import date

import duckdb

from data.definitions import moments, turned
from data.definitions.indicators.flow import ALLOCATED
from data.definitions.relations import ALLOCATIONS
from data.snapshots.target import compiled, literal, quoted


def build(con: duckdb.DuckDBPyConnection, as_of: date, _: int) -> None:
    c, span = ALLOCATIONS.table.c, moments.last(as_of)
    first, last = literal(span.since), literal(span.until)
    day, which = compiled(ALLOCATED.count.tallies[0].day(c)), compiled(turned.given(c))
    keys, by_turn = dict.fromkeys((*turned.NEAR, *turned.CODES)), compiled(turned.by_turn(c))
    con.execute(f"""
        create or replace temp table turned as
        with given as (
            select {quoted(*keys)}, count(*) filter (where {by_turn}) as turns, count(*) - count(*) filter (where {by_turn}) as others
            from built.{ALLOCATIONS.key} as {ALLOCATIONS.key} where ({day}) between {first} and {last} and ({which}) group by all
        ), held as (
            select prosecutor_code, department_code, sum(least(valid_to, {last}) - greatest(valid_from, {first}) + 1) as days
            from built.posting where valid_from <= {last} and (valid_to is null or valid_to >= {first}) group by all
        )
        select given.*, coalesce(days, 0) as days, {_numbers()}
        from given left join held on prosecutor_code = assigned_to and department_code = department
    """)
    for table in turned.TABLES:
        names = [each.name for each in table.columns if each.name not in turned.COUNTS]
        listed, turns = quoted(*names), turned.COUNTS[0]
        sums = ", ".join(f"sum({name})" for name in turned.COUNTS)
        con.execute(f"""
            insert into built.{table.name} ({listed}, {quoted(*turned.COUNTS)})
            select {listed}, {sums} from turned group by all order by sum({turns}) = 0, {quoted("member", *names)}
        """)
    con.execute("drop table turned")


def _numbers() -> str:
    return ", ".join(f"dense_rank() over (order by {quoted(*codes)}) as {name}" for name, codes in turned.NUMBERS.items())
