"""A private PostgreSQL server, for as long as a test run or a benchmark lasts.

Knows where Debian puts the programs, and that PostgreSQL refuses to run as root. Must not know pytest.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")

# Nothing here must survive a crash, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
}

# The keeper reads from a pipe whose other end only this process holds. However this process ends, by return, Ctrl-C or
# `kill -9`, the pipe closes, and the keeper stops the server and removes its files.
KEEPER = 'read -r _; "$0" -D data -m immediate stop >/dev/null 2>&1; cd /; rm -rf "$1"'


class Missing(Exception):
    """The server programs are not installed."""


def programs() -> Path:
    """The folder of the newest PostgreSQL server programs."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(INSTALLED.glob("*/bin"), key=lambda path: int(path.parts[-2]))
    for folder in reversed(folders):
        if (folder / "initdb").exists():
            return folder
    raise Missing("No PostgreSQL server programs here: `make system` installs them (Debian's package postgresql-15)")


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Run a new, empty server and give its SQLAlchemy address; gone, with its files, at the end."""
    bin_, user = programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="anliu-pg-"))
    if user:
        shutil.chown(folder, user)
    with _kept(bin_, folder, user):
        _initialise(bin_, folder, user)
        port = _start(bin_, folder, user, SETTINGS | settings)
        yield f"postgresql+psycopg://anliu@127.0.0.1:{port}/postgres"


def _user() -> str | None:
    """Who runs it: ourselves, or somebody without rights when we are root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _identity(user: str | None) -> dict:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def _kept(bin_: Path, folder: Path, user: str | None) -> Iterator[None]:
    command = ["sh", "-c", KEEPER, str(bin_ / "pg_ctl"), str(folder)]
    keeper = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, start_new_session=True, **_identity(user))
    try:
        yield
    finally:
        keeper.stdin.close()
        keeper.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(bin_: Path, folder: Path, user: str | None) -> None:
    # Collation C orders as DuckDB does, by code point; the two engines must agree row for row.
    options = ["--username=anliu", "--auth=trust", "--encoding=UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8", "--no-sync"]
    done = _run([bin_ / "initdb", "-D", "data", *options], folder, user)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}")


def _start(bin_: Path, folder: Path, user: str | None, settings: dict[str, str]) -> int:
    for _ in range(3):  # another process may take the free port before the server does
        port = _free_port()
        said = {**settings, "port": str(port), "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {key}={value}" for key, value in said.items())
        # Its output goes to a file: a server that held our pipe would make us wait for its end.
        done = _run([bin_ / "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start"], folder, user)
        if done.returncode == 0:
            return port
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text(encoding='utf-8', errors='replace')}")


def _run(command: list, folder: Path, user: str | None) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    with (folder / "commands.log").open("w+b") as out:
        done = subprocess.run(command, cwd=folder, stdout=out, stderr=out, env=environment, check=False, **_identity(user))
        out.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read().decode("utf-8", "replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
