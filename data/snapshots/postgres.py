"""The shelf of PostgreSQL schemas: `s_<id>` each, and a row in `public.anliu_pointer` with the id of the one in force.

A snapshot is copied in one transaction: whoever stops it, nothing of it is there.
Knows the built file and the database. Must not know how a snapshot is built.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import duckdb
import psycopg
import sqlalchemy as sa
from psycopg import sql
from pyarrow import RecordBatch, csv
from sqlalchemy.dialects import postgresql

from data import schema
from data.definitions import marts, relations
from data.errors import BadInput
from data.progress import Advance, Progress
from data.snapshots.guard import RUNNING
from data.snapshots.shelf import Edition
from data.snapshots.target import all_tables, columns, quoted
from data.text import Text

UNREACHABLE = Text("无法连接数据库，什么都没有改变：{why}", "The database cannot be reached; nothing was changed: {why}")
COPYING = Text("复制到数据库", "Copying into the database")
DIALECT = postgresql.dialect()
LOCK = 0x616E6C6975  # "anliu": one import at a time into one database
ROWS_AT_ONCE = 50_000
AS_CSV = csv.WriteOptions(include_header=False, quoting_style="needed")
POINTER = "create table if not exists public.anliu_pointer (snapshot_id text not null, switched_at timestamptz not null default now())"
WHOLE = "select nspname from pg_namespace where nspname like 's\\_%' and to_regclass(quote_ident(nspname) || '.snapshot') is not null"
SIZE = "select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where relnamespace = to_regnamespace(%s) and relkind = 'r'"


class PostgresShelf:
    def __init__(self, url: str):
        self.url = url.replace("+psycopg", "", 1)

    def editions(self) -> list[Edition]:
        with self._connection() as con:
            found = [_edition(con, name) for (name,) in con.execute(WHOLE).fetchall()]
        return sorted(found, key=lambda each: (each.created_at, each.snapshot_id), reverse=True)

    def current(self) -> str:
        with self._connection() as con:
            if con.execute("select to_regclass('public.anliu_pointer')").fetchone()[0] is None:
                return ""
            row = con.execute("select snapshot_id from public.anliu_pointer").fetchone()
        return row[0] if row else ""

    def put(self, file: Path, snapshot_id: str, progress: Progress) -> None:
        name = _schema(snapshot_id)
        with self._connection() as con, duckdb.connect(str(file), read_only=True) as built:
            if not con.execute("select pg_try_advisory_xact_lock(%s)", (LOCK,)).fetchone()[0]:
                raise BadInput(RUNNING, pid="PostgreSQL")
            con.execute(sql.SQL("drop schema if exists {} cascade").format(name))
            con.execute(sql.SQL("create schema {}").format(name))
            con.execute(sql.SQL("set local search_path to {}").format(name))
            with progress.task(COPYING, _rows(built), "") as advance:
                for table in all_tables():
                    _copy(built, con, table, advance)
                    _index(con, table)

    def switch(self, snapshot_id: str) -> None:
        with self._connection() as con:
            con.execute(POINTER)
            con.execute("delete from public.anliu_pointer")
            con.execute("insert into public.anliu_pointer (snapshot_id) values (%s)", (snapshot_id,))

    def drop(self, snapshot_id: str) -> None:
        with self._connection() as con:
            con.execute(sql.SQL("drop schema if exists {} cascade").format(_schema(snapshot_id)))

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        """One transaction, kept when the block ends well."""
        try:
            con = psycopg.connect(self.url)
        except psycopg.OperationalError as error:
            raise BadInput(UNREACHABLE, why=str(error).strip().splitlines()[0]) from error
        with con:
            yield con


def _schema(snapshot_id: str) -> sql.Identifier:
    return sql.Identifier(f"s_{snapshot_id}")


def _edition(con: psycopg.Connection, name: str) -> Edition:
    there = sql.Identifier(name, "snapshot")
    row = con.execute(sql.SQL("select snapshot_id, as_of, created_at, sources, content from {}").format(there)).fetchone()
    return Edition(*row, size=int(con.execute(SIZE, (f'"{name}"',)).fetchone()[0]))


def _rows(built: duckdb.DuckDBPyConnection) -> int:
    return sum(built.execute(f"select count(*) from {table.name}").fetchone()[0] for table in all_tables())


def _copy(built: duckdb.DuckDBPyConnection, con: psycopg.Connection, table: sa.Table, advance: Advance) -> None:
    """Create the table and stream it over, a batch at a time."""
    listed = columns(table)
    con.execute(f"create table {table.name} ({', '.join(f'{quoted(c.name)} {c.type.compile(dialect=DIALECT)}' for c in listed)})")
    names = quoted(*(column.name for column in listed))
    with con.cursor().copy(f"copy {table.name} ({names}) from stdin (format csv)") as copy:
        for batch in built.sql(f"select {names} from {table.name}").to_arrow_reader(ROWS_AT_ONCE):
            copy.write(_as_csv(batch))
            advance(batch.num_rows)


def _as_csv(batch: RecordBatch) -> memoryview:
    """Text is quoted and a missing value is not, which is how PostgreSQL tells an empty text from none."""
    out = BytesIO()
    csv.write_csv(batch, out, AS_CSV)
    return out.getbuffer()


def _index(con: psycopg.Connection, table: sa.Table) -> None:
    for keys in _indexes(table):
        con.execute(f"create index on {table.name} ({quoted(*keys)})")
    con.execute(f"analyze {table.name}")


def _indexes(table: sa.Table) -> list[tuple[str, ...]]:
    """What a question narrows first. A mart is read by place and day, facts by case, place or their own day."""
    if table is schema.case_keys:
        return [("case_hash",)]
    if table.metadata is marts.metadata:
        narrowed = ("province", "day"), ("line", "type_code"), ("office", "department", "day")
        return [keys for keys in narrowed if set(keys) <= set(table.columns.keys())]
    if table not in schema.FACTS:
        return []
    relation = relations.ALL.get(table.name)
    found = [("case_no",), ("office", "department"), *([(relation.day,)] if relation else [])]
    return [*found, ("case_id",), ("arrival_no",), ("concluded_on",)] if table is schema.cases else found
