"""One immutable edition of the data, opened read-only, and the rows it answers with.

Knows the two engines and what is remembered of an edition. Must not know which edition is in force, nor who asks.
"""

import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.util import LRUCache

from data import schema
from data.errors import TooLong
from data.places import UNPLACED, Places, Unit
from data.recent import Recent
from data.watch import STOPPED, Watch

Row = dict[str, object]
CANCELLED = "57014"  # how PostgreSQL says that it stopped a statement
CACHED_TEXTS, CACHED_DOORS = 1_000, 512
CACHED_VALUES, CACHED_ROWS = 200_000, 2_000  # of all answers together, some 30 MB; of one answer
Found = tuple[list[str], list[tuple]]  # names, rows


def _values(found: Found) -> int:
    """How many values an answer holds, its own weight among them."""
    return (len(found[1]) + 1) * len(found[0])


class Snapshot:
    """One immutable edition of the data. `fetch` takes SQLAlchemy Core and gives plain rows."""

    dialect: sa.Dialect

    def __init__(self, key: str):
        self.key = key
        self._texts: MutableMapping = LRUCache(CACHED_TEXTS)
        self._answers = Recent(CACHED_VALUES, _values)
        self._others: dict[str, Snapshot | None] = {}
        self.doors: MutableMapping = LRUCache(CACHED_DOORS)  # what access has made of tables, kept as long as the snapshot

    def fetch(self, statement: sa.Select) -> list[Row]:
        """All rows. Small answers are remembered: the key is the SQL with its values, in which access is already part."""
        names, rows = self._found(statement)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def columns(self, statement: sa.Select) -> dict[str, tuple]:
        """The same by columns, for what is worked on as arrays."""
        names, rows = self._found(statement)
        return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())

    def _found(self, statement: sa.Select) -> Found:
        sql, values = self._compiled(statement)
        key = (sql, *(f"{value!r}" for value in values))
        found = self._answers.get(key)
        if found is None:
            found = self._run(sql, values)
            if len(found[1]) <= CACHED_ROWS:
                self._answers.keep(key, found)
        return found

    def forget(self) -> None:
        """Drop remembered answers (benchmarks measure without them)."""
        self._answers.forget()

    def stream(self, statement: sa.Select, size: int = 4_000) -> Iterator[list[tuple]]:
        """Rows in batches of at most `size`, never all in memory."""
        raise NotImplementedError

    def _compiled(self, statement: sa.Select) -> tuple[str, list]:
        """The text and its values in order. Statements of one shape are compiled once: most of the time would go there."""
        compiled, given, collected, _ = statement._compile_w_cache(self.dialect, compiled_cache=self._texts, column_keys=[])
        values = compiled.construct_params(extracted_parameters=given, escape_names=False, _collected_params=collected)
        state = compiled._process_parameters_for_postcompile(values)
        return state.statement, [state.parameters[name] for name in state.positiontup or ()]

    def _run(self, sql: str, values: list) -> Found:
        raise NotImplementedError

    def earlier(self, key: str) -> "Snapshot | None":
        """Another snapshot of the same shelf; None when it is gone, or was built by another version of this program."""
        if key not in self._others:
            found = self if key == self.key else self._opened(key)
            self._others[key] = found if found is not None and found.shape() == self.shape() else None
        return self._others[key]

    def _opened(self, key: str) -> "Snapshot | None":
        raise NotImplementedError

    def shape(self) -> str | None:
        """The fingerprint of its tables; None for one built before there was any."""
        try:
            return self.fetch(sa.select(schema.snapshot.c.shape))[0]["shape"]
        except (duckdb.Error, sa.exc.DBAPIError):
            return None

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
    def absent(self) -> frozenset[tuple[str, str]]:
        """(table, column) of what no file filled, derived columns among them."""
        c = schema.absent_columns.c
        found = {(row["table_name"], row["column_name"]) for row in self.fetch(sa.select(c.table_name, c.column_name))}
        for column, source in schema.MADE_FROM.items():
            if source in found or (isinstance(source, str) and source not in self.supplied):
                found.add(column)
        return frozenset(found)

    @cached_property
    def places(self) -> Places:
        c = schema.org.c
        rows = self.fetch(sa.select(c.org_code, c.org_name, c.parent, c.level, c.province, c.city, c.sort).order_by(c.org_code))
        columns = ("org_code", "org_name", "parent", "level", "province", "city")
        return Places(Unit(*(r[name] for name in columns), sort=UNPLACED if r["sort"] is None else r["sort"]) for r in rows)

    @cached_property
    def departments(self) -> dict[str, str]:
        c = schema.department.c
        return {r["department_code"]: r["department_name"] for r in self.fetch(sa.select(c.department_code, c.department_name))}

    @cached_property
    def offices(self) -> dict[str, str]:
        """The office of each department."""
        c = schema.department.c
        return {r["department_code"]: r["office"] for r in self.fetch(sa.select(c.department_code, c.office)) if r["office"]}

    @cached_property
    def prosecutors(self) -> dict[str, str]:
        c = schema.prosecutor.c
        return {r["prosecutor_code"]: r["prosecutor_name"] for r in self.fetch(sa.select(c.prosecutor_code, c.prosecutor_name))}

    @cached_property
    def review_items(self) -> dict[str, str]:
        """The problems that reviews name, as the standard they follow calls them."""
        c, by_point = schema.review_findings.c, schema.review_results.c
        found = sa.select(c.item, sa.func.min(c.item_name).label("name")).where(c.item.is_not(None)).group_by(c.item)
        points = sa.select(by_point.point.label("item"), sa.func.min(by_point.point_name).label("name"))
        met = self.fetch(points.where(by_point.result == "problem").group_by(by_point.point))
        return {r["item"]: r["name"] or r["item"] for r in (*met, *self.fetch(found))}


