"""Imports that are killed: each a process of its own, forked from one that has everything loaded and no database open.

Run as a program with a folder and a number: so many imports are started there, each killed after a random time; after each
it is asserted that what is served is whole. Prints how many were killed before and after the switch.
"""

import os
import pickle
import shutil
import signal
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import duckdb

from data import schema
from data.settings import Settings
from data.snapshots import build as building
from data.snapshots import pipeline, publish
from data.snapshots.build import Built
from data.store import Store
from tests.data.snapshots.invented import Inventor
from tests.data.snapshots.staging import Told, stage

CASES = 30


def loaded(con, sources, mapping, as_of, progress) -> Told:
    """In place of the reader: the tables that the source's number stands for."""
    stage(con, Inventor(int(sources[0])).tables(CASES))
    return Told(as_of=as_of, sources=tuple(sources))


def imported(settings: Settings, source: int) -> pipeline.Outcome:
    pipeline.load = loaded
    return pipeline.run(settings, [str(source)], "ubas", date(2025, 11, 28), quiet=True)


def built_once(folder: Path):
    """In place of building: the first time a delivery is built as ever, after that its file is copied."""

    def build(con, loaded, file: Path, **how) -> Built:
        kept = folder / f"{'-'.join(loaded.sources)}.duckdb"
        if not kept.exists():
            first = building.build(con, loaded, kept, **how)
            (folder / f"{kept.stem}.pickle").write_bytes(pickle.dumps(first))
        shutil.copy(kept, file)
        return replace(pickle.loads((folder / f"{kept.stem}.pickle").read_bytes()), file=file)

    return build


def forked(work) -> int:
    """Start work in a child that inherits everything loaded; gives its process id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


def done(child: int) -> bool:
    return os.waitpid(child, 0)[1] == 0


def whole(settings: Settings) -> None:
    """What is served can be read, and is as many rows as it says."""
    snapshot = Store(settings).current()
    with duckdb.connect() as con:
        con.execute(f"attach '{settings.snapshots / snapshot.key}.duckdb' as served (read_only); use served")
        for table, stated in con.execute("from served.supplied").fetchall():
            counted = "case_no" if table in schema.MADE else "source_row"
            assert con.execute(f"select count({counted}) from {table}").fetchone() == (stated,)
        assert con.execute("select sum(accepted_0) from whole_cases").fetchone() == (
            con.execute("select count(*) from cases where countable").fetchone()
        )
    assert [each for each in publish.shelf(settings).editions() if each.snapshot_id == snapshot.key]


def killed(settings: Settings, source: int, after: float) -> bool:
    """Start an import, kill it after so many seconds; whether it had finished by then."""
    child = forked(lambda: imported(settings, source))
    time.sleep(after)
    if os.waitpid(child, os.WNOHANG)[0]:
        return True
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main(folder: Path, times: int) -> None:
    settings, random = Settings(home=folder, build_memory_limit="1GB", keep_snapshots=2), Random(times)
    began = time.monotonic()
    assert done(forked(lambda: imported(settings, 0)))
    usual, finished, moved = time.monotonic() - began, 0, 0
    for number in range(1, times + 1):
        before = (settings.snapshots / "current").read_text()
        finished += killed(settings, number, random.uniform(0.02, usual * 1.15))
        assert done(forked(lambda: whole(settings))), "what is served is broken"
        moved += (settings.snapshots / "current").read_text() != before
    assert done(forked(lambda: imported(settings, -1))), "the next run fails"
    assert {each.name for each in settings.snapshots.iterdir() if each.suffix != ".duckdb"} == {"current", "lock"}
    print(f"{times} imports: {finished} finished, {times - finished} killed, {moved} switched")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
