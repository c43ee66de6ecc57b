"""Roles over all declarations: each sees the pages its rights name and the rows its grant opens; figures alone show no case."""

import re
from datetime import date
from urllib.parse import unquote

import pytest

from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.catalogue import roles as known
from data.definitions.filters import Filters
from data.definitions.relations import ALL, CASES
from data.errors import AppError, NotAllowed
from data.viewer import NOTHING, Given, Viewer
from pages import PAGES
from queries import casefile, demonstration, lists
from queries.deeds import DEEDS
from tests.links import hrefs, text_of

DAY = date(2026, 1, 5)


def of(*given: Given, person: str | None = None, day: date = DAY) -> Viewer:
    return Viewer.of("somebody", "somebody", person, given, day)


def test_every_right_that_is_asked_for_is_declared():
    asked = {each.right for each in (*PAGES, *(panel for page in PAGES for panel in page.panels))}
    asked |= {right for deed in DEEDS.values() for right in ((deed.right,) if isinstance(deed.right, str) else deed.right)}
    assert asked - {""} <= set(known.rights())
    assert {right for role in known.roles().values() for right in role.rights} <= set(known.rights())
    assert all(role.special | role.special_given <= set(known.special()) for role in known.roles().values())


@pytest.mark.parametrize("role", known.roles())
def test_a_role_without_its_place_opens_nothing(role):
    assert of(Given(role)).grant == NOTHING


def test_a_role_that_does_not_hold_gives_nothing():
    early, late = Given("cmd_lead", "420100", valid_from=date(2026, 1, 6)), Given("cmd_lead", "420100", valid_to=date(2026, 1, 4))
    for given in (early, late, Given("no-such", "420100")):
        assert of(given).grant == NOTHING
        assert of(given).rights == frozenset()


def test_rows_add_up_and_rights_over_rows_do_not():
    both = of(Given("handler"), Given("figures_only", "420000"), person="420102-0007")
    assert set(both.grant.parts) == {Grant(None, None, frozenset({"420102-0007"}), EVERYTHING.special), Grant(frozenset({"420000"}))}
    assert not both.may("rows")
    assert both.figures_only
    assert of(Given("monitor", "420100"), Given("auditor")).may("rows")
    assert of(Given("auditor")).may("export")


@pytest.mark.parametrize("role", known.roles())
def test_a_role_sees_what_its_grant_opens(duckdb_world, role):
    """The rule once more, in plain Python, over every case there is; several grants are the union of each."""
    people = {each.role.key: each for each in demonstration.people(Ask(Scope(duckdb_world.snapshot, EVERYTHING)))}
    one = people[role]
    viewer = of(one.given, person=one.person)
    seen = {row["case_no"] for row in rows(duckdb_world, viewer.grant)}
    reviewed = {row["case_no"] for row in rows(duckdb_world, EVERYTHING, "reviews") if row["reviewer_code"] == one.person}
    assert seen == {row["case_no"] for row in rows(duckdb_world, EVERYTHING) if opens(one, row, reviewed)}
    assert bool(seen) == (one.role.scope != "none")


def rows(world, grant: Grant, relation: str = "cases") -> list[dict]:
    scope = Scope(world.snapshot, grant)
    table = scope.rows(ALL[relation])
    return scope.fetch(table.select())


def kinds(row: dict) -> set[str]:
    """The special kinds that a case is of, by the columns that say so."""
    marks = {"sealed": row["sealed"], "secret": row["secrecy"] not in (None, "不涉密"), "sensitive": row["sensitive"]}
    return {key for key, marked in (marks | {"leader": row["leader_case"]}).items() if marked}


def opens(one, row: dict, reviewed: set) -> bool:
    role, given = one.role, one.given
    places = {row["province"], row["city"], row["office"], row["department"], known.EVERYWHERE}
    own, review = row["handler"] == one.person, row["case_no"] in reviewed
    there = {"none": False, "own": own, "reviews": review, "units": given.unit in places}[role.scope]
    return there and (not given.lines or row["line"] in given.lines) and all(key in role.special | given.special for key in kinds(row))


@pytest.fixture(scope="module")
def figures_only(duckdb_world):
    province = duckdb_world.snapshot.fetch(CASES.table.select().limit(1))[0]["province"]
    viewer = of(Given("figures_only", province))
    return Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters(), duckdb_world.settings, viewer)


PANELS = [(page.name, panel) for page in PAGES if page.right in ("", "figures") for panel in page.panels]


@pytest.mark.parametrize(("page", "panel"), PANELS, ids=[f"{page}-{panel.name}" for page, panel in PANELS])
def test_figures_alone_show_no_case(figures_only, page, panel):
    """What such a viewer may open at all says no case's number, in words or in where it leads."""
    if not panel.may(figures_only.viewer):
        return
    try:
        drawn = panel.draw(figures_only)
    except AppError:  # refused with a sentence: nothing is shown
        return
    said = text_of(drawn) + " ".join(map(unquote, hrefs(drawn)))
    assert not re.search(r"受\s*[\[〔]\d{4}[\]〕]", said)


def test_whatever_way_rows_are_asked_for_figures_alone_get_none(figures_only):
    for ask in (lists.page, lists.count, lists.stream):
        with pytest.raises(NotAllowed):
            ask(CASES, figures_only)
    with pytest.raises(NotAllowed):
        casefile.one_case(figures_only.with_(case="any"))
