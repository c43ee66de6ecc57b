"""The ways of persons through the stages, counted by the very expressions that answer from the rows.

Knows the built persons and the declarations. Must not know what a stage means.
"""

from datetime import date

import duckdb
import sqlalchemy as sa

from data.definitions import ways
from data.definitions.relations import PERSONS
from data.snapshots import marts
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> None:
    marts.piece(con, as_of, statistical_day)
    for by, table in ways.TABLES.items():
        _count(con, by, table)


def _count(con: duckdb.DuckDBPyConnection, by: tuple[str, ...], table: sa.Table) -> None:
    c = PERSONS.table.c
    found = ", ".join(f"{compiled(value)} as {quoted(name)}" for name, value in ways.followed(c).items())
    apart, listed = quoted("matter", *by), quoted(*by, *ways.STATES)
    con.execute(f"""
        insert into built.{table.name} ({listed}, day, n)
        select {listed}, piece(first_on) as day, count(*) as n
        from (select {apart}, {found} from built.persons as persons where {compiled(ways.met(c))} group by {apart}) group by all
        order by {quoted(*by)}{", " if by else ""}day, {quoted(*ways.STATES)}
    """)
