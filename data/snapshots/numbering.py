"""The numbers cases go by inside a snapshot, and the rows of every staged table under them.

`case_no` follows office, department, acceptance, so that one office's facts lie together; `arrival_no` follows acceptance.
Rows are handed out by stretches of case numbers: a stretch is sorted in memory whatever the size of the whole.
Knows staged tables. Must not know what is derived from them.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlalchemy as sa

from data import schema
from data.snapshots.target import literal, quoted

ROWS_AT_ONCE = {"events": 4_000_000, "cases": 500_000}  # wide or long tables; a stretch of either takes about 2 GB
ROWS_OF_OTHERS = 4_000_000
ROWS_HELD = 20_000  # of each part and thread before they are written out
READINGS = 8  # to read a staged table so many times is cheaper than to write it out in parts
CASE_HASH = "('0x' || substr(md5(case_id), 1, 15))::bigint"


@dataclass(frozen=True)
class Stretch:
    """The rows of a staged table for the cases from `first` to `last`, as a relation with `case_no`."""

    rows: str
    first: int
    last: int


def number(con: duckdb.DuckDBPyConnection) -> None:
    """Make `work.keys` (case_id, case_no, its days), `work.arrival` and the lookup of case numbers."""
    con.execute("create schema if not exists work")
    # A sorted table's own row numbers are dense and cost nothing, where a window over all rows would run on one thread.
    con.execute("""
        create or replace table work.ordered as select case_id, accepted_on, concluded_on from staged_cases
        order by office, department nulls last, accepted_on, case_id
    """)
    con.execute("create or replace view work.keys as select rowid + 1 as case_no, * from work.ordered")
    con.execute("create or replace table work.arrived as select case_no from work.keys order by accepted_on, case_id")
    con.execute("create or replace view work.arrival as select case_no, rowid + 1 as arrival_no from work.arrived")
    con.execute(f"""
        insert into built.case_keys (case_hash, case_id, case_no)
        select {CASE_HASH} as case_hash, case_id, case_no from work.keys order by case_hash, case_id
    """)


def stretches(con: duckdb.DuckDBPyConnection, table: sa.Table, folder: Path, rows_at_once: int | None = None) -> Iterator[Stretch]:
    """The rows of a staged table, a bounded number of them at a time, in order of case number."""
    cases, rows = _count(con, "work.ordered"), _count(con, f"staged_{table.name}")
    parts = -(-rows // (rows_at_once or ROWS_AT_ONCE.get(table.name, ROWS_OF_OTHERS)))
    span = -(-cases // max(parts, 1))
    if parts > READINGS:
        yield from _partitioned(con, table, span, folder / table.name)
        return
    for first in range(1, cases + 1, span):
        last = first + span - 1
        yield Stretch(f"({_numbered(table)} where k.case_no between {first} and {last})", first, last)


def _partitioned(con: duckdb.DuckDBPyConnection, table: sa.Table, span: int, folder: Path) -> Iterator[Stretch]:
    """Written out by stretch once, each read once."""
    folder.mkdir(parents=True)
    con.execute(f"set partitioned_write_flush_threshold = {ROWS_HELD}")
    con.execute(f"""
        copy (select *, (case_no - 1) // {span} as part from ({_numbered(table)}))
        to {literal(folder)} (format parquet, partition_by (part), compression lz4, overwrite_or_ignore true)
    """)
    for part in sorted(folder.glob("part=*"), key=_number_of):
        first = _number_of(part) * span + 1
        yield Stretch(f"read_parquet({literal(part / '*.parquet')}, hive_partitioning = false)", first, first + span - 1)
        shutil.rmtree(part)
    shutil.rmtree(folder.parent)


def _numbered(table: sa.Table) -> str:
    names = [column.name for column in schema.source_columns(table) if table is schema.cases or column.name != "case_id"]
    own = ", ".join(f"s.{quoted(name)}" for name in (*names, "source_file", "source_row"))
    return f"select k.case_no, {own} from staged_{table.name} s join work.keys k using (case_id)"


def _number_of(part: Path) -> int:
    return int(part.name.removeprefix("part="))


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return con.execute(f"select count(*) from {table}").fetchone()[0]
