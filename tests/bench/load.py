"""`python -m tests.bench.load [--users 50] [--think 2] [--minutes 3]`: many readers at once, over the snapshot in force.

Starts the web processes as `make run` does, but on a port of its own and with a desk of its own, and lets each reader go from page
to page: a whole page, a choice in its filters, a list, a case, with pauses in between. Prints how long answers took, what failed,
and the memory of the processes over time.
"""

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psutil

ROOT = Path(__file__).parents[2]
PATHS = ("/", "/flow", "/bottlenecks", "/deadlines", "/backlog", "/quality", "/cases")
CHOICES = ("", "?line=prosecution", "?line=arrest", "?period=ytd", "?custody=in_custody")


class Reader(threading.Thread):
    """One reader with a session; notes (what, milliseconds, status) of every answer."""

    def __init__(self, port: int, think: float, until: float, number: int, cases: list[str]):
        super().__init__(daemon=True)
        self.port, self.think, self.until, self.cases = port, think, until, cases
        self.chance = random.Random(number)
        self.cookies: dict[str, str] = {}
        self.took: list[tuple[str, float, int]] = []

    def run(self) -> None:
        self.enter()
        time.sleep(self.chance.uniform(0, self.think))
        while time.monotonic() < self.until:
            self.turn()
            time.sleep(self.chance.expovariate(1 / self.think))

    def enter(self) -> None:
        """Signs in as the invented account that sees everything."""
        page = self.ask("GET", "/sign-in", what="sign-in")[1]
        accounts = re.findall(r'value="(demo-[a-z_-]+)"', page)
        chosen = next((each for each in accounts if "chief" in each), accounts[0] if accounts else "")
        token = re.search(r'name="token" value="([^"]+)"', page)
        self.ask("POST", "/sign-in/demo", f"account={quote(chosen)}&token={quote(token[1]) if token else ''}", what="sign-in")

    def turn(self) -> None:
        kind = self.chance.random()
        if kind < 0.2 and self.cases:
            self.page("/case", "?case=" + quote(self.chance.choice(self.cases)), "case")
        elif kind < 0.35:
            self.ask("GET", "/api/figures?indicator=accepted,concluded,pending&by=month", what="figures")
        else:
            self.page(self.chance.choice(PATHS), self.chance.choice(CHOICES), "page")

    def page(self, path: str, search: str, what: str) -> None:
        asked = {
            "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["go.data"],
            "inputs": [{"id": "go", "property": "data", "value": {"path": path, "search": search}}],
        }  # fmt: skip
        self.ask("POST", "/_dash-update-component", json.dumps(asked), "application/json", what)

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "application/x-www-form-urlencoded", what: str = ""):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Content-Type": kind}
        if "_csrf_token" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["_csrf_token"]
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text, status = answer.read().decode("utf-8", "replace"), answer.status
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
        except OSError:
            text, status = "", 0
        finally:
            connection.close()
        if '"data-notice": "Fault"' in text:
            status = 500
        self.took.append((what, (time.monotonic() - began) * 1000, status))
        return status, text


def served(home: Path, port: int, folder: Path) -> subprocess.Popen:
    environment = {
        **os.environ, "ANLIU_HOME": str(home), "ANLIU_PORT": str(port), "ANLIU_DESK_URL": f"sqlite:///{folder / 'desk.sqlite'}",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:serve()"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and len(psutil.Process(process.pid).children()) > 0:
                return process
        time.sleep(0.5)
    raise SystemExit((folder / "log").read_text(encoding="utf-8", errors="replace"))


def memory(process: subprocess.Popen) -> int:
    """Private memory of the web processes together, in mebibytes."""
    return sum(each.memory_full_info().uss for each in psutil.Process(process.pid).children(recursive=True)) >> 20


def told(readers: list[Reader], grown: list[int]) -> None:
    took = [each for reader in readers for each in reader.took]
    print("\n| what | answers | median ms | p95 ms | not answered |\n|---|--:|--:|--:|--:|")
    for what in dict.fromkeys(name for name, _, _ in took):
        times = sorted(ms for name, ms, _ in took if name == what)
        failed = sum(1 for name, _, status in took if name == what and not 200 <= status < 400)
        print(f"| {what} | {len(times)} | {statistics.median(times):.0f} | {times[int(len(times) * 0.95) - 1]:.0f} | {failed} |")
    print(f"\nPrivate memory of the web processes, MB, every ten seconds: {' '.join(map(str, grown))}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--minutes", type=float, default=3.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        process = served(given.home.absolute(), port, Path(folder))
        try:
            told(*_visited(given, port, process))
        finally:
            process.terminate()
            process.wait(60)


def _visited(given, port: int, process) -> tuple[list[Reader], list[int]]:
    first = Reader(port, given.think, 0, 0, [])
    first.enter()
    status, text = first.ask("GET", "/api/list/cases?line=prosecution&size=100", what="warm-up")
    before = psutil.getloadavg()[0]
    print(f"{given.users} readers, think time {given.think} s, {given.minutes} minutes; load before {before:.1f}", flush=True)
    cases = [row["case_id"] for row in json.loads(text)["rows"]] if status == 200 else []
    until, grown = time.monotonic() + given.minutes * 60, []
    readers = [Reader(port, given.think, until, number, cases) for number in range(given.users)]
    for reader in readers:
        reader.start()
    while time.monotonic() < until:
        grown.append(memory(process))
        time.sleep(10)
    for reader in readers:
        reader.join(120)
    return readers, grown


if __name__ == "__main__":
    main()
