"""Every page of the menu, served over the small demonstration province: whole, in parts, and as files."""

import csv
import io
from dataclasses import replace

import pytest

from app import create_app
from data.definitions.relations import CASES, PERSONS
from pages import PAGES
from queries import lists
from tests.served import Reader, anyone

EXPORTED = [(page, panel) for page in PAGES for panel in page.panels if panel.exports]


@pytest.fixture(scope="module")
def served(duckdb_world):
    """Every panel is taken away within a minute: more than one person may."""
    return create_app(replace(duckdb_world.settings, questions_per_minute=0), anyone)


@pytest.fixture
def visitor(served, language) -> Reader:
    reader = Reader(served)
    reader.visitor.set_cookie("lang", language)
    return reader


@pytest.fixture(scope="module")
def a_case(duckdb_world) -> str:
    return lists.page(PERSONS, duckdb_world.ask(), 0, 1).rows[0]["case_id"]


def question(page, case_id: str) -> str:
    keys = {each.key for each in page.filters}
    return f"?case={case_id}" if "case" in keys else "?line=prosecution&org=420100" if "org" in keys else ""


@pytest.mark.parametrize("opened", PAGES, ids=lambda page: page.name)
def test_no_page_has_a_fault(opened, visitor, a_case):
    said = visitor.page(opened.path, question(opened, a_case))
    assert str(opened.title) in said
    assert '"Fault"' not in said


@pytest.mark.parametrize(("opened", "panel"), EXPORTED, ids=[f"{page.name}-{panel.name}" for page, panel in EXPORTED])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_panel_that_says_so_can_be_exported(opened, panel, kind, visitor, a_case):
    answer = visitor.get(f"/export/{opened.name}/{panel.name}.{kind}{question(opened, a_case)}")
    assert answer.status_code == 200, answer.text
    assert len(answer.data) > 100


def test_a_list_exports_as_many_rows_as_it_says(served, duckdb_world):
    answer = Reader(served).get("/export/cases/list.csv?behind=pending&org=420100")
    ask = duckdb_world.ask(behind="pending", org="420100")
    written = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(written) - 7 == lists.count(CASES, ask) > 0


def test_the_menu_leads_everywhere(served):
    said = Reader(served).page("/")
    assert all(f'href=\\"{page.path}' in said for page in PAGES if page.menu)
