"""The wall holds: a hole planted in each of eight places makes its check fail.

1. a panel that reads a table past `Scope`
2. an export that forgets the viewer's rows
3. an interface that answers from all rows
4. a memory of what may be read that does not tell viewers apart
5. a deed that believes the case a form names
6. rows of the desk that are shown without narrowing
7. an address that says itself what may be seen
8. parts of pages kept for whoever asks next
"""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from dash import html

from components import finished
from data import schema
from data.access import EVERYTHING, Grant, Scope
from data.definitions.filters import key_of
from data.desk.deed import Deed, Field
from data.text import Text
from pages import PAGES
from pages.page import Page, Panel
from queries import api
from queries.deeds import DEEDS
from tests import test_every_role
from tests.walls import Wall
from web.edge import Edge

FEW = tuple(page for page in PAGES if page.name in ("cases", "underway", "deadlines"))
ROLE = "monitor"


def _past_scope(ask):
    return ask.scope.snapshot.fetch(sa.select(schema.cases.c.case_id).limit(400))


HOLED = Page("holed", "/holed", Text("洞", "Hole"), panels=(
    Panel("past", Text("洞", "Hole"), _past_scope, lambda rows, _: html.Div([html.P(row["case_id"]) for row in rows]), exports=False),
))  # fmt: skip


@pytest.fixture(scope="module")
def wall(duckdb_world, tmp_path_factory) -> Wall:
    made = Wall(duckdb_world, tmp_path_factory.mktemp("holes"), (*FEW, HOLED))
    made.plant()
    yield made
    made.desk.close()


@pytest.fixture(autouse=True)
def _forgotten(wall):
    """Nothing remembered from before the hole, nor from it afterwards."""
    stores = (wall.world.snapshot, *wall.snapshots, wall.app.drawing.finished)
    for each in stores:
        each.forget()
    yield
    for each in stores:
        each.forget()


def whole(ask):
    return replace(ask, scope=replace(ask.scope, grant=EVERYTHING))


def test_without_a_hole_it_stands(wall):
    addresses = [address for address in wall.addresses() if not address.startswith("/holed")]
    assert wall.check(ROLE, addresses) > 5


def test_a_panel_past_the_scope(wall):
    with pytest.raises(AssertionError, match="/holed"):
        wall.check(ROLE, ("/holed",))


def test_an_export_without_the_scope(wall, monkeypatch):
    sheet = Panel.sheet
    monkeypatch.setattr(Panel, "sheet", lambda panel, ask: sheet(panel, whole(ask)))
    with pytest.raises(AssertionError, match="/export/cases"):
        wall.check(ROLE, wall.addresses())


def test_an_interface_of_all_rows(wall, monkeypatch):
    listed = api.listed
    monkeypatch.setattr(api, "listed", lambda ask, *more: listed(whole(ask), *more))
    with pytest.raises(AssertionError, match="/api/list/cases"):
        wall.check(ROLE, wall.addresses())


def test_a_memory_that_knows_no_viewer(wall, monkeypatch):
    made = {}
    monkeypatch.setattr(Scope, "_of", lambda scope, table: made.setdefault(table.name, scope._made(table)))
    with pytest.raises(AssertionError):
        test_every_role.test_what_is_kept_for_one_is_not_answered_to_another(wall)


def test_parts_kept_for_whoever_asks_next(wall, monkeypatch):
    monkeypatch.setattr(finished, "audience", lambda ask: ())
    with pytest.raises(AssertionError, match="/deadlines"):
        test_every_role.test_what_is_kept_for_one_is_not_answered_to_another(wall)


def test_a_deed_that_believes_the_form(wall, monkeypatch):
    """It tells of a case whatever the scope."""

    def peeked(doing, values):
        row = doing.ask.scope.fetch(sa.select(schema.cases.c.case_id).where(schema.cases.c.case_no == key_of(values["case"])))
        return Text(row[0]["case_id"], row[0]["case_id"])

    monkeypatch.setitem(DEEDS, "peek", Deed("peek", Text("看", "Peek"), "", peeked, (Field("case", Text("案件", "Case"), longest=64),)))
    with pytest.raises(AssertionError, match="peek"):
        test_every_role.test_no_deed_reaches_a_case_or_review_of_elsewhere(wall)


def test_rows_of_the_desk_without_narrowing(wall, monkeypatch):
    monkeypatch.setattr(Scope, "covers", lambda scope, c: sa.true())
    with pytest.raises(AssertionError, match="/reviews"):
        wall.check(ROLE, wall.addresses())


def test_an_address_that_grants(wall, monkeypatch):
    """The unit in the address taken for the unit of the viewer."""
    scope = Edge.asking

    def believing(edge, filters):
        ask = scope(edge, filters)
        units = filters.get("org")
        return replace(ask, scope=Scope(ask.scope.snapshot, Grant(units=frozenset(units)))) if units else ask

    monkeypatch.setattr(Edge, "asking", believing)
    with pytest.raises(AssertionError, match="org="):
        test_every_role.test_a_case_of_elsewhere_is_nowhere(wall, ROLE)
