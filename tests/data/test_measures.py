"""What is settled about indicators: every row speaks of something that exists; every indicator has a group, an owner, a version."""

from collections import Counter
from datetime import date

from data import catalogue
from data.catalogue import measures
from data.catalogue.measures import Parameter
from data.definitions import indicators, standing
from data.definitions.relations import PERSONS

NATIONAL = {str(number) for number in range(1, 43)}
DEVIATION = "42"  # how far a unit lies from its like is no count: the page of comparison works it out


def test_rows_speak_of_what_is_there():
    known = {*indicators.ALL, *(f"@{group}" for group in indicators.GROUPS), measures.ANY}
    assert set(measures.standings()) <= known
    assert {each.group for each in measures.standings().values()} <= set(measures.groups())
    assert {each.status for each in measures.standings().values()} <= set(catalogue.codes("basis_status"))


def test_every_indicator_is_settled():
    for key, each in indicators.ALL.items():
        found = standing.of(key)
        assert found.group in measures.groups()
        assert all((found.owner.zh, found.owner.en, found.version, found.review_on)), key
        assert each.counterpart is None or each.counterpart in indicators.ALL


def test_each_of_the_national_list_is_declared_or_said_to_be_lacking():
    declared = {each.number for each in measures.standings().values()} | {each.number for each in measures.lacking()}
    structures = {"41"}  # every share of structure is of this number
    assert NATIONAL - declared - structures == {DEVIATION}
    assert all(each.lacks.zh and each.lacks.en for each in measures.lacking())


def test_parameters_speak_of_indicators_and_codes():
    rows = [each for key in indicators.ALL for each in measures.parameters(key)]
    assert rows
    assert max(Counter((each.measure, each.name, each.valid_from) for each in rows).values()) == 1
    lists = {"codes of sentences": "sentence", "codes of nodes": None, "codes of case types": None}
    known = {"codes of nodes": set(catalogue.nodes()), "codes of case types": set(catalogue.case_types())}
    for each in rows:
        if each.unit == "columns of the rows":
            assert set(each.codes) <= set(PERSONS.table.c.keys())
        elif each.unit in lists:
            assert set(each.codes) <= (known.get(each.unit) or set(catalogue.codes(lists[each.unit]))), each
        else:
            assert int(each.value) > 0


OLD = Parameter("arrest_light", "light_sentences", "fine", "", "1", None, date(2024, 12, 31), "", True)
NEW = Parameter("arrest_light", "light_sentences", "fine control", "", "2", date(2025, 1, 1), None, "", True)


def test_a_new_list_of_codes_holds_from_its_day():
    """The same row counts by the list that was in force on its own day, so former figures stay as they were."""
    said = str(measures.listed((OLD, NEW), "sentence", "judged_on")(PERSONS.table.c).compile(compile_kwargs={"literal_binds": True}))
    assert "judged_on <= '2024-12-31' AND persons.sentence IN ('fine')" in said
    assert "judged_on >= '2025-01-01' AND persons.sentence IN ('fine', 'control')" in said


def test_a_version_tells_formula_and_parameters():
    assert standing.version(indicators.ALL["accepted"]) == "1"
    assert standing.numbered("1", (OLD, NEW)) == "1.2"
    assert standing.numbered("2", (OLD, OLD)) == "2.1"
