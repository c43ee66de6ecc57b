"""Targets: the bands of the file, the figures of the indicators, the verdict by the whole forecast; nothing without the file."""

from dataclasses import replace

import pytest

from components.performance import targets as view
from data.access import Grant
from data.definitions import indicators
from data.definitions.dimensions import PROVINCE
from data.demo.organisation import TARGETS
from data.errors import NotSupplied
from data.viewer import LOCAL
from pages import targets as page
from queries import measure
from queries.fair.forecast import Forecast
from queries.performance import targets
from tests.links import hrefs, text_of

CITY = "420100"


@pytest.fixture(scope="module")
def found(duckdb_world):
    return targets.targets(replace(duckdb_world.ask(org=CITY), viewer=LOCAL))


def test_the_bands_are_those_of_the_file(found):
    bands = {one.indicator.key: (one.low, one.high) for one in found.lines if one.unit == CITY}
    assert bands == {key: (low and float(low), high and float(high)) for key, low, high in TARGETS}


@pytest.mark.parametrize(("texts", "every"), [({"org": CITY}, 1), ({}, 5)], ids=["a city", "all units"])
def test_figures_are_those_of_the_indicator(world, texts, every):
    found = targets.targets(replace(world.ask(**texts), viewer=LOCAL))
    assert len(found.lines) > 3 * every
    for one in found.lines[::every]:
        for figure, period in ((one.last, f"{found.year - 1}"), (one.so_far, f"{found.year}")):
            asked = world.ask(org=one.unit, period=period)
            assert figure == measure.total(one.indicator)(asked).groups[0][one.indicator.key], (one.indicator.key, period)


def test_what_adds_up_is_forecast_and_what_does_not_is_not(found):
    said = {one.indicator.key: one.forecast for one in found.lines if one.unit == CITY}
    assert said["conclusion"] is None  # a stock in its base
    forecast = said["review_rate"]
    assert 0 <= forecast.low <= forecast.mean <= forecast.high <= 1


@pytest.mark.parametrize(("ends", "band", "said"), [
    ((0.10, 0.12, 0.14), (0.09, None), "in"), ((0.10, 0.12, 0.14), (0.11, None), "likely_in"),
    ((0.10, 0.12, 0.14), (0.13, None), "likely_out"), ((0.10, 0.12, 0.14), (0.15, 0.2), "out"),
    ((0.10, 0.12, 0.14), (None, 0.09), "out"), ((0.10, 0.12, 0.14), (None, 0.14), "in"),
])  # fmt: skip
def test_the_verdict_is_by_the_whole_interval(ends, band, said):
    low, mean, high = ends
    assert targets._said(Forecast(mean, low, high), 0.5, *band) == said


def test_only_units_seen_as_a_whole_have_targets(duckdb_world):
    everybody = {one.unit for one in targets.targets(replace(duckdb_world.ask(), viewer=LOCAL)).lines}
    assert len(everybody) > 5  # the province and its cities
    assert not targets.targets(replace(duckdb_world.ask(), viewer=LOCAL)).further
    within = targets.targets(replace(duckdb_world.ask(handler="420102-0007"), viewer=LOCAL))  # no target is a person's
    assert {one.unit for one in within.lines} == everybody
    own = targets.targets(replace(duckdb_world.ask(Grant(units=frozenset({CITY}))), viewer=LOCAL))
    assert {one.unit for one in own.lines} == {CITY}
    narrow = Grant(units=frozenset({CITY}), lines=frozenset({"arrest"}))
    assert not targets.targets(replace(duckdb_world.ask(narrow), viewer=LOCAL)).lines


def test_of_a_country_the_provinces_are_told_of_and_the_rest_counted(duckdb_world, monkeypatch):
    """Several provinces are told apart first; what lies further down is said to be there."""
    near = targets.targets(replace(duckdb_world.ask(), viewer=LOCAL))
    monkeypatch.setattr(targets.places, "org_child", lambda ask: PROVINCE)
    found = targets.targets(replace(duckdb_world.ask(), viewer=LOCAL))
    assert {one.unit for one in found.lines} < {one.unit for one in near.lines}
    assert found.further == len(near.lines) - len(found.lines) > 0
    assert str(found.further) in text_of(view.targets(found, replace(duckdb_world.ask(), viewer=LOCAL)))


def test_without_the_file_there_are_none(duckdb_world, monkeypatch):
    known = {name: n for name, n in duckdb_world.snapshot.supplied.items() if name != "targets"}
    monkeypatch.setattr(duckdb_world.snapshot, "supplied", known)
    with pytest.raises(NotSupplied):
        targets.targets(replace(duckdb_world.ask(), viewer=LOCAL))


def test_every_figure_leads_to_its_rows(duckdb_world, found):
    links = hrefs(page.page.panel("targets").draw(replace(duckdb_world.ask(org=CITY), viewer=LOCAL)))
    assert any("behind=review_rate" in href and f"org={CITY}" in href for href in links)


def test_it_is_said_in_words(duckdb_world, language):
    said = text_of(page.page.panel("targets").draw(replace(duckdb_world.ask(org=CITY), viewer=LOCAL)))
    assert "None" not in said
    assert str(indicators.ALL["review_rate"].label) in said
