"""What is looked at, taken away and done is on record, with who did it; what was searched for is not; auditors read it, nobody else."""

import json
import re
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import create_app
from components import forms
from data.access import EVERYTHING, Grant
from data.desk import noting
from data.desk.store import Desk
from data.desk.tables.audit import audit
from data.editions import DuckDBSnapshot
from data.viewer import LOCAL, Viewer
from pages import PAGES
from tests import small
from tests.served import Reader
from web.edge import TOKEN

SHOWN = [page for page in PAGES if page.name in ("cases", "case", "audit", "mine", "definitions")]
READER = Viewer("wang", "王", None, EVERYTHING, frozenset({"figures", "rows", "export", "follow"}))
AUDITOR = Viewer("li", "李", None, Grant(), frozenset({"audit", "export"}))
STRANGER = Viewer("zhao", "赵", None, Grant(), frozenset({"figures", "rows"}))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """An application whose viewer a test sets, and its own desk, so that what waits can be written at once."""
    home = small.settings(tmp_path_factory.mktemp("record"))
    who = SimpleNamespace(viewer=READER)
    made = []
    opened, Desk.of = Desk.of, classmethod(lambda cls, settings, *more: made.append(opened(settings, *more)) or made[-1])
    try:
        app = create_app(home, viewer_of=lambda _: who.viewer, pages=SHOWN)
    finally:
        Desk.of = opened
    return SimpleNamespace(reader=Reader(app), desk=made[0], who=who)


@pytest.fixture(autouse=True)
def _as_reader(world):
    world.who.viewer = READER


def last(world, *columns: str, n: int = 1) -> list[tuple]:
    noting.flush(world.desk)
    with world.desk.reading() as con:
        rows = con.execute(sa.select(*(audit.c[name] for name in columns)).order_by(audit.c.no.desc()).limit(n)).all()
    return [tuple(row) for row in rows][::-1]


@pytest.fixture(scope="module")
def case_id(world) -> str:
    return world.reader.get("/api/list/cases?line=arrest&size=1").json["rows"][0]["case_id"]


def test_a_page_with_its_filters_but_not_what_was_searched_for(world):
    world.reader.page("/cases", "?org=420100&q=张三")
    ((account, what, subject, snapshot, details),) = last(world, "account", "what", "subject", "snapshot", "details")
    assert (account, what, subject, snapshot) == ("wang", "page", "cases", "20251128-small")
    assert json.loads(details) == {"filters": {"org": "420100", "q": "*"}}
    world.reader.update("/cases", "?org=420500")
    assert json.loads(last(world, "details")[0][0]) == {"filters": {"org": "420500"}}


def test_a_case_by_its_number(world, case_id):
    world.reader.page("/case", f"?case={case_id}")
    assert last(world, "account", "what", "subject") == [("wang", "case", case_id)]


def test_a_case_out_of_sight_was_not_opened(world, case_id):
    world.who.viewer = STRANGER
    world.reader.page("/case", f"?case={case_id}")
    assert last(world, "account", "what", "subject") == [("zhao", "refused", case_id)]


def test_an_export_before_it_begins_and_with_its_rows_when_it_ends(world):
    for kind, words, rows in (("csv", "鄂检", 8), ("xlsx", "张三", 0)):
        answer = world.reader.get(f"/export/cases/list.{kind}?org=420100&where=case_id:contains:{words}")
        assert answer.data
        begun, ended = last(world, "what", "subject", "row_count", "snapshot", "details", n=2)
        assert begun[:4] == ("export", f"cases/list.{kind}", None, "20251128-small")
        assert ended[:3] == ("exported", f"cases/list.{kind}", rows)
        assert words not in json.loads(begun[4])["filters"]["where"]
        assert answer.status_code == 200


def test_an_export_that_breaks_off_says_how_far_it_came(world, monkeypatch):
    """Rows that were read for it count, sent or not: rather too many than too few."""
    monkeypatch.setattr(DuckDBSnapshot.stream, "__defaults__", (5,))
    answer = world.reader.visitor.get("/export/cases/list.csv", buffered=False)
    next(answer.iter_encoded())
    answer.close()
    assert last(world, "what", "subject", "row_count") == [("exported", "cases/list.csv", 5)]


