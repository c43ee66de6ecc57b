"""PostgreSQL holds the same rows as the file they were built in, whole or not at all."""

import datetime
import math
from dataclasses import replace

import duckdb
import psycopg
import pytest
import sqlalchemy as sa

from data import schema
from data.errors import BadInput
from data.settings import Settings
from data.snapshots import pipeline, postgres, publish, report
from data.snapshots.target import all_tables, columns, quoted
from data.store import Store
from tests.data.snapshots import nursery
from tests.data.snapshots.invented import Inventor
from tests.data.snapshots.staging import case, snapshot
from tests.data.snapshots.test_publish import program

pytestmark = pytest.mark.postgres


@pytest.fixture
def settings(tmp_path, postgres_database) -> Settings:
    return Settings(home=tmp_path / "home", database_url=postgres_database, build_memory_limit="1GB", keep_snapshots=5)


@pytest.fixture
def deliver(settings, monkeypatch):
    monkeypatch.setattr(pipeline, "load", nursery.loaded)
    return lambda source: pipeline.run(settings, [str(source)], "ubas", datetime.date(2025, 11, 28), quiet=True)


@pytest.fixture
def connection(settings):
    with psycopg.connect(settings.database_url.replace("+psycopg", ""), autocommit=True) as con:
        yield con


@pytest.fixture
def served(settings):
    """The snapshot in force, as a process that has just started sees it."""
    stores = []

    def now():
        stores.append(Store(settings))
        return stores[-1].current()

    yield now
    for store in stores:
        store.close()


def schemas(connection) -> list[str]:
    return [name for (name,) in connection.execute("select nspname from pg_namespace where nspname like 's\\_%' order by 1").fetchall()]


def test_every_table_is_the_same_row_for_row(settings, connection, tmp_path):
    tables = Inventor().tables(80)
    tables["cases"] += [case("奇", case_name='引号"逗号,换行\n反斜杠\\', charge="", stage="NULL"), case("空", case_name="\\N", charge=None)]
    tables["properties"] = [{"case_id": "奇", "property_id": "1", "quantity": 0.1 + 0.2, "value_wan": 1e-17}]
    built = snapshot(tmp_path, tables)
    assert publish.publish(settings, built)
    connection.execute(f'set search_path to "s_{built.snapshot_id}"')
    with duckdb.connect(str(built.file), read_only=True) as con:
        for table in all_tables():
            asked = f"select {quoted(*(column.name for column in columns(table)))} from {table.name}"
            assert sorted(map(repr, connection.execute(asked).fetchall())) == sorted(map(repr, con.execute(asked).fetchall())), table.name
    assert math.isclose(connection.execute("select quantity from properties").fetchone()[0], 0.1 + 0.2, rel_tol=0)


def test_imports_are_listed_used_pruned(settings, deliver, connection, served):
    first, second = deliver(1), deliver(2)
    assert schemas(connection) == sorted(f"s_{each.snapshot_id}" for each in (first, second))
    assert served().key == second.snapshot_id
    publish.use(settings, first.snapshot_id)
    assert served().key == first.snapshot_id
    assert publish.listing(settings).splitlines()[1].startswith(f"* {first.snapshot_id}")
    third = deliver(3)
    publish.prune(settings, 1)
    assert schemas(connection) == [f"s_{third.snapshot_id}"]
    assert report.quality(settings)[1]


def test_the_same_twice_is_one_snapshot(deliver, connection):
    assert [deliver(1).new, deliver(1).new] == [True, False]
    assert len(schemas(connection)) == 1


def test_no_file_is_left_behind(settings, deliver):
    deliver(1)
    assert {each.name for each in settings.snapshots.iterdir()} == {"lock"}


DIES = """
import os, sys
from pathlib import Path
from data.settings import Settings
from data.snapshots import postgres
from tests.data.snapshots import nursery
index = postgres._index
postgres._index = lambda con, table: os.kill(os.getpid(), 9) if table.name == "whole_cases" else index(con, table)
nursery.imported(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2]), 2)
"""


def test_killed_while_copying_nothing_is_there(settings, deliver, connection, served):
    first = deliver(1)
    done = program(DIES, settings.home, settings.database_url)
    assert done.returncode == -9, done.stderr
    assert schemas(connection) == [f"s_{first.snapshot_id}"]
    assert served().key == first.snapshot_id
    assert deliver(2).new


def test_two_imports_into_one_database_do_not_collide(settings, connection, tmp_path):
    built = snapshot(tmp_path, {"cases": [case("A")]})
    connection.execute("select pg_advisory_lock(%s)", (postgres.LOCK,))
    with pytest.raises(BadInput, match="另一个导入正在进行"):
        publish.publish(settings, built)


def test_an_unreachable_database_is_told_in_a_sentence(settings, monkeypatch):
    gone = replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(BadInput, match="无法连接数据库"):
        publish.listing(gone)


def test_what_questions_narrow_by_has_an_index(deliver, connection, served):
    deliver(1)
    keys = schema.case_keys.c
    assert served().fetch(sa.select(keys.case_no).where(keys.case_hash == schema.case_hash("案0001")))
    rows = connection.execute("select tablename from pg_indexes where schemaname like 's\\_%'").fetchall()
    indexed = {name for (name,) in rows}
    assert {"cases", "events", "persons", "case_keys", "whole_cases", "unit_cases", "top_ages_cases_0"} <= indexed
