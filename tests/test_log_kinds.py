"""Every kind of entry of the log is written by the real thing: a sign-in by signing in, an import by importing. None is passed over."""

import json
import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import create_app
from components import forms
from data.__main__ import main
from data.definitions import recorded
from data.desk import chain, noting, operating, waiting
from data.desk.signing import people
from data.desk.store import Desk
from data.desk.tables.audit import audit
from data.viewer import LOCAL, Given
from pages import PAGES
from tests import small
from tests.test_contributing import MAPPING, REGISTER
from web.gate import HEADER

PASSWORD = "seven-Quiet-herons-drift"
SHOWN = [page for page in PAGES if page.name in ("cases", "case", "prosecutor", "accounts", "audit")]
KEY, CASE, PERSON = "20251128-small", "鄂检一部受〔2025〕4201020000号", "420102-0007"


class Office:
    """One application over the small snapshot and its desk; whoever asks has signed in by password."""

    def __init__(self, home):
        self.home, self.settings = home, small.settings(home)
        self.app, self.desk = create_app(self.settings, pages=SHOWN), Desk.of(self.settings)
        with self.desk.writing() as con:
            for name, role in (("chief", "chief_city"), ("boss", "administrator")):
                people.make(con, name, self.desk.now())
                people.hold(con, name, [Given(role, "420100")], "test", self.desk.now())
                people.set_password(con, name, PASSWORD)

    def visitor(self, account: str):
        visitor = self.app.server.test_client()
        drawn = re.search(rf'name="{forms.TOKEN}" value="([^"]+)"', visitor.get("/sign-in").text)[1]
        answer = visitor.post("/sign-in", data={forms.TOKEN: drawn, "account": account, "password": PASSWORD})
        visitor.mark = next((each.value for each in visitor._cookies.values() if each.key == "_csrf_token"), drawn)
        return visitor, answer

    def written(self, kind: recorded.Kind, after: int) -> list[sa.Row]:
        """Entries of a kind; views of pages are written by a thread, within moments."""
        for _ in range(200):
            with self.desk.reading() as con:
                where = (audit.c.what == kind.key) & (audit.c.no > after)
                if found := con.execute(sa.select(audit).where(where).order_by(audit.c.no)).all():
                    return found
            time.sleep(0.05)
        return []

    def look(self, path: str, search: str = "") -> None:
        visitor, _ = self.visitor("chief")
        asked = {
            "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["go.data"],
            "inputs": [{"id": "go", "property": "data", "value": {"path": path, "search": search}}],
        }  # fmt: skip
        assert visitor.post("/_dash-update-component", json=asked, headers={HEADER: visitor.mark}).status_code == 200

    def get(self, address: str) -> None:
        answer = self.visitor("chief")[0].get(address)
        assert answer.status_code == 200
        assert answer.data

    def do(self, who: str, deed: str, **given) -> None:
        visitor, _ = self.visitor(who)
        assert visitor.post(f"/do/{deed}", data={forms.TOKEN: visitor.mark, **given}).status_code == 303

    def turn_a_list(self) -> None:
        visitor, _ = self.visitor("chief")
        known = [each["output"] for each in visitor.get("/_dash-dependencies").json]
        place = {"list": "cases", "part": "grid"}
        asked = {
            "output": next(each for each in known if "getRowsResponse" in each),
            "outputs": [{"id": place, "property": "getRowsResponse"}, {"id": {**place, "part": "said"}, "property": "data"}],
            "inputs": [{"id": place, "property": "getRowsRequest", "value": {"startRow": 0, "endRow": 5}}],
            "state": [{"id": place, "property": "id", "value": place}, {"id": "url", "property": "search", "value": ""}],
            "changedPropIds": ['{"list":"cases","part":"grid"}.getRowsRequest'],
        }
        assert visitor.post("/_dash-update-component", json=asked, headers={HEADER: visitor.mark}).status_code == 200

    def command(self, *words: str) -> None:
        assert main(list(words)) == 0

    def bring_in(self) -> None:
        (self.home / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        (self.home / "register.csv").write_text(REGISTER, encoding="utf-8")
        mapping = str(self.home / "mapping.toml")
        self.command("import", str(self.home / "register.csv"), "--mapping", mapping, "--as-of", "2025-11-28", "--quiet")

    def restore(self) -> None:
        self.command("desk", "backup", str(self.home / "night.sqlite"))
        self.desk.close()
        for each in self.home.glob("desk.sqlite*"):
            each.unlink()
        self.command("desk", "restore", str(self.home / "night.sqlite"))

    def prune(self) -> None:
        old = Desk(self.desk.url, now=lambda: self.desk.now() - timedelta(days=9))
        noting.note(old, LOCAL, recorded.EXPORT, "long ago")
        old.close()
        assert operating.run(replace(self.settings, audit_days=2), "prune", None)[1]


# What is done, and what the log then says it was about; a kind that is not here fails.
ACTS = {
    recorded.SIGN_IN: (lambda office: office.visitor("chief"), "password"),
    recorded.SIGN_IN_REFUSED: (lambda office: office.visitor("stranger"), ""),
    recorded.SIGN_OUT: (lambda office: sign_out(office), "password"),
    recorded.PAGE: (lambda office: office.look("/cases", "?line=arrest"), "cases"),
    recorded.CASE: (lambda office: office.look("/case", f"?case={CASE}"), CASE),
    recorded.PERSON: (lambda office: office.look("/prosecutor", f"?handler={PERSON}"), PERSON),
    recorded.ROWS: (lambda office: office.turn_a_list(), "cases"),
    recorded.INTERFACE: (lambda office: office.get("/api/list/cases"), "list/cases"),
    recorded.REFUSED: (lambda office: office.look("/audit"), "audit"),
    recorded.UNMASK: (lambda office: office.do("chief", "unmask", case=CASE, reason="家属询问"), CASE),
    recorded.EXPORT: (lambda office: office.get("/export/cases/list.csv"), "cases/list.csv"),
    recorded.EXPORTED: (lambda office: office.get("/export/cases/list.xlsx"), "cases/list.xlsx"),
    recorded.DEED: (lambda office: office.do("chief", "follow", case=CASE), "follow"),
    recorded.GRANT: (lambda office: office.do("boss", "grant-give", account="chief", role="monitor", unit="420100"), "chief"),
    recorded.IMPORT: (lambda office: office.bring_in(), None),
    recorded.SNAPSHOT: (lambda office: office.command("snapshots", "use", KEY), KEY),
    recorded.BACKUP: (lambda office: office.command("desk", "backup", str(office.home / "copy.sqlite")), "copy.sqlite"),
    recorded.RESTORE: (lambda office: office.restore(), "night.sqlite"),
    recorded.SEAL: (lambda office: office.prune(), None),
}  # fmt: skip
# Of these the log says which edition of the records they were put to.
OF_RECORDS = {"page", "refused", "unmask", "case", "person", "rows", "interface", "export", "exported", "deed"}
COUNTED = {"rows": 5, "interface": 8, "exported": 8}


def sign_out(office: Office) -> None:
    visitor, _ = office.visitor("chief")
    assert visitor.post("/sign-out", data={forms.TOKEN: visitor.mark}).status_code == 303


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("office"))
    yield made
    made.desk.close()


@pytest.mark.parametrize("kind", recorded.KINDS.values(), ids=recorded.KINDS)
def test_the_real_thing_is_on_record(shared, kind, tmp_path, monkeypatch):
    office = shared if kind not in (recorded.IMPORT, recorded.RESTORE, recorded.SEAL) else Office(tmp_path)
    monkeypatch.setattr(waiting, "PAUSE", 0.01)
    monkeypatch.setenv("ANLIU_HOME", str(office.home))
    act, subject = ACTS[kind]
    with office.desk.reading() as con:
        before = chain.head(con)[0]
    act(office)
    last = office.written(kind, before)[-1]
    assert subject is None or last.subject == subject
    assert (last.snapshot == KEY) == (kind.key in OF_RECORDS)
    assert kind is not recorded.UNMASK or json.loads(last.details) == {"reason": "家属询问"}
    assert kind.key not in COUNTED or last.row_count == COUNTED[kind.key]
