"""The warehouse as it is read: which edition is in force.

Knows the pointer, of files or of a database. Must not know who asks, nor what an edition holds.
"""

import os
import threading
import time

import sqlalchemy as sa

from data.definitions import making
from data.edition import Snapshot
from data.editions import DuckDBSnapshot, PostgresSnapshot
from data.errors import BadInput, NoSnapshot, OtherShape
from data.settings import Settings
from data.text import Text

NOTHING_YET = Text(
    "还没有可用的数据版本：请先运行 python -m data demo 或 python -m data import",
    "There is no snapshot yet: run python -m data demo or python -m data import first",
)


OTHER_SHAPE = Text(
    "数据版本 {key} 由本程序的另一版本生成：请运行 python -m data snapshots refresh，或重新导入",
    "The snapshot {key} was built by another version of this program: run python -m data snapshots refresh, or import the data again",
)


def _readable(snapshot: Snapshot) -> Snapshot:
    """The snapshot, if its tables are those this program reads."""
    if snapshot.shape() != making.shape():
        raise OtherShape(OTHER_SHAPE, key=snapshot.key)
    return snapshot


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
            self._held = (os.getpid(), key, _readable(self._opened(key)))
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
            return PostgresSnapshot(key, self._engine, self.settings.query_seconds)
        path = self.settings.snapshots / f"{key}.duckdb"
        if not path.exists():
            raise BadInput(Text("数据版本文件不见了：{name}", "The snapshot's file is gone: {name}"), name=path.name)
        each = self.settings
        return DuckDBSnapshot(key, path, each.memory_limit, each.query_seconds, each.query_threads)
