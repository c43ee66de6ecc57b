"""The shelf of DuckDB files: `<id>.duckdb` each, and a file `current` with the id of the one in force.

Whoever has an older file open goes on reading it, whatever happens to its name.
Knows the folder. Must not know how a snapshot is built.
"""

import os
from pathlib import Path

import duckdb

from data.progress import Progress
from data.snapshots.shelf import Edition
from data.snapshots.target import literal


class FileShelf:
    def __init__(self, folder: Path):
        self.folder = folder

    def editions(self) -> list[Edition]:
        found = [edition for path in self.folder.glob("*.duckdb") if (edition := _read(path))]
        return sorted(found, key=lambda each: (each.created_at, each.snapshot_id), reverse=True)

    def current(self) -> str:
        try:
            return (self.folder / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def file(self, snapshot_id: str) -> Path:
        return self.folder / f"{snapshot_id}.duckdb"

    def put(self, file: Path, snapshot_id: str, progress: Progress) -> None:
        _synced(file)
        file.replace(self.file(snapshot_id))
        _synced(self.folder)

    def switch(self, snapshot_id: str) -> None:
        pointer = self.folder / "current.new"
        pointer.write_text(f"{snapshot_id}\n", encoding="ascii")
        _synced(pointer)
        pointer.replace(self.folder / "current")
        _synced(self.folder)

    def drop(self, snapshot_id: str) -> None:
        self.file(snapshot_id).unlink(missing_ok=True)


def _read(path: Path) -> Edition | None:
    """What a file says of itself; None when it cannot be opened, which a whole one always can.

    Attached, not opened: a process may open a file in one way only, and a server may have opened it in its own.
    """
    try:
        with duckdb.connect() as con:
            con.execute(f"attach {literal(path)} as edition (read_only)")
            row = con.execute("select snapshot_id, as_of, created_at, sources, content from edition.snapshot").fetchone()
    except duckdb.Error:
        return None
    return Edition(*row, size=path.stat().st_size)


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