class DuckDBSnapshot(Snapshot):
    """A file. One root connection, a cursor for each thread; both end with this object, when its last reader lets go."""

    dialect = DuckDBDialect(paramstyle="qmark")

    def __init__(self, key: str, path: Path, memory_limit: str, seconds: float = 0, threads: int = 1):
        super().__init__(key)
        self._path, self._memory_limit, self._seconds, self._threads, self._watch = path, memory_limit, seconds, threads, Watch(seconds)
        self._root = duckdb.connect(str(path), read_only=True, config={"memory_limit": memory_limit, "threads": max(threads, 1)})
        self._mine = threading.local()

    def _opened(self, key: str) -> Snapshot | None:
        path = self._path.with_name(f"{key}.duckdb")
        return DuckDBSnapshot(key, path, self._memory_limit, self._seconds, self._threads) if path.exists() else None

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._mine, "cursor"):
            self._mine.cursor = self._root.cursor()
        return self._mine.cursor

    def _run(self, sql: str, values: list) -> Found:
        with self._stopped(self._cursor):
            result = self._cursor.execute(sql, values)
            return [column[0] for column in result.description], result.fetchall()

    @contextmanager
    def _stopped(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """What takes too long is stopped, and said."""
        try:
            with self._watch.over(cursor.interrupt):
                yield
        except duckdb.InterruptException as error:
            raise TooLong(STOPPED, seconds=f"{self._watch.seconds:g}") from error

    def stream(self, statement: sa.Select, size: int = 4_000) -> Iterator[list[tuple]]:
        sql, values = self._compiled(statement)
        cursor = self._root.cursor()  # its own: an open result owns its connection
        try:
            with self._stopped(cursor):
                result = cursor.execute(sql, values)
                batch = result.fetchmany(size)
            while batch:
                yield batch
                batch = result.fetchmany(size)
        finally:
            cursor.close()


class PostgresSnapshot(Snapshot):
    """A schema of a database; the search path of each connection is that schema alone."""

    dialect = postgresql.dialect(paramstyle="format")

    def __init__(self, key: str, engine: sa.Engine, seconds: float = 0):
        super().__init__(key)
        self._engine, self._seconds = engine, seconds

    def _opened(self, key: str) -> Snapshot | None:
        with self._engine.connect() as connection:
            there = connection.scalar(sa.text("select to_regnamespace(:name)"), {"name": f'"s_{key}"'})
        return PostgresSnapshot(key, self._engine, self._seconds) if there else None

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        """What the server has stopped because it took too long is said."""
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql(f'set search_path to "s_{self.key}"')
                connection.exec_driver_sql(f"set statement_timeout to {int(self._seconds * 1000)}")
                yield connection
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != CANCELLED:
                raise
            raise TooLong(STOPPED, seconds=f"{self._seconds:g}") from error

    def _run(self, sql: str, values: list) -> Found:
        with self._connected() as connection:
            return list((result := connection.exec_driver_sql(sql, tuple(values))).keys()), [tuple(row) for row in result]

    def stream(self, statement: sa.Select, size: int = 4_000) -> Iterator[list[tuple]]:
        sql, values = self._compiled(statement)
        with self._connected() as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=size).exec_driver_sql(sql, tuple(values))
            while batch := result.fetchmany(size):
                yield [tuple(row) for row in batch]
