"""Sheets as files: nothing in them runs, nothing is lost, nothing is held in memory whole."""

import csv
import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl.utils.escape import unescape

from components import files, workbook
from components.export import COUNT, DAY, DECIMAL, MOMENT, PERCENT, Column, Sheet

COLUMNS = (Column("n", COUNT), Column("%", PERCENT), Column("d", DECIMAL), Column("day", DAY), Column("at", MOMENT), Column("text"))
ROW = [1234, 0.1234, 41.25, date(2025, 3, 1), datetime(2025, 3, 1, 9, 30), "中文"]

DAY_0, DAY_9 = datetime(1950, 1, 1), datetime(2099, 12, 31)


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


def opened(made: Sheet):
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook.xlsx(made)))).active


def test_xlsx_holds_types():
    page = opened(sheet([ROW, ["少于 5", None, None, None, None, "=1+1"]]))
    assert [cell.value for cell in page[4]] == [1234, 0.1234, 41.25, datetime(2025, 3, 1), datetime(2025, 3, 1, 9, 30), "中文"]
    assert [cell.number_format for cell in page[4]] == ["#,##0", "0.0%", "#,##0.0", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "General"]
    assert [cell.value for cell in page[3]] == [column.label for column in COLUMNS]
    assert [cell.value for cell in page[5]] == ["少于 5", None, None, None, None, "=1+1"]
    assert page["F5"].data_type == "s"
    assert page.freeze_panes == "B4"
    assert page.max_row == 5


CELLS = some.text(max_size=20), some.integers(-(10**15), 10**15), some.floats(-1e9, 1e9), some.datetimes(DAY_0, DAY_9)


@settings(deadline=None, max_examples=40)  # a workbook each
@given(some.lists(some.tuples(*CELLS), max_size=8))
def test_xlsx_holds_what_it_was_given(rows):
    columns = (Column("text"), Column("n", COUNT), Column("d", DECIMAL), Column("at", MOMENT))
    found = list(opened(sheet(rows, columns)).iter_rows(min_row=4, values_only=True))
    wanted = [(text.replace("\r\n", "\n").replace("\r", "\n") or None, n, d, at) for text, n, d, at in rows]
    for (text, *numbers, at), (said, *exact, moment) in zip(found, wanted, strict=True):
        assert (unescape(text) if text else text, numbers) == (said, exact)
        assert abs(at - moment) < timedelta(milliseconds=2)


def test_xlsx_says_when_it_is_full(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    for apart in (1, 4, 10):
        rows = [[number, *ROW[1:]] for number in range(10)]
        batches = [rows[at : at + apart] for at in range(0, 10, apart)]
        lines = list(opened(Sheet("title", (("标题", "title"),), COLUMNS, batches)).values)
        assert [line[0] for line in lines[3:5]] == [0, 1]
        assert "CSV" in lines[-1][0]
        assert len(lines) == 6


@pytest.mark.parametrize("write", [files.csv, workbook.xlsx])
def test_a_file_begins_before_its_rows_end_and_breaks_off_where_they_do(write):
    pieces = write(Sheet("title", (), COLUMNS, ([ROW] if number < 3 else [[1 // 0]] for number in range(4))))
    assert next(pieces)
    with pytest.raises(ZeroDivisionError):
        list(pieces)


def test_an_empty_list_and_one_without_columns_are_files_too():
    assert list(opened(sheet([])).values)[-1] == tuple(column.label for column in COLUMNS)
    assert opened(sheet([], ())).max_row == 1
