"""Sheets as CSV that Excel opens in Chinese and that runs no formula, written as the rows come; `components/workbook.py` is for XLSX.

Knows the format. Must not know answers, filters, or where the bytes go.
"""

import csv as writers
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from components.export import DAY, MOMENT, PERCENT, TEXT, Sheet

TYPE = "text/csv; charset=utf-8"
FORMULA = frozenset("=+-@\t\r＝＋－＠")  # how a spreadsheet knows a formula


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
