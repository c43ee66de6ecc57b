"""The snapshots that are there, and the one in force: what both kinds of shelf can do.

Knows what a shelf is. Must not know files or databases.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from data.progress import Progress


@dataclass(frozen=True)
class Edition:
    """One snapshot on the shelf."""

    snapshot_id: str
    as_of: date | None
    created_at: datetime | None
    sources: str
    content: str
    size: int


class Shelf(Protocol):
    def editions(self) -> list[Edition]:
        """All that are whole, the newest first."""

    def current(self) -> str:
        """The id of the one in force; empty when there is none."""

    def put(self, file: Path, snapshot_id: str, progress: Progress) -> None:
        """Place a built file on the shelf. Killed at any instant, it is there whole or not at all."""

    def switch(self, snapshot_id: str) -> None:
        """Put it in force, in one step."""

    def drop(self, snapshot_id: str) -> None:
        """Remove one that is not in force."""
