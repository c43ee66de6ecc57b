"""The Standards page: the type one chose, the law of a day, numbers that lead to their hits, and what cannot be computed."""

from datetime import date

import pytest

from data import schema
from data.access import Grant
from data.catalogue import monitoring
from data.definitions.filters import Filters
from data.definitions.relations import RULE_HITS
from data.errors import BadFilter
from pages.standards import page
from queries import lists, standards
from tests.links import hrefs, text_of

MATRIX, RULES = page.panel("matrix"), page.panel("rules")


def test_the_type_that_is_chosen(duckdb_world):
    assert standards.matrix(duckdb_world.ask()).type_code == standards.FIRST
    assert standards.matrix(duckdb_world.ask(type="0701")).type_code == "0701"
    assert standards.matrix(duckdb_world.ask(type="1101,0202")).type_code == "0202"


def test_a_line_offers_its_own_types(duckdb_world):
    found = standards.matrix(duckdb_world.ask(line="civil"))
    assert found.type_code in found.types
    assert set(found.types) < {each.type_code for each in monitoring.standards()}


def test_a_type_without_standards_says_so(duckdb_world, language):
    said = text_of(MATRIX.draw(duckdb_world.ask(type="1101")))
    assert {"zh": "没有录入节点标准", "en": "No standards of"}[language] in said


def test_nodes_stand_in_order_with_what_they_ask(duckdb_world):
    found = standards.matrix(duckdb_world.ask(type="0202"))
    assert [row.sort for row in found.rows] == list(range(1, len(found.rows) + 1))
    said = text_of(MATRIX.draw(duckdb_world.ask(type="0202")))
    assert "七日内，另行指派检察官" in said
    assert "《人民检察院刑事诉讼规则》（2019）第290条" in said


def test_the_law_of_another_day(duckdb_world):
    """Before the Rules of 2019 were in force, only what the law of 2018 asks is on record."""
    now, then, before = (standards.matrix(duckdb_world.ask(**texts)) for texts in ({}, {"law": "2019-01-01"}, {"law": "2017-01-01"}))
    assert len(now.rows) > len(then.rows) > len(before.rows)
    assert all(row.valid_from is None or row.valid_from <= date(2019, 1, 1) for row in then.rows)
    assert "T06" in now.rules.entries
    assert "T06" not in then.rules.entries


def test_a_day_that_is_none(duckdb_world):
    with pytest.raises(BadFilter):
        duckdb_world.ask(law="soon")


def test_every_count_leads_to_as_many_hits(duckdb_world):
    ask = duckdb_world.ask(since=str(duckdb_world.snapshot.about["first_on"]), until=str(duckdb_world.snapshot.as_of))
    found = standards.found(ask)
    counted = 0
    for key, group in found.hits.items():
        for indicator in standards.COUNTED:
            there = ask.with_(**dict(Filters.of_url(ask.behind(indicator, rule=key).partition("?")[2]).texts))
            assert lists.count(RULE_HITS, there) == (group[indicator.key].value or 0), (key, indicator.key)
            counted += group[indicator.key].value or 0
    assert counted


def test_the_marks_of_a_cell_lead_to_the_hits_of_its_type(duckdb_world):
    links = [href for href in hrefs(MATRIX.draw(duckdb_world.ask(type="0301"))) if "rule=T08" in href]
    assert links
    assert all(href.startswith(RULE_HITS.path) and "type=0301" in href and "law=" not in href for href in links)


def test_what_cannot_be_computed_says_why_and_shows_no_zero(duckdb_world, language):
    states = standards.found(duckdb_world.ask()).states
    assert states["T19"]["state"] == "lacking"
    label = str(schema.about(schema.cases.c.dispatched_on).label)
    drawn = RULES.draw(duckdb_world.ask())
    assert label in text_of(drawn)
    assert not [href for href in hrefs(drawn) if "rule=T19" in href]


def test_a_reader_sees_the_hits_of_the_own_units(duckdb_world):
    nothing = standards.found(duckdb_world.ask(Grant()))
    assert nothing.hits == {}
    assert nothing.states.keys() == standards.found(duckdb_world.ask()).states.keys()


def test_files_say_what_the_screen_says(duckdb_world, language):
    ask = duckdb_world.ask(type="0301")
    sheet, found = MATRIX.sheet(ask), standards.matrix(ask)
    rows = [row for batch in sheet.batches for row in batch]
    assert len(rows) == len(found.rows)
    assert len(next(iter(RULES.sheet(ask).batches))) == len(monitoring.rules())
    assert str(found.rows[0].fields) in rows[0]
