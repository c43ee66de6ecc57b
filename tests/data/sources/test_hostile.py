"""Files made to hurt whoever reads them are refused in a sentence, at once and without unfolding."""

import gzip
import tracemalloc
import zipfile

import openpyxl
import pytest

from data.errors import BadInput
from data.sources import hostile, readers, xes

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{SPACE}"><sheetData><row r="1">{{cells}}</row></sheetData></worksheet>'
CELL = '<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefg", "bcdefgh", strict=True))
DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}">{LAUGHS}]>',
    "of another file": '<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/hostname">]>',
    "of another host": '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY h "x">]>',
    "behind a long remark": f'<!-- {"x" * 5000} --><!DOCTYPE x [<!ENTITY h "x">]>',
}
ENCODINGS = ("utf-8", "utf-16")


def workbook(path, sheet: bytes) -> None:
    """A workbook whose only sheet is this."""
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.save(path.with_suffix(".plain"))
    with zipfile.ZipFile(path.with_suffix(".plain")) as plain, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in plain.namelist():
            made.writestr(name, sheet if name.endswith("sheet1.xml") else plain.read(name))


def log(doctype: str, text: str, coding: str = "utf-8") -> bytes:
    event = f'<event><string key="concept:name" value="{text}"/></event>'
    written = f'<?xml version="1.0" encoding="{coding}"?>{doctype}<log><trace>{event}</trace></log>'
    return written.encode(coding)


@pytest.mark.parametrize("coding", ENCODINGS)
@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_log_with_a_document_type_is_refused(tmp_path, kind, coding):
    (tmp_path / "log.xes").write_bytes(log(DOCTYPES[kind], "&h;", coding))
    with pytest.raises(BadInput, match="DOCTYPE"):
        xes.read(tmp_path / "log.xes")


@pytest.mark.parametrize("coding", ENCODINGS)
def test_a_log_without_is_read(tmp_path, coding):
    (tmp_path / "log.xes").write_bytes(log("<!-- <!DOCTYPE x> is only said here -->", "受理", coding))
    assert xes.read(tmp_path / "log.xes").column("concept:name").to_pylist() == ["受理"]


@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_workbook_with_a_document_type_is_refused(tmp_path, kind):
    workbook(tmp_path / "book.xlsx", f'<?xml version="1.0"?>{DOCTYPES[kind]}{SHEET.format(cells=CELL.format(text="&h;"))}'.encode())
    with pytest.raises(BadInput, match="DOCTYPE"):
        readers.open_file(tmp_path / "book.xlsx")


def test_a_workbook_that_unfolds_a_thousand_times_is_refused_unread(tmp_path):
    workbook(tmp_path / "book.xlsx", SHEET.format(cells=CELL.format(text=" " * (40 << 20))).encode())
    tracemalloc.start()
    with pytest.raises(BadInput, match="200 倍"):
        readers.open_file(tmp_path / "book.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20


def test_a_log_that_unfolds_a_thousand_times_is_left_halfway(tmp_path):
    with gzip.open(tmp_path / "log.xes.gz", "wb") as file:
        file.write(b"<log>")
        for _ in range(48):
            file.write(b" " * (1 << 20))
        file.write(b"</log>")
    with pytest.raises(BadInput, match="200 倍"):
        xes.read(tmp_path / "log.xes.gz")


def test_a_workbook_of_very_many_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(hostile, "MOST_PARTS", 5)
    workbook(tmp_path / "book.xlsx", SHEET.format(cells=CELL.format(text="x")).encode())
    with pytest.raises(BadInput):
        readers.open_file(tmp_path / "book.xlsx")


def test_names_in_a_workbook_lead_nowhere(tmp_path):
    """Parts are looked up, never written to disk; one that climbs out of its folder does nothing."""
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.save(tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx", "a") as archive:
        archive.writestr("../../climbed.xml", "<x/>")
    before = set(tmp_path.parent.iterdir())
    assert readers.open_file(tmp_path / "book.xlsx")[0].columns == ["x"]
    assert set(tmp_path.parent.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"<x/>"])
@pytest.mark.parametrize("name", ["book.xlsx", "log.xes", "log.xes.gz"])
def test_what_is_nothing_of_the_kind_is_said(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput):
        readers.open_file(tmp_path / name)
