"""Every reason of the catalogue has a delivery that triggers it; a reason without one fails here."""

import pytest

from data import catalogue
from data.sources.account import Account, LostRows
from tests.data.sources.delivering import case, csv_text, take, write

A, B, C = "鄂检刑受[2024]42010200001号", "鄂检刑受[2024]42010200002号", "鄂检刑受[2024]42010200003号"
CASES, PERSONS, REVIEWS = "TYYW_GG_AJJBXX.csv", "TYYW_GG_XYRJBXX.csv", "YX_PC_JBXX.csv"
LATER = "TYYW_GG_AJJBXX_2.csv"


def person(number="1", of=A, **values):
    return {"BMSAH": of, "XYRBH": number, "XM": "张某某", "SFSC": "N", **values}


def review(of=A, **values):
    return {"PCSLBM": "1", "PCFLBM": "008", "PCJDBH": "011", "JSRQ": "2024-06-01", "BMSAH": of, "SFSC": "N", **values}


def damaged(text: str) -> bytes:
    return text.encode("gb18030").replace("盗窃".encode("gb18030"), b"\xff\xff")


HEADER, *LINES = csv_text([case(), case(BMSAH=B), case(BMSAH=C)]).splitlines(keepends=True)
ORGS = [
    {"DWBM": "420000", "DWMC": "湖北省院", "DWJB": "2", "FDWBM": "100000"},
    {"DWBM": "420300", "DWMC": "十堰市院", "DWJB": "4", "FDWBM": "420000"},
]

# reason → files, and what must be said: (file, row, column, value)
DELIVERIES = {
    "missing_key": ({CASES: [case(), case(BMSAH="")]}, (CASES, 3, "BMSAH", None)),
    "missing_required": ({CASES: [case(AJLB_BM="")]}, (CASES, 2, "AJLB_BM", None)),
    "duplicate_row": ({CASES: [case(), case(BMSAH=B), case()]}, (CASES, 4, "BMSAH", A)),
    "duplicate_key": ({CASES: [case(), case(AJMC="李某某案")]}, (CASES, 2, "BMSAH", A)),
    "superseded": ({CASES: [case()], LATER: [case(AJMC="李某某案")]}, (CASES, 2, "BMSAH", A)),
    "reference_to_nothing": ({CASES: [case()], PERSONS: [person(of=B)]}, (PERSONS, 2, "BMSAH", B)),
    "parent_set_aside": ({CASES: [case(SFSC="Y")], PERSONS: [person()]}, (PERSONS, 2, "BMSAH", A)),
    "impossible_order": ({CASES: [case(BJRQ="2024-02-01")]}, (CASES, 2, "BJRQ", "2024-02-01 < 2024-03-01 09:30:00")),
    "extra_fields": ({CASES: HEADER + LINES[0].replace("张某某", "张某某,李某某")}, (CASES, 2, None, None)),
    "missing_fields": ({CASES: HEADER + LINES[0] + LINES[1][:20]}, (CASES, 3, None, None)),
    "unbalanced_quote": ({CASES: HEADER + LINES[0].replace("张某某", '"张某某') + LINES[1]}, (CASES, 2, None, None)),
    "soft_deleted": ({CASES: [case(), case(BMSAH=B, SFSC="Y")]}, (CASES, 3, None, None)),
    "unparsable": ({CASES: [case(BJRQ="2024-13-45")]}, (CASES, 2, "BJRQ", "2024-13-45")),
    "date_in_future": ({CASES: [case(BJRQ="2031-01-01")]}, (CASES, 2, "BJRQ", "2031-01-01")),
    "date_before_1950": ({CASES: [case(BJRQ="1900-01-01")]}, (CASES, 2, "BJRQ", "1900-01-01")),
    "unknown_code": ({CASES: [case(AJLB_BM="9901")]}, (CASES, 2, "AJLB_BM", "9901")),
    "unknown_reference": ({CASES: [case(CBDW_BM="429999")]}, (CASES, 2, "CBDW_BM", "429999")),
    "wrong_unit_level": ({CASES: [case()], "XT_ZZJG_DWBM.csv": ORGS}, ("XT_ZZJG_DWBM.csv", 3, "DWJB", "4")),
    "encoding_damage": ({CASES: damaged(csv_text([case()]))}, (CASES, 2, "AJMC", "张某某涉嫌\ufffd\ufffd案")),
    "ended_without_day": ({CASES: [case(), case(BMSAH=B, BJRQ="", AJZT="3")]}, (CASES, 3, "BJRQ", None)),
    "numerator_not_in_base": ({CASES: [case(BJRQ="", AJZT="1")], REVIEWS: [review()]}, (REVIEWS, 2, "BMSAH", A)),
}
LAST_WINS = """
[[table]]
source = "TYYW_GG_AJJBXX"
target = "cases"
files = "last_wins"
[table.columns]
case_id = "BMSAH"
case_name = "AJMC"
type_code = "AJLB_BM"
office = "CBDW_BM"
accepted_on = "SLRQ"
"""


