"""Sheets as files: nothing in them runs, nothing is lost, nothing is held in memory whole."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from components import files
from components.export import COUNT, DAY, DECIMAL, MOMENT, PERCENT, Column, Sheet

COLUMNS = (Column("n", COUNT), Column("%", PERCENT), Column("d", DECIMAL), Column("day", DAY), Column("at", MOMENT), Column("text"))
ROW = [1234, 0.1234, 41.25, date(2025, 3, 1), datetime(2025, 3, 1, 9, 30), "中文"]


def sheet(rows, columns=COLUMNS) -> Sheet:
    return Sheet("title", (("标题", "title"),), columns, [rows])


def read(made: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(files.csv(made)).decode("utf-8-sig"))))


def test_csv_writes_each_kind_as_it_is_read():
    assert read(sheet([ROW, [None] * 6]))[3:] == [["1234", "12.3%", "41.2", "2025-03-01", "2025-03-01 09:30", "中文"], [""] * 6]


@given(some.text(max_size=30))
def test_no_text_is_a_formula_and_none_is_lost(text):
    plain = text.replace("\r", "").replace("\0", "")
    cell = read(sheet([[plain]], (Column("x"),)))[3:]
    said = cell[0][0] if cell and cell[0] else ""
    assert said[:1] not in files.FORMULA
    assert said in (plain, "'" + plain)


def test_batches_are_taken_as_they_are_written():
    taken = []

    def batches():
        for number in range(3):
            taken.append(number)
            yield [[number, *ROW[1:]]]

    pieces = files.csv(Sheet("title", (), COLUMNS, batches()))
    next(pieces)
    assert not taken
    next(pieces)
    assert taken == [0]


def test_xlsx_holds_types():
    with files.xlsx(sheet([ROW, ["少于 5", None, None, None, None, "=1+1"]])) as file:
        page = openpyxl.load_workbook(file).active
    assert [cell.value for cell in page[4]] == [1234, 0.1234, 41.25, datetime(2025, 3, 1), datetime(2025, 3, 1, 9, 30), "中文"]
    assert page["A5"].value == "少于 5"
    assert page["F5"].data_type == "s"
    assert page.freeze_panes == "B4"


def test_xlsx_says_when_it_is_full(monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 6)
    with files.xlsx(sheet([[number, *ROW[1:]] for number in range(10)])) as file:
        last = list(openpyxl.load_workbook(file).active.values)[-1]
    assert "CSV" in last[0]


def test_a_file_that_cannot_be_finished_is_not_left_open():
    with pytest.raises(ZeroDivisionError):
        files.xlsx(Sheet("title", (), COLUMNS, ([[1 // zero]] for zero in (0,))))
