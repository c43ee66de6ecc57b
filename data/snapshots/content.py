"""What a snapshot holds, as a number: the same rows give the same fingerprint, in whatever order and from whatever file.

Knows built tables. Must not know where rows came from.
"""

from datetime import date
from hashlib import sha256

import duckdb

from data import schema
from data.snapshots.target import all_tables, columns, quoted, type_of

EDITION = 1  # count up when the same rows are built into something else
PLACE = {"source_file", "source_row", "file_no", "file_name"}
OMITTED = {"snapshot", "case_keys"}  # the first says when and from where; the second repeats the cases


def fingerprint(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> str:
    """Hexadecimal. The declared shape of all tables is part of it: a new column or tally is a new content."""
    digest = sha256(f"{EDITION} {as_of} {statistical_day}".encode())
    for table in all_tables():
        shape = ",".join(f"{column.name}:{type_of(column)}" for column in columns(table))
        digest.update(f"{table.name}({shape})".encode())
        if table.metadata is schema.metadata and table.name not in OMITTED:
            digest.update(f"{_hashed(con, table)}".encode())
    return digest.hexdigest()


def _hashed(con: duckdb.DuckDBPyConnection, table) -> tuple:
    """How many rows, and the sum of their hashes: rows that occur twice do not cancel out."""
    context = set(schema.CONTEXT) - {"case_no"} if table in schema.FACTS and table is not schema.cases else set()
    names = [column.name for column in columns(table) if column.name not in PLACE | context]
    return con.execute(f"select count(*), sum(hash({quoted(*names)})::hugeint) from built.{table.name}").fetchone()
