"""The web processes as gunicorn runs them: warmed up before the first visitor, silent about who visits."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
TOY = """
import atexit, os, time
import duckdb, flask
asked = []
atexit.register(lambda: print(f"{os.getpid()} wrote the rest", flush=True))
def serve():
    server = flask.Flask("toy")
    @server.route("/", defaults={"path": ""})
    @server.route("/<path:path>")
    def any(path):
        asked.append(path)
        duckdb.connect().execute("select count(*) from range(100)").fetchall()
        if path == "_dash-layout" and BROKEN:
            raise ZeroDivisionError
        if path == "slow":
            time.sleep(0.1)
            return f"by {os.getpid()}"
        return ",".join(asked)
    return server
"""


def start(folder: Path, broken: bool) -> tuple[subprocess.Popen, str]:
    (folder / "toy.py").write_text(f"BROKEN = {broken}\n{TOY}", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", ROOT / "gunicorn.conf.py", "--pythonpath", folder, "toy:serve()"]
    environment = {**os.environ, "ANLIU_PORT": str(port), "ANLIU_WORKERS": "1", "ANLIU_THREADS": "2"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return process, f"http://127.0.0.1:{port}"


@pytest.fixture
def served(tmp_path):
    process, address = start(tmp_path, broken=False)
    seen = []
    for line in process.stdout:
        seen.append(line)
        if "Anliu: http://" in line:
            break
    yield process, address, seen
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_says_its_address_is_warm_and_keeps_visitors_private(served):
    process, address, seen = served
    assert address in seen[-1]
    request = urllib.request.Request(f"{address}/cases?search=secret", headers={"User-Agent": "nosy"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.read().decode() == ",_dash-layout,_dash-dependencies,api/figures,cases"
    (worker,) = workers(process)
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=30)[0]
    line = next(line for line in rest.splitlines() if "GET /cases" in line)
    assert re.fullmatch(r"\[.+\] GET /cases 200 \d+B \d+ms", line)
    assert "secret" not in rest
    assert "nosy" not in rest
    assert "127.0.0.1" not in line
    assert f"{worker} wrote the rest" in rest  # it ended as it should, with what was to be done at the end
    assert "SIG" not in rest


def test_a_broken_release_is_not_served(tmp_path):
    process, _ = start(tmp_path, broken=True)
    output = process.communicate(timeout=60)[0]
    assert process.returncode != 0
    assert "warm-up: /_dash-layout answered 500" in output


def test_a_reload_under_load_fails_nobody(served):
    """New processes take over while visitors keep coming: each gets an answer, from one set of processes or the other."""
    process, address, _ = served
    told, over = [], threading.Event()

    def visit() -> None:
        while not over.is_set():
            try:
                with urllib.request.urlopen(f"{address}/slow", timeout=20) as answer:
                    told.append((answer.status, answer.read().decode().rpartition(" ")[2]))
            except OSError as error:
                told.append((0, repr(error)))

    visitors = [threading.Thread(target=visit) for _ in range(3)]
    for each in visitors:
        each.start()
    while len(told) < 3:
        time.sleep(0.05)
    before = workers(process)
    process.send_signal(signal.SIGHUP)
    for _ in range(300):
        if len(told) > 20 and (after := workers(process)) and not after & before:
            break
        time.sleep(0.1)
    wanted = len(told) + 10
    while len(told) < wanted:
        time.sleep(0.05)
    over.set()
    for each in visitors:
        each.join(20)
    assert {status for status, _ in told} == {200}
    assert {answered for _, answered in told} == {str(each) for each in (before | after)}


def workers(process) -> set[int]:
    return {each.pid for each in psutil.Process(process.pid).children()}
