"""Every panel of every page draws: with data, with one case, with nothing; in both languages and both themes."""

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from dash import html

from components import theme
from data.access import EVERYTHING, Grant
from data.ask import Ask
from data.definitions.filters import Filters
from data.definitions.indicators import ALL
from data.definitions.relations import PERSONS
from data.desk.store import Desk
from data.viewer import LOCAL
from pages import PAGES
from queries import lists
from queries.casefile import one_case
from tests.links import hrefs, text_of

PANELS = [(page, panel) for page in PAGES for panel in page.panels]
IDS = [f"{page.name}-{panel.name}" for page, panel in PANELS]
OPEN = [(page, panel) for page, panel in PANELS if page.name != "case"]  # a case out of reach does not exist
NOBODY = Grant()
OF_A_PERSON = ("load", "besides", "years", "kinds", "decisions", "reviews", "findings", "whole")
LEFT_OUT = {("flow", "taken"), *(("prosecutor", name) for name in OF_A_PERSON)}


@pytest.fixture(params=theme.THEMES)
def colours(request):
    token = theme.theme.set(request.param)
    yield request.param
    theme.theme.reset(token)


@pytest.fixture(scope="module")
def case_id(duckdb_world) -> str:
    """A case with a rich record: persons, events, documents."""
    return lists.page(PERSONS, duckdb_world.ask(), 0, 1).rows[0]["case_id"]


@pytest.fixture(scope="module")
def asked(duckdb_world, tmp_path_factory):
    """(grant, filters) → a question of somebody with every right and a desk."""
    desk = Desk(f"sqlite:///{tmp_path_factory.mktemp('panels') / 'desk.sqlite'}")

    def ask(grant: Grant = EVERYTHING, **texts: str) -> Ask:
        return replace(duckdb_world.ask(grant, **texts), viewer=replace(LOCAL, grant=grant), desk=desk)

    yield ask
    desk.close()


def serialised(component) -> str:
    return json.dumps(component, default=lambda each: each.to_plotly_json())


@pytest.mark.parametrize(("opened", "panel"), PANELS, ids=IDS)
def test_draws_with_data(opened, panel, asked, case_id, language, colours):
    texts = {"case": case_id} if opened.name == "case" else {}
    drawn = panel.draw(asked(**texts))
    assert serialised(drawn)
    assert "None" not in text_of(drawn)


@pytest.mark.parametrize(("opened", "panel"), PANELS, ids=IDS)
def test_draws_with_one_case(opened, panel, asked, case_id, language):
    texts = {} if opened.name == "data" else {"case": case_id}
    assert serialised(panel.draw(asked(**texts)))


@pytest.mark.parametrize(("opened", "panel"), OPEN, ids=[name for name in IDS if not name.startswith("case-")])
def test_draws_with_nothing(opened, panel, asked, language):
    """It says so; or, as long as nothing was asked that it could be about, it is left out whole."""
    drawn = panel.draw(asked(grant=NOBODY))
    assert serialised(drawn)
    assert text_of(drawn).strip() or (drawn is None and (opened.name, panel.name) in LEFT_OUT)


@pytest.mark.parametrize("opened", [page for page in PAGES if page.body], ids=lambda page: page.name)
def test_bodies_draw(opened, asked, language, colours):
    assert serialised(opened.body(asked()))


@pytest.mark.parametrize("key", ALL)
def test_any_indicator_may_be_chosen(key, asked):
    overview = next(page for page in PAGES if page.name == "overview")
    for name in ("places", "trend", "lines"):
        assert serialised(overview.panel(name).draw(asked(indicator=key)))


@pytest.mark.parametrize(("opened", "panel"), PANELS, ids=IDS)
def test_every_link_is_ours_and_can_be_asked(opened, panel, asked, case_id):
    paths = {each.path for each in PAGES}
    texts = {"case": {"case": case_id}, "overview": {"org": "420000"}}.get(opened.name, {})
    for href in hrefs(panel.draw(asked(**texts))):
        parts = urlsplit(href)
        assert parts.path in paths or href.startswith("#"), href
        assert str(Filters.of_url(parts.query)).lstrip("?").count("=") == parts.query.count("="), href


def test_what_is_seen_has_no_bare_names(asked, case_id):
    """Names of persons are masked on the page of a case."""
    ask = asked(case=case_id)
    names = [row["name"] for row in one_case(ask).parts["persons"] if row["name"]]
    page = next(page for page in PAGES if page.name == "case")
    said = "".join(text_of(panel.draw(ask)) for panel in page.panels)
    assert names
    assert not [name for name in names if name in said and "某" not in name]


def test_components_are_dash(asked):
    overview = PAGES[0]
    assert all(isinstance(panel.draw(asked(grant=EVERYTHING)), html.Div) for panel in overview.panels)
