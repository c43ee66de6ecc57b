"""The file of a prosecutor: open to the entitled and to the person, nobody else named in it, its numbers those of the lists."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data import catalogue
from data.access import Grant
from data.answer import Answer
from data.definitions.dimensions import HANDLER
from data.definitions.filters import Filters
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.errors import NotAllowed, NotFound
from data.period import Period
from data.viewer import LOCAL, Viewer
from pages import department, prosecutor
from queries import measure
from queries.performance import people, record, rotation, workload
from queries.performance.people import Posting
from tests.links import hrefs, text_of
from tests.tree import code, place


@pytest.fixture(scope="module")
def busy(duckdb_world) -> str:
    """The prosecutor with most cases concluded."""
    groups = measure.by(HANDLER, flow.CONCLUDED)(duckdb_world.ask()).groups
    return max((g for g in groups if g.codes["handler"]), key=lambda g: g[flow.CONCLUDED.key].value).codes["handler"]


def of(world, code: str, viewer: Viewer = LOCAL, **grant):
    return replace(world.ask(handler=code, **grant), viewer=viewer)


@pytest.mark.parametrize("panel", prosecutor.page.panels, ids=lambda panel: panel.name)
def test_every_panel_draws_and_leads_somewhere(duckdb_world, busy, panel, language):
    drawn = panel.draw(of(duckdb_world, busy))
    assert "None" not in text_of(drawn)
    assert not [href for href in hrefs(drawn) if "handler=" not in href and not href.startswith(("/case?", "/definitions", "#"))]


def test_nobody_else_is_named(duckdb_world, busy):
    """The middle half of the others is shown; not one of their names or codes is."""
    said = "".join(text_of(panel.draw(of(duckdb_world, busy))) for panel in prosecutor.page.panels)
    links = {href for panel in prosecutor.page.panels for href in hrefs(panel.draw(of(duckdb_world, busy)))}
    others = {code: name for code, name in duckdb_world.snapshot.prosecutors.items() if code != busy}
    own = duckdb_world.snapshot.prosecutors[busy]
    alike = workload.colleagues(of(duckdb_world, busy), people.person(of(duckdb_world, busy)))
    assert alike
    assert not [code for code in alike if code in said or any(code in href for href in links)]
    assert not [name for code, name in others.items() if code in alike and name != own and name in said]


@pytest.mark.parametrize("query", [panel.query for panel in prosecutor.page.panels], ids=[panel.name for panel in prosecutor.page.panels])
def test_a_file_is_closed_to_others_and_open_to_the_person(duckdb_world, busy, query):
    stranger, person = Viewer("a", "A", "nobody-0001", rights=frozenset({"figures", "rows"})), Viewer("b", "B", busy)
    with pytest.raises(NotAllowed):
        query(of(duckdb_world, busy, stranger))
    assert query(of(duckdb_world, busy, person)) is not None
    assert query(replace(duckdb_world.ask(), viewer=person)) is not None  # without a choice the own file
    nobody = query(replace(duckdb_world.ask(), viewer=LOCAL))
    assert nobody is None or (isinstance(nobody, Answer) and HANDLER not in nobody.dimensions)  # units to choose from, no person


def test_where_nobody_is_chosen_one_is_offered_whom_to_open(duckdb_world, busy):
    """From units down to the persons of a department, each a link to the same page; without the right there is no list."""
    page = prosecutor.page
    ask = replace(duckdb_world.ask(), viewer=LOCAL)
    for _ in range(6):
        links = [href for href in hrefs(page.panel("head").draw(ask)) if href.startswith("/prosecutor?")]
        assert links
        ask = replace(ask, filters=Filters.of_url(links[0].partition("?")[2]))
        if ask.filters.get("handler"):
            break
    assert people.person(ask).code
    assert all(panel.draw(replace(duckdb_world.ask(), viewer=LOCAL)) is None for panel in page.panels[1:])
    with pytest.raises(NotAllowed):
        people.person_or_units(replace(duckdb_world.ask(), viewer=replace(LOCAL, rights=frozenset({"figures", "rows"}))))
    lead = replace(LOCAL, handler=busy)
    assert people.chosen(replace(duckdb_world.ask(), viewer=lead)) == busy
    assert people.chosen(replace(duckdb_world.ask(org="420100"), viewer=lead)) is None


def test_somebody_out_of_reach_does_not_exist(duckdb_world, busy):
    elsewhere = Grant(units=frozenset({"nowhere"}))
    with pytest.raises(NotFound):
        people.person(replace(duckdb_world.ask(elsewhere, handler=busy), viewer=LOCAL))


def own(world, busy: str, **texts: str):
    """A prosecutor who may see the own cases alone."""
    ask = world.ask(Grant(units=None, handlers=frozenset({busy})), handler=busy, **texts)
    return replace(ask, viewer=Viewer("b", "B", busy, rights=frozenset({"figures", "rows"})))


def test_who_sees_own_cases_alone_sees_how_the_many_stand(duckdb_world, busy):
    """What anybody sees who may see the whole city but what is sealed."""
    city = duckdb_world.snapshot.places.units[busy.partition("-")[0]].city
    mine = workload.load(own(duckdb_world, busy))
    whole = workload.load(replace(duckdb_world.ask(Grant(units=frozenset({city})), handler=busy), viewer=LOCAL))
    assert (mine.concluded, mine.weighted) == (whole.concluded, whole.weighted)
    assert len(mine.peers) >= people.FEWEST
    assert mine.peers == whole.peers


@pytest.mark.parametrize("texts", [{"plea": "yes"}, {"type": "0201"}, {"custody": "in_custody"}, {"charge": "0000"}, {"q": "张"}], ids=str)
def test_no_filter_narrows_the_many(duckdb_world, busy, texts):
    """However the own rows are filtered, the others stay the same: differences between two filters tell of nobody."""
    assert workload.load(own(duckdb_world, busy, **texts)).peers == workload.load(own(duckdb_world, busy)).peers


def test_a_short_period_shows_no_distribution_of_a_few(duckdb_world, busy):
    for month in range(1, 13):
        found = workload.load(own(duckdb_world, busy, period=f"2025-{month:02d}"))
        assert (found.band is None) == (len(found.peers) < people.FEWEST)
        for one in workload.besides(own(duckdb_world, busy, period=f"2025-{month:02d}")).rates:
            assert (one.band is None) == (one.colleagues < people.FEWEST)


def test_the_wide_scope_is_asked_for_in_one_place():
    """`of_unit` goes round the viewer's own rows, so only the distribution of a file may ask for it."""
    users = [place(path) for path in code() if ".of_unit(" in path.read_text(encoding="utf-8")]
    assert users == ["queries/performance/workload.py"]


