"""What is kept of nodes and units says what all rows say, and answers for nobody from whom a case is kept."""

import pytest

from data.access import EVERYTHING, Grant
from data.definitions import waits as declared
from data.definitions.indicators.stays import STAYS
from data.definitions.relations import EVENTS
from queries import heat, lists, waits

CITY = Grant(units=frozenset({"420100"}), special=EVERYTHING.special)
KEPT = {
    "cities": (EVERYTHING, {"org": "420000"}, "waits_city"), "all there is": (EVERYTHING, {}, "waits_city"),
    "offices": (EVERYTHING, {"org": "420100"}, "waits_office"), "departments": (EVERYTHING, {"office": "420106"}, "waits_department"),
    "a line": (EVERYTHING, {"org": "420100", "line": "prosecution"}, "waits_office"),
    "a type": (EVERYTHING, {"type": "0301"}, "kinds_waits_city"), "a viewer of a city": (CITY, {}, "waits_office"),
    "two cities": (EVERYTHING, {"org": "420100,420200"}, "waits_office"),
    "by the share": (EVERYTHING, {"indicator": "stay_over"}, "waits_city"),
}  # fmt: skip
ROWS = {
    "a person": (EVERYTHING, {"handler": "420106-0001"}), "two types": (EVERYTHING, {"type": "0301,0201"}),
    "a type in an office": (EVERYTHING, {"office": "420106", "type": "0301"}), "a month": (EVERYTHING, {"period": "2025-03"}),
    "a line of an own": (Grant(units=None, lines=frozenset({"prosecution"})), {}), "nothing sealed": (Grant(units=None), {}),
    "a city, all but sealed ones of the rest": (Grant.of((CITY, Grant(units=frozenset({"420200"})))), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_units_and_nodes_are_those_of_the_rows(world, name):
    grant, texts, table = KEPT[name]
    ask = world.ask(grant, **texts)
    kept = waits.kept(ask, heat.unit_level(ask))
    assert kept is not None
    assert set(declared.SHAPES[table]) <= set(kept.c.keys())
    found, counted = heat.heat(ask), heat.heat(ask, use_kept=False)
    assert found == counted
    assert len(found.cells) >= len(found.nodes) > 3


@pytest.mark.parametrize("name", ROWS)
def test_other_questions_are_asked_of_the_rows(duckdb_world, name):
    grant, texts = ROWS[name]
    ask = duckdb_world.ask(grant, **texts)
    assert waits.kept(ask, heat.unit_level(ask)) is None


def test_of_a_case_entrusted_the_rows_are_asked(duckdb_world):
    ask = duckdb_world.ask(CITY)
    entrusted = type(ask)(ask.scope.with_case(1), ask.filters, ask.settings)
    assert waits.kept(entrusted, heat.unit_level(entrusted)) is None


def test_a_number_is_its_list(duckdb_world):
    ask = duckdb_world.ask(org="420100")
    found = heat.heat(ask)
    (unit, (line, activity)), cell = max(found.cells.items(), key=lambda each: each[1].now[STAYS.key].n)
    narrowed = ask.with_(office=unit, line=line, activity=activity, behind=STAYS.key)
    assert lists.count(EVENTS, narrowed) == cell.now[STAYS.key].value > 0
