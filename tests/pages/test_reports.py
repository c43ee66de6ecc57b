"""Reports read back from their files: their numbers are those of the screen, their files are nobody else's to keep."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from docx import Document

from app import create_app
from components import clocks, numbers
from components.papers import word
from components.reviewing import report as written
from data import catalogue
from data.access import EVERYTHING, Grant
from data.definitions.indicators import mandatory, quality
from data.definitions.indicators import reviews as of
from data.definitions.indicators.flow import CONCLUDED
from data.desk.store import Desk
from data.period import Period
from data.viewer import LOCAL, Viewer
from pages import PAGES
from queries import case_reviews, lists
from queries.deeds import DEEDS

PERIOD = {"period": "2025"}
NAMED = {page.name: page for page in PAGES}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'desk.sqlite'}", lambda: datetime(2026, 3, 2, 2))
    yield made
    made.close()


@pytest.fixture(scope="module")
def ask(duckdb_world, desk):
    return replace(duckdb_world.ask(**PERIOD), desk=desk, viewer=LOCAL)


@pytest.fixture(scope="module")
def book(ask):
    panel = NAMED["reviewreport"].panel("report")
    return Document(word.word(panel.paper(panel.query(ask), ask)))


def answer(ask, page: str, panel: str):
    return NAMED[page].panel(panel).query(ask)


def table(book, *heads: object) -> list[list[str]]:
    """The rows below these heads."""
    wanted = [str(head) for head in heads]
    found = next(each for each in book.tables if [cell.text for cell in each.rows[0].cells][: len(wanted)] == wanted)
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


def test_rates_by_unit_are_those_of_the_screen(book, ask):
    shown = answer(ask, "quality", "units").answer
    expected = [
        [str(ask.names.value(shown.dimensions[0], group.codes[shown.dimensions[0].key])), numbers.digits(group[CONCLUDED.key].value),
         numbers.digits(group[quality.REVIEW_RATE.key].numerator), numbers.shown(quality.REVIEW_RATE, group[quality.REVIEW_RATE.key])]
        for group in shown.groups
    ]  # fmt: skip
    assert table(book, written.UNIT, CONCLUDED.label, written.DONE) == expected
    assert expected


def test_reviews_by_kind_are_those_of_the_screen(book, ask):
    shown = answer(ask, "quality", "kinds")
    expected = {
        str(ask.names.value(shown.dimensions[0], group.codes["review_kind"])): numbers.digits(group[quality.REVIEWED.key].value)
        for group in shown.groups if group[quality.REVIEWED.key].value
    }  # fmt: skip
    assert {row[0]: row[1] for row in table(book, written.KIND)} == expected


def test_grades_of_a_unit_add_up_to_its_graded_reviews(book, ask):
    rows = table(book, written.UNIT, quality.REVIEWED.label)
    heads = [cell.text for each in book.tables for cell in each.rows[0].cells if each.rows[0].cells[1].text == str(quality.REVIEWED.label)]
    named = {name.zh.removesuffix("案件") for name in catalogue.codes("grade").values()}
    grades = sum(head in named for head in dict.fromkeys(heads))
    assert grades
    assert rows
    assert all(sum(int(cell) for cell in row[2 : 2 + grades]) == int(row[1]) for row in rows)


def test_classes_and_totals_are_those_of_the_plans(book, ask):
    found = answer(ask, "plans", "mandatory")
    shown = {row[0]: row[1] for row in table(book, written.CLASS)}
    expected = {str(entry.label): numbers.digits(found.figures[entry.code][mandatory.LISTED.key].value)
                for entry in found.entries if found.runs(entry.code) and entry.code in found.figures}  # fmt: skip
    assert shown == expected


def test_the_first_sentence_has_the_cards_numbers(book, ask):
    cards = answer(ask, "quality", "cards").now
    sentence = next(paragraph.text for paragraph in book.paragraphs if paragraph.text.startswith("统计期内办结案件"))
    for each in (CONCLUDED, quality.REVIEWED):
        assert f" {numbers.digits(cards[each.key].value)} " in sentence
    assert numbers.shown(quality.REVIEW_RATE, cards[quality.REVIEW_RATE.key]) in sentence


def test_the_annex_lists_every_review_with_problems(book, ask):
    behind = ask.with_(behind=of.WITH_PROBLEMS.key, period=None, since=str(ask.period.since), until=str(ask.period.until))
    rows = table(book, *written.LIST)
    counted = answer(ask, "reviewreport", "report").total[of.WITH_PROBLEMS.key].value
    assert len(rows) == min(counted, 300)
    assert lists.count(of.WITH_PROBLEMS.over, behind) == counted
    assert all("某" in row[2] or "案" in row[2] for row in rows)
    assert all(row[7] != "—" for row in rows)


# --- of one review ---


@pytest.fixture(scope="module")
def reviewed(ask):
    """A review that has begun, of a case with clocks and measures."""
    cases, measures = ask.scope.table("cases"), ask.scope.table("measures")
    held = cases.c.case_no.in_(sa.select(measures.c.case_no))
    statement = sa.select(cases.c.case_id).where(held, cases.c.concluded_on.is_not(None), cases.c.type_code == "0301").limit(1)
    case_id = ask.scope.fetch(statement)[0]["case_id"]
    DEEDS["review_open"].do(ask, {"case": case_id, "kind": "routine", "mode": "own"})
    row = case_reviews.listed(replace(ask, filters=ask.filters.only()))[0]
    reviewer = case_reviews.candidates(ask, row)[0][0]
    DEEDS["review_assign"].do(ask, {"review": str(row["id"]), "version": "1", "reviewer": reviewer})
    DEEDS["review_begin"].do(ask, {"review": str(row["id"]), "version": "2"})
    return replace(ask, filters=ask.filters.only()).with_(review=str(row["id"]))


def one(asked) -> Document:
    panel = NAMED["review"].panel("report")
    return Document(word.word(panel.paper(panel.query(asked), asked)))


def test_the_report_of_a_review_is_filled_from_the_card(reviewed):
    review, cells = case_reviews.one(reviewed), {}
    for each in one(reviewed).tables:
        cells |= {row.cells[0].text: row.cells[1].text for row in each.rows if len(row.cells) == 2}
    head = review.file.head
    assert cells["部门受案号"] == head["case_id"]
    assert cells["受理日期"] == str(head["accepted_on"])
    assert cells["办结日期"] == str(head["concluded_on"])
    assert cells["承办检察官"] == str(reviewed.names.of("prosecutor", head["handler"]))


def test_its_clocks_are_those_of_the_case(reviewed):
    file = case_reviews.one(reviewed).file
    persons = clocks.names(file)
    expected = [clocks.of_row(row, persons, reviewed.scope.as_of) for row in file.parts["clocks"]]
    rows = table(one(reviewed), "期限", "起算")
    assert [(row[0], row[4]) for row in rows] == [(each.name, each.says) for each in expected]
    assert [row[5] for row in rows] == [str(row["clock_no"]) for row in file.parts["clocks"]]


def test_its_parties_are_masked(reviewed):
    names = [row["name"] for row in case_reviews.one(reviewed).file.parts["persons"] if row["name"]]
    book = one(reviewed)
    said = "".join(paragraph.text for paragraph in book.paragraphs)
    said += "".join(cell.text for each in book.tables for row in each.rows for cell in row.cells)
    assert names
    assert not [name for name in names if name in said]


# --- the files ---


@pytest.fixture(scope="module")
def visit(duckdb_world, desk):
    settings = replace(duckdb_world.settings, desk_url=desk.url)
    viewers = [LOCAL]
    visitor = create_app(settings, viewer_of=lambda _: viewers[0]).server.test_client()

    def get(path: str, viewer: Viewer = LOCAL):
        viewers[0] = viewer
        return visitor.get(path)

    return get


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_a_report_is_a_file_that_nobody_keeps(visit, reviewed, kind, begins):
    for path in (f"/export/review/report.{kind}?review=1", f"/export/reviewreport/report.{kind}?period=2025"):
        answered = visit(path)
        assert answered.status_code == 200
        assert answered.data.startswith(begins)
        assert answered.headers["Cache-Control"] == "no-store"


def test_the_file_says_what_the_screen_says(visit, book):
    sent = Document(BytesIO(visit("/export/reviewreport/report.docx?period=2025").data))
    assert [paragraph.text for paragraph in sent.paragraphs] == [paragraph.text for paragraph in book.paragraphs]


def test_a_review_out_of_sight_has_no_report(visit, reviewed):
    stranger = Viewer("a", "a", None, Grant(), LOCAL.rights)
    assert visit("/export/review/report.docx?review=1", stranger).status_code == 404
    assert visit("/export/review/report.docx").status_code == 404
    assert visit("/export/review/report.csv?review=1").status_code == 404
    assert visit("/export/quality/cards.pdf").status_code == 404
    assert visit("/export/review/report.docx?review=1", Viewer("b", "b", None, EVERYTHING, frozenset())).status_code in (403, 404)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ((2025, 7, 1), (2025, 9, 30), "2025年第三季度案件质量评查报告"), ((2025, 1, 1), (2025, 6, 30), "2025年上半年案件质量评查报告"),
        ((2024, 1, 1), (2024, 12, 31), "2024年度案件质量评查报告"), ((2025, 8, 1), (2025, 10, 31), "季度案件质量评查报告"),
        ((2025, 7, 1), (2025, 9, 29), "季度案件质量评查报告"), ((2025, 1, 1), (2025, 11, 28), "案件质量评查报告"),
    ],
)  # fmt: skip
def test_a_report_is_called_by_the_period_it_is_of(since, until, said):
    assert written.title(Period(date(*since), date(*until))) == said
