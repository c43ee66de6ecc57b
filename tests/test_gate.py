"""The gate: every route, callback and asset without a session, with one that is over, with another's, with a forged scope; the ways in."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import create_app
from components import forms
from data.catalogue import roles
from data.desk.signing import passwords, people, sessions
from data.desk.store import Desk
from data.desk.tables import accounts as tables
from data.errors import BadInput, NotAllowed
from data.settings import Settings
from data.viewer import Given
from tests import hand, small
from web import doors
from web.entry import COOKIE, MARK
from web.gate import HEADER

PASSWORD = "seven-Quiet-herons-drift"
CALLBACK = {
    "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["go.data"],
    "inputs": [{"id": "go", "property": "data", "value": {"path": "/other", "search": ""}}],
}  # fmt: skip


class House:
    """One application over the small snapshot, and the desk behind it."""

    def __init__(self, home, demo: bool):
        self.settings = small.settings(home, demo=demo)
        self.app = create_app(self.settings, pages=hand.PAGES)
        self.desk = Desk.of(self.settings)

    def visitor(self, account: str = ""):
        """A browser, signed in when an account is named."""
        visitor = self.app.server.test_client()
        if account:
            with self.desk.writing() as con:
                session = sessions.open_(con, account, sessions.PASSWORD, self.desk.now(), self.settings)
            visitor.set_cookie(COOKIE, session.token)
            visitor.mark = session.mark
        return visitor

    def account(self, name: str, *given: Given, person: str | None = None) -> str:
        with self.desk.writing() as con:
            people.make(con, name, self.desk.now(), person=person)
            people.hold(con, name, given, "test", self.desk.now())
        return name

    def change(self, statement) -> None:
        with self.desk.writing() as con:
            con.execute(statement)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house"), demo=False)
    house.account("lead", Given("cmd_lead", "420100"))
    house.account("other", Given("cmd_lead", "420500"))
    with house.desk.writing() as con:
        people.set_password(con, "lead", PASSWORD)
    yield house
    house.desk.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("demo"), demo=True)
    yield house
    house.desk.close()


def every_door(app) -> list[tuple[str, str, str]]:
    """(endpoint, method, an address) of every route there is."""
    filled = {"page": "other", "panel": "rows", "kind": "csv", "relation": "cases", "deed": "follow", "filename": "nav.js",
              "package_name": "dash", "fingerprinted_path": "dash-renderer/build/dash_renderer.min.js", "path": "other"}  # fmt: skip
    rules = app.server.url_map.iter_rules()
    return [
        (rule.endpoint, method, re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda hit: filled[hit[1]], rule.rule))
        for rule in rules for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]  # fmt: skip


def passed(visitor, app, **headers) -> list[str]:
    """The doors that are not public and opened nevertheless: neither refused nor led to the sign-in."""
    found = []
    for endpoint, method, address in every_door(app):
        answer = visitor.open(address, method=method, json=CALLBACK if method == "POST" else None, headers=headers)
        led = answer.status_code == 303 and answer.location.startswith("/sign-in")
        if endpoint not in doors.PUBLIC and not led and answer.status_code not in (401, 403):
            found.append(f"{method} {address} {answer.status_code}")
    return found


def test_every_door_is_shut_without_a_session(house):
    assert passed(house.visitor(), house.app) == []
    assert passed(house.visitor(), house.app, Authorization="Bearer nothing") == []
    assert passed(house.visitor(), house.app, **{"X-Forwarded-User": "lead"}) == []


def test_every_door_is_listed(house):
    """What is new is listed with its right, or stays shut even to those who have signed in."""
    assert {endpoint for endpoint, *_ in every_door(house.app)} - doors.PUBLIC - {"/_reload-hash"} == set(doors.RIGHTS)
    assert {right for right in doors.RIGHTS.values() if right} <= set(roles.rights())
    lead = house.visitor("lead")
    assert lead.get("/_reload-hash").status_code == 403


@pytest.mark.parametrize("how", ["idle", "over", "closed", "signed out", "made up", "another's hash"])
def test_a_session_that_does_not_hold_opens_nothing(house, how):
    account = house.account("leaver", Given("cmd_lead", "420100"))
    visitor, kept, now = house.visitor(account), tables.sessions.c, house.desk.now()
    assert visitor.get("/_dash-layout").status_code == 200
    mine = kept.account == account
    if how == "idle":
        house.change(sa.update(tables.sessions).where(mine).values(seen_at=now - timedelta(minutes=61)))
    elif how == "over":
        house.change(sa.update(tables.sessions).where(mine).values(until=now - timedelta(seconds=1)))
    elif how == "closed":
        house.change(sa.update(tables.accounts).where(tables.accounts.c.account == account).values(closed_at=now))
    elif how == "signed out":
        assert visitor.post("/sign-out", data={forms.TOKEN: visitor.mark}).status_code == 303
    elif how == "made up":
        visitor.set_cookie(COOKIE, "made-up")
    else:  # what lies on the desk is of no use at the door
        with house.desk.reading() as con:
            visitor.set_cookie(COOKIE, con.scalar(sa.select(kept.hash).where(mine).limit(1)))
    assert passed(visitor, house.app) == []


def test_what_writes_carries_the_mark_of_its_own_session(house):
    """Callbacks of Dash included: another site knows no mark, and another's mark is not mine."""
    lead, other = house.visitor("lead"), house.visitor("other")
    for mark in ("", "made-up", other.mark):
        assert lead.post("/_dash-update-component", json=CALLBACK, headers={HEADER: mark}).status_code == 403
        assert lead.post("/do/follow", data={forms.TOKEN: mark}).status_code == 403
        assert lead.post("/sign-out", data={forms.TOKEN: mark}).status_code == 403
    assert lead.post("/_dash-update-component", json=CALLBACK, headers={HEADER: lead.mark}).status_code == 200