@pytest.mark.parametrize("reason", catalogue.reasons())
def test_every_reason_has_a_delivery_that_triggers_it(reason, tmp_path):
    assert reason in DELIVERIES, f"write a delivery that triggers {reason}"
    files, said = DELIVERIES[reason]
    mapping = "ubas"
    if reason == "superseded":
        mapping = tmp_path / "mine.toml"
        mapping.write_text(LAST_WINS, encoding="utf-8")
    taken = take(write(tmp_path / "delivery", files), mapping=mapping)
    aside = catalogue.reasons()[reason].action == "set_aside"
    assert (*said, reason, aside) in taken.issues()
    assert all(read == accepted + out for read, accepted, out in taken.account())
    assert sum(out for _, _, out in taken.account()) == len({issue[:2] for issue in taken.issues() if issue[5]})


def test_no_delivery_without_a_reason():
    assert set(DELIVERIES) == set(catalogue.reasons())


def test_reasons_are_told_in_both_languages():
    for reason in catalogue.reasons().values():
        assert reason.action in ("set_aside", "flag")
        assert all((reason.label.zh, reason.label.en, reason.remedy.zh, reason.remedy.en))


def test_every_fault_of_a_row_is_recorded(tmp_path):
    bad = case(AJLB_BM="", CBDW_BM="429999", BJRQ="soon", AJZT="7", SLRQ="2024-02-30")
    taken = take(write(tmp_path, {CASES: [case(BMSAH=B), bad]}))
    assert {(issue[2], issue[4]) for issue in taken.issues()} == {
        ("AJLB_BM", "missing_required"),
        ("BJRQ", "unparsable"),
        ("AJZT", "unknown_code"),
        ("SLRQ", "unparsable"),
        ("SLRQ", "missing_required"),
    }
    assert {issue[1] for issue in taken.issues()} == {3}
    assert all(issue[5] for issue in taken.issues())


def test_a_row_set_aside_is_kept_as_delivered_with_its_office(tmp_path):
    taken = take(write(tmp_path, {CASES: [case(SFSC="Y")], PERSONS: [person()]}))
    rows = taken.rows("SELECT table_name, case_id, office, raw FROM quarantine ORDER BY issue_no")
    assert [row[:3] for row in rows] == [("cases", A, "420102"), ("persons", A, "420102")]
    assert rows[0][3] == csv_text([case(SFSC="Y")]).splitlines()[1]


def test_flagged_rows_stay_with_the_value_emptied(tmp_path):
    taken = take(write(tmp_path, {CASES: [case(BJRQ="2031-01-01", AJLB_BM="9901")]}))
    assert taken.rows("SELECT concluded_on, type_code FROM staged_cases") == [(None, "9901")]
    assert taken.rows("SELECT case_id, office, set_aside, raw FROM quarantine") == [(A, "420102", False, None)] * 3
    assert taken.rows("SELECT rows_flagged FROM source_files") == [(1,)]


def test_of_two_versions_the_last_modified_is_kept(tmp_path):
    newer, older = case(AJMC="新", ZHXGSJ="2024-05-01 10:00:00"), case(AJMC="旧", ZHXGSJ="2024-04-01 10:00:00")
    taken = take(write(tmp_path, {CASES: [newer, older]}))
    assert taken.rows("SELECT case_name FROM staged_cases") == [("新",)]
    assert taken.issues() == [(CASES, 3, "BMSAH", A, "duplicate_key", True)]


def test_a_row_that_goes_missing_inside_the_import_stops_it(tmp_path, monkeypatch):
    monkeypatch.setattr(Account, "accepted", lambda *_: {})
    with pytest.raises(LostRows, match="read 1, accepted 0, set aside 0"):
        take(write(tmp_path, {CASES: [case()]}))


def test_nothing_but_the_result_is_left_behind(tmp_path):
    taken = take(write(tmp_path, {CASES: [case(), case(BMSAH="")]}))
    assert taken.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1") == [("quarantine",), ("source_files",), ("staged_cases",)]


def test_days_that_may_lie_ahead_are_not_in_the_future(tmp_path):
    taken = take(write(tmp_path, {CASES: [case(DQRQ="2026-01-15")]}))
    assert taken.issues() == []
    assert taken.rows("SELECT due_on::VARCHAR FROM staged_cases") == [("2026-01-15",)]
