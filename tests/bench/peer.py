"""`python -m tests.bench.peer NAME=HOME …`: the map of moves against pm4py, on the same log in one run; the answers must be identical.

pm4py is asked in a process and an environment of its own. Both know each event by its day, in the order of the snapshot; ours
answers from its pre-aggregates with nothing remembered. Knows snapshots and the other side's file. Must not know pm4py.
"""

import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions import flows
from data.settings import Settings
from data.snapshots import flows as filling
from data.snapshots import pipeline
from data.store import Store
from queries import moves
from tests.bench.timing import Timed, timed

PYTHON = Path(".venv/bench/bin/python")
PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "data"
LOGS = {"receipt": ("receipt.xes.gz", "eventlog"), "road_traffic_fines": ("log.parquet", "road_traffic_fines")}
GIB_FOR_A_MILLION_EVENTS = 0.4  # what pm4py was seen to take


@dataclass(frozen=True)
class Compared:
    name: str
    cases: int
    events: int
    theirs: dict  # seconds by question, and memory
    ours: Timed
    from_rows: Timed  # with no pre-aggregate at all
    build_s: float  # of the table that the answer is read from
    build_all_s: float  # of all tables of moves

    def row(self) -> str:
        counted, timed_too = (sum(self.theirs["seconds"][key]["work"] for key in keys) for keys in (("counts",), ("counts", "days")))
        work, rows = self.ours.work / 1000, self.from_rows.work / 1000
        built, built_all = (timed_too / (seconds + work) for seconds in (self.build_s, self.build_all_s))
        theirs = f"{counted * 1000:,.0f} | {timed_too * 1000:,.0f} | {self.theirs['peak_mb']:,}"
        builds = f"{self.build_s:.2f} | {built:,.1f} × | {self.build_all_s:.2f} | {built_all:,.1f} ×"
        faster = f"{timed_too / work:,.0f} × | {builds} | {self.from_rows} | {timed_too / rows:,.0f} ×"
        return f"| {self.name} | {self.cases:,} | {self.events:,} | {theirs} | {self.ours} | {faster} |"


HEADS = ("log", "cases", "events", "pm4py counts, ms", "pm4py counts and medians, ms", "pm4py MB", "ours, counts and medians, ms",
         "faster once built", "build of the table it is read from, s", "faster with that build", "build of all tables of moves, s",
         "faster with all of them", "ours from the rows, ms", "faster from the rows")  # fmt: skip


def table(homes: dict[str, Path]) -> None:
    """Print the comparison for snapshots that are there; a log for which memory does not suffice is named and left out."""
    print(f"\n### Against pm4py (processors' own time)\n\n| {' | '.join(HEADS)} |\n|---|{'--:|' * (len(HEADS) - 1)}")
    for name, home in homes.items():
        print(compared(name, home).row() if _suffices(home) else f"| {name} | not enough free memory for pm4py |", flush=True)


def public(folder: Path) -> Iterator[tuple[str, Path]]:
    """The public logs beside the checkout, imported once."""
    for name, (file, mapping) in LOGS.items() if PUBLIC.exists() else ():
        home = folder / name
        if not (home / "snapshots" / "current").exists():
            pipeline.run(Settings(home=home), [str(PUBLIC / name / file)], mapping, None, quiet=True)
        yield name, home


def _suffices(home: Path) -> bool:
    store = Store(Settings(home=home))
    events = store.current().supplied["events"]
    store.close()
    return psutil.virtual_memory().available / 2**30 > 2 + GIB_FOR_A_MILLION_EVENTS * events / 1e6


def compared(name: str, home: Path) -> Compared:
    settings = Settings(home=home)
    file = settings.snapshots / f"{(settings.snapshots / 'current').read_text(encoding='ascii').strip()}.duckdb"
    theirs = _theirs(file)  # first: a file cannot be open in two ways at once
    snapshot = Store(settings).current()
    ask = Ask(Scope(snapshot, EVERYTHING), settings=settings)

    def question(use_marts: bool = True):
        found = moves.source(ask, flows.MOVES, None, use_marts)
        keys = {"source": found.c.activity, "target": found.c.next_activity}
        return moves.spread(ask, found, keys, found.c.activity.is_not(None), found.c.next_activity.is_not(None))

    _same(question(), theirs["moves"])
    cases = snapshot.supplied.get("cases") or snapshot.supplied["events"]
    ours, rows = (timed(lambda use=use: question(use), snapshot.forget) for use in (True, False))
    return Compared(name, cases, snapshot.supplied["events"], theirs, ours, rows, *_builds(file, snapshot))


def _theirs(file: Path) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder) / "log.csv", Path(folder) / "out.json"
        with duckdb.connect(str(file), read_only=True) as con:
            con.execute(f"""copy (select case_no, activity, occurred_on::timestamp as day from events
                where not coalesce(voided, false) order by case_no, seq) to '{log}' (format csv, header)""")
        subprocess.run([str(PYTHON), str(Path(__file__).with_name("other.py")), str(log), str(out)], check=True)
        return json.loads(out.read_text(encoding="utf-8"))


def _same(ours: list[dict], theirs: list) -> None:
    """Every move with its count and its median days."""
    found = {(row["source"], row["target"]): (row["n"], row["median"]) for row in ours}
    expected = {(source, target): (n, days) for source, target, n, days in theirs}
    assert found.keys() == expected.keys()
    wrong = [key for key, (n, days) in found.items() if n != expected[key][0] or not math.isclose(days, expected[key][1], abs_tol=1e-6)]
    assert not wrong, wrong[:3]


def _builds(file: Path, snapshot) -> tuple[float, float]:
    """Seconds of the processors that the one table takes that answers, and that all tables of moves take, from the events as they lie."""
    day = snapshot.statistical_day
    return (
        _seconds(file, lambda con: filling.build_one(con, flows.MOVES, flows.MOVES.ever)),
        _seconds(file, lambda con: filling.build(con, snapshot.as_of, day, asked=(flows.MOVES,))),
    )


def _seconds(file: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> float:
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copy = Path(folder) / "copy.duckdb"
        shutil.copy(file, copy)
        with duckdb.connect(config={"memory_limit": "4GB"}) as con:
            con.execute(f"attach '{copy}' as built")
            for each in flows.MOVES.tables:
                con.execute(f"delete from built.{each.name}")
            began = psutil.Process().cpu_times()
            fill(con)
            ended = psutil.Process().cpu_times()
    return ended.user + ended.system - began.user - began.system


if __name__ == "__main__":
    table({name: Path(home) for name, _, home in (each.partition("=") for each in sys.argv[1:])})