@pytest.mark.parametrize("headers", [
    {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
])  # fmt: skip
def test_another_site_writes_nothing(house, headers):
    lead = house.visitor("lead")
    for address in ("/_dash-update-component", "/do/follow", "/sign-out", "/sign-in", "/sign-in/demo", "/sign-in/set"):
        assert lead.post(address, json=CALLBACK, headers={HEADER: lead.mark, **headers}).status_code == 403, address


def test_the_mark_reaches_the_scripts_and_the_token_does_not(house):
    lead = house.visitor("lead")
    lead.get("/")
    cookies = {cookie.key: cookie for cookie in lead._cookies.values()}
    assert cookies[MARK].value == lead.mark
    assert not cookies[MARK].http_only


@pytest.mark.parametrize("forged", [
    {"org": "420502"}, {"org": "420000"}, {"org": "100000"}, {"handler": "420502-0001"}, {"case": "鄂检一部受〔2025〕4201020002号"},
])  # fmt: skip
def test_a_scope_is_not_asked_for(house, forged):
    """Whatever an address or a body names, the rows are those of the account."""
    lead = house.visitor("lead")
    found = lead.get("/api/list/cases", query_string=forged)
    assert {row["office"] for row in found.json["rows"]} <= {"420102", "420103"}
    for key in ("viewer", "grant", "role"):
        assert lead.get("/api/list/cases", query_string={key: "other"}).status_code == 400
    named = lead.get("/api/list/cases", headers={"X-Forwarded-User": "other"})
    assert {row["office"] for row in named.json["rows"]} == {"420102", "420103"}


# --- the ways in ---


def sign_in(visitor, address: str = "/sign-in", **given):
    drawn = visitor.get("/sign-in").text
    return visitor.post(address, data={forms.TOKEN: re.search(rf'name="{forms.TOKEN}" value="([^"]+)"', drawn)[1], **given})


def test_by_password_with_a_new_token(house):
    visitor = house.visitor()
    visitor.set_cookie(COOKIE, "planted-before")
    answer = sign_in(visitor, account=" LEAD ", password=PASSWORD, next="/other?org=420102")
    assert (answer.status_code, answer.location) == (303, "/other?org=420102")
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "planted" not in cookie
    assert visitor.get("/other").status_code == 200


def test_behind_tls_the_cookie_is_for_this_host_alone(tmp_path):
    settings = Settings(**{**vars(small.settings(tmp_path, demo=True)), "public_url": "https://anliu.example"})
    visitor = create_app(settings, pages=hand.PAGES).server.test_client()
    answer = sign_in(visitor, "/sign-in/demo", account="demo-auditor")
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "anliu" in each)
    assert cookie.startswith("__Host-anliu=")
    assert "Secure" in cookie


@pytest.mark.parametrize("target", [
    "//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "\t//elsewhere.example", "javascript:alert(1)",
])  # fmt: skip
def test_it_leads_to_no_other_place(house, target):
    assert sign_in(house.visitor(), account="lead", password=PASSWORD, next=target).location == "/"


@pytest.mark.parametrize(("account", "password"), [("lead", "wrong-Password"), ("nobody", PASSWORD), ("other", PASSWORD), ("lead", "")])
def test_wrong_is_said_alike(house, account, password):
    answer = sign_in(house.visitor(), account=account, password=password)
    assert answer.status_code == 403
    assert str(people.WRONG) in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("account", ["lead", "other", "nobody", "LEAD "])
def test_a_password_is_compared_once_whoever_is_named(house, monkeypatch, account):
    """What takes long on purpose is done alike for an account with a password, one without and none: the time tells nobody which."""
    compared = []
    verify = passwords.HASHER.verify
    counting = SimpleNamespace(hash=passwords.HASHER.hash, verify=lambda *given: compared.append(given[0].split("$")[3]) or verify(*given))
    passwords._nobodys()
    monkeypatch.setattr(passwords, "HASHER", counting)
    with pytest.raises(NotAllowed):
        people.sign_in(house.desk, account, "wrong-Password")
    assert compared == [passwords._nobodys().split("$")[3]]  # with the same cost


