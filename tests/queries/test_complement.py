"""Who sees figures only cannot find a withheld figure by taking what is shown from what it adds up to."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.access import Scope
from data.answer import Figure, Group
from data.ask import Ask
from data.definitions import dimensions, indicators
from data.definitions.filters import Filters
from data.period import Period
from data.viewer import LOCAL, Given, Viewer
from queries import coarse, complement, measure

DAY = date(2025, 11, 28)
YEAR = Period(date(2025, 1, 1), DAY)
ACCEPTED = indicators.ALL["accepted"]
BY = (dimensions.OFFICE, dimensions.TYPE)


@pytest.fixture(scope="module")
def ask(duckdb_world) -> Ask:
    viewer = Viewer.of("f", "f", None, [Given("figures_only", "420000")], DAY)
    return Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters(), duckdb_world.settings, viewer)


def figure(number: int) -> Figure:
    return Figure(None, None, None, 0, True) if 0 < number < 5 else Figure(number, number, None, number)


def sums(ask, groups) -> dict[tuple, list[int]]:
    """Every sum that can be asked for, told again in plain words: which groups lie in it."""
    found: dict[tuple, list[int]] = {}
    for place, group in enumerate(groups):
        office, kind = group.codes["office"], group.codes["type"]
        unit = ask.scope.places.units[office]
        lines = {kind_.code: kind_.line for kind_ in complement.catalogue.case_types().values()}
        for where, what in product((office, unit.city, unit.province, None), (kind, lines.get(kind), None)):
            if (where == office) != (what == kind):
                found.setdefault((where, what), []).append(place)
    return {key: places for key, places in found.items() if len(places) > 1}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(numbers=st.lists(st.sampled_from([0, 1, 3, 4, 5, 6, 9, 40, 900]), min_size=12, max_size=12))
def test_no_sum_has_a_single_unknown(ask, numbers):
    offices, kinds = ("420102", "420103", "420502", "420503"), ("0201", "0301", "0501")
    cells = zip(product(offices, kinds), numbers, strict=True)
    groups = [Group({"office": office, "type": kind}, YEAR, {"accepted": figure(number)}) for (office, kind), number in cells]
    told = complement.complemented(ask, groups, (ACCEPTED,), BY)
    for lines in sums(ask, groups).values():
        assert sum(told[place]["accepted"].withheld for place in lines) != 1
    for before, after in zip(groups, told, strict=True):
        assert after["accepted"].withheld or after["accepted"] == before["accepted"]
        assert after["accepted"].withheld or not before["accepted"].withheld
    if not any(group["accepted"].withheld for group in groups):
        assert list(told) == groups


def test_nothing_follows_from_what_it_adds_up_to(ask):
    """Of the demonstration: a city's figure less those of its offices leaves two unknown, or none."""
    seen = 0
    for dims in ((dimensions.OFFICE,), BY):
        there = measure.measured(replace(ask, viewer=LOCAL), (ACCEPTED,), dims, (YEAR,)).groups
        told = {tuple(group.codes.values()): group["accepted"] for group in measure.measured(ask, (ACCEPTED,), dims, (YEAR,)).groups}
        by_city: dict[tuple, list] = {}
        for codes in (group.codes for group in there):
            city = ask.scope.places.units[codes["office"]].city, codes.get("type")
            by_city.setdefault(city, []).append(told.get(tuple(codes.values()), coarse.WITHHELD))
        for figures in by_city.values():
            unknown = [each for each in figures if each.withheld]
            seen += len(unknown)
            assert len(unknown) != 1 or len(figures) == 1
    assert seen


def test_who_sees_rows_is_shown_all(duckdb_world):
    told = measure.measured(duckdb_world.ask(), (ACCEPTED,), BY, (YEAR,)).groups
    assert any(0 < group["accepted"].n < 5 for group in told)
    assert not any(group["accepted"].withheld for group in told)
