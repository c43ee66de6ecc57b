"""Cases that nobody delivered, made from their events.

Knows staged events and what a mapping derives. Must not know files. Events are ordered by moment, then by position in
the file; `first`, `last` and `rest` speak of attributes in the events' `extra` or of their own columns.
"""

import duckdb

from data import schema
from data.sources.mapping import Derived
from data.sources.merging import engine_type
from data.sources.sql import literal

_AT = "ROW(occurred_at, position)"
_OWN = {column.name for column in schema.source_columns(schema.events)}


def derive_cases(con: duckdb.DuckDBPyConnection, derived: Derived) -> None:
    """Makes staged_cases: one row per case_id, standing where its first event stood."""
    columns = [_column(column, derived) for column in schema.source_columns(schema.cases)]
    ordered = "SELECT *, source_file * 1000000000000 + source_row AS position FROM staged_events"
    con.execute("DROP TABLE IF EXISTS staged_cases")
    con.execute(
        f"CREATE TABLE staged_cases AS SELECT {', '.join(columns)}, "
        f"min_by(source_file, {_AT}) AS source_file, min_by(source_row, {_AT}) AS source_row FROM ({ordered}) GROUP BY case_id"
    )


def _column(column, derived: Derived) -> str:
    if column.name == "case_id":
        return "case_id"
    if column.name not in derived.columns:
        return f"NULL::{engine_type(column)} AS {column.name}"
    return f"CAST({_value(*derived.columns[column.name])} AS {engine_type(column)}) AS {column.name}"


def _value(which: str, source: str) -> str:
    if which == "value":
        return literal(source)
    if which == "rest":
        return f"min_by({_attributes(source)}, {_AT})"
    value = source if source in _OWN else f"extra ->> {literal(_path(source))}"
    return f"{'min_by' if which == 'first' else 'max_by'}({value}, {_AT}) FILTER (({value}) IS NOT NULL)"


def _attributes(prefix: str) -> str:
    """The attributes of the case itself, without the prefix that marks them."""
    start = literal(prefix)
    keys = f"list_filter(json_keys(extra), k -> starts_with(k, {start}))"
    pairs = f"list_transform({keys}, k -> to_json(substr(k, {len(prefix) + 1})) || ':' || (extra -> ('$.\"' || k || '\"')))"
    return f"CASE WHEN len({keys}) > 0 THEN '{{' || array_to_string({pairs}, ',') || '}}' END"


def _path(key: str) -> str:
    return f'$."{key}"'
