"""The warehouse as it is read: the snapshot now in force, opened read-only, and the rows it answers with.

Knows engines, files, the pointer. Must not know who asks, nor what columns mean.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.util import LRUCache

from data import schema
from data.errors import BadInput, NoSnapshot
from data.places import Places, Unit
from data.settings import Settings
from data.text import Text

NOTHING_YET = Text(
    "还没有可用的数据版本：请先运行 python -m data demo 或 python -m data import",
    "There is no snapshot yet: run python -m data demo or python -m data import first",
)
Row = dict[str, object]
CACHED_ROWS, CACHED_ANSWERS, CACHED_TEXTS, CACHED_DOORS = 2_000, 512, 1_000, 512


class Snapshot:
    """One immutable edition of the data. `fetch` takes SQLAlchemy Core and gives plain rows."""

    dialect: sa.Dialect

    def __init__(self, key: str):
        self.key = key
        self._texts: MutableMapping = LRUCache(CACHED_TEXTS)
        self._answers: OrderedDict[tuple, list[Row]] = OrderedDict()
        self._lock = threading.Lock()
        self.doors: MutableMapping = LRUCache(CACHED_DOORS)  # what access has made of tables, kept as long as the snapshot

    def fetch(self, statement: sa.Select) -> list[Row]:
        """All rows. Small answers are remembered: the key is the SQL with its values, in which access is already part."""
        sql, values = self._compiled(statement)
        key = (sql, *(f"{value!r}" for value in values))
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return [dict(row) for row in self._answers[key]]
        names, rows = self._run(sql, values)
        found = [dict(zip(names, row, strict=True)) for row in rows]
        if len(found) <= CACHED_ROWS:
            self._remember(key, found)
        return [dict(row) for row in found]

    def forget(self) -> None:
        """Drop remembered answers (benchmarks measure without them)."""
        with self._lock:
            self._answers.clear()

    def stream(self, statement: sa.Select, size: int = 20_000) -> Iterator[list[tuple]]:
        """Rows in batches of at most `size`, never all in memory."""
        raise NotImplementedError

    def _remember(self, key: tuple, rows: list[Row]) -> None:
        with self._lock:
            self._answers[key] = rows
            while len(self._answers) > CACHED_ANSWERS:
                self._answers.popitem(last=False)

    def _compiled(self, statement: sa.Select) -> tuple[str, list]:
        """The text and its values in order. Statements of one shape are compiled once: most of the time would go there."""
        compiled, given, collected, _ = statement._compile_w_cache(self.dialect, compiled_cache=self._texts, column_keys=[])
        values = compiled.construct_params(extracted_parameters=given, escape_names=False, _collected_params=collected)
        state = compiled._process_parameters_for_postcompile(values)
        return state.statement, [state.parameters[name] for name in state.positiontup or ()]

    def _run(self, sql: str, values: list) -> tuple[list[str], list[tuple]]:
        raise NotImplementedError

    @cached_property
    def about(self) -> Row:
        return self.fetch(sa.select(schema.snapshot))[0]

    @property
    def as_of(self) -> date:
        return self.about["as_of"]

    @property
    def statistical_day(self) -> int:
        return self.about["statistical_day"] or 26

    @cached_property
    def supplied(self) -> dict[str, int]:
        """The tables that were delivered, with their number of rows."""
        return {row["table_name"]: row["row_count"] for row in self.fetch(sa.select(schema.supplied))}

    @cached_property
    def places(self) -> Places:
        c = schema.org.c
        rows = self.fetch(sa.select(c.org_code, c.org_name, c.parent, c.level, c.province, c.city, c.sort).order_by(c.org_code))
        return Places(Unit(r["org_code"], r["org_name"], r["parent"], r["level"], r["province"], r["city"], r["sort"] or 0) for r in rows)

    @cached_property
    def departments(self) -> dict[str, str]:
        c = schema.department.c
        return {r["department_code"]: r["department_name"] for r in self.fetch(sa.select(c.department_code, c.department_name))}

    @cached_property
    def prosecutors(self) -> dict[str, str]:
        c = schema.prosecutor.c
        return {r["prosecutor_code"]: r["prosecutor_name"] for r in self.fetch(sa.select(c.prosecutor_code, c.prosecutor_name))}


class DuckDBSnapshot(Snapshot):
    """A file. One root connection, a cursor for each thread; both end with this object, when its last reader lets go."""

    dialect = DuckDBDialect(paramstyle="qmark")

    def __init__(self, key: str, path: Path, memory_limit: str):
        super().__init__(key)
        self._root = duckdb.connect(str(path), read_only=True, config={"memory_limit": memory_limit, "preserve_insertion_order": True})
        self._mine = threading.local()

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._mine, "cursor"):
            self._mine.cursor = self._root.cursor()
        return self._mine.cursor

    def _run(self, sql: str, values: list) -> tuple[list[str], list[tuple]]:
        result = self._cursor.execute(sql, values)
        return [column[0] for column in result.description], result.fetchall()

    def stream(self, statement: sa.Select, size: int = 20_000) -> Iterator[list[tuple]]:
        sql, values = self._compiled(statement)
        cursor = self._root.cursor()  # its own: an open result owns its connection
        try:
            result = cursor.execute(sql, values)
            while batch := result.fetchmany(size):
                yield batch
        finally:
            cursor.close()


class PostgresSnapshot(Snapshot):
    """A schema of a database; the search path of each connection is that schema alone."""

    dialect = postgresql.dialect(paramstyle="format")

    def __init__(self, key: str, engine: sa.Engine):
        super().__init__(key)
        self._engine = engine

    def _schema(self, connection) -> None:
        connection.exec_driver_sql(f'set search_path to "s_{self.key}"')

    def _run(self, sql: str, values: list) -> tuple[list[str], list[tuple]]:
        with self._engine.connect() as connection:
            self._schema(connection)
            result = connection.exec_driver_sql(sql, tuple(values))
            return list(result.keys()), [tuple(row) for row in result]

    def stream(self, statement: sa.Select, size: int = 20_000) -> Iterator[list[tuple]]:
        sql, values = self._compiled(statement)
        with self._engine.connect() as connection:
            self._schema(connection)
            result = connection.execution_options(stream_results=True, max_row_buffer=size).exec_driver_sql(sql, tuple(values))
            while batch := result.fetchmany(size):
                yield [tuple(row) for row in batch]


class Store:
    """Hands out the snapshot in force; moves to a newer one at the next question, while open answers finish on the old."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._lock = threading.Lock()
        self._held: tuple[int, str, Snapshot] | None = None  # process, key, snapshot
        self._asked = 0.0
        self._engines: dict[int, sa.Engine] = {}

    def current(self) -> Snapshot:
        """The snapshot the pointer names. Raises NoSnapshot when there is none."""
        with self._lock:
            held = self._held
            if held and held[0] == os.getpid() and held[1] == self._pointer():
                return held[2]
            key = self._pointer()
            self._held = (os.getpid(), key, self._opened(key))
            return self._held[2]

    def close(self) -> None:
        """Let go of the connections of this process; the next question opens new ones."""
        with self._lock:
            self._held = None
            engine = self._engines.pop(os.getpid(), None)
        if engine is not None:
            engine.dispose()

    @property
    def _postgres(self) -> bool:
        return self.settings.database_url.startswith("postgresql")

    def _pointer(self) -> str:
        key = self._pointer_of_postgres() if self._postgres else self._pointer_of_files()
        if not key:
            raise NoSnapshot(NOTHING_YET)
        return key

    def _pointer_of_files(self) -> str:
        try:
            return (self.settings.snapshots / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def _pointer_of_postgres(self) -> str:
        if self._held and self._held[0] == os.getpid() and time.monotonic() - self._asked < 1:
            return self._held[1]
        with self._engine.connect() as connection:
            there = connection.scalar(sa.text("select to_regclass('public.anliu_pointer')"))
            key = connection.scalar(sa.text("select snapshot_id from public.anliu_pointer")) if there else ""
        self._asked = time.monotonic()
        return key or ""

    @property
    def _engine(self) -> sa.Engine:
        if os.getpid() not in self._engines:  # a connection does not survive a fork
            self._engines[os.getpid()] = sa.create_engine(self.settings.database_url, pool_size=8, pool_pre_ping=True)
        return self._engines[os.getpid()]

    def _opened(self, key: str) -> Snapshot:
        if self._postgres:
            return PostgresSnapshot(key, self._engine)
        path = self.settings.snapshots / f"{key}.duckdb"
        if not path.exists():
            raise BadInput(Text("数据版本文件不见了：{name}", "The snapshot's file is gone: {name}"), name=path.name)
        return DuckDBSnapshot(key, path, self.settings.memory_limit)
