"""What the server answers: pages and their parts, errors that stay where they belong, headers, settings, files, JSON."""

import csv
import io
import json
import logging
import re

import openpyxl
import pytest

from app import create_app
from data.access import Grant
from data.settings import Settings
from data.store import Store
from data.viewer import Viewer
from tests import hand, small
from tests.served import Reader, anyone


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


# --- pages ---


def test_a_page_comes_with_its_data_in_one_trip(reader):
    said = reader.page("/")
    assert "1234" in said
    assert "数据截至 2025-11-28" in said
    assert "20251128-small" in said


def test_an_update_brings_every_part_and_says_what_it_answers(reader):
    parts = reader.update("/", "?line=arrest")
    assert {"home-head", "home-bar", "home-title", "home-panel-cities"} <= set(parts)
    assert "2234" in json.dumps(parts["home-panel-cities"])
    stamp = next(part["data"] for name, part in parts.items() if "stamp" in name)
    assert (stamp["path"], stamp["search"]) == ("/", "?line=arrest")


def test_no_panel_takes_the_others_down(reader, caplog):
    parts = reader.update("/", "")
    assert "1234" in json.dumps(parts["home-panel-cities"])
    assert "NotSupplied" in json.dumps(parts["home-panel-missing"])
    broken = json.dumps(parts["home-panel-broken"], ensure_ascii=False)
    number = re.search(r"错误编号 ([0-9a-f]{8})", broken).group(1)
    assert any(number in record.getMessage() and record.exc_info for record in caplog.records)
    assert "ZeroDivisionError" not in broken


@pytest.mark.parametrize("search", ["?line=nonsense", "?since=2025-13-01", "?since=2025-06-01&until=2025-01-01", "?period=soon"])
def test_a_filter_that_cannot_be_read_is_said_once_with_a_way_out(reader, search):
    said = reader.page("/", search)
    assert said.count("BadFilter") == 1
    assert "去掉全部筛选后重试" in said
    assert "1234" not in said


def test_an_unknown_page_keeps_the_masthead(reader):
    said = reader.page("/nowhere")
    assert "没有这个页面" in said
    assert "数据" not in said.split("masthead")[0]
    assert '"whole": true' in said


def test_a_page_with_a_body(reader):
    assert "body A1" in reader.page("/body", "?case=A1")
    assert "body A2" in json.dumps(reader.update("/body", "?case=A2"))


def test_every_graph_keeps_to_itself(reader):
    graphs = [each for each in _components(json.loads(reader.page("/"))) if each["type"] == "Graph"]
    assert graphs
    assert all(graph["props"]["config"]["showSendToCloud"] is False for graph in graphs)


def _components(node):
    if isinstance(node, dict):
        if {"type", "namespace"} <= node.keys():
            yield node
        for child in node.values():
            yield from _components(child)
    elif isinstance(node, list):
        for child in node:
            yield from _components(child)


def test_without_a_snapshot_a_page_says_what_to_run(tmp_path):
    reader = Reader(create_app(Settings(home=tmp_path), anyone, pages=hand.PAGES))
    said = reader.page("/")
    assert "python -m data demo" in said
    assert reader.get("/readyz").status_code == 503
    assert reader.get("/healthz").status_code == 200
    small.settings(tmp_path)
    assert "1234" in reader.page("/")  # no restart


def test_all_of_an_answer_comes_from_one_snapshot(app, reader, monkeypatch):
    asked = []
    monkeypatch.setattr(Store, "current", _counting(Store.current, asked))
    reader.update("/", "")
    assert len(asked) == 1


def _counting(current, asked):
    def counted(self):
        asked.append(1)
        return current(self)

    return counted


def test_the_viewer_is_decided_at_the_edge(small_home):
    viewer = Viewer(grant=Grant(units=frozenset({"420500"})), rights=None)
    reader = Reader(create_app(small_home, viewer_of=lambda request: viewer, pages=hand.PAGES))
    bar = json.dumps(reader.update("/", "")["home-bar"], ensure_ascii=False)
    assert "宜昌市人民检察院" in bar
    assert "武汉市" not in bar


def test_a_question_leaves_one_line_without_values_or_names(reader, caplog):
    caplog.set_level(logging.INFO, "anliu")
    reader.update("/", "?q=张三&org=420100")
    said = [json.loads(record.getMessage()) for record in caplog.records if record.getMessage().startswith("{")]
    assert [line["question"] for line in said] == ["home"]
    assert said[0]["filters"] == ["org", "q"]
    assert "张三" not in caplog.text


# --- language, theme, headers ---


@pytest.mark.parametrize(("lang", "said"), [("zh", 'lang="zh-CN"'), ("en", 'lang="en"'), ("xx", 'lang="zh-CN"')])
def test_the_page_says_its_language(app, lang, said):
    visitor = app.server.test_client()
    visitor.set_cookie("lang", lang)
    assert said in visitor.get("/").text


