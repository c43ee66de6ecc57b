"""Snapshots that tests share: a small demonstration province, built once a run and served from each engine.

The invariants are asked of every declaration over these, so whatever is declared is tested the moment it is listed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.progress import Quiet
from data.settings import Settings
from data.snapshots.postgres import PostgresShelf
from data.store import Store

CASES = 3_000
DEMO = {"cases": CASES, "years": 5, "seed": 7, "national": False, "form": "csv", "keep": None, "as_of": None, "quiet": True}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def demo(folder: Path, **changes) -> Settings:
    """Settings of a home with a small demo in it; whoever comes first among the processes of a run builds it."""
    from data.demo import command

    settings = Settings(home=folder, build_memory_limit="2GB")
    with _locked(folder):
        done = folder / "built"
        if not done.exists():
            command.run(settings, SimpleNamespace(**{**DEMO, **changes}))
            done.write_text("yes", encoding="ascii")
    return settings


def in_postgres(built: Settings, home: Path, database_url: str) -> Settings:
    """The snapshot of a home, copied into a database as an import does at its end: building it twice would tell nothing more."""
    shelf, key = PostgresShelf(database_url), (built.snapshots / "current").read_text(encoding="ascii").strip()
    file = shutil.copy(built.snapshots / f"{key}.duckdb", home)  # the one in force is open already, otherwise
    shelf.put(Path(file), key, Quiet())
    shelf.switch(key)
    return replace(built, home=home, database_url=database_url)


def shared(tmp_path_factory, name: str) -> Path:
    """A folder that all processes of this run see."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name


class World:
    """One store, and questions to it."""

    def __init__(self, settings: Settings):
        self.settings, self.store = settings, Store(settings)
        self.snapshot = self.store.current()

    def ask(self, grant: Grant = EVERYTHING, **texts: str) -> Ask:
        return Ask(Scope(self.snapshot, grant), Filters.of(texts), self.settings)


def told_flat(found: dict) -> dict:
    """Every number with where it is: what one engine has put down and another works out may differ in the last digit."""
    lists = {(name, place, key): value for name, each in found.items() if isinstance(each, list)
             for place, row in enumerate(each) for key, value in row.items()}  # fmt: skip
    return lists | {name: each for name, each in found.items() if not isinstance(each, dict | list)} | found["throughput_days"]
