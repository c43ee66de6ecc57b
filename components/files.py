"""Sheets as files: CSV that Excel opens in Chinese and that runs no formula, and XLSX; both written row by row.

Knows the two formats. Must not know answers, filters, or where the bytes go.
"""

import csv as writers
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain

import xlsxwriter

from components import messages
from components.export import COUNT, DAY, DECIMAL, MOMENT, PERCENT, TEXT, Sheet

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FORMULA = frozenset("=+-@\t\r＝＋－＠")  # how a spreadsheet knows a formula
MOST_ROWS = 1_048_576
FORMATS = {COUNT: "#,##0", DECIMAL: "#,##0.0", PERCENT: "0.0%", DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}


def csv(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces, one for each batch of rows."""
    heads = [*sheet.facts, (), [column.label for column in sheet.columns]]
    yield "\ufeff".encode() + _lines(map(_safe, heads))
    for batch in filter(None, sheet.batches):  # a batch without rows has no columns either
        cells = zip(*batch, strict=True)
        yield _lines(zip(*(_written(column.kind, values) for column, values in zip(sheet.columns, cells, strict=True)), strict=True))


def _lines(rows) -> bytes:
    text = io.StringIO()
    writers.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _written(kind: str, values: Sequence) -> Sequence:
    """A column as on the screen, without thousands separators."""
    if kind == DAY:
        return values
    if kind == TEXT:
        return _safe(values)
    write = {PERCENT: _percent, MOMENT: _moment}.get(kind, _number)
    return [value if value is None or isinstance(value, str) else write(value) for value in values]


def _percent(value: float) -> str:
    return f"{value * 100:.1f}%"


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "minutes")


def _number(value: float) -> object:
    return value if isinstance(value, int) else f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def _safe(cells: Sequence[str | None]) -> list[str | None]:
    """Text that would be taken for a formula is marked as text."""
    return [f"'{cell}" if cell and cell[0] in FORMULA else cell for cell in cells]


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
    shapes = [book.add_format({"num_format": FORMATS[column.kind]}) if column.kind in FORMATS else None for column in sheet.columns]
    page.set_column(0, max(len(sheet.columns) - 1, 0), 18)
    for line, fact in enumerate(sheet.facts):
        page.write_row(line, 0, fact)
    head = len(sheet.facts) + 1
    page.write_row(head, 0, [column.label for column in sheet.columns], bold)
    page.freeze_panes(head + 1, 1)
    number, day = page.write_number, page.write_datetime
    writes = {str: page.write_string, date: day, datetime: day, int: number, float: number}
    for line, row in enumerate(chain.from_iterable(sheet.batches), head + 1):
        if line == MOST_ROWS - 1:
            page.write_string(line, 0, messages.ONLY_SO_MANY.format(most=MOST_ROWS))
            return
        for place, value in enumerate(row):
            if value is not None and value != "":
                writes[type(value)](line, place, value, shapes[place])
