"""The latest rows of every relation, copied into tables of their own, and the numbers of all rows by place and type.

Knows the built facts and the declaration. Must not know what is asked of them.
"""

from datetime import date

import duckdb

from data.definitions import latest
from data.definitions.relations import CASES, Relation
from data.snapshots.target import compiled, literal, quoted


def build(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, _: int) -> None:
    table, day = latest.TABLES[relation], compiled(latest.day(relation))
    names, rows = quoted(*table.columns.keys()), f"from built.{relation.key} as {relation.key}"
    newest = con.execute(f"select max({day}) {rows} where {day} <= {literal(as_of)}").fetchone()[0]
    if newest:
        where = compiled(latest.rows(relation, newest))
        con.execute(f"insert into built.{table.name} ({names}) select {names} {rows} where {where} order by province, case_no")


def count(con: duckdb.DuckDBPyConnection, _: date, __: int) -> None:
    for relation in latest.NUMBERED:
        con.execute(f"""
            insert into built.{latest.NUMBERS.name} select {literal(relation.key)}, {quoted(*latest.PLACES)}, count(*)
            from built.{relation.key} group by all order by all
        """)


def arrived(con: duckdb.DuckDBPyConnection, _: date, __: int) -> None:
    con.execute(f"""
        insert into built.{latest.ARRIVED.name} select {quoted(*latest.TOLD)}, {compiled(latest.day(CASES))} as day, count(*)
        from built.{CASES.key} as {CASES.key} group by all order by all
    """)
