"""Two web processes, eight clients, and imports landing meanwhile: no failed request, and every answer from one snapshot."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from components import forms
from data.demo import command
from data.editions import DuckDBSnapshot
from data.settings import Settings
from data.snapshots import publish
from tests.worlds import DEMO
from web.edge import TOKEN

SECONDS = float(os.environ.get("ANLIU_SWITCH_SECONDS", "20"))
CLIENTS, IMPORTS = 8, 3
ROOT = Path(__file__).parents[1]
ADDRESS = "/api/figures?indicator=accepted&by=line&since=2000-01-01&until=2100-01-01"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _served(home: Path):
    """Two processes as in production."""
    port = _free_port()
    environ = {**os.environ, "ANLIU_HOME": str(home), "ANLIU_PORT": str(port), "ANLIU_WORKERS": "2",
               "ANLIU_QUESTIONS_PER_MINUTE": "0"}  # more than one person asks
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:serve()"], cwd=ROOT, env=environ,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        yield base
    finally:
        server.terminate()  # open answers are finished first
        server.wait(120)


def _wait(base: str) -> None:
    for _ in range(120):
        try:
            if urllib.request.urlopen(f"{base}/readyz", timeout=2).status == 200:
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the server did not come up")


def _signed_in(base: str) -> urllib.request.OpenerDirector:
    """Asks as one who came in by the demonstration's door, and stays in while the records change."""
    jar = CookieJar()
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    visitor.open(f"{base}/sign-in").close()
    sent = {"account": "demo-chief-national", forms.TOKEN: next(each.value for each in jar if each.name == TOKEN)}
    visitor.open(f"{base}/sign-in/demo", urlencode(sent).encode()).close()
    return visitor


def _ask(visitor, base: str, until: float, heard: list) -> None:
    while time.monotonic() < until:
        try:
            with visitor.open(base + ADDRESS, timeout=20) as answer:
                body = json.loads(answer.read())
            heard.append((body["snapshot"], sum(row["accepted"]["value"] for row in body["rows"])))
        except (OSError, ValueError, KeyError) as error:
            heard.append(("failed", repr(error)))


def _import(settings: Settings, seed: int) -> str:
    """One more snapshot; a different seed and size make its figures its own."""
    return command.run(settings, SimpleNamespace(**{**DEMO, "seed": seed, "cases": 2_000 + 100 * seed})).snapshot_id


def test_no_request_fails_while_snapshots_change(tmp_path):
    settings = Settings(home=tmp_path, build_memory_limit="2GB", keep_snapshots=10)
    known = [_import(settings, 1)]
    heard: list = []
    with _served(tmp_path) as base:
        visitor, until = _signed_in(base), time.monotonic() + SECONDS
        clients = [threading.Thread(target=_ask, args=(visitor, base, until, heard)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        known += [_import(settings, seed) for seed in range(2, 2 + IMPORTS - 1)]
        publish.use(settings, known[0])
        while time.monotonic() < until - 2:
            time.sleep(0.2)
        known.append(_import(settings, 9))
        _ask(visitor, base, time.monotonic() + 2, heard)
        for client in clients:
            client.join()
    assert [answer for answer in heard if answer[0] == "failed"] == []
    totals = {}
    for snapshot, total in heard:
        assert snapshot in known
        assert totals.setdefault(snapshot, total) == total, "one answer, two snapshots"
    assert known[0] in totals
    assert known[-1] in totals
    assert len(heard) > CLIENTS


def test_each_process_spills_under_a_name_of_its_own(duckdb_world):
    """Two that share a folder for what does not fit into memory read one another's pages, and die of it."""
    (told,) = duckdb_world.snapshot._cursor.execute("select current_setting('temp_directory')").fetchone()
    assert f".{os.getpid()}." in told


def test_what_a_killed_process_has_spilt_is_taken_away(duckdb_world):
    """By the next that opens the file; what a running one has written stays."""
    snapshot = duckdb_world.snapshot
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folders = [snapshot._path.with_name(f"{snapshot._path.name}.{process}.tmp") for process in (ended.pid, os.getppid())]
    for folder in folders:
        folder.mkdir()
        (folder / "page").touch()
    DuckDBSnapshot(snapshot.key, snapshot._path, snapshot._memory_limit, threads=snapshot._threads)
    assert [folder.exists() for folder in folders] == [False, True]
    shutil.rmtree(folders[1])
