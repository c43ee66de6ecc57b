"""Reports as files: what Word and PDF hold is what the paper says, and nothing in it is read as markup."""

import io
import struct
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from components import words
from components.papers import paper, pdf, word
from components.papers.paper import EMPTY, Fields, Filled, Heading, Paper, ToWrite, Words, grid
from data.catalogue import FOLDER
from data.text import Text

ODD = '#let x = 1 *粗* $a$ \\ <x> @y "引号" =SUM(A1) <script>'
PAPER = Paper(
    "个案评查报告", ("评查号 1",),
    (
        Heading("一、案件基本情况"), Words(ODD), Fields((Filled("案件名称", "张某某涉嫌盗窃案", "cases.case_name · case_no 7"),)),
        Heading("（一）期限", 2), grid((Text("期限", "Clock"), Text("到期", "Due")), [("办理期限", date(2026, 3, 2)), (ODD, None)], (2, 1)),
        ToWrite("总体评价"),
    ),
    "案流", "paper",
)  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return Document(word.word(PAPER))


def test_word_holds_every_word_and_number(book):
    said = [paragraph.text for paragraph in book.paragraphs]
    assert {PAPER.title, "评查号 1", "一、案件基本情况", ODD, "（一）期限"} <= set(said)
    cells = [[cell.text for cell in row.cells] for table in book.tables for row in table.rows]
    assert ["案件名称", "张某某涉嫌盗窃案"] in cells
    assert ["办理期限", "2026-03-02"] in cells
    assert [ODD, EMPTY] in cells


def test_every_filled_field_has_its_source(book):
    *_, last = book.tables
    assert [cell.text for cell in last.rows[1].cells] == ["1", "案件名称", "张某某涉嫌盗窃案", "cases.case_name · case_no 7"]


def test_chinese_has_a_typeface_of_its_own(book):
    runs = [run for paragraph in book.paragraphs for run in paragraph.runs if run.text]
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert faces == {word.TITLE, word.HEAD, word.BODY}


def test_what_is_left_to_a_person_says_so(book):
    assert any(paragraph.text == "（由评查人员填写：总体评价）" for paragraph in book.paragraphs)


def test_the_same_paper_is_the_same_file():
    first, second = (zipfile.ZipFile(word.word(PAPER)).read("word/document.xml") for _ in range(2))
    assert first == second


def test_pdf_is_made_with_the_typeface_that_comes_along():
    made = pdf.pdf(PAPER).read()
    assert made.startswith(b"%PDF-")
    assert b"NotoSerifSC" in made
    assert isinstance(pdf.pdf(PAPER), io.BytesIO)


def test_every_character_of_the_catalogue_can_be_printed():
    """Names of places are not all in the common sets."""
    said = {each for path in FOLDER.glob("*.csv") for each in path.read_text(encoding="utf-8") if "\u3400" <= each <= "\u9fff"}
    known = covered((pdf.FONTS / "noto-serif-sc.ttf").read_bytes())
    assert sorted(each for each in said if ord(each) not in known) == []


def covered(font: bytes) -> set[int]:
    """The characters that a TrueType file maps to a shape, by the stretches of its table `cmap` (format 4)."""
    names = range(12, 12 + 16 * read(">H", font, 4)[0], 16)
    start = next(read(">I", font, at + 8)[0] for at in names if font[at : at + 4] == b"cmap")
    tables = [start + read(">I", font, start + 8 + 8 * place)[0] for place in range(read(">H", font, start + 2)[0])]
    stretches = next(table for table in tables if read(">H", font, table)[0] == 4)
    half = read(">H", font, stretches + 6)[0]
    ends, begins = (read(f">{half // 2}H", font, stretches + at) for at in (14, 16 + half))
    return {each for first, last in zip(begins, ends, strict=True) for each in range(first, last + 1)}


def read(form: str, font: bytes, at: int) -> tuple[int, ...]:
    return struct.unpack_from(form, font, at)


def test_no_column_is_narrower_than_its_longest_word():
    made = paper.Grid(("Qualified", "办案单位"), (("[2025]42011400033号", "江岸区院"),), (1, 20))
    digits = 17
    assert made.shares[0] * paper.LINE >= digits * paper.SIZE / 2
    assert sum(made.shares) == pytest.approx(1)


def test_a_short_word_stands_in_one_line():
    made = paper.Grid(("批准机关", "说明"), (("人民检察院", "甲" * 40),), (1, 30))
    assert made.shares[0] * paper.LINE >= len("人民检察院") * paper.SIZE


def test_numbers_stand_to_the_right_and_what_leads_to_a_table_stays_with_it(book):
    made = paper.Grid(("序号", "单位", "件数"), (("1", "江岸区院", "1,234"), ("2", "江汉区院", EMPTY)))
    assert made.looks == ("counts", "", "number")
    lead = next(each for each in book.paragraphs if each.text == ODD)
    assert lead.paragraph_format.keep_with_next


def test_a_table_that_is_wide_enough_stays_as_it_is():
    assert paper.Grid(("单位", "办结数"), (("江岸区院", "3"),), (3, 1)).shares == pytest.approx((0.75, 0.25))


def test_a_table_without_rows_says_so(language):
    assert paper.Grid(("单位", "办结数"), ()).shown == ((str(words.NO_ROWS), ""),)


def test_no_row_of_a_longer_table_stands_alone_on_a_page():
    heads, rows = ("单位", "件数"), tuple(("江岸区院", "3") for _ in range(5))
    assert [paper.Grid(heads, rows[:n]).together for n in (1, 2, 3, 5)] == [(), (0,), (0,), (0, 3)]


def test_word_knows_the_width_of_every_column(book):
    """Some programs go by the columns, some by the cells."""
    table = next(each for each in book.tables if each.rows[0].cells[0].text == "期限")
    widths = [column.width for column in table.columns]
    assert widths == [cell.width for cell in table.rows[0].cells]
    assert widths[0] > widths[1]
