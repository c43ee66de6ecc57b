"""A period as reported and as known now: the record of then answers, with the cases between; without its snapshot the figures still do."""

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from data import schema
from data.access import EVERYTHING, Grant, Scope
from data.desk import operating
from data.desk.store import Desk
from data.errors import NotAllowed, NotFound
from data.settings import Settings
from data.snapshots import publish
from data.viewer import LOCAL, Viewer
from pages import published as page
from queries.deeds import DEEDS
from queries.deeds import published as deed
from queries.performance import published
from tests.links import text_of
from tests.worlds import World

OFFICE, CITY = "420502", "420500"
DAYS = {"since": "2024-03-02", "until": "2025-11-20"}  # no piece of a pre-aggregate: counted among the rows, which the test changes


@pytest.fixture(scope="module")
def kept(duckdb_world, tmp_path_factory):
    """A home with two snapshots: that of the world, over which a period was published, and a later one in which four cases differ."""
    home = tmp_path_factory.mktemp("published")
    settings = Settings(home=home)
    settings.snapshots.mkdir()
    old, new = duckdb_world.snapshot.key, "20251128-later"
    shutil.copy(duckdb_world.settings.snapshots / f"{old}.duckdb", settings.snapshots)
    (settings.snapshots / "current").write_text(old, encoding="ascii")
    desk = Desk.of(settings)
    then = World(settings)
    ask = replace(then.ask(org=OFFICE, **DAYS), viewer=LOCAL, desk=desk)
    DEEDS["publish_period"].do(ask, {"title": "一季"})
    changed = _later(settings.snapshots / f"{old}.duckdb", settings.snapshots / f"{new}.duckdb", new)
    (settings.snapshots / "current").write_text(new, encoding="ascii")
    then.store.close()
    now = World(settings)
    yield SimpleNamespace(settings=settings, desk=desk, world=now, old=old, changed=changed, then=ask)
    now.store.close()
    desk.close()


def _later(old: Path, new: Path, key: str) -> dict[str, str]:
    """Of the office's concluded cases one is open again, one concluded days later, one accepted out of the period, one is gone."""
    shutil.copy(old, new)
    with duckdb.connect(str(new)) as con:
        con.execute("update snapshot set snapshot_id = ?", [key])
        rows = con.execute(
            "select case_id from cases where office = ? and accepted_on between '2024-04-01' and '2025-10-01' "
            "and concluded_on < '2025-11-01' and countable order by case_id limit 4", [OFFICE]).fetchall()  # fmt: skip
        reopened, later, earlier, gone = (case_id for (case_id,) in rows)
        con.execute("update cases set concluded_on = null, status = 'handling' where case_id = ?", [reopened])
        con.execute("update cases set concluded_on = concluded_on + 3 where case_id = ?", [later])
        con.execute("update cases set accepted_on = '2020-01-01' where case_id = ?", [earlier])
        number = con.execute("select case_no from case_keys where case_id = ?", [gone]).fetchone()
        for table in ("case_keys", *(each.name for each in schema.FACTS)):
            con.execute(f"delete from {table} where case_no = ?", number)
    return {"reopened": reopened, "later": later, "earlier": earlier, "gone": gone}


def asked(kept, viewer: Viewer = LOCAL, grant: Grant = EVERYTHING, **texts: str):
    return replace(kept.world.ask(grant, **texts), viewer=viewer, desk=kept.desk)


def opened(kept, **texts: str):
    return published.shelf(asked(kept, published="1", **texts)).opened


def test_what_was_reported_is_what_the_snapshot_of_then_says(kept):
    """The stored figures, and those asked anew of the old snapshot, for every indicator and unit."""
    earlier = asked(kept).scope.snapshot.earlier(kept.old)
    again = deed.figures(replace(kept.then, scope=Scope(earlier, EVERYTHING)))
    for unit in opened(kept).units:
        for line in opened(kept, org=unit).lines:
            assert line.then == again[line.indicator.key, unit], (line.indicator.key, unit)


