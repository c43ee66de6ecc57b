"""The private server answers, keeps to itself, and leaves nothing behind however its owner ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[1]
HOLDER = """
import time
from tests.postgres import server
with server() as address:
    print(address, flush=True)
    time.sleep(60)
"""


def connect(address: str) -> psycopg.Connection:
    return psycopg.connect(address.replace("+psycopg", ""), autocommit=True)


def gone(folder: Path, within: float = 15) -> bool:
    for _ in range(int(within / 0.1)):
        if not folder.exists():
            return True
        time.sleep(0.1)
    return False


def folder_of(address: str) -> Path:
    with connect(address) as connection:
        return Path(connection.execute("show data_directory").fetchone()[0]).parent


def test_orders_by_code_point_and_is_not_durable(postgres_server):
    with connect(postgres_server) as connection:
        rows = connection.execute("select x from (values ('b'), ('B'), ('案'), ('a')) t(x) order by x").fetchall()
        assert [x for (x,) in rows] == ["B", "a", "b", "案"]
        assert connection.execute("show fsync").fetchone() == ("off",)


def test_each_database_is_fresh(postgres_database):
    with connect(postgres_database) as connection:
        assert connection.execute("select count(*) from information_schema.tables where table_schema = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_owner_is_stopped(end):
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as holder:
        address = holder.stdout.readline().strip()
        folder = folder_of(address)
        os.kill(holder.pid, end)
        holder.wait()
    assert gone(folder)
    with pytest.raises(psycopg.OperationalError):
        connect(address)


def test_nothing_is_left_after_an_exception():
    folders = []

    def fail():
        with postgres.server() as address:
            folders.append(folder_of(address))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not folders[0].exists()


def test_missing_programs_are_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(postgres.shutil, "which", lambda _: None)
    monkeypatch.setattr(postgres, "INSTALLED", Path("/nowhere"))
    with pytest.raises(postgres.Missing, match="make system"):
        postgres.programs()