def test_failures_lock_for_longer_and_longer(tmp_path, monkeypatch):
    clock = {"now": small.datetime(2026, 1, 5, 9)}
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}", now=lambda: clock["now"])
    monkeypatch.setattr(passwords, "right", lambda secret, password: password == PASSWORD)  # argon2 is slow on purpose
    with desk.writing() as con:
        people.make(con, "lead", clock["now"])
    waits = []
    for _ in range(14):
        with pytest.raises(NotAllowed):
            people.sign_in(desk, "lead", "wrong")
        with desk.reading() as con:
            waits.append(people.wait(con, "lead", clock["now"]))
        clock["now"] += timedelta(seconds=waits[-1])
    assert waits == [0] * 5 + [15, 30, 60, 120, 240, 480, 900, 900, 900]
    with pytest.raises(NotAllowed):
        people.sign_in(desk, "lead", "wrong")
    with pytest.raises(NotAllowed, match="900"):  # while it is locked the right one is refused, too
        people.sign_in(desk, "lead", PASSWORD)
    clock["now"] += timedelta(seconds=900)
    assert people.sign_in(desk, "lead", PASSWORD) == "lead"
    desk.close()


@pytest.mark.parametrize("password", ["short-Word1", "password1234", "qwertyuiop123", "administrator", "x" * 129])
def test_bad_passwords_are_refused(password):
    with pytest.raises(BadInput):
        passwords.check(password, ("administrator",))
    passwords.check(PASSWORD, ("administrator",))


def test_a_link_is_good_once_and_for_its_account(house):
    house.account("newcomer", Given("administrator"))
    with house.desk.writing() as con:
        key = sessions.link(con, "newcomer", "lead", house.desk.now())
    visitor = house.visitor()
    assert "newcomer" in visitor.get("/sign-in/set", query_string={"key": key}).text
    for again, status in (("another-" + PASSWORD, 400), (PASSWORD, 303), (PASSWORD, 404)):
        assert sign_in(house.visitor(), "/sign-in/set", key=key, password=PASSWORD, again=again).status_code == status
    assert sign_in(house.visitor(), account="newcomer", password=PASSWORD).status_code == 303


def test_the_demonstration_has_a_door_for_each_role_and_real_records_have_none(demo, house):
    shown = demo.visitor().get("/sign-in").text
    for role in roles.roles().keys() - {"reviewer"}:  # the small snapshot has no reviews
        visitor = demo.visitor()
        account = f"demo-{role.replace('_', '-')}"
        assert f'value="{account}"' in shown
        assert sign_in(visitor, "/sign-in/demo", account=account).status_code == 303
        assert visitor.get("/").status_code == 200
    assert "demo-" not in house.visitor().get("/sign-in").text
    assert sign_in(house.visitor(), "/sign-in/demo", account="demo-administrator").status_code == 403


def test_a_session_of_the_demonstration_ends_where_real_records_come(tmp_path):
    house = House(tmp_path, demo=True)
    visitor = house.visitor()
    sign_in(visitor, "/sign-in/demo", account="demo-cmd-lead")
    assert visitor.get("/_dash-layout").status_code == 200
    small.settings(tmp_path, key="20251129-real")
    assert visitor.get("/_dash-layout").status_code == 401
    house.desk.close()


def test_a_demo_account_takes_no_real_one_over(demo):
    demo.account("demo-auditor")
    demo.change(sa.update(tables.accounts).where(tables.accounts.c.account == "demo-auditor").values(demo=False))
    assert sign_in(demo.visitor(), "/sign-in/demo", account="demo-auditor").status_code == 403


def test_a_trusted_proxy_names_the_account(tmp_path):
    house = House(tmp_path, demo=False)
    house.account("lead", Given("cmd_lead", "420100"))
    app = create_app(Settings(**{**vars(house.settings), "proxy_addresses": "10.1.1.1"}), pages=hand.PAGES)

    def asked(visitor, address: str, **headers) -> int:
        return visitor.get("/_dash-layout", headers=headers, environ_base={"REMOTE_ADDR": address}).status_code

    proxied, named = app.server.test_client(), {"X-Forwarded-User": "lead"}
    assert asked(app.server.test_client(), "10.1.1.2", **named) == 401
    assert asked(proxied, "10.1.1.1", **named) == 200
    assert asked(proxied, "10.1.1.1") == 401
    assert asked(app.server.test_client(), "10.1.1.1", **{"X-Forwarded-User": "nobody"}) == 401
    house.desk.close()


def test_a_token_is_for_programs_alone(house):
    house.account("program", Given("api", "420100"))
    with house.desk.writing() as con:
        token = sessions.open_(con, "program", sessions.TOKEN, house.desk.now(), house.settings, hours=1000).token
    visitor = house.visitor()
    asked = visitor.get("/api/list/cases", headers={"Authorization": f"Bearer {token}"})
    assert {row["office"] for row in asked.json["rows"]} == {"420102", "420103"}
    assert visitor.get("/_dash-layout", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    visitor.set_cookie(COOKIE, token)
    assert visitor.get("/_dash-layout").status_code == 401
    assert json.dumps(asked.json)
