"""OpenID Connect against a provider in a process of its own: who signs in there is here what its claims say, and nobody else."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from app import create_app
from data.desk.signing import people
from data.desk.store import Desk
from data.settings import Settings
from data.viewer import Given
from tests import hand, small
from tests.provider import CLIENT, SECRET
from tests.served import listening

ROOT = Path(__file__).parents[1]
CLAIMS = {"sub": "u-17", "name": "王静", "roles": ["case-lead", "unknown"], "units": "420100", "code": "420102-0007"}
CONFIGURED = """issuer = "{issuer}"
client_id = "{client}"
client_secret = "{secret}"
person_claim = "code"
[roles]
case-lead = "cmd_lead"
prosecutor = "handler"
"""


class Office:
    """The provider's claims, the application, its desk."""

    def __init__(self, folder: Path, issuer: str, claims: Path):
        (folder / "openid.toml").write_text(CONFIGURED.format(issuer=issuer, client=CLIENT, secret=SECRET), encoding="utf-8")
        self.claims, made = claims, small.settings(folder)
        self.settings = Settings(**{**vars(made), "openid_file": str(folder / "openid.toml")})
        self.app, self.desk = create_app(self.settings, pages=hand.PAGES), Desk.of(self.settings)

    def say(self, **claims) -> None:
        self.claims.write_text(json.dumps({**CLAIMS, **claims}), encoding="utf-8")

    def given(self, account: str) -> set[Given]:
        with self.desk.reading() as con:
            return {each for _, each in people.given_to(con, account)}


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    claims = tmp_path_factory.mktemp("provider") / "claims.json"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "tests.provider", str(port), str(claims)], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    issuer = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            requests.get(f"{issuer}/keys", timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield issuer, claims
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def office(provider, tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office"), *provider)
    yield made
    made.desk.close()


def come_in(office, then: str = "") -> tuple[requests.Session, requests.Response]:
    with listening(office.app) as home, requests.Session() as browser:
        answer = browser.get(f"{home}/sign-in/openid{then}", timeout=60)
        browser.shown = browser.get(f"{home}/api/list/cases", timeout=60)
        return browser, answer


def test_claims_become_an_account_its_grants_and_its_rows(office):
    office.say()
    browser, answer = come_in(office, "?next=/other")
    assert (answer.status_code, answer.url.rpartition("/")[2]) == (200, "other")
    assert {row["office"] for row in browser.shown.json()["rows"]} == {"420102", "420103"}
    assert office.given("u-17") == {Given("cmd_lead", "420100")}


def test_what_the_service_no_longer_says_is_taken_back(office):
    office.say()
    come_in(office)
    office.say(roles="prosecutor")
    browser, _ = come_in(office)
    assert {row["handler"] for row in browser.shown.json()["rows"]} == {"420102-0007"}
    office.say(roles=[])
    browser, _ = come_in(office)
    assert browser.shown.status_code == 403
    assert office.given("u-17") == set()


def test_nobody_takes_over_an_account_with_a_password(office):
    with office.desk.writing() as con:
        people.make(con, "boss", office.desk.now())
        people.set_password(con, "boss", "seven-Quiet-herons-drift")
    office.say(sub="boss")
    browser, answer = come_in(office)
    assert (answer.status_code, browser.shown.status_code) == (403, 401)


def test_an_account_closed_here_stays_closed(office):
    office.say(sub="u-gone")
    come_in(office)
    with office.desk.writing() as con:
        people.close(con, "u-gone", office.desk.now())
    browser, answer = come_in(office)
    assert (answer.status_code, browser.shown.status_code) == (403, 401)


@pytest.mark.parametrize("back", ["", "?code=made-up&state=made-up", "?error=access_denied&state=made-up"])
def test_an_answer_nobody_asked_for_signs_nobody_in(office, back):
    visitor = office.app.server.test_client()
    assert visitor.get(f"/sign-in/openid/back{back}").status_code == 403
    assert visitor.get("/_dash-layout").status_code == 401


def test_it_leads_to_no_other_place(office):
    office.say()
    _, answer = come_in(office, "?next=//elsewhere.example/")
    assert answer.url.startswith("http://127.0.0.1:")
    assert answer.url.endswith("/")