def test_now_is_the_snapshot_in_force(kept):
    lines = {line.indicator.key: line for line in opened(kept).lines}
    assert lines["accepted"].then.value - lines["accepted"].now.value == 2
    assert lines["concluded"].then.value - lines["concluded"].now.value == 2


@pytest.mark.parametrize(("key", "names"), [("accepted", {"earlier", "gone"}), ("concluded", {"reopened", "gone"})])
def test_the_cases_between_are_found_and_say_what_changed(kept, key, names):
    why = opened(kept, indicator=key).why
    assert {each.case_id for each in why.moved} == {kept.changed[name] for name in names}
    assert (why.came, why.left) == (0, 2)
    assert {name for each in why.moved for name in each.after or ()} <= {"accepted_on", "concluded_on", "status"}
    assert {each.case_id for each in why.moved if each.after is None} == {kept.changed["gone"]}


def test_the_numbers_come_and_go_as_the_figures_do(kept):
    """For every indicator that is a count or has parts: the difference of the figure is that of its cases."""
    for line in opened(kept).lines:
        if line.indicator.additive:
            why = opened(kept, indicator=line.indicator.key).why
            moved = sum(each.n if each.came else -each.n for each in why.moved)
            assert moved == (line.now.numerator or 0) - (line.then.numerator or 0), line.indicator.key


def test_it_is_said_in_words(kept, language):
    said = text_of(page.page.panel("opened").draw(asked(kept, published="1", indicator="concluded")))
    assert kept.changed["reopened"] in said
    assert "None" not in said


def test_who_sees_another_office_sees_nothing_of_it(kept):
    elsewhere = Viewer("b", "B", None, Grant(units=frozenset({"420102"})), None)
    assert not published.shelf(asked(kept, elsewhere, elsewhere.grant)).publications
    with pytest.raises(NotFound):
        published.shelf(asked(kept, elsewhere, elsewhere.grant, published="1"))


def test_nobody_publishes_for_what_he_does_not_see_whole(kept):
    one_line = Grant(units=frozenset({OFFICE}), lines=frozenset({"arrest"}))
    for grant in (one_line, Grant(units=frozenset({"420102"}))):
        with pytest.raises(NotAllowed):
            DEEDS["publish_period"].do(asked(kept, Viewer("c", "C", None, grant, None), grant, org=OFFICE), {"title": "x"})


def test_figures_only_are_told_no_cases(kept):
    viewer = Viewer("d", "D", None, EVERYTHING, frozenset({"figures"}))
    assert published.shelf(asked(kept, viewer, published="1")).opened.lines
    with pytest.raises(NotAllowed):
        published.shelf(asked(kept, viewer, published="1", indicator="accepted"))


def test_figures_only_are_told_no_more_of_then_than_of_now(kept):
    """What would be withheld if it were asked anew is withheld of what was published."""
    viewer = Viewer("d", "D", None, EVERYTHING, frozenset({"figures"}))
    lines = published.shelf(asked(kept, viewer, published="1")).opened.lines
    least, told = kept.settings.minimum_n, 0
    for line in lines:
        assert line.now is None  # days of one's own are not asked anew
        for figure in (line.then,):
            parts = [part for part in (figure.numerator, figure.denominator) if part is not None]
            assert figure.withheld or (min(parts, default=least) >= least and not any(part % 10 for part in parts)), line.indicator.key
        told += line.then.value is not None
    assert told
    assert any(line.then.withheld and not line.then.n for line in lines)


def test_a_snapshot_that_is_not_there_is_none(world):
    assert world.snapshot.earlier("20000101-nothing") is None
    assert world.snapshot.earlier(world.snapshot.key) is world.snapshot


def test_its_snapshot_is_not_pruned_and_without_it_the_figures_answer(kept):
    assert operating.pinned(kept.settings) == {kept.old}
    publish.prune(kept.settings, 1, operating.pinned(kept.settings))
    assert (kept.settings.snapshots / f"{kept.old}.duckdb").exists()
    before = opened(kept).lines
    (kept.settings.snapshots / f"{kept.old}.duckdb").unlink()
    kept.world.snapshot._others.clear()
    why = opened(kept, indicator="concluded").why
    assert why.gone
    assert opened(kept).lines == before
