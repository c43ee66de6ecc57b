"""Turns: the planted department is reproduced to the last case from the records alone; rules, leave and what is supposed by hand sums."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.catalogue import turning
from data.definitions.indicators import flow
from data.demo import stories
from data.viewer import LOCAL
from pages import department
from queries import measure
from queries.performance import handing, simulation, turns
from queries.performance.turns import Given
from tests.links import text_of

STORY = stories.TURNS
PLANTED = f"{STORY.unit}-{STORY.facts['department']}"
OWED = turning.of("any", date(2025, 1, 1))
ORDER = replace(OWED, rule=turning.ORDER)


def asked(world, **texts: str):
    return replace(world.ask(department=PLANTED, since="2020-01-01", **texts), viewer=LOCAL)


@pytest.fixture(scope="module")
def found(duckdb_world):
    return simulation.simulated(asked(duckdb_world)).replay


def test_the_planted_department_is_reproduced_to_the_last_case(world):
    """From the file of weights, the postings and the record; the demo dealt in whole numbers, by its own code."""
    found, recorded = simulation.simulated(asked(world)).replay, measure.total(flow.ROTATION)(asked(world)).groups[0]
    assert len(found.turns) == recorded[flow.ROTATION.key].numerator > 20
    assert not found.differing


def test_leave_is_a_break_in_the_posting(found):
    """Who was away got nothing by turn, and owes nothing for it."""
    codes = sorted({code for each in found.turns for code in [each.given.to]})
    for place, since, until in STORY.facts["leave"]:
        away = [each for each in found.turns if each.given.to == codes[place] and since <= str(each.given.on) <= until]
        assert not away


def test_another_rule_does_not_reproduce_it(duckdb_world, monkeypatch):
    """Nor other weights: that all are the same is no matter of course."""
    assert simulation.simulated(asked(duckdb_world, weigh="cases")).replay.differing
    for rule in (ORDER, replace(OWED, by_hand=False)):
        monkeypatch.setattr(turning, "of", lambda *_, rule=rule: rule)
        assert simulation.simulated(asked(duckdb_world)).replay.differing


def dealt(rule, there, given):
    return [turn for _, turn, _ in turns.replayed(rule, lambda _: there, given) if turn]


def test_by_hand_sums():
    """a and b; weights 1, 1/2, 1/2, 1: a, then b twice, then whoever comes first; a case by hand is owed for."""
    day, one, half = date(2025, 3, 3), Fraction(1), Fraction(1, 2)
    given = [Given(day, "a", one, True), Given(day, "b", half, True), Given(day, "b", half, True), Given(day, "a", one, True)]
    assert [each.due for each in dealt(OWED, ("a", "b"), given)] == ["a", "b", "b", "a"]
    assert [each.due for each in dealt(ORDER, ("a", "b"), given)] == ["a", "b", "a", "a"]
    by_hand = [Given(day, "a", one, False), Given(day, "b", one, True)]
    assert [each.due for each in dealt(OWED, ("a", "b"), by_hand)] == ["b"]
    assert [each.due for each in dealt(replace(OWED, by_hand=False), ("a", "b"), by_hand)] == ["a"]
    assert [each.due for each in dealt(OWED, ("a", "b"), [given[0], replace(given[0], on=date(2026, 1, 5))])] == ["a", "a"]


def test_a_favour_is_found():
    day = date(2025, 3, 3)
    given = [Given(day, "a", Fraction(1), True) for _ in range(4)]
    assert [each.same for each in dealt(OWED, ("a", "b"), given)] == [True, False, False, False]


def test_what_comes_next_evens_out(found):
    coming, after = found.coming
    assert len(coming) == min(simulation.NEXT, len(found.turns))
    owed = [after.owed(code) for code in found.there]
    assert max(owed) - min(owed) <= 2 * max(each.given.weight for each in found.turns)
    assert sum(after.share.values()) == sum(after.had.values())


def test_who_is_supposed_away_gets_nothing(duckdb_world, found):
    away = found.there[1]
    supposed = simulation.simulated(asked(duckdb_world, away=away)).replay
    assert away not in {code for _, code in supposed.coming[0]}
    assert {code for _, code in supposed.coming[0]} == set(found.there) - {away}


def test_the_months_end_where_all_stand(found):
    last = {each.code: each.owed for each in found.months}
    assert last == pytest.approx({code: float(found.standing.owed(code)) for code in last})


def test_changes_of_handler_are_those_recorded(world):
    ask = replace(world.ask(since="2020-01-01"), viewer=LOCAL)
    found = handing.handed(ask)
    assert found.changes >= found.cases >= found.several
    assert sum(step.change for chain in found.chains for step in chain.steps) >= len(found.chains) > 0
    assert all(chain.steps[0].on <= chain.steps[-1].on for chain in found.chains)


@pytest.mark.parametrize("panel", ["replayed", "ahead", "handed"])
def test_turns_are_of_persons_and_need_the_right(duckdb_world, panel):
    said = text_of(department.page.panel(panel).draw(duckdb_world.ask(department=PLANTED)))
    assert not [name for name in duckdb_world.snapshot.prosecutors.values() if name in said]


