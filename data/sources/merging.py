"""Several source tables of one canonical table become its rows.

Knows groups (the typed rows of one source table each) and their keys. Must not know files. Tables with role `rows` are
joined in full by key, so a row found in any of them is there; a table that `enriches` adds columns to rows of the others.
The value of a column comes from the first table, in the order of the mapping, that has one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from data import schema
from data.sources.integrity import KEYS
from data.sources.mapping import TableMap

_TYPES = {"VARCHAR": "VARCHAR", "DATE": "DATE", "DATETIME": "TIMESTAMP", "INTEGER": "INTEGER", "BIGINT": "BIGINT"}
_TYPES |= {"BOOLEAN": "BOOLEAN", "DOUBLE": "DOUBLE"}


@dataclass(frozen=True)
class Group:
    """The rows of one source table, and which fields it fills."""

    name: str
    table_map: TableMap
    fields: frozenset[str]

    @property
    def table(self) -> str:
        return self.table_map.target


def engine_type(column) -> str:
    return _TYPES[str(column.type)]


def create(con: duckdb.DuckDBPyConnection, name: str, table: str, fields: Iterable[str]) -> None:
    """An empty group: the fields that are delivered as typed, where each row stood, and two columns that leave before the end."""
    there = schema.metadata.tables[table].columns
    columns = [f"{field} {engine_type(there[field])}" for field in fields]
    own = ["source_file INTEGER", "source_row BIGINT", "modified VARCHAR", "bad BOOLEAN"]
    con.execute(f"CREATE OR REPLACE TABLE {name} ({', '.join([*columns, *own])})")


def stage(con: duckdb.DuckDBPyConnection, groups: list[Group], table: str) -> None:
    """Makes staged_<table> with all its canonical columns, and leaves no group behind."""
    con.execute(f"DROP TABLE IF EXISTS staged_{table}")
    if len(groups) == 1:
        _become(con, groups[0], table)
        return
    con.execute(f"CREATE TABLE staged_{table} AS {_merged(groups, table)}")
    for group in groups:
        con.execute(f"DROP TABLE {group.name}")


def _become(con: duckdb.DuckDBPyConnection, group: Group, table: str) -> None:
    """Columns nobody delivered are added empty now: written row by row they would cost as much as those that hold something."""
    for column in ("modified", "bad"):
        con.execute(f"ALTER TABLE {group.name} DROP COLUMN {column}")
    for column in schema.source_columns(schema.metadata.tables[table]):
        if column.name not in group.fields:
            con.execute(f"ALTER TABLE {group.name} ADD COLUMN {column.name} {engine_type(column)}")
    con.execute(f"ALTER TABLE {group.name} RENAME TO staged_{table}")


def _merged(groups: list[Group], table: str) -> str:
    rows = [group for group in groups if group.table_map.role == "rows"]
    key = ", ".join(KEYS[table])
    source = rows[0].name
    for group in rows[1:]:
        source += f" FULL JOIN {group.name} USING ({key})"
    for group in groups:
        if group.table_map.role == "enriches":
            source += f" LEFT JOIN {group.name} USING ({key})"
    columns = [_column(column, groups, table) for column in schema.source_columns(schema.metadata.tables[table])]
    where = [f"coalesce({', '.join(f'{group.name}.{each}' for group in rows)}) AS {each}" for each in ("source_file", "source_row")]
    return f"SELECT {', '.join([*columns, *where])} FROM {source}"


def _column(column, groups: list[Group], table: str) -> str:
    if column.name in KEYS[table]:
        return column.name
    having = [f"{group.name}.{column.name}" for group in groups if column.name in group.fields]
    if not having:
        return f"NULL::{engine_type(column)} AS {column.name}"
    return f"coalesce({', '.join(having)}) AS {column.name}"
