"""What somebody may write into an address, a grid or a name to make the server or a spreadsheet do something else."""

import csv
import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from components import files, gridwords, workbook
from components.export import TEXT, Column, Sheet
from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions import columns, filters, relations
from data.definitions.filters import Filters
from data.errors import AppError
from data.store import Store
from data.viewer import LOCAL
from pages import PAGES
from queries import lists, window
from tests import small

HOSTILE = (
    "' or 1=1 --", '" or ""="', "1; drop table cases", "'); delete from cases; --", "%' union select * from cases --", "\\", "\\'", "%",
    "_", "${jndi:x}", "{0}", "%s", "%(x)s", ":x", "?", "$1", "read_csv('x')", "../../etc", "\0", "\ufeff", "'' ''", "x\ny", "-", ",", ";",
    "a:b:c",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
CHEAP = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
OFFICE = Grant(units=frozenset({"420102"}))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return Store(small.settings(tmp_path_factory.mktemp("attacked"))).current()


def rows(snapshot, texts: dict, grant: Grant = OFFICE, relation=relations.CASES) -> list | None:
    """The rows that a question brings, each with its case; None when it is refused."""
    try:
        ask = Ask(Scope(snapshot, grant), Filters.of(texts))
        shown = window.of(ask.filters)
        names = (*shown.columns, "case_id") if shown.columns else ()
        return lists.page(relation, ask, 0, 100, shown.sort, names, shown.conditions).rows
    except AppError:
        return None


def mine(snapshot) -> int:
    return len(rows(snapshot, {"line": "arrest,prosecution"}))


@pytest.fixture(scope="module")
def own(snapshot) -> set[str]:
    """The numbers of the viewer's own cases."""
    return {row["case_id"] for row in rows(snapshot, {})}


@pytest.mark.parametrize("key", filters.ALL)
@CHEAP
@given(text=TEXTS)
def test_no_filter_reaches_the_database_as_code(snapshot, key, text):
    """It is refused, or means what it says: nothing beyond the viewer's own rows, and the records are as they were."""
    found = rows(snapshot, {key: text, "line": "arrest,prosecution"} if key != "line" else {key: text})
    assert found is None or all(row["office"] == "420102" for row in found)
    assert mine(snapshot) == 4


MODELS = st.fixed_dictionaries({
    "sortModel": st.lists(
        st.fixed_dictionaries({"colId": st.one_of(TEXTS, st.just("case_id")), "sort": st.one_of(st.just("asc"), TEXTS)}), max_size=2),
    "filterModel": st.dictionaries(
        st.one_of(TEXTS, st.sampled_from(sorted({name for key in relations.ALL for name in columns.of(key)}))),
        st.fixed_dictionaries({}, optional={
            "filterType": st.sampled_from(["text", "number", "date", "other"]),
            "type": st.sampled_from(["contains", "equals", "inRange", "lessThan", "blank", "notBlank", "greaterThanOrEqual", "x"]),
            "filter": st.one_of(TEXTS, st.integers(), st.none()), "filterTo": st.one_of(TEXTS, st.floats()),
            "dateFrom": st.one_of(TEXTS, st.just("2025-01-01")), "dateTo": st.one_of(TEXTS, st.none()),
        }), max_size=2,
    ),
})  # fmt: skip


@pytest.mark.parametrize("key", relations.ALL)
@settings(CHEAP, max_examples=40)
@given(model=MODELS)
def test_no_model_of_a_grid_reaches_the_database_as_code(snapshot, own, key, model):
    try:
        asked = gridwords.texts(model)
    except AppError:
        return
    found = rows(snapshot, asked, relation=relations.ALL[key])
    assert found is None or {row["case_id"] for row in found} <= own
    assert mine(snapshot) == 4


@pytest.mark.parametrize("key", relations.ALL)
def test_every_column_of_every_list_is_asked_for_with_hostile_values(snapshot, own, key):
    """Those of the list itself, so that what the models above chance upon is asked for certain."""
    for place, name in enumerate(lists.listed(relations.ALL[key])):
        hostile = HOSTILE[place % len(HOSTILE)]
        for how in window.HOWS:
            found = rows(snapshot, {"where": f"{name}:{how}:{hostile}", "sort": f"-{name}"}, relation=relations.ALL[key])
            assert found is None or {row["case_id"] for row in found} <= own
    assert mine(snapshot) == 4


@pytest.mark.parametrize("text", [each for each in HOSTILE if each.strip(" ,;-") and "\0" not in each])
def test_what_is_searched_for_is_searched_for_as_it_is_written(snapshot, text):
    assert rows(snapshot, {"q": text}, EVERYTHING) in ([], None)


PATHS = ("../overview/trend.csv", "..%2f..%2fetc%2fpasswd.csv", "cases/list.csv%00.xlsx", "cases/list.csv/..", "%2e%2e/x.csv", "a/list.py")


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    settings = small.settings(tmp_path_factory.mktemp("paths"))
    return create_app(settings, viewer_of=lambda _: LOCAL, pages=PAGES[:1]).server.test_client()


@pytest.mark.parametrize("path", PATHS)
def test_an_export_names_a_panel_and_no_file(visitor, path):
    answer = visitor.get(f"/export/{path}")
    assert "Content-Disposition" not in answer.headers
    assert "root:" not in answer.text


NAMES = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())
STARTS = ("=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "＝1", "＠x", '=hyperlink("http://x";"y")', "=cmd|' /c calc'!a0")


@pytest.mark.parametrize("name", STARTS)
def test_a_spreadsheet_runs_nothing(name):
    sheet = Sheet(name, ((name, name),), (Column(name, TEXT), Column("b", TEXT)), [[(name, "x"), ("x", name)]])
    lines = list(csv.reader(io.StringIO(b"".join(files.csv(sheet)).decode("utf-8-sig"), newline="")))
    assert all(not cell or cell[0] not in files.FORMULA for line in lines for cell in line)
    page = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.xlsx(sheet)))).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert cells
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


@CHEAP
@given(name=NAMES)
def test_a_file_keeps_its_lines_whatever_stands_in_them(name):
    sheet = Sheet("t", (("a", "b"),), (Column("x", TEXT), Column("y", TEXT)), [[(name, "1"), ("z", name)]])
    lines = list(csv.reader(io.StringIO(b"".join(files.csv(sheet)).decode("utf-8-sig"), newline="")))
    assert [len(line) for line in lines] == [2, 0, 2, 2, 2]


@pytest.mark.parametrize("text", ["x\r\nSet-Cookie: a=b", "x%0d%0aSet-Cookie:%20a=b", "\u560a\u560dSet-Cookie: a=b"])
def test_no_filter_or_way_back_writes_a_header(visitor, text):
    for address, key in (("/export/overview/trend.csv", "q"), ("/set", "next"), ("/", "q")):
        answer = visitor.get(address, query_string={key: text, "lang": "en"})
        assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("a=")]
        assert all("\n" not in value for _, value in answer.headers)
