"""Opening what lies on disk: the kind of a file by its ending, its tables as deliveries.

Knows file formats. Must not know mappings.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import BadInput
from data.progress import Advance
from data.sources import encoding, hostile, lines, xes
from data.sources.delivery import Delivery, batch, columnar, unreadable
from data.sources.sql import literal, name
from data.text import Text

TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
ENDINGS = (*TEXTS, *WORKBOOKS, ".parquet", ".xes", ".xes.gz")
_ROWS = 20_000


def ending(path: Path) -> str | None:
    """The ending by which a file is read, or None when it is none of ours."""
    return next((each for each in ENDINGS if path.name.lower().endswith(each)), None)


def open_file(path: Path, stated_encoding: str | None = None) -> list[Delivery]:
    """The tables in a file: one, or one per sheet. Raises BadInput when it is not what its name says."""
    kind = ending(path)
    try:
        if kind in TEXTS:
            return [_text(path, stated_encoding)]
        if kind in WORKBOOKS:
            return _workbook(path)
        if kind == ".parquet":
            return [_parquet(path)]
        if kind in (".xes", ".xes.gz"):
            return [_log(path)]
    except (OSError, pa.ArrowException, zipfile.BadZipFile, KeyError, ValueError, EOFError, ParseError) as error:
        raise unreadable(path.name, error) from error
    message = Text("{file} 不是可读的格式；可读：{known}", "{file} is of no kind that can be read; readable: {known}")
    raise BadInput(message, file=path.name, known=" ".join(ENDINGS))


def _stem(path: Path) -> str:
    return path.name[: -len(ending(path))]


def _text(path: Path, stated: str | None) -> Delivery:
    code = encoding.detect(path, stated)
    read = lines.Lines(path, code)
    return Delivery(
        shown=path.name, table=_stem(path), columns=read.columns, schema=lines.SCHEMA, batches=read.batches, delimiter=read.delimiter,
        again=read.again, quotes=read.quotes, encoding=code, size=path.stat().st_size, sha256=lambda: read.digest.hexdigest(),
    )  # fmt: skip


def _parquet(path: Path) -> Delivery:
    fields = pq.ParquetFile(path).schema_arrow
    columns = fields.names
    texts = ", ".join(f"{_text_of(field)} AS c{i}" for i, field in enumerate(fields))
    source = f"read_parquet({literal(str(path))}, file_row_number = true)"
    view = f"SELECT file_row_number + 1 AS row_no, {len(columns)} AS width, {texts} FROM {source}"
    return Delivery(shown=path.name, table=_stem(path), columns=columns, view=view, encoding="parquet", sha256=lambda: sha256(path))


def _text_of(field: pa.Field) -> str:
    """A column as text. A text may hold a zero, which no database keeps: it is damage, as it is in text files."""
    text, zero = f"CAST({name(field.name)} AS VARCHAR)", "chr(0)"
    if not (pa.types.is_string(field.type) or pa.types.is_large_string(field.type) or pa.types.is_dictionary(field.type)):
        return text
    return f"CASE WHEN contains({text}, {zero}) THEN replace({text}, {zero}, {literal(encoding.DAMAGE)}) ELSE {text} END"


def _log(path: Path) -> Delivery:
    table = xes.read(path)
    columns = table.column_names[1:]
    wide = table.add_column(1, "width", pa.repeat(pa.scalar(len(columns), pa.int32()), len(table)))
    named = pa.Table.from_arrays(wide.columns, schema=columnar(len(columns)))
    return Delivery(
        shown=path.name, table=_stem(path), columns=columns, schema=columnar(len(columns)), size=len(table), unit=" events",
        batches=lambda advance: iter(named.to_batches()), encoding="xes", sha256=lambda: sha256(path),
    )  # fmt: skip


def _workbook(path: Path) -> list[Delivery]:
    hostile.workbook(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out; cells are not touched by that
        # from memory: sheets are read when their turn comes, and no file stays open behind one that is never read
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.max_row]
    found = [_sheet(path, sheet, len(sheets) == 1) for sheet in sheets]
    kept = [each for each in found if each is not None]
    if not kept:
        raise BadInput(Text("{file} 中没有表", "{file} holds no table"), file=path.name)
    return kept


def _sheet(path: Path, sheet, alone: bool) -> Delivery | None:
    rows = ((number, _cells(row)) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
    number, header = next(((number, cells) for number, cells in rows if cells), (0, []))
    if not header:
        return None
    columns = [cell or "" for cell in header]

    def batches(advance: Advance) -> Iterator[pa.RecordBatch]:
        rest = ((at, cells) for at, cells in enumerate(map(_cells, sheet.iter_rows(values_only=True)), 1) if at > number and cells)
        while chunk := list(islice(rest, _ROWS)):
            advance(len(chunk))
            yield batch([at for at, _ in chunk], [cells for _, cells in chunk], len(columns))

    table = sheet.title
    shown = f"{path.name}[{table}]"
    matched = f"{_stem(path)}" if alone and table.lower().startswith("sheet") else table
    return Delivery(
        shown=shown, table=matched, columns=columns, schema=columnar(len(columns)), batches=batches, encoding="xlsx",
        size=sheet.max_row, unit=" rows", sha256=lambda: sha256(path),
    )  # fmt: skip


def _cells(row: tuple[Any, ...]) -> list[str | None]:
    cells = [as_text(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def as_text(value: Any) -> str | None:
    """A cell as it would be written: whole numbers without a point, days as ISO."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value).replace("\0", encoding.DAMAGE)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
