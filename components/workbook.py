"""A sheet as XLSX, in pieces: the first are there before the last row has been read, and no row is kept.

The workbook around the rows, with heads, formats and panes, is made by a library, together with one row that shows how a cell of each
column is written. The rows then take the place of that one.
Knows how a cell is written. Must not know answers, filters, or where the bytes go.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from html import escape

import xlsxwriter

from components import messages
from components.export import COUNT, DAY, DECIMAL, MOMENT, PERCENT, Column, Sheet

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576
FORMATS = {COUNT: "#,##0", DECIMAL: "#,##0.0", PERCENT: "0.0%", DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}
ROWS = "xl/worksheets/sheet1.xml"
STYLE = re.compile(r'<c r="[A-Z]+\d+"( s="\d+")?')
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
FIRST_DAY = date(1899, 12, 30).toordinal()
A_DAY = 24 * 3600
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Pieces(io.RawIOBase):
    """What has been written since it was last taken; it cannot go back, so the archive does not try to."""

    def __init__(self):
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken


def xlsx(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces, about one for each batch of rows. Past the last row that a sheet holds it says so, and ends."""
    around, pieces = zipfile.ZipFile(_around(sheet)), Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in around.namelist():
            if name != ROWS:
                made.writestr(name, around.read(name))
        before, styles, after = _split(around.read(ROWS).decode(), len(sheet.columns))
        with made.open(ROWS, "w", force_zip64=True) as rows:
            rows.write(before.encode())
            for batch in _numbered(sheet, styles):
                rows.write(batch.encode())
                yield pieces.taken()
            rows.write(after.encode())
    yield pieces.taken()


def _around(sheet: Sheet) -> io.BytesIO:
    """The workbook with one row, of the kinds of its columns."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        page, bold = book.add_worksheet("Anliu"), book.add_format({"bold": True})
        page.set_column(0, max(len(sheet.columns) - 1, 0), 18)
        for line, fact in enumerate(sheet.facts):
            page.write_row(line, 0, fact)
        head = _head(sheet)
        page.write_row(head, 0, [column.label for column in sheet.columns], bold)
        page.freeze_panes(head + 1, 1)
        for place, column in enumerate(sheet.columns):
            page.write_number(head + 1, place, 0, book.add_format({"num_format": FORMATS[column.kind]}) if column.kind in FORMATS else None)
    file.seek(0)
    return file


def _head(sheet: Sheet) -> int:
    return len(sheet.facts) + 1


def _split(written: str, columns: int) -> tuple[str, list[str], str]:
    """What stands before the rows and after them, and how a cell of each column says its format."""
    end = written.index("</sheetData>")
    begin = written.rindex("<row ", 0, end) if columns else end
    return re.sub("<dimension [^>]*/>", "", written[:begin]), [hit or "" for hit in STYLE.findall(written[begin:end])], written[end:]


def _numbered(sheet: Sheet, styles: Sequence[str]) -> Iterator[str]:
    """The rows of each batch, up to the last there is room for."""
    left = MOST_ROWS - _head(sheet) - 2  # the last one says that it is the last
    for batch in filter(None, sheet.batches):  # a batch without rows has no columns either
        if len(batch) > left:
            yield _rows(batch[:left], sheet.columns, styles) + _row([_text("", messages.ONLY_SO_MANY.format(most=MOST_ROWS))])
            return
        left -= len(batch)
        yield _rows(batch, sheet.columns, styles)


def _rows(batch: Sequence[Sequence], columns: Sequence[Column], styles: Sequence[str]) -> str:
    """Column by column: a million rows must not cost a choice for each of their cells."""
    if not batch:
        return ""
    by_column = zip(columns, styles, zip(*batch, strict=True), strict=True)
    return "".join(map(_row, zip(*(list(map(_writer(column, style), cells)) for column, style, cells in by_column), strict=True)))


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _writer(column: Column, style: str) -> Callable[[object], str]:
    """How a cell of a column is written: where a word stands instead of a number, as a word."""
    text = partial(_text, style)
    number = {DAY: _day, MOMENT: _moment}.get(column.kind, str)

    def write(value: object) -> str:
        if value is None or value == "":
            return "<c/>"
        return text(value) if isinstance(value, str) else f"<c{style}><v>{number(value)}</v></c>"

    return write


def _text(style: str, value: str) -> str:
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{escape(UNWRITABLE.sub(_code, value), quote=False)}</t></is></c>'


def _code(hit: re.Match) -> str:
    """How the format writes a letter that XML cannot hold, and an underscore that would look like the beginning of one."""
    return f"_x{ord(hit[0]):04X}_"


def _day(value: date) -> int:
    return value.toordinal() - FIRST_DAY


def _moment(value: datetime) -> float:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second + value.microsecond / 1e6
    return _day(value) + seconds / A_DAY
