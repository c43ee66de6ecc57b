"""The desk as a database: one transaction to read, one to write.

Knows SQLite and PostgreSQL. Must not know what is written, nor by whom.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.desk import upgrade
from data.law.calendar import local
from data.settings import Settings

PATIENCE = 10  # seconds that a writer waits for the one before


def clock() -> datetime:
    """This moment, in UTC and without a zone, as the desk keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)


class Desk:
    """Opened in each process for itself; its tables are brought up to date at the first use."""

    def __init__(self, url: str, now: Callable[[], datetime] = clock):
        self.url, self.now = url, now
        self._lock = threading.Lock()
        self._engines: dict[int, sa.Engine] = {}
        self._current = False
        self.waiting: dict[int, Any] = {}  # by process: what is on its way here (data.desk.noting)

    @classmethod
    def of(cls, settings: Settings, now: Callable[[], datetime] = clock) -> "Desk":
        """The desk of the settings: their database, or a file in their home."""
        if settings.desk_url:
            return cls(settings.desk_url, now)
        settings.home.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{(settings.home / 'desk.sqlite').absolute()}", now)

    def today(self) -> date:
        """The day that grants are judged by: the one on the wall of the office."""
        return local(self.now()).date()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One view of the desk, however many questions are asked of it."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """All of it or nothing. Writers follow one another; what was read in here is still true when it is written."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            _alone(connection)
            yield connection

    def close(self) -> None:
        with self._lock:
            engine = self._engines.pop(os.getpid(), None)
        if engine is not None:
            engine.dispose()

    @property
    def engine(self) -> sa.Engine:
        engine = self.engine_as_it_is
        with self._lock:
            if not self._current:
                upgrade.to(engine, "head")
                self._current = True
        return engine

    @property
    def engine_as_it_is(self) -> sa.Engine:
        """For the command that changes the shape of the tables."""
        with self._lock:
            if os.getpid() not in self._engines:  # a connection does not survive a fork
                self._engines[os.getpid()] = _engine(self.url)
            return self._engines[os.getpid()]


def _engine(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=4, pool_pre_ping=True, isolation_level="SERIALIZABLE")
    Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE, "isolation_level": None, "check_same_thread": False})
    sa.event.listen(engine, "connect", _opened)
    sa.event.listen(engine, "begin", _begun)
    return engine


def _opened(connection, _) -> None:
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", f"busy_timeout = {PATIENCE * 1000}"):
        connection.execute(f"pragma {pragma}")


def _begun(connection: sa.Connection) -> None:
    """A writer announces itself before it reads: otherwise two could read the same and one would have to be turned away."""
    connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("writes") else "begin")


def _alone(connection: sa.Connection) -> None:
    """On PostgreSQL writers queue here, before they have seen anything: the table of revisions stands for the desk as a whole."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("lock table alembic_version in share row exclusive mode")
