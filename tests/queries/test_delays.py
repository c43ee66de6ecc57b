"""Decomposition adds up, the share of the delay is counted row by row, and the heat table says what its links lead to."""

from collections import Counter
from datetime import date
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.definitions import indicators
from data.definitions.filters import Filters
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_OVER, STAY_P90, STAYS, WAITING
from data.definitions.relations import EVENTS
from data.delays import against_others
from data.period import Period
from queries import decomposition, delays, heat, lists, measure, pareto, stays, sticking
from queries.decomposition import Side

YEAR, BEFORE = Period(date(2025, 1, 1), date(2025, 12, 31)), Period(date(2024, 1, 1), date(2024, 12, 31))
NODES = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(1, 500), st.integers(0, 20_000)), max_size=6)


@given(st.integers(1, 1000), st.integers(1, 1000), NODES, NODES)
def test_effects_add_up_to_the_difference(cases_before, cases_now, before, now):
    found = decomposition.between(Side(BEFORE, cases_before, before), Side(YEAR, cases_now, now))
    assert found.volume + sum(found.path.values()) + sum(found.within.values()) == pytest.approx(found.difference, abs=1e-6)


def test_each_effect_is_what_it_says():
    """More cases alone, more passes alone, longer stays alone."""
    base = Side(BEFORE, 100, {"a": (100, 300), "b": (50, 500)})
    more = decomposition.between(base, Side(YEAR, 150, {"a": (150, 450), "b": (75, 750)}))
    again = decomposition.between(base, Side(YEAR, 100, {"a": (200, 600), "b": (50, 500)}))
    longer = decomposition.between(base, Side(YEAR, 100, {"a": (100, 300), "b": (50, 900)}))
    assert (more.volume, sum(more.path.values()), sum(more.within.values())) == pytest.approx((400, 0, 0))
    assert (again.volume, again.path["a"], sum(again.within.values())) == pytest.approx((0, 300, 0))
    assert (longer.volume, sum(longer.path.values()), longer.within["b"]) == pytest.approx((0, 0, 400))


def test_without_concluded_cases_nothing_is_told():
    assert not decomposition.between(Side(BEFORE, 0, {}), Side(YEAR, 5, {"a": (1, 1)})).comparable


def rows(world, *columns: str, **texts: str) -> list[dict]:
    """The stays that ended in the period, as a reader sees them."""
    ask = world.ask(behind="stays", **texts)
    _, batches = lists.stream(EVENTS, ask, columns=columns)
    return [dict(zip(columns, row, strict=True)) for batch in batches for row in batch]


@pytest.mark.parametrize("texts", [{"period": "2025"}, {"period": "2025", "org": "420100"}, {"since": "2025-02-03", "until": "2025-06-10"}])
def test_spreads_are_those_of_the_rows(world, texts):
    ask = world.ask(**texts)
    found = stays.spreads(ask, ("activity",), ask.period, (0.5, 0.9))
    days: dict[str, list[int]] = {}
    for row in rows(world, "activity", "stay_days", **texts):
        days.setdefault(row["activity"], []).append(row["stay_days"])
    assert {key[0]: value for key, value in found.items()} == {
        node: (len(values), pytest.approx(tuple(np.percentile(values, (50, 90))))) for node, values in days.items()
    }


def test_the_delay_is_that_of_the_rows(world):
    days: dict[tuple, list[int]] = {}
    for row in rows(world, "activity", "type_code", "stay_days", period="2025"):
        days.setdefault((row["activity"], row["type_code"]), []).append(row["stay_days"])
    beyond, longer = Counter(), Counter()
    for (node, _), values in days.items():
        usual = median(values)
        beyond[node] += sum(value - usual for value in values if value > usual)
        longer[node] += sum(value > usual for value in values)
    found = pareto.pareto(world.ask(period="2025"))
    assert {part.activity: part.days for part in found.parts} == pytest.approx(dict(beyond))
    assert {part.activity: part.longer for part in found.parts} == {node: longer[node] for node in beyond}
    assert [part.days for part in found.parts] == sorted((part.days for part in found.parts), reverse=True)
    assert found.shares()[-1] == pytest.approx(1)


def test_all_days_of_stay_are_taken_apart(world):
    found = decomposition.decomposed(world.ask(period="2025"))
    assert found.now.days == sum(row["stay_days"] for row in rows(world, "stay_days", period="2025"))
    assert found.volume + sum(found.path.values()) + sum(found.within.values()) == pytest.approx(found.difference)


@pytest.mark.parametrize("texts", [{}, {"org": "420100"}, {"indicator": "waiting"}])
def test_a_cell_says_what_its_link_leads_to(world, texts):
    ask = world.ask(period="2025", **texts)
    found = heat.heat(ask)
    assert found.units
    assert found.nodes
    for (unit, (line, activity)), cell in list(found.cells.items())[::7]:
        narrowed = ask.with_(**{found.level.key: str(unit)}, line=line, activity=activity)
        for each in (WAITING, STAYS, STAY_MEDIAN, STAY_P90, STAY_OVER):
            figure = measure.total(each)(narrowed).groups[0][each.key]
            assert cell.now[each.key] == pytest.approx(figure) if figure.value is not None else cell.now[each.key] == figure, each.key


def test_the_usual_value_is_the_middle_of_the_units_with_enough_stays(world):
    found = heat.heat(world.ask(period="2025"))
    for node, usual in found.usual.items():
        values = [cell.now[STAY_MEDIAN.key].value for (_, at), cell in found.cells.items()
                  if at == node and cell.now[STAYS.key].n >= heat.FEWEST]  # fmt: skip
        assert usual == median(values)


@pytest.mark.parametrize(
    ("value", "usual", "expected"),
    [(8, 0, 2), (1, 0, 0), (2, 0, 1), (60, 30, 2), (46, 30, 1), (33, 30, 0), (10, 30, -1), (0, 0, 0), (0, 1, 0)],
)
def test_deviation_needs_a_factor_and_days(value, usual, expected):
    assert heat.deviation(value, usual) == expected


def test_only_what_the_table_offers_may_be_chosen(world):
    assert {heat.chosen(world.ask(indicator=key)).key for key in indicators.ALL} == {each.key for each in heat.OFFERED}
    assert Filters.of({"indicator": "waiting"})


def test_both_engines_find_the_same_delays(duckdb_world, postgres_world):
    """In the whole province, within a city (from the rows), and how one of them came about."""
    for texts in ({"period": "2024"}, {"period": "2024", "org": "420100"}):
        asks = [world.ask(**texts) for world in (duckdb_world, postgres_world)]
        level = sticking.levels(asks[0])[0]
        compared = [against_others(delays.cells(ask, (level,), ask.period)[0]) for ask in asks]
        found = [sorted(each, key=lambda each: (str(each.unit), each.line, each.activity)) for each in compared]
        assert [(each.unit, each.line, each.activity, each.n, each.days) for each in found[0]] == [
            (each.unit, each.line, each.activity, each.n, each.days) for each in found[1]
        ]
        assert [each.far for each in found[0]] == pytest.approx([each.far for each in found[1]])
    looked = [sticking._looked_into(ask, sticking.Sticking(level, found[0][0], ask.period)) for ask in asks]
    assert looked[0].now == looked[1].now
    assert (looked[0].months, looked[0].since, looked[0].inside) == (looked[1].months, looked[1].since, looked[1].inside)
