"""The facts of the field are whole: no duplicate, nothing in one language only, no impossible validity, a tree without cycles."""

from collections import Counter
from dataclasses import fields
from datetime import date

import pytest

from data import catalogue, schema
from data.errors import BadInput
from data.law.calendar import is_workday, working_days
from data.text import Text

FROM_THE_DATA = {"department", "prosecutor", "review_item"}
BY_THE_IMPORTER = {"reason"}
STATED_AS_COUNTY = {"420300", "420700", "420900", "421100", "421300", "422800", "429200"}
STATED_AS_CITY = {"421102", "422822"}


def everything():
    return [
        *catalogue.all_codes(),
        *catalogue.case_types().values(),
        *catalogue.nodes().values(),
        *catalogue.orgs(),
    ]


def test_no_code_appears_twice():
    keys = [(each.list, each.code) for each in catalogue.all_codes()]
    assert [key for key, n in Counter(keys).items() if n > 1] == []
    for file, column in (("case_types.csv", "code"), ("nodes.csv", "code"), ("org.csv", "org_code")):
        written = Counter(row[column] for row in catalogue._rows(file))
        assert [code for code, n in written.items() if n > 1] == [], file


def test_no_label_appears_twice_in_a_list():
    """A value delivered as a name must lead to one code."""
    for name in catalogue.lists():
        for side in ("zh", "en"):
            labels = Counter(getattr(text, side) for text in catalogue.codes(name).values())
            assert [label for label, n in labels.items() if n > 1] == [], (name, side)


def test_both_languages_and_no_stray_blanks():
    for each in everything():
        for field in fields(each):
            value = getattr(each, field.name)
            words = [value.zh, value.en] if isinstance(value, Text) else [value] if isinstance(value, str) else []
            for word in words:
                assert word == word.strip(), each
                assert word or field.name == "basis", each


def test_validity_runs_forward():
    for each in everything():
        first, last = getattr(each, "valid_from", None), getattr(each, "valid_to", None)
        assert first is None or last is None or first <= last, each


def test_every_list_of_the_schema_exists():
    for name in set(schema.codes_used()) - FROM_THE_DATA - BY_THE_IMPORTER:
        assert catalogue.codes(name), name
    assert catalogue.codes("department") == {}


def test_case_types():
    types = catalogue.case_types()
    assert sum(1 for each in types.values() if each.business != "PI") == 245
    assert {each.line for each in types.values()} <= set(catalogue.codes("line"))
    assert {each.kind for each in types.values()} <= set(catalogue.codes("kind"))
    assert {each.family for each in types.values()} <= set(catalogue.codes("family"))
    assert {each.business for each in types.values()} <= set(catalogue.codes("business"))
    assert all(each.valid_to == date(2018, 12, 31) for code, each in types.items() if code[:2] in ("04", "05"))
    assert all(each.basis.startswith("unverified") for each in types.values() if each.business == "PI")
    assert [types[code].countable for code in ("1402", "1601", "0301")] == [False, False, True]


@pytest.mark.parametrize(
    ("type_code", "nature", "minor", "line"),
    [
        ("0201", "", False, "arrest"),
        ("0301", "", True, "juvenile"),
        ("0304", "", False, "retrial"),
        ("0314", "", False, "juvenile"),
        ("0701", "0702301010000", False, "civil"),
        ("0701", "0702501000000", False, "administrative"),
        ("1722", "", False, "juvenile"),
        ("PA02", "", False, "public_interest"),
        ("9999", "", False, "other"),
    ],
)
def test_line_of(type_code, nature, minor, line):
    assert catalogue.line_of(type_code, nature, minor) == line


def test_nodes():
    nodes = catalogue.nodes()
    assert len(nodes) >= 60
    assert {each.family for each in nodes.values()} <= set(catalogue.codes("family"))


def test_the_tree_of_organisations_has_one_root_and_no_cycle():
    parents = {each.code: each.parent for each in catalogue.orgs()}
    assert [code for code, parent in parents.items() if parent is None] == ["100000"]
    for code in parents:
        way = []
        while code is not None:
            assert code not in way, way
            way.append(code)
            code = parents[code]
        assert way[-1] == "100000"
    assert sum(1 for parent in parents.values() if parent == "100000") == 32


def test_levels_come_from_the_tree():
    """The national system states 4 for seven city-level units and 3 for two county-level ones."""
    levels = catalogue.levels()
    assert {levels[code] for code in STATED_AS_COUNTY} == {3}
    assert {levels[code] for code in STATED_AS_CITY} == {4}
    assert [levels[code] for code in ("100000", "420000", "420102")] == [1, 2, 4]


def test_short_names_are_unique_within_a_parent():
    names = Counter((each.parent, each.short_name) for each in catalogue.orgs())
    assert max(names.values()) == 1


def test_calendar_of_a_published_year():
    days = {each.day: each for each in working_days(date(2025, 9, 27), date(2025, 10, 9))}
    assert len(days) == 13
    assert days[date(2025, 9, 28)] == (date(2025, 9, 28), True, "makeup")
    assert days[date(2025, 10, 1)] == (date(2025, 10, 1), False, "national_day")
    assert days[date(2025, 9, 27)] == (date(2025, 9, 27), False, "weekend")
    assert days[date(2025, 10, 9)] == (date(2025, 10, 9), True, "")


def test_calendar_beyond_the_published_years_knows_only_weekends():
    days = list(working_days(date(2040, 1, 1), date(2040, 1, 31)))
    assert {each.note for each in days} == {"not_published"}
    assert all(each.is_workday == (each.day.weekday() < 5) for each in days)


def test_calendar_notes_are_coded():
    notes = {each.note for each in working_days(date(2004, 1, 1), date(2026, 12, 31))} - {""}
    assert notes <= set(catalogue.codes("calendar_note"))


def test_calendar_can_be_overridden(tmp_path):
    file = tmp_path / "days.csv"
    file.write_text("day,is_workday,note\n2025-11-24,0,snow\n", encoding="utf-8")
    assert list(working_days(date(2025, 11, 24), date(2025, 11, 24), file)) == [(date(2025, 11, 24), False, "snow")]
    assert is_workday(date(2025, 11, 24))
    file.write_text("day,is_workday,note\nmonday,0,\n", encoding="utf-8")
    with pytest.raises(BadInput, match="2"):
        list(working_days(date(2025, 11, 24), date(2025, 11, 24), file))
