"""The file a snapshot is built in: its empty tables, as the schema and the marts declare them.

Knows names, types and DuckDB's way to write them. Must not know how a table is filled.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect

from data import schema
from data.definitions import marts

DIALECT = Dialect()
ROWS_AT_ONCE = 500
REORDERING = ("join_order", "build_side_probe_side")  # what may put a large side of a join where the small one was written
STORAGE = "v1.5.0"  # the older default takes twice as long to write text columns


def attach(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """A new file as the database `built` of the connection, with every table empty."""
    open_scratch(con, file, "built")
    for table in all_tables():
        create(con, table)


def create(con: duckdb.DuckDBPyConnection, table: sa.Table) -> None:
    """A table of the snapshot, empty."""
    con.execute(f"create table built.{table.name} ({', '.join(_column(each) for each in columns(table))})")


def open_scratch(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """A new file as a database of the connection, without a log: one that is not finished is thrown away, never recovered."""
    con.execute(f"attach {literal(file)} as {name} (storage_version '{STORAGE}', recovery_mode 'no_wal_writes')")


def detach(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("checkpoint built")
    con.execute("detach built")


def all_tables() -> list[sa.Table]:
    """Every table of a snapshot, the marts last."""
    return [*schema.metadata.sorted_tables, *marts.tables()]


def columns(table: sa.Table) -> list[sa.Column]:
    return schema.built_columns(table) if table.metadata is schema.metadata else list(table.columns)


def fill(con: duckdb.DuckDBPyConnection, table: sa.Table, values: dict[str, str], rows: str) -> None:
    """Insert into a built table: column → SQL of its value, over `from` … of `rows`."""
    names = [column.name for column in columns(table)]
    listed = ", ".join(f"{values[name]} as {quoted(name)}" for name in names)
    con.execute(f"insert into built.{table.name} ({quoted(*names)}) select {listed} {rows}")


def fill_as_read(con: duckdb.DuckDBPyConnection, table: sa.Table, values: dict[str, str], rows: str) -> None:
    """The same, rows lying about as they are read: of a join the left side streams past the right, which must be the smaller.

    Sorting wide rows costs more than all else about them. A few of them may change places with their neighbours, which matters to
    nobody: a table is looked through by stretches of thousands.
    """
    con.execute(f"set disabled_optimizers = {literal(','.join(REORDERING))}")
    try:
        fill(con, table, values, rows)
    finally:
        con.execute("reset disabled_optimizers")


def quoted(*names: str) -> str:
    return ", ".join(f'"{name}"' for name in names)


def literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def compiled(expression: sa.ColumnElement) -> str:
    """A declared expression as DuckDB reads it, values written in."""
    return str(expression.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


def type_of(column: sa.Column) -> str:
    return column.type.compile(dialect=DIALECT)


def staged(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The canonical tables that were delivered."""
    here = "table_catalog in (current_database(), 'temp') and starts_with(table_name, 'staged_')"
    names = {name for (name,) in con.execute(f"select table_name from information_schema.tables where {here}").fetchall()}
    return {table.name for table in schema.CANONICAL if f"staged_{table.name}" in names}


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[tuple]) -> None:
    """A few rows made in Python. Written out, for parameters or a frame would load all of pandas."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[first : first + ROWS_AT_ONCE]
        written = ", ".join(f"({', '.join(_written(value) for value in row)})" for row in some)
        con.execute(f"insert into {table} ({quoted(*names)}) values {written}")


def _written(value: object) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, bool | int) else literal(value)


def _column(column: sa.Column) -> str:
    return f"{quoted(column.name)} {type_of(column)}"
