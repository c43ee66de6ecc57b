"""After an upgrade of the software a snapshot is made anew from the records inside it: the same numbers as an import gives."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from data.definitions import flows, making, marts
from data.errors import BadInput, NoSnapshot
from data.progress import Quiet
from data.settings import Settings
from data.snapshots import flows as filling
from data.snapshots import pipeline, publish, refresh
from data.store import Store
from tests.data.snapshots import nursery

OLDER = [
    "alter table near_cases drop column accepted_0", "drop table open_cases", "create table gone_cases (day date)",
    "update preaggregates set made_of = 'otherwise' where name in ('moves_ever', 'top_ages_cases_0')", "delete from moves_ever",
    "update snapshot set shape = 'older', snapshot_id = '20251128-older'",
]  # fmt: skip


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    """A home with a snapshot as an older program might have left it: `20251128-older` in force, made from another one beside it."""
    made = Settings(home=tmp_path / "home", build_memory_limit="1GB", keep_snapshots=5)
    monkeypatch.setattr(pipeline, "load", nursery.loaded)
    outcome = pipeline.run(made, ["1"], "ubas", date(2025, 11, 28), quiet=True)
    file = made.snapshots / f"{outcome.snapshot_id}.duckdb"
    file.rename(made.home / "fresh.duckdb")
    older = made.snapshots / "20251128-older.duckdb"
    older.write_bytes((made.home / "fresh.duckdb").read_bytes())
    with duckdb.connect(str(older)) as con:
        for each in OLDER:
            con.execute(each)
    publish.shelf(made).switch("20251128-older")
    return made


def test_an_older_shape_is_refused_and_made_anew(settings):
    with pytest.raises(NoSnapshot, match="refresh"):
        Store(settings).current()
    older = (settings.snapshots / "20251128-older.duckdb").read_bytes()
    said = refresh.refresh(settings, Quiet())
    snapshot = Store(settings).current()
    assert snapshot.key != "20251128-older"
    assert snapshot.key in str(said)
    assert snapshot.shape() == making.shape()
    assert (settings.snapshots / "20251128-older.duckdb").read_bytes() == older
    assert sorted(each.name for each in settings.snapshots.iterdir()) == sorted(
        ["20251128-older.duckdb", f"{snapshot.key}.duckdb", "current", "lock"]
    )


def test_it_holds_what_an_import_holds(settings):
    refresh.refresh(settings, Quiet())
    key = publish.shelf(settings).current()
    with duckdb.connect() as con:
        con.execute(f"attach '{settings.home / 'fresh.duckdb'}' as fresh (read_only)")
        con.execute(f"attach '{settings.snapshots / f'{key}.duckdb'}' as anew (read_only)")
        assert _told(con, "anew") == _told(con, "fresh")
        listed = "select table_name from duckdb_tables() where database_name = ? order by 1"
        names = [name for (name,) in con.execute(listed, ["fresh"]).fetchall()]
        assert names == [name for (name,) in con.execute(listed, ["anew"]).fetchall()]
        for name in {table.name for table in marts.tables()} & set(names):
            differing = f"(from fresh.{name} except all from anew.{name}) union all (from anew.{name} except all from fresh.{name})"
            assert not con.execute(f"select count(*) from ({differing})").fetchone()[0], name


def _told(con, name: str) -> tuple:
    return con.execute(f"select snapshot_id, content, shape from {name}.snapshot").fetchone()


def test_what_is_as_it_should_be_stays(settings):
    refresh.refresh(settings, Quiet())
    key = publish.shelf(settings).current()
    assert key in str(refresh.refresh(settings, Quiet()))
    assert publish.shelf(settings).current() == key


def test_records_of_another_shape_are_left_alone(settings):
    with duckdb.connect(str(settings.snapshots / "20251128-older.duckdb")) as con:
        con.execute("alter table persons drop column outcome")
    with pytest.raises(BadInput, match="persons"):
        refresh.refresh(settings, Quiet())
    assert publish.shelf(settings).current() == "20251128-older"


def test_nothing_to_make_anew_is_said(settings, tmp_path):
    with pytest.raises(BadInput):
        refresh.refresh(replace(settings, home=tmp_path / "empty"), Quiet())


def test_the_map_of_everything_comes_straight_from_the_rows_too(settings):
    with duckdb.connect() as con:
        con.execute(f"attach '{settings.home / 'fresh.duckdb'}' as built")
        con.execute("create table expected as from built.moves_ever")
        con.execute("delete from built.moves_ever")
        filling.build_one(con, flows.MOVES, flows.MOVES.ever)
        differing = "(from expected except all from built.moves_ever) union all (from built.moves_ever except all from expected)"
        assert not con.execute(f"select count(*) from ({differing})").fetchone()[0]
        assert con.execute("select count(*) from expected").fetchone()[0]


def test_a_number_counted_otherwise_is_another_making(monkeypatch):
    """The fingerprint of a pre-aggregate follows the condition of its tallies, not only its columns."""
    before = making.made_of()
    making.made_of.cache_clear()
    monkeypatch.setattr(marts, "signature", lambda tally, relation: "otherwise")
    after = making.made_of()
    making.made_of.cache_clear()
    assert {name for name in before if before[name] != after[name]} >= {"whole_cases", "top_ages_cases_0", "moments_events"}
    assert before["moves_ever"] == after["moves_ever"]
