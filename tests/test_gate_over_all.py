"""The gate over everything the application declares: each callback of Dash, each file of the assets, each route, by whoever should not."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.desk.tables import accounts as tables
from data.viewer import Given
from tests import small
from tests.test_gate import CALLBACK, House, every_door
from web.entry import COOKIE
from web.gate import HEADER

ASSETS = Path(__file__).parents[1] / "assets"
FILES = sorted(str(path.relative_to(ASSETS)) for path in ASSETS.rglob("*") if path.is_file() and not path.name.startswith("."))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(tmp_path_factory.mktemp("gate"), demo=False)
    made.account("lead", Given("cmd_lead", "420100"))
    made.account("other", Given("cmd_lead", "420500"))
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def callbacks(house) -> list[dict]:
    """Every callback there is, as the application tells a browser: asked with its own outputs, and nothing put in."""
    told = house.visitor("lead").get("/_dash-dependencies").json
    assert len(told) == len(house.app.callback_map) > 3
    return [{"output": each["output"], "inputs": each["inputs"], "state": each["state"], "changedPropIds": []} for each in told]


def strangers(house) -> dict:
    """Who has no session, one that is over, one that was made up, or another's cookie value as it lies on the desk."""
    found = {"nobody": house.visitor(), "idle": house.visitor("lead"), "made up": house.visitor(), "stolen": house.visitor()}
    kept = tables.sessions.c
    with house.desk.reading() as con:
        latest = con.scalar(sa.select(kept.hash).where(kept.account == "lead").order_by(kept.began_at.desc()).limit(1))
    house.change(sa.update(tables.sessions).where(kept.account == "lead").values(seen_at=house.desk.now() - timedelta(hours=3)))
    found["made up"].set_cookie(COOKIE, "made-up")
    found["stolen"].set_cookie(COOKIE, latest)
    return found


def test_no_callback_answers_a_stranger(house, callbacks):
    for name, visitor in strangers(house).items():
        for body in callbacks:
            headers = {HEADER: getattr(visitor, "mark", "")}
            assert visitor.post("/_dash-update-component", json=body, headers=headers).status_code == 401, (name, body["output"])


def test_no_callback_answers_under_the_mark_of_another(house, callbacks):
    lead, other = house.visitor("lead"), house.visitor("other")
    for body in callbacks:
        for mark in ("", "made-up", other.mark):
            assert lead.post("/_dash-update-component", json=body, headers={HEADER: mark}).status_code == 403, body["output"]


@pytest.mark.parametrize("file", FILES)
def test_no_file_without_a_session(house, file):
    answer = house.visitor().get(f"/assets/{file}")
    assert answer.status_code == 401
    assert (ASSETS / file).read_bytes()[:64] not in answer.data or not (ASSETS / file).stat().st_size


def test_every_way_of_asking_is_refused_to_strangers(house):
    """All routes by every method, those a route does not take included."""
    for name, visitor in strangers(house).items():
        for endpoint, _, address in every_door(house.app):
            for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
                answer = visitor.open(address, method=method)
                assert "鄂检一部受" not in answer.text, (name, endpoint, method)
                assert answer.status_code < 500, (name, endpoint, method)


FORGED = ({"viewer": "other"}, {"grant": {"units": None}}, {"account": "other"}, {"scope": "*"}, {"rights": ["rows"]})


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_a_body_that_says_who_asks_is_not_believed(house, forged):
    """In a callback's body, in its inputs, in a query string: what a browser adds about itself changes nothing."""
    lead = house.visitor("lead")

    def page(**more) -> str:
        value = {"path": "/other", "search": "?org=420502", **more.pop("value", {})}
        body = {**CALLBACK, "inputs": [{**CALLBACK["inputs"][0], "value": value}]}
        return lead.post("/_dash-update-component", json={**body, **more}, headers={HEADER: lead.mark}).text

    honest = page()
    assert page(**forged) == page(value=forged) == honest
    theirs = {case["case_id"] for case in small.made() if case["office"] == "420502"}
    assert theirs
    assert not [number for number in theirs if number in repr(json.loads(honest))]
    assert lead.get("/api/list/cases", query_string={"size": 100}, json=forged).json["total"] == 8