def test_the_lists_behind_the_own_file_are_the_own_cases(duckdb_world, busy):
    """Nothing the wide scope reads can be opened: every link of the file is asked within the viewer's own rows."""
    for panel in prosecutor.page.panels:
        for href in hrefs(panel.draw(own(duckdb_world, busy))):
            assert "org=" not in href, href


def test_workload_is_cases_times_weights(duckdb_world, busy):
    found, kinds = workload.load(of(duckdb_world, busy)), workload.kinds(of(duckdb_world, busy))
    done = {group.codes["type"]: group[flow.CONCLUDED.key].value or 0 for group in kinds.answer.groups}
    assert found.concluded == sum(done.values())
    assert found.weighted == pytest.approx(sum((g[flow.CONCLUDED.key].value or 0) * kinds.of(g) for g in kinds.answer.groups))
    assert found.each == pytest.approx(found.weighted / found.months)


def test_months_in_post_count_what_overlaps():
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    whole, half = Posting("a", date(2020, 1, 1), None), Posting("a", date(2025, 7, 2), None)
    assert people.months_in_post([whole], "a", year) == pytest.approx(12, abs=0.05)
    assert people.months_in_post([half], "a", year) == pytest.approx(6, abs=0.1)
    assert people.months_in_post([whole], "b", year) == 0
    assert people.months_in_post([], "a", year) is None


def test_the_record_is_what_the_figures_count(duckdb_world, busy):
    found = record.reviewed(of(duckdb_world, busy))
    assert found.rows.total == found.answer.groups[0]["reviews"].value
    assert all(row["state"] == "concluded" for row in found.rows.rows)


def test_turns_add_up(duckdb_world):
    found = rotation.balance(replace(duckdb_world.ask(), viewer=LOCAL))
    groups = {(one.group, one.code.partition("-")[0]) for one in found.members}
    assert groups
    assert sum(one.rotation for one in found.members) == pytest.approx(sum(one.expected for one in found.members))
    by_mode = {group.codes["mode"]: group["allocated"].value for group in found.answer.groups}
    assert sum(one.rotation for one in found.members) == by_mode["rotation"]
    assert sum(n for _, n, _ in found.reasons) == by_mode["manual"]


def test_members_are_as_a_plain_loop_finds_them(world):
    """Turns and their weights from the rows one by one, months in post from the postings of each person."""
    ask = replace(world.ask(), viewer=LOCAL)
    number, load, (since, until) = Counter(), Counter(), (ask.period.since, ask.period.until)
    for row in ask.scope.fetch(ask.scope.rows(ALLOCATIONS).select()):
        if not row["assigned_to"] or row["mode"] != "rotation" or not since <= row["allocated_on"] <= until:
            continue
        key = row["department"], row["group_id"], row["assigned_to"]
        number[key] += 1
        load[key] += workload.weight(catalogue.case_types()[row["type_code"]].family, ask)
    held = people.postings(ask, {code for *_, code in number})
    months = {key: people.months_in_post(held.get(key[2], ()), key[0], ask.period) or 0.0 for key in number}
    expected = sorted((str(key[1] or ""), key[2], n, round(load[key], 6), round(months[key], 6)) for key, n in number.items())
    found = rotation.balance(ask).members
    assert sorted((one.group, one.code, one.rotation, round(one.weighted, 6), round(one.months, 6)) for one in found) == expected
    assert found.groups == len({key[:2] for key in number}) > 1
    assert found.beyond == [one for one in found if one.said == rotation.BEYOND]


def test_even_turns_are_called_even_and_a_favourite_is_found():
    number, total, part = np.array([25.0, 45, 4, 4, 0]), np.array([100.0, 100, 4, 4, 0]), np.array([0.25, 0.25, 0.25, 1, 0])
    assert [rotation.VERDICTS[each] for each in rotation._said(number, total, part)] == ["within", "beyond", "near", "within", "within"]


def test_turns_are_by_person_and_need_the_right(duckdb_world):
    assert rotation.balance(duckdb_world.ask()) is None
    said = text_of(department.page.panel("members").draw(duckdb_world.ask()))
    assert not [name for name in duckdb_world.snapshot.prosecutors.values() if name in said]
