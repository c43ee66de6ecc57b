"""What all tests share: the language they start in, a private PostgreSQL, and Debian's Chromium."""

import shutil
import uuid
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import expect

from data import text
from tests import postgres, worlds

LONGEST = {"test_sticking.py", "test_switch.py"}  # few tests, each of minutes


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first, then those of many tests: at the end no process waits for another."""
    many = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in LONGEST, -many[item.path], str(item.path)))


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Every test starts as a request does, in Chinese, whatever the one before has set."""
    token = text.locale.set("zh")
    yield
    text.locale.reset(token)


@pytest.fixture(params=text.LOCALES)
def language(request) -> str:
    """Run the test once in each language."""
    text.locale.set(request.param)
    return request.param


# --- PostgreSQL: one server for each process of the run, one database for each test that asks ---


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy address of a private server."""
    with postgres.server() as address:
        yield address


@pytest.fixture
def postgres_database(postgres_server) -> Iterator[str]:
    """The SQLAlchemy address of an empty database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _administer(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.removesuffix("/postgres") + f"/{name}"
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(address: str, statement: str) -> None:
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


# --- Chromium ---

expect.set_options(timeout=30_000)  # machines are shared: a slow answer is not a wrong one

# Without these it asks its maker's hosts for updates at every start.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    # No sandbox: it needs rights that containers do not give, and all it opens is our own server.
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu", *QUIET]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1400, "height": 900}}


@pytest.fixture
def watched(page, base_url) -> Iterator:
    """A page of our own server. The test fails if it asks any other host, or if anything goes wrong in the console."""
    strangers, faults = [], []
    own = (base_url, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else strangers.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    assert not strangers
    assert not faults


# --- Snapshots, one for each engine ---


@pytest.fixture(scope="session")
def duckdb_world(tmp_path_factory) -> Iterator[worlds.World]:
    world = worlds.World(worlds.demo(worlds.shared(tmp_path_factory, "demo")))
    yield world
    world.store.close()


@pytest.fixture(scope="session")
def postgres_world(tmp_path_factory, duckdb_world, postgres_server) -> Iterator[worlds.World]:
    home = tmp_path_factory.mktemp("postgres_home")
    world = worlds.World(worlds.in_postgres(duckdb_world.settings, home, postgres_server))
    yield world
    world.store.close()


@pytest.fixture(params=["duckdb", "postgres"])
def world(request) -> worlds.World:
    """The small demo province, on each engine in turn."""
    return request.getfixturevalue(f"{request.param}_world")
