"""Sheets as files: CSV that Excel opens in Chinese and that runs no formula, and XLSX; both written row by row.

Knows the two formats. Must not know answers, filters, or where the bytes go.
"""

import csv as writers
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

import xlsxwriter

from components import messages
from components.export import COUNT, DAY, DECIMAL, MOMENT, PERCENT, Column, Sheet

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BLOCK = 2_000
MOST_ROWS = 1_048_576
FORMATS = {COUNT: "#,##0", DECIMAL: "#,##0.0", PERCENT: "0.0%", DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}


def csv(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces."""
    yield "\ufeff".encode()
    yield _lines([*sheet.facts, (), [column.label for column in sheet.columns]])
    rows = iter(sheet.rows)
    while block := list(islice(rows, BLOCK)):
        yield _lines([_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)] for row in block)


def _lines(rows) -> bytes:
    text = io.StringIO()
    writers.writer(text, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cell(column: Column, value: object) -> object:
    """As on the screen, without thousands separators."""
    if value is None or isinstance(value, str):
        return value
    if column.kind == PERCENT:
        return f"{value * 100:.1f}%"
    if column.kind == DECIMAL and isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.1f}"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _safe(cell: object) -> object:
    """Text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def xlsx(sheet: Sheet) -> io.BufferedIOBase:
    """A temporary file, open at its beginning; it is gone when closed."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  handed to the caller open
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(file, options) as book:
            _write(book, sheet)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page, bold = book.add_worksheet("Anliu"), book.add_format({"bold": True})
    formats = [book.add_format({"num_format": FORMATS[column.kind]}) if column.kind in FORMATS else None for column in sheet.columns]
    page.set_column(0, max(len(sheet.columns) - 1, 0), 18)
    for line, fact in enumerate(sheet.facts):
        page.write_row(line, 0, fact)
    head = len(sheet.facts) + 1
    page.write_row(head, 0, [column.label for column in sheet.columns], bold)
    page.freeze_panes(head + 1, 1)
    for line, row in enumerate(sheet.rows, head + 1):
        if line == MOST_ROWS - 1:
            page.write_string(line, 0, messages.ONLY_SO_MANY.format(most=MOST_ROWS))
            return
        _write_row(page, line, row, formats)


def _write_row(page, line: int, row: Sequence, formats: Sequence) -> None:
    for place, (value, shape) in enumerate(zip(row, formats, strict=True)):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            page.write_string(line, place, value)
        elif isinstance(value, date):  # a moment is one too
            page.write_datetime(line, place, value, shape)
        else:
            page.write_number(line, place, value, shape)
