"""The desk: its tables are what its migrations make, forth and back; a transaction is whole or nothing; writers follow one another."""

import multiprocessing
import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from data.desk import upgrade
from data.desk.store import Desk
from data.desk.tables import metadata
from data.desk.tables.follows import follows
from data.errors import BadInput
from data.settings import Settings


def write_pairs(url: str, ready) -> None:
    """Until it is killed."""
    desk = Desk(url)
    ready.set()
    for turn in range(10**6):
        with desk.writing() as con:
            con.execute(sa.insert(follows), [row(f"a{turn}", desk, side) for side in ("left", "right")])


FORK = multiprocessing.get_context("fork")  # what is loaded stays loaded: fifty processes in seconds


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    made = Desk(url)
    yield made
    upgrade.to(made.engine, "base")
    made.close()


def row(account: str, desk: Desk, case_id: str = "C1") -> dict:
    return {"account": account, "case_id": case_id, "since": desk.now()}


def test_migrations_make_the_tables_that_are_declared(desk):
    with desk.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []


def test_every_step_goes_forth_and_back(desk):
    upgrade.to(desk.engine, "base")
    assert not set(sa.inspect(desk.engine).get_table_names()) & set(metadata.tables)
    upgrade.to(desk.engine, "head")
    assert set(metadata.tables) <= set(sa.inspect(desk.engine).get_table_names())
    with desk.engine.connect() as connection:
        assert upgrade.at(connection) == upgrade.heads()
    assert len(upgrade.heads()) == 1, "two migrations follow the same one"


def test_a_transaction_that_fails_leaves_nothing(desk):
    def fails():
        with desk.writing() as con:
            con.execute(sa.insert(follows), row("a", desk))
            con.execute(sa.insert(follows), row("a", desk))

    with pytest.raises(sa.exc.IntegrityError):
        fails()
    with desk.reading() as con:
        assert con.scalar(sa.select(sa.func.count()).select_from(follows)) == 0


def test_writers_follow_one_another(tmp_path):
    """Each reads a number and writes the next: none is lost when nobody reads before the last has written."""
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")

    def count_up():
        for _ in range(20):
            with desk.writing() as con:
                last = con.scalar(sa.select(sa.func.count()).select_from(follows))
                con.execute(sa.insert(follows), row("a", desk, f"{last}"))

    desk.engine  # noqa: B018  its tables, before the threads start
    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with desk.reading() as con:
        assert con.scalar(sa.select(sa.func.count()).select_from(follows)) == 80
    desk.close()


def test_killed_in_the_middle_nothing_is_half_done(tmp_path):
    """Fifty times: both sides of every pair are there, and the next writer goes on at once."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    desk = Desk(url)
    desk.engine  # noqa: B018
    for turn in range(50):
        ready = FORK.Event()
        writer = FORK.Process(target=write_pairs, args=(url, ready))
        writer.start()
        ready.wait()
        ready.clear()
        ready.wait(0.002 * turn)
        writer.kill()
        writer.join()
        with desk.writing() as con:
            sides = dict(con.execute(sa.select(follows.c.case_id, sa.func.count()).group_by(follows.c.case_id)).all())
            assert sides.get("left", 0) == sides.get("right", 0)
            con.execute(sa.delete(follows))
    desk.close()


def test_the_desk_lies_in_the_home_of_the_settings(tmp_path):
    desk = Desk.of(Settings(home=tmp_path / "home"))
    with desk.reading():
        assert (tmp_path / "home" / "desk.sqlite").exists()
    desk.close()


@pytest.mark.parametrize("revision", ["d99_of_no_release", "-99"])
def test_a_revision_that_is_not_there_is_said_and_nothing_changes(desk, revision):
    desk.engine  # noqa: B018  its tables
    with pytest.raises(BadInput, match=revision):
        upgrade.to(desk.engine_as_it_is, revision)
    with desk.reading() as con:
        assert upgrade.at(con) == upgrade.heads()
