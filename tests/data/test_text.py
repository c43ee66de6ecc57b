"""English counts of one, and words that records spell out."""

import pytest

from data.catalogue import _rows, glossary
from data.names import Names
from data.text import Text, counted


@pytest.mark.parametrize(("said", "wanted"), [
    ("1 cases have stood there", "1 case has stood there"), ("21 cases, 1 items", "21 cases, 1 item"), ("1.1 days", "1.1 days"),
    ("0.1 working days", "0.1 working days"), ("1 working days", "1 working day"), ("1 people", "1 person"), ("2-1 cases", "2-1 cases"),
    ("1 entries are open", "1 entry is open"), ("第 1 期", "第 1 期"), ("101 cases", "101 cases"), ("1,001 cases", "1,001 cases"),
])  # fmt: skip
def test_one_is_not_said_as_many(said, wanted):
    assert counted(said) == wanted
    assert Text("", "{x}").filled(x=said).en == wanted


def test_words_of_records_are_in_both_languages_once():
    rows = _rows("words.csv")
    assert len({row["zh"] for row in rows}) == len(rows)
    assert all(row["zh"] and row["en"] and not any("\u4e00" <= letter <= "\u9fff" for letter in row["en"]) for row in rows)
    assert glossary.word("归档").en == "Archived"
    assert glossary.word("无人知晓的词").en == "无人知晓的词"


def test_departments_are_told_apart_by_their_office(duckdb_world):
    snapshot = duckdb_world.snapshot
    code = next(iter(snapshot.offices))
    office, name = Names(snapshot).of("org", snapshot.offices[code]), Names(snapshot).of("department", code)
    assert Names(snapshot).department(code).zh == f"{office.zh}{name.zh}"
    assert duckdb_world.ask().names.several
    assert not duckdb_world.ask(department=code).names.several
