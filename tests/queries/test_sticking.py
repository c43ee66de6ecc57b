"""The planted bottlenecks are found by the page's own sentences without a filter, and nothing is found where none was planted."""

import shutil
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from components import sticking as sentences
from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.demo import stories
from data.editions import DuckDBSnapshot
from pages import bottlenecks
from queries import sticking, stuck
from tests import worlds
from tests.links import text_of

CASES = 20_000
SHUFFLES = 6
CUSTODY = "in_custody,not_in_custody,unknown"  # everybody; but no histogram tells them apart, so the rows are asked


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> worlds.World:
    return worlds.World(worlds.demo(worlds.shared(tmp_path_factory, "twenty thousand"), cases=CASES))


@pytest.fixture(scope="module")
def without_stories(tmp_path_factory) -> worlds.World:
    """The same province, in which nothing was planted that makes cases wait."""
    never = date(2999, 1, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "BOTTLENECK", replace(stories.BOTTLENECK, since=never))
        patch.setattr(stories, "LONG_PENDING", replace(stories.LONG_PENDING, since=never))
        return worlds.World(worlds.demo(worlds.shared(tmp_path_factory, "without stories"), cases=CASES))


def test_the_planted_bottleneck_is_found_without_a_filter(world):
    found = sticking.search(world.ask()).found
    story = stories.BOTTLENECK
    (only,) = found
    assert (only.delay.unit, only.delay.line, only.delay.activity) == (story.unit, "prosecution", story.facts["from"])
    assert only.following == story.facts["to"]
    assert only.now.median >= story.facts["days_low"] - 1
    assert max(only.others.median, only.before.median) <= story.facts["elsewhere_at_most"]
    assert abs((only.since - story.since).days) <= 31


def test_the_sentence_names_unit_node_days_and_month(world):
    ask = world.ask()
    said = sentences.sentence(sticking.search(ask).found[0], ask)
    assert said.startswith("襄阳市")
    assert "提请审批→审批" in said
    assert "自2024年3月起" in said or "自2024年4月起" in said or "自2024年2月起" in said


def test_the_cases_that_lie_are_found_and_placed(world):
    found = stuck.search(world.ask())
    story = stories.LONG_PENDING
    assert [(each.unit, each.activity) for each in found] == [(story.unit[:4] + "00", story.facts["node"])]
    assert found[0].inside.code == story.unit


def test_the_page_says_so(world):
    panel = bottlenecks.page.panel("sticks")
    said = text_of(panel.draw(world.ask()))
    assert "襄阳市" in said
    assert "大悟县" in said


def test_nothing_is_found_where_nothing_was_planted(without_stories):
    """Not in the whole province, not within any of its cities, not in other years."""
    cities = [f"42{number:02}00" for number in (1, 2, 3, 5, 6, 8, 9, 10, 11)]
    asked = [{}, *({"org": city} for city in cities), *({"period": str(year)} for year in range(2022, 2026))]
    found = [(texts, each.delay) for texts in asked for each in sticking.search(without_stories.ask(**texts)).found]
    assert len(found) <= 1, found
    assert stuck.search(without_stories.ask()) == ()


@pytest.mark.parametrize("seed", range(SHUFFLES))
def test_cases_dealt_out_at_random_raise_no_alarm(world, tmp_path, seed):
    """Each case keeps its stays and goes to another unit: whatever is found then is a false alarm."""
    path = tmp_path / "shuffled.duckdb"
    shutil.copy(world.settings.snapshots / f"{world.snapshot.key}.duckdb", path)
    with duckdb.connect(str(path)) as con:
        con.execute(f"""
            create temp table dealt as select a.case_no, b.city, b.office, b.department
            from (select case_no, row_number() over (order by hash(case_no + {seed} * 1000003)) as place from cases) a
            join (select *, row_number() over (order by case_no) as place from cases) b using (place)
        """)
        for table in ("events", "open_events"):
            con.execute(f"update {table} set city = d.city, office = d.office, department = d.department from dealt d "
                        f"where d.case_no = {table}.case_no")  # fmt: skip
    shuffled = Scope(DuckDBSnapshot(f"shuffled-{seed}", path, "1GB"), EVERYTHING)
    ask = Ask(shuffled, Filters.of({"custody": CUSTODY}), world.settings)
    search = sticking.search(ask)
    assert search.looked_at > 300
    assert search.found == ()
    assert stuck.search(ask) == ()
