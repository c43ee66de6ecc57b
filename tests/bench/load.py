"""`python -m tests.bench load [--home FOLDER] [--users 50] [--think 2] [--minutes 10] [--warm 0]`: many readers at once.

Starts the web processes over the snapshot in force, as `make run` does, but on a port and with a desk of its own. Readers sign in by
the doors of the demonstration, a role each in turn, and walk: from a page of their menu by a number on it to the list behind, its
rows, a case, now and then a file; with pauses in between. An interaction is what one click asks for. Prints how long they took, what
failed, the memory of the web processes over time, and what they and the readers themselves cost the processors. What is kept fills in
the minutes of --warm, which are told apart.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.bench.reader import Done, Reader, Server

ROOT = Path(__file__).parents[2]
APART = 10  # seconds between two looks at the processes


@dataclass
class Watched:
    """The web processes over time: private memory of all of them together in mebibytes, seconds of the processors."""

    process: psutil.Process
    grown: list[int] = field(default_factory=list)
    began: tuple[float, float] = (0.0, 0.0)

    def begin(self) -> None:
        self.began = (time.monotonic(), self._work())

    def look(self) -> None:
        self.grown.append(sum(each.memory_full_info().uss for each in self._workers()) >> 20)

    def last_halves(self) -> tuple[list[int], list[int]]:
        """What was seen in the last third of the time, in two halves: what is kept has long been full by then."""
        size = max(len(self.grown) // 6, 1)
        return self.grown[-2 * size : -size] or self.grown, self.grown[-size:]

    @property
    def busy(self) -> float:
        """How many processors they kept busy."""
        return (self._work() - self.began[1]) / (time.monotonic() - self.began[0])

    def _work(self) -> float:
        return sum(sum(each.cpu_times()[:2]) for each in self._workers())

    def _workers(self) -> list[psutil.Process]:
        return self.process.children(recursive=True)


def started(home: Path, folder: Path) -> tuple[subprocess.Popen, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ, "ANLIU_HOME": str(home), "ANLIU_PORT": str(port), "ANLIU_DESK_URL": f"sqlite:///{folder / 'desk.sqlite'}",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:serve()"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and psutil.Process(process.pid).children():
                return process, port
        time.sleep(0.5)
    raise SystemExit((folder / "log").read_text(encoding="utf-8", errors="replace"))


def walked(given, port: int, watched: Watched) -> list[Reader]:
    """All readers, after their time is over."""
    server = Server(port)
    accounts, warmed = server.accounts(), time.monotonic() + given.warm * 60
    until = warmed + given.minutes * 60
    if not accounts:
        raise SystemExit("No door of a demonstration: the load needs invented records")
    readers = [Reader(server, accounts[number % len(accounts)], given.think, until, number) for number in range(given.users)]
    threads = [threading.Thread(target=each.run, daemon=True) for each in readers]
    for each in threads:
        each.start()
    time.sleep(max(warmed - time.monotonic(), 0))
    _warm(readers)
    watched.begin()
    while time.monotonic() < until:
        time.sleep(min(APART, max(until - time.monotonic(), 0)))
        watched.look()
    for each in threads:
        each.join(120)
    return readers


def _warm(readers: list[Reader]) -> None:
    """What was asked so far is told by itself, and no more of it but what failed."""
    done = [each for reader in readers for each in reader.done]
    if done:
        print(f"To begin with {len(done)} interactions, {sum(1 for each in done if each.why)} failed.", flush=True)
    for reader in readers:
        reader.done[:] = [each for each in reader.done if each.why]


def told(readers: list[Reader], watched: Watched, own: float) -> bool:
    """Prints what was found; whether all was answered."""
    done = [each for reader in readers for each in reader.done]
    print("\n| interaction | n | median ms | p95 ms | longest ms | failed |\n|---|--:|--:|--:|--:|--:|")
    for kind in (*dict.fromkeys(each.kind for each in done), ""):
        _line(kind or "all", [each for each in done if kind in ("", each.kind)])
    wrong = sorted({each.why for each in done if each.why})
    print("".join(f"\n- {each}" for each in wrong))
    first, middle, last = watched.grown[0], watched.grown[len(watched.grown) // 2], watched.grown[-1]
    before, after = (statistics.mean(part) for part in watched.last_halves())
    print(f"\nPrivate memory of the web processes, MB: {first} at first, {middle} in the middle, {last} at the end "
          f"(every {APART} s: {' '.join(map(str, watched.grown))}).")  # fmt: skip
    print(f"In the last third of the time {before:.0f} on average in its first half, {after:.0f} in its second: {after / before - 1:+.1%}.")
    print(f"Processors kept busy: {watched.busy:.2f} by the web processes, {own:.2f} by the readers.")
    return not wrong


def _line(kind: str, done: list[Done]) -> None:
    times = sorted(each.ms for each in done)
    failed = sum(1 for each in done if each.why)
    print(f"| {kind} | {len(times)} | {statistics.median(times):.0f} | {times[int(len(times) * 0.95)]:.0f} | {times[-1]:.0f} | {failed} |")


def faults(log: Path, most: int = 200) -> list[str]:
    """What the processes logged of faults: where in the code each was."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        return [line for line in lines if '"level": "error"' in line][-most:]


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench load")
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--warm", type=float, default=0.0, help="minutes before them")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        process, port = started(given.home.absolute(), Path(folder))
        try:
            print(f"{given.users} readers, think time {given.think} s, {given.minutes} minutes, {psutil.cpu_count()} processors; "
                  f"load before {psutil.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
            watched, began = Watched(psutil.Process(process.pid)), time.monotonic()
            readers = walked(given, port, watched)
            well = told(readers, watched, time.process_time() / (time.monotonic() - began))
            print("".join(faults(Path(folder) / "log")), end="")
        finally:
            process.terminate()
            process.wait(60)
    raise SystemExit(not well)
