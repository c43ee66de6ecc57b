"""One import at a time, nothing left behind by one that was killed, and a full disk told in a sentence.

Knows the folder of snapshots. Must not know what is built in it.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg

from data.errors import BadInput
from data.settings import Settings
from data.text import Text

RUNNING = Text("另一个导入正在进行（进程 {pid}），请等它结束", "Another import is running (process {pid}); wait for it to end")
DISK_FULL = Text(
    "磁盘空间不足，什么都没有改变。请清理 {folder} 所在磁盘（python -m data snapshots prune 可删除旧的数据版本）：{why}",
    "The disk is full; nothing was changed. Make room on the disk of {folder} (python -m data snapshots prune drops old ones): {why}",
)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SAID = ("no space left", "file too large", "disk quota", "max_temp_directory_size", "could not write", "failed to offload")


@contextmanager
def alone(settings: Settings) -> Iterator[Path]:
    """A scratch folder on the disk of the snapshots, for the only import there is; gone at the end.

    The lock is the kernel's: it ends with its process, however that ends, so a stale one cannot be.
    """
    folder = settings.snapshots / "building"
    settings.snapshots.mkdir(parents=True, exist_ok=True)
    with (settings.snapshots / "lock").open("a+", encoding="ascii") as lock:
        _take(lock)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _take(lock) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise BadInput(RUNNING, pid=lock.read().strip() or "?") from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """What engines and the system say of a full disk, as BadInput; anything else as it is."""
    try:
        yield
    except (OSError, duckdb.Error, psycopg.Error) as error:
        if not _is_full(error):
            raise
        raise BadInput(DISK_FULL, folder=folder, why=str(error).splitlines()[0]) from error


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    if isinstance(error, psycopg.Error):
        return isinstance(error, psycopg.errors.DiskFull)
    return any(words in str(error).lower() for words in SAID)