def test_settings_are_kept_and_lead_back(app):
    visitor = app.server.test_client()
    answer = visitor.get("/set?lang=en&theme=dark&next=/cases%3Forg%3D420100")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/cases?org=420100"
    page = visitor.get("/").text
    assert 'lang="en"' in page
    assert 'data-bs-theme="dark"' in page
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


AWAY = ("https://evil.example/", "//evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "javascript:alert(1)", "")


@pytest.mark.parametrize("address", AWAY)
def test_settings_never_lead_away(app, address):
    answer = app.server.test_client().get("/set", query_string={"lang": "en", "next": address})
    assert answer.headers["Location"] == "/"


ANSWERS = ("/", "/cases", "/_dash-layout", "/healthz", "/export/home/cities.csv", "/api/figures?indicator=accepted")


@pytest.mark.parametrize("address", ANSWERS)
def test_headers(reader, address):
    headers = reader.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in re.search(r"script-src [^;]+", policy).group()
    assert "http" not in policy


def test_assets_may_be_kept(reader):
    with reader.get("/assets/nav.js") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_the_page_keeps_the_machine_to_itself(reader):
    assert "python_version" not in reader.get("/").text


# --- files ---


def test_csv_says_what_it_is_and_holds_the_figures_of_the_screen(reader):
    answer = reader.get("/export/home/cities.csv?line=arrest&org=420100")
    lines = rows(answer)
    assert dict(line[:2] for line in lines[:5])["数据版本"] == "20251128-small"
    assert dict(line[:2] for line in lines[:5])["数据截至"] == "2025-11-28"
    assert "武汉市人民检察院" in dict(line[:2] for line in lines[:5])["筛选"]
    assert lines[6] == ["市级院", "受理数 (件)", "结收比", "结收比：分子", "结收比：分母", "办理天数中位数 (自然日)", "办理天数中位数：n"]
    assert lines[7] == ["武汉市人民检察院", "2234", "98.8%", "81", "82", "41.5", "80"]
    assert lines[8][2] == "少于 5，不显示"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_csv_tells_the_parts_of_a_period_apart(reader):
    lines = rows(reader.get("/export/home/months.csv"))
    assert lines[6] == ["统计期", "受理数 (件)"]
    assert lines[7] == ["2024年12月", "100"]


def test_a_list_streams_all_its_rows_and_runs_no_formula(reader):
    lines = rows(reader.get("/export/other/rows.csv"))
    assert lines[6] == ["部门受案号", "案件名称", "受理日期", "承办单位"]
    assert [line[0] for line in lines[7:]] == ["A0", "A1", "A2"] * 2
    assert all(line[1].startswith("'=cmd") for line in lines[7:])
    assert lines[7][2:] == ["2025-11-28", "江岸区人民检察院"]
    assert dict(line[:2] for line in lines[:5])["统计期"] == "不限"


def test_xlsx_has_numbers_days_and_no_formula(reader):
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/export/other/rows.xlsx").data))
    cells = list(book.active.iter_rows(min_row=7, max_row=9))
    assert [cell.value for cell in cells[0]] == ["部门受案号", "案件名称", "受理日期", "承办单位"]
    assert cells[1][1].value == "=cmd0"
    assert cells[1][1].data_type == "s"
    assert cells[1][2].is_date
    figures = openpyxl.load_workbook(io.BytesIO(reader.get("/export/home/cities.xlsx").data)).active
    assert figures["C8"].value == pytest.approx(0.9876)
    assert figures["C8"].number_format == "0.0%"
    assert figures["C9"].value == "少于 5，不显示"


def test_files_speak_the_readers_language(app):
    visitor = app.server.test_client()
    visitor.set_cookie("lang", "en")
    assert rows(visitor.get("/export/home/cities.csv"))[6][0] == "City"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/home/nothing.csv", 404), ("/export/nowhere/cities.csv", 404), ("/export/home/missing.csv", 404),
        ("/export/home/cities.csv?line=nonsense", 400), ("/export/home/broken.csv", 500), ("/export/home/cities.pdf", 404),
        ("/export/home/cities.odt", 200),
    ],
)  # fmt: skip
def test_files_that_cannot_be_made(reader, address, status):
    answer = reader.get(address)
    assert answer.status_code == status
    assert "Content-Disposition" not in answer.headers  # the last is a page: Dash answers every other address


# --- JSON ---


def test_json_names_snapshot_day_and_filters(reader):
    found = reader.get("/api/list/cases?org=420500&size=2").json
    assert (found["snapshot"], found["as_of"], found["filters"]) == ("20251128-small", "2025-11-28", {"org": "420500"})
    assert found["total"] == 4
    assert len(found["rows"]) == 2
    figures = reader.get("/api/figures?indicator=accepted,clearance").json
    assert figures["rows"][0].keys() == {"accepted", "clearance"}


@pytest.mark.parametrize(
    "address", ["/api/list/cases?lien=arrest", "/api/list/nothing", "/api/figures", "/api/figures?indicator=accepted&line=nonsense"]
)
def test_json_refuses_what_it_does_not_know(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 400
    assert answer.json["error"]