def test_rows_and_figures_for_programs(world):
    world.reader.get("/api/list/cases?org=420500&size=2")
    world.reader.get("/api/figures?indicator=accepted")
    assert last(world, "what", "subject", "row_count", n=2) == [("interface", "list/cases", 2), ("interface", "figures", 1)]


def test_a_deed_with_its_codes_and_without_its_words(world, case_id):
    visitor = world.reader.visitor
    world.reader.get("/")
    given = {forms.TOKEN: visitor.get_cookie(TOKEN).value, forms.BACK: "/mine", "case": case_id, "note": "张三家属来电"}
    assert visitor.post("/do/follow", data=given).status_code == 303
    ((account, what, subject, details),) = last(world, "account", "what", "subject", "details")
    assert (account, what, subject) == ("wang", "deed", "follow")
    assert json.loads(details) == {"values": {"case": case_id}, "filled": ["note"]}


def test_a_deed_that_fails_is_not_on_record_as_done(world):
    visitor = world.reader.visitor
    before = last(world, "no")
    given = {forms.TOKEN: visitor.get_cookie(TOKEN).value, forms.BACK: "/mine", "case": "no such case"}
    assert visitor.post("/do/follow", data=given).status_code == 404
    assert last(world, "no") == before


def test_rows_a_grid_fetches(world):
    place = {"list": "cases", "part": "grid"}
    asked = {
        "output": '..{"list":["MATCH"],"part":"grid"}.getRowsResponse...{"list":["MATCH"],"part":"said"}.data..',
        "outputs": [{"id": place, "property": "getRowsResponse"}, {"id": {**place, "part": "said"}, "property": "data"}],
        "inputs": [{"id": place, "property": "getRowsRequest", "value": {"startRow": 3, "endRow": 8}}],
        "state": [{"id": place, "property": "id", "value": place}, {"id": "url", "property": "search", "value": "?line=arrest"}],
        "changedPropIds": ['{"list":"cases","part":"grid"}.getRowsRequest'],
    }
    known = [each["output"] for each in json.loads(world.reader.get("/_dash-dependencies").data)]
    asked["output"] = next(each for each in known if "getRowsResponse" in each)
    answer = world.reader.visitor.post("/_dash-update-component", json=asked)
    assert answer.status_code == 200, answer.text
    assert last(world, "what", "subject", "row_count") == [("rows", "cases", 3)]


def test_auditors_read_it_and_nobody_else(world, case_id):
    world.reader.page("/case", f"?case={case_id}")
    said = world.reader.page("/audit")
    assert "NotAllowed" in said
    assert last(world, "account", "what", "subject") == [("wang", "refused", "audit")]
    assert world.reader.get("/export/audit/trail.csv").status_code == 403
    world.who.viewer = AUDITOR
    said = world.reader.page("/audit", f"?about={case_id}&did=case")
    assert case_id in said
    assert "wang" in said
    lines = world.reader.get("/export/audit/trail.csv?account=wang").data.decode("utf-8-sig").splitlines()
    assert len([line for line in lines if ",wang," in line]) == len(lines) - 7 > 3


@pytest.mark.parametrize(("search", "n"), [("?account=nobody", 0), ("?since=2000-01-01&until=2000-01-02", 0), ("?did=deed", 1)])
def test_the_log_is_filtered(world, search, n):
    world.who.viewer = AUDITOR
    found = re.search(r"(\d+) 条记录", world.reader.page("/audit", search))
    assert int(found.group(1)) == n


def test_a_case_says_who_has_opened_it_to_those_who_may_know(world, case_id):
    for viewer in (READER, LOCAL):
        world.who.viewer = viewer
        world.reader.page("/case", f"?case={case_id}")
        noting.flush(world.desk)
    assert "谁查看过：2 个账号" in world.reader.page("/case", f"?case={case_id}")
    world.who.viewer = READER
    assert "谁查看过" not in world.reader.page("/case", f"?case={case_id}")
