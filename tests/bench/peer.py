"""`python -m tests.bench.peer NAME=HOME …`: the flow of a log against pm4py, in one run; the answers must be identical.

Two questions: all that `python -m queries flow` tells, each event at its moment; and the map's moves, each event on its day. pm4py is
asked in a process and an environment of its own, of the same log in the same order; ours answers from its pre-aggregates, and no
answer is remembered (the course is put down as text, which a snapshot holds as it holds names). Knows snapshots and the other
side's file. Must not know pm4py.
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
import sqlalchemy as sa

from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions import flows
from data.definitions import overall as whole
from data.edition import Row, Snapshot
from data.settings import Settings
from data.snapshots import flows as filling
from data.snapshots import overall, pipeline
from data.store import Store
from queries import flow, moves
from tests.bench.timing import Timed, timed

PYTHON = Path(".venv/bench/bin/python")
PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "data"
LOGS = {"receipt": ("receipt.xes.gz", "eventlog"), "road_traffic_fines": ("log.parquet", "road_traffic_fines")}
GIB_FOR_A_MILLION_EVENTS = 0.4  # what pm4py was seen to take


@dataclass(frozen=True)
class Question:
    """`ask` answers it, from pre-aggregates or not; `same` says whether that is the other side's answer; `column` of the log is when an
    event was. `fills` make the table it is answered from, and all that are made with it, from the events as they lie."""

    name: str
    column: str
    ask: Callable[[Ask, bool], object]
    same: Callable[[object, dict], bool]
    tables: tuple[sa.Table, ...]
    fills: tuple[Callable[[duckdb.DuckDBPyConnection, Snapshot], object], ...]


@dataclass(frozen=True)
class Compared:
    name: str
    events: int
    theirs: dict  # seconds by question, and memory
    ours: Timed
    from_rows: Timed  # with no pre-aggregate at all
    builds: list[float]  # seconds

    def row(self) -> str:
        theirs = sum(each["work"] for each in self.theirs["seconds"].values())
        ours, rows = self.ours.work / 1000, self.from_rows.work / 1000
        builds = " | ".join(f"{seconds:.2f} | {theirs / (seconds + ours):,.1f} ×" for seconds in self.builds)
        return (f"| {self.name} | {self.events:,} | {theirs * 1000:,.0f} | {self.theirs['peak_mb']:,} | {self.ours} "
                f"| {theirs / ours:,.0f} × | {builds} | {self.from_rows} | {theirs / rows:,.0f} × |")  # fmt: skip


HEADS = ("log", "events", "pm4py, ms", "pm4py MB", "ours, ms", "faster once built", "build of the table it is read from, s",
         "faster with that build", "build of all tables made with it, s", "faster with all of them", "ours from the rows, ms",
         "faster from the rows")  # fmt: skip


def table(homes: dict[str, Path]) -> None:
    """Print the comparison for snapshots that are there; a log for which memory does not suffice is named and left out."""
    found = {name: compared(name, home) if _suffices(home) else None for name, home in homes.items()}
    for place, question in enumerate(QUESTIONS):
        print(f"\n### {question.name} against pm4py (processors' own time)\n\n| {' | '.join(HEADS)} |\n|---|{'--:|' * (len(HEADS) - 1)}")
        for name, each in found.items():
            print(each[place].row() if each else f"| {name} | not enough free memory for pm4py |", flush=True)


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


def compared(name: str, home: Path) -> list[Compared]:
    """Of each question."""
    settings = Settings(home=home)
    file = settings.snapshots / f"{(settings.snapshots / 'current').read_text(encoding='ascii').strip()}.duckdb"
    theirs = _theirs(file)  # first: a file cannot be open in two ways at once
    snapshot = Store(settings).current()
    ask = Ask(Scope(snapshot, EVERYTHING), settings=settings)
    return [_compared(name, question, ask, file, theirs[question.column] | {"peak_mb": theirs["peak_mb"]}) for question in QUESTIONS]


def _compared(name: str, question: Question, ask: Ask, file: Path, theirs: dict) -> Compared:
    snapshot = ask.scope.snapshot
    assert question.same(question.ask(ask, True), theirs), question.name
    ours = timed(lambda: question.ask(ask, True), snapshot.forget)
    rows = timed(lambda: question.ask(ask, False), snapshot.forget, times=3)
    builds = [_seconds(file, question.tables, lambda con, fill=fill: fill(con, snapshot)) for fill in question.fills]
    return Compared(name, snapshot.supplied["events"], theirs, ours, rows, builds)


def _theirs(file: Path) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder) / "log.csv", Path(folder) / "out.json"
        with duckdb.connect(str(file), read_only=True) as con:
            con.execute(f"""copy (select case_no, activity, occurred_at as moment, occurred_on::timestamp as day from events
                where not coalesce(voided, false) order by case_no, seq) to '{log}' (format csv, header)""")
        subprocess.run([str(PYTHON), str(Path(__file__).with_name("other.py")), str(log), str(out)], check=True)
        return json.loads(out.read_text(encoding="utf-8"))


def _moved(ask: Ask, use_marts: bool) -> list[Row]:
    found = moves.source(ask, flows.MOVES, None, use_marts)
    keys = {"source": found.c.activity, "target": found.c.next_activity}
    return moves.spread(ask, found, keys, found.c.activity.is_not(None), found.c.next_activity.is_not(None))


def _same_course(ours: dict, theirs: dict) -> bool:
    pairs = {(row["from"], row["to"]): (row["count"], row["median_days"]) for row in ours["pairs"]}
    counts = {name: {row["activity"]: row["count"] for row in ours[name]} for name in ("activities", "starts", "ends")}
    return (
        _same_pairs(pairs, theirs["moves"]) and all(counts[name] == theirs[name] for name in counts)
        and ours["variants"] == theirs["variants"] and _close(ours["throughput_days"]["median"], theirs["median_days"])
    )  # fmt: skip


def _same_moves(ours: list[Row], theirs: dict) -> bool:
    return _same_pairs({(row["source"], row["target"]): (row["n"], row["median"]) for row in ours}, theirs["moves"])


def _same_pairs(found: dict[tuple, tuple], theirs: list) -> bool:
    """Every move with its count and its median days."""
    expected = {(source, target): (n, days) for source, target, n, days in theirs}
    same = (n == expected[key][0] and _close(days, expected[key][1]) for key, (n, days) in found.items() if key in expected)
    return found.keys() == expected.keys() and all(same)


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, abs_tol=1e-6)


def _seconds(file: Path, tables: tuple[sa.Table, ...], fill: Callable[[duckdb.DuckDBPyConnection], object]) -> float:
    """Seconds of the processors that it takes to fill the tables anew."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copy = Path(folder) / "copy.duckdb"
        shutil.copy(file, copy)
        with duckdb.connect(config={"memory_limit": "4GB"}) as con:
            con.execute(f"attach '{copy}' as built")
            for each in tables:
                con.execute(f"delete from built.{each.name}")
            began = psutil.Process().cpu_times()
            fill(con)
            ended = psutil.Process().cpu_times()
    return ended.user + ended.system - began.user - began.system


def _fill_moves(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    filling.build(con, snapshot.as_of, snapshot.statistical_day, asked=(flows.MOVES,))


def _fill_course(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Which pairs are many is known from the map."""
    filling.build_one(con, flows.MOVES, flows.MOVES.ever)
    overall.build(con, snapshot.as_of, snapshot.statistical_day)


def _fill_all(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    _fill_moves(con, snapshot)
    overall.build(con, snapshot.as_of, snapshot.statistical_day)


QUESTIONS = (
    Question("Course", "moment", flow.flow, _same_course, (*flows.MOVES.tables, whole.TABLE), (_fill_course, _fill_all)),
    Question("Map", "day", _moved, _same_moves, flows.MOVES.tables,
             (lambda con, _: filling.build_one(con, flows.MOVES, flows.MOVES.ever), _fill_moves)),
)  # fmt: skip


if __name__ == "__main__":
    table({name: Path(home) for name, _, home in (each.partition("=") for each in sys.argv[1:])})
