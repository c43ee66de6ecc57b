"""Delimited text: true line numbers, quotes, line ends, encodings, and one bad line that costs one line."""

import codecs

import numpy as np
import pytest

from data.errors import BadInput
from data.sources.lines import Lines
from tests.data.sources.delivering import case, csv_text, take, write

CASES = "TYYW_GG_AJJBXX.csv"
HEADER, FIRST = csv_text([case()]).splitlines()


def numbered(n: int) -> str:
    return f"鄂检刑受[2024]4201020{n:04d}号"


def line(n: int, name: str = "张某某案") -> str:
    return FIRST.replace(case()["BMSAH"], numbered(n)).replace(case()["AJMC"], name)


def places(taken) -> list[tuple[int, str]]:
    return taken.rows("SELECT source_row, case_name FROM staged_cases ORDER BY source_row")


def test_line_numbers_are_those_of_the_file(tmp_path):
    text = "\n".join([HEADER, line(1), "", line(2), line(3, '"三,\n人""案"'), line(4), ""])
    taken = take(write(tmp_path, {CASES: text}))
    assert places(taken) == [(2, "张某某案"), (4, "张某某案"), (5, '三,\n人"案'), (7, "张某某案")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends(tmp_path, end):
    taken = take(write(tmp_path, {CASES: end.join([HEADER, line(1), line(2)])}))
    assert taken.account() == [(2, 2, 0)]
    assert taken.issues() == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(tmp_path, delimiter):
    taken = take(write(tmp_path, {CASES: csv_text([case(AJMC="张 案")], delimiter)}))
    assert places(taken) == [(2, "张 案")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_are_found(tmp_path, encoding):
    taken = take(write(tmp_path, {CASES: csv_text([case()]).encode(encoding)}))
    assert places(taken) == [(2, case()["AJMC"])]
    expected = {"gbk": "gb18030"}.get(encoding, encoding)
    assert taken.rows("SELECT encoding FROM source_files") == [(expected,)]


def test_an_encoding_is_found_late_in_a_file(tmp_path):
    plain = {**dict.fromkeys(case(), "A"), "BMSAH": "A"}
    text = csv_text([plain] * 60_000 + [case()])
    taken = take(write(tmp_path, {CASES: text.encode("gb18030")}))
    assert taken.rows("SELECT encoding FROM source_files") == [("gb18030",)]


def test_a_few_damaged_bytes_do_not_change_the_encoding(tmp_path):
    text = csv_text([case(BMSAH=numbered(n)) for n in range(50)]).encode()
    taken = take(write(tmp_path, {CASES: text.replace("盗窃".encode(), b"\xe7\xff", 1)}))
    assert taken.rows("SELECT encoding FROM source_files") == [("utf-8",)]
    assert [issue[1:3] for issue in taken.issues()] == [(2, "AJMC")]


def test_a_damaged_key_identifies_nothing(tmp_path):
    text = csv_text([case()]).encode("gb18030").replace("号".encode("gb18030"), b"\xff\xff")
    taken = take(write(tmp_path, {CASES: text}))
    assert sorted(taken.reasons()) == ["encoding_damage", "missing_key"]
    assert taken.account() == [(1, 0, 1)]


def test_zero_bytes_are_damage(tmp_path):
    text = csv_text([case(BMSAH=numbered(n)) for n in range(2000)]).encode()
    head, tail = text[:-300], text[-300:].replace("盗窃".encode(), b"\0", 1)
    assert take(write(tmp_path, {CASES: head + tail})).reasons() == ["encoding_damage"]


def test_a_quote_that_never_closes_costs_its_own_line(tmp_path):
    text = "\n".join([HEADER, line(1), line(2, '"张某某案'), *(line(n) for n in range(3, 3000))])
    taken = take(write(tmp_path, {CASES: text}))
    assert taken.issues() == [(CASES, 3, None, None, "unbalanced_quote", True)]
    assert taken.account() == [(2999, 2998, 1)]


def test_quotes_inside_a_field_are_not_guessed_at(tmp_path):
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, line(1, '张"某某"案'), line(2)])}))
    assert taken.reasons() == ["unbalanced_quote"]


@pytest.mark.parametrize(
    ("quoted", "value"),
    [
        ('"a"', "a"),
        ('""', None),
        ('""""', '"'),
        ('"a""b"', 'a"b'),
        ('"a,b"', "a,b"),
        ('"a,""b"",c"', 'a,"b",c'),
        ('" a "', "a"),
        (" a ", "a"),
        (' "a" ', "a"),
    ],
)
def test_quoting(tmp_path, quoted, value):
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, line(1, quoted)])}))
    assert places(taken) == [(2, value)]
    assert taken.issues() == []


def test_quoted_last_and_first_fields(tmp_path):
    first, *rest, last = line(1).split(",")
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, ",".join([f'"{first}"', *rest, f'"{last}"'])])}))
    assert taken.account() == [(1, 1, 0)]


def test_records_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("data.sources.encoding.BLOCK", 700)
    lines = [line(n, f'"名\n称{n}"' if n % 3 else "名称") for n in range(200)]
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, *lines])}))
    assert taken.account() == [(200, 200, 0)]
    expected = 2
    for n, (row, name) in enumerate(places(taken)):
        assert (row, name) == (expected, f"名\n称{n}" if n % 3 else "名称")
        expected += 2 if n % 3 else 1


def test_a_huge_field_is_a_field(tmp_path):
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, line(1, "长" * 2_000_000), line(2)])}))
    assert taken.rows("SELECT max(length(case_name)) FROM staged_cases") == [(2_000_000,)]


def test_full_width_blanks_are_blanks(tmp_path):
    taken = take(write(tmp_path, {CASES: "\n".join([HEADER, line(1, "\u3000张某某案\u3000")])}))
    assert places(taken) == [(2, "张某某案")]


def test_header_only_is_a_table_without_rows(tmp_path):
    taken = take(write(tmp_path, {CASES: HEADER}))
    assert taken.account() == [(0, 0, 0)]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8, b"\x00\x01\x02PK\x00" * 100])
def test_what_is_no_table_is_said_so(tmp_path, content):
    with pytest.raises(BadInput, match=r"TYYW_GG_AJJBXX\.csv"):
        take(write(tmp_path, {CASES: content}))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_records_can_be_had_again(tmp_path, encoding):
    """Each by its number, over several blocks, with records of several lines, blank lines and a mark that never closes."""
    ugly = {7: '"三,\n人""案"', 19_000: '"never closed', 20_000: '"' + "long\n" * 900 + '"'}
    text = "\n".join([HEADER, *(line(n, ugly.get(n, "张某某案")) + "\n" * (n % 5 == 0) for n in range(24_000))])
    (tmp_path / CASES).write_bytes(text.encode(encoding))
    read = Lines(tmp_path / CASES, encoding)
    rows = {row["row_no"]: row["line"] for batch in read.batches(lambda n: None) for row in batch.to_pylist()}
    assert len(rows) == 24_000
    assert read.blocks > 3
    for wanted in ([2], sorted(rows)[-2:], sorted(rows)[5::4999], sorted(rows)[18_990:20_010], []):
        again = [row for batch in read.again(np.array(wanted, dtype=np.int64)) for row in batch.to_pylist()]
        assert {row["row_no"]: row["line"] for row in again} == {number: rows[number] for number in wanted}
        assert len(again) == len(wanted)
