"""What can be done, over all deeds: only with the form's mark, only with the right, only what is asked for, and all of it or nothing."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import create_app
from components import forms
from data.access import EVERYTHING, Grant
from data.desk.store import Desk
from data.desk.tables.follows import follows
from data.viewer import LOCAL, NOBODY, Viewer
from queries.deeds import DEEDS
from tests import hand
from web.edge import TOKEN


@pytest.fixture(scope="module")
def home(duckdb_world, tmp_path_factory):
    """The settings of a world, with a desk of its own."""
    return replace(duckdb_world.settings, desk_url=f"sqlite:///{tmp_path_factory.mktemp('deeds') / 'desk.sqlite'}")


@pytest.fixture(scope="module")
def looking():
    return SimpleNamespace(viewer=LOCAL)


@pytest.fixture(scope="module")
def app(home, looking):
    return create_app(home, viewer_of=lambda _: looking.viewer, pages=hand.PAGES)


@pytest.fixture
def visitor(app, looking):
    looking.viewer = LOCAL
    visitor = app.server.test_client()
    visitor.get("/")
    return visitor


def send(visitor, key: str, json: bool = True, **given):
    mark = visitor.get_cookie(TOKEN)
    filled = {forms.TOKEN: mark.value if mark else "", forms.BACK: "/case?case=1", **given}
    return visitor.post(f"/do/{key}", data=filled, headers={"Accept": "application/json" if json else "text/html"})


def kept(home) -> list[tuple]:
    desk = Desk.of(home)
    with desk.reading() as con:
        found = con.execute(sa.select(follows.c.account, follows.c.case_id, follows.c.note)).all()
    desk.close()
    return [tuple(row) for row in found]


@pytest.fixture(scope="module")
def some_case(app, looking):
    looking.viewer = LOCAL
    found = app.server.test_client().get("/api/list/cases", query_string={"size": 1}).json
    return found["rows"][0]["case_id"]


@pytest.mark.parametrize("key", DEEDS)
@pytest.mark.parametrize("mark", ["", "another"])
def test_a_form_that_was_not_drawn_for_this_browser_is_refused(visitor, key, mark):
    assert send(visitor, key, **{forms.TOKEN: mark}).status_code == 403


@pytest.mark.parametrize("key", DEEDS)
def test_a_browser_without_a_mark_does_nothing(app, key):
    assert app.server.test_client().post(f"/do/{key}", data={forms.TOKEN: ""}).status_code == 403


@pytest.mark.parametrize("key", DEEDS)
def test_without_the_right_nothing_is_done(visitor, looking, key):
    for viewer in (NOBODY, Viewer("a", "a", None, EVERYTHING, frozenset())):
        looking.viewer = viewer
        assert send(visitor, key).status_code == 403


@pytest.mark.parametrize("key", DEEDS)
def test_what_is_not_asked_for_is_refused(visitor, key):
    assert send(visitor, key, surprise="1").status_code == 400


@pytest.mark.parametrize(("key", "field"), [(key, field) for key, deed in DEEDS.items() for field in deed.fields if field.required])
def test_what_is_required_is_named_when_it_is_missing(visitor, key, field):
    answer = send(visitor, key)
    assert answer.status_code == 400
    assert str(next(each for each in DEEDS[key].fields if each.required).label) in answer.json["error"]


def test_only_by_post(visitor, home, some_case):
    visitor.get("/do/follow", query_string={forms.TOKEN: visitor.get_cookie(TOKEN).value, "case": some_case})
    assert kept(home) == []
    assert send(visitor, "nothing-of-the-kind").status_code == 404


def test_a_case_is_followed_and_let_go(visitor, home, some_case):
    done = send(visitor, "follow", case=some_case, note="开庭前再看")
    assert (done.status_code, done.json["go"]) == (200, "/case?case=1")
    assert kept(home) == [("local", some_case, "开庭前再看")]
    gone = send(visitor, "unfollow", json=False, case=some_case)
    assert (gone.status_code, gone.location) == (303, "/case?case=1")
    assert kept(home) == []


def test_it_leads_to_no_other_place(visitor, some_case):
    answer = send(visitor, "unfollow", json=False, case=some_case, **{forms.BACK: "//elsewhere.example/"})
    assert answer.location == "/"


def test_a_case_out_of_sight_cannot_be_followed(visitor, looking, home, some_case):
    looking.viewer = Viewer("other", "other", None, Grant(), None)
    assert send(visitor, "follow", case=some_case).status_code == 404
    assert kept(home) == []
