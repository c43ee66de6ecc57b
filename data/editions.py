"""Where an edition lies: a file of DuckDB, or a schema of PostgreSQL.

Knows the two engines. Must not know which edition is in force, nor what is remembered of it.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from sqlalchemy.dialects import postgresql

from data.edition import Found, Snapshot
from data.errors import TooLong
from data.watch import STOPPED, Watch

CANCELLED = "57014"  # how PostgreSQL says that it stopped a statement


class DuckDBSnapshot(Snapshot):
    """A file. One root connection, a cursor for each thread; both end with this object, when its last reader lets go."""

    dialect = DuckDBDialect(paramstyle="qmark")
    refusals = (duckdb.Error,)

    def __init__(self, key: str, path: Path, memory_limit: str, seconds: float = 0, threads: int = 1):
        super().__init__(key)
        self._path, self._memory_limit, self._seconds, self._threads, self._watch = path, memory_limit, seconds, threads, Watch(seconds)
        config = {"memory_limit": memory_limit, "threads": max(threads, 1), "temp_directory": str(_spill(path))}
        self._root = duckdb.connect(str(path), read_only=True, config=config)
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

    def arrays(self, statement: sa.Select) -> dict[str, np.ndarray]:
        sql, values = self._compiled(statement)
        with self._stopped(self._cursor):
            found = self._cursor.execute(sql, values).fetchnumpy()
        return {name: _with_none(each) if np.ma.is_masked(each) else np.asarray(each) for name, each in found.items()}

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


def _with_none(masked: np.ma.MaskedArray) -> np.ndarray:
    """(`filled(None)` fills with what numpy takes for a value of its own: "?" in place of a text.)"""
    values = masked.data.astype(object)
    values[masked.mask] = None
    return values


def _spill(path: Path) -> Path:
    """Where this process writes what does not fit into memory: two that share the engine's usual name read one another's pages, and die
    of it. The engine takes its folder away when the file is closed; those of processes that ended before that are taken away here."""
    for left in path.parent.glob(f"{path.name}.*.tmp"):
        if not _runs(left.suffixes[-2][1:]):
            shutil.rmtree(left, ignore_errors=True)
    return path.with_name(f"{path.name}.{os.getpid()}.tmp")


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):  # somebody else's; nobody's
        pass
    return True


class PostgresSnapshot(Snapshot):
    """A schema of a database; the search path of each connection is that schema alone."""

    dialect = postgresql.dialect(paramstyle="format")
    refusals = (sa.exc.DBAPIError,)

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

    def arrays(self, statement: sa.Select) -> dict[str, np.ndarray]:
        names, rows = self._run(*self._compiled(statement))
        return {name: np.array([row[place] for row in rows], object) for place, name in enumerate(names)}

    def stream(self, statement: sa.Select, size: int = 4_000) -> Iterator[list[tuple]]:
        sql, values = self._compiled(statement)
        with self._connected() as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=size).exec_driver_sql(sql, tuple(values))
            while batch := result.fetchmany(size):
                yield [tuple(row) for row in batch]
