"""Several source tables of one canonical table become its rows.

Knows groups (the typed rows of one source table each) and their keys. Must not know files. Tables with role `rows` are
joined in full by key, so a row found in any of them is there; a table that `enriches` adds columns to rows of the others.
The value of a column comes from the first table, in the order of the mapping, that has one.
"""

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


def engine_type(column) -> str:
    return _TYPES[str(column.type)]


def create(con: duckdb.DuckDBPyConnection, name: str, table: str) -> None:
    """An empty group: the canonical columns as typed, where each row stood, and two that leave before the end."""
    columns = [f"{column.name} {engine_type(column)}" for column in schema.source_columns(schema.metadata.tables[table])]
    own = ["source_file INTEGER", "source_row BIGINT", "modified VARCHAR", "bad BOOLEAN"]
    con.execute(f"CREATE OR REPLACE TABLE {name} ({', '.join([*columns, *own])})")


def stage(con: duckdb.DuckDBPyConnection, groups: list[Group], table: str) -> None:
    """Makes staged_<table> and leaves no group behind."""
    con.execute(f"DROP TABLE IF EXISTS staged_{table}")
    if len(groups) == 1:
        name = groups[0].name
        con.execute(f"ALTER TABLE {name} DROP COLUMN modified; ALTER TABLE {name} DROP COLUMN bad")
        con.execute(f"ALTER TABLE {name} RENAME TO staged_{table}")
        return
    con.execute(f"CREATE TABLE staged_{table} AS {_merged(groups, table)}")
    for group in groups:
        con.execute(f"DROP TABLE {group.name}")


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
