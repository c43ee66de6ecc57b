"""Comparisons over the small demonstration: with every difference between units taken out hardly one is beyond its limits, with one
planted it is found; what is compared is what the figures of the same units say.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa

from data import schema
from data.definitions import dimensions, indicators, relations
from data.definitions.filters import Filters
from data.period import Period
from data.viewer import LOCAL
from queries import lists, measure, parts
from queries.fair import cells, compare, offered, trends
from queries.fair.cells import Cells
from tests.queries.test_naive import TWINS

LEVELS = ("city", "office", "department")


def rates(world) -> list[str]:
    return [key for key, each in indicators.ALL.items() if cells.comparable(each) and parts.available(world.ask(), each)]


def dealt(rng, table: Cells, binomial: bool) -> Cells:
    """The same strata, bases and totals, the numerator dealt out among the units by chance alone."""
    top = np.zeros_like(table.top)
    for at in range(table.base.shape[1]):
        base, total = table.base[:, at].astype(int), int(table.top[:, at].sum())
        if binomial and total <= base.sum():
            top[:, at] = rng.multivariate_hypergeometric(base, total)
        elif base.sum():
            top[:, at] = rng.multinomial(total, base / base.sum())
    return replace(table, top=top)


def beyond(table: Cells, each, ask) -> tuple[int, int]:
    found = compare.of_cells(table, each, 5, dimensions.OFFICE, None, ask)
    return sum(unit.said == "beyond" for unit in found.units), len(found.units)


def test_without_a_difference_hardly_any_unit_is_beyond(duckdb_world):
    """Every rate there is, at every level: fewer than five in a thousand beyond 99.8 %."""
    rng, out, units = np.random.default_rng(13), 0, 0
    for key in rates(duckdb_world):
        for level in LEVELS:
            ask = duckdb_world.ask(indicator=key, tier=level, period="2021-01-01..2025-11-28")
            each = indicators.ALL[key]
            found, looked_at = beyond(dealt(rng, cells.of_units(ask, each), each.proportion), each, ask)
            out, units = out + found, units + looked_at
    assert units > 5_000
    assert out / units < 0.005


@pytest.mark.parametrize(("key", "factor"), [("non_prosecution", 2.0), ("plea", 0.5), ("findings_per_100", 4.0)])
def test_a_planted_difference_is_found(duckdb_world, key, factor):
    each, rng = indicators.ALL[key], np.random.default_rng(14)
    ask = duckdb_world.ask(indicator=key, tier="city", period="2021-01-01..2025-11-28")
    table = dealt(rng, cells.of_units(ask, each), each.proportion)
    one = int(np.argsort(table.base.sum(1))[-4])  # a fourth of the whole would move what all are compared with
    usual = table.top.sum(0) / np.maximum(table.base.sum(0), 1)
    table.top[one] = np.minimum(np.ceil(table.base[one] * usual * factor), table.base[one] if each.proportion else np.inf)
    found = compare.of_cells(table, each, 5, dimensions.CITY, None, ask)
    assert [unit.code for unit in found.units if unit.said == "beyond"] == [table.units[one]]


@pytest.mark.parametrize("key", ["return_rate", "non_arrest", "findings_per_100", "overdue_rate", "review_rate"])
@pytest.mark.parametrize("level", LEVELS)
def test_units_are_what_their_figures_say(duckdb_world, key, level):
    ask = duckdb_world.ask(indicator=key, tier=level)
    each, found = indicators.ALL[key], compare.compared(ask)
    assert found.level.key == level
    figures = {group.codes[level]: group[key] for group in measure.by(dimensions.ALL[level], each)(ask).groups}
    for unit in found.units:
        figure = figures[unit.code]
        assert (unit.observed, unit.base) == (figure.numerator, figure.denominator)
        assert unit.raw * each.factor(ask.period) == pytest.approx(figure.value)
    assert all(figures[code].withheld or not figures[code].denominator for code in found.few if each.kind.name == "SHARE")
    assert sum(unit.expected for unit in found.units) <= found.cells.top.sum() + 1e-6


@pytest.mark.parametrize("key", ["return_rate", "overdue_rate", "conclusion", "property_released"])
def test_taken_together_is_what_each_is_alone(world, key):
    """Numerators and bases of units by strata, summed by the engine, on both engines: what the running sums say."""
    ask, each = world.ask(indicator=key, tier="office"), indicators.ALL[key]
    by = (dimensions.OFFICE, *cells.stratified_by(ask, each))
    for relation, counts in parts.by_relation((each,)).items():
        for periods in ((ask.period,), (ask.period.year_before(),), (ask.period, ask.period.year_before())):
            fast = cells._of_relation(ask, relation, counts, by, periods)
            slow = measure.numbers(ask, relation, counts, by, periods)[1]
            told = {(code, count, place): n for count, numbers in fast.items() for (code, place), n in numbers.items()}
            assert told == {k: n for k, n in slow.items() if n}


def test_expected_of_all_is_observed_of_all(duckdb_world):
    for key in rates(duckdb_world):
        table = cells.of_units(duckdb_world.ask(indicator=key, tier="city"), indicators.ALL[key])
        found = compare.of_cells(table, indicators.ALL[key], 0, dimensions.CITY, None, duckdb_world.ask())
        assert found.adjusted.found.expected.sum() == pytest.approx(table.top.sum()), key


@pytest.mark.parametrize("key", ["accepted", "pending"])
def test_a_count_changes_by_its_strata(duckdb_world, key):
    found = trends.change(duckdb_world.ask(indicator=key))
    assert found.effects.rate.sum() == pytest.approx(found.now[key].value - found.before[key].value)


@pytest.mark.parametrize("key", ["non_arrest", "clearance", "activities_per_case"])
def test_causes_add_up_to_the_change_of_the_figure(duckdb_world, key):
    found = trends.change(duckdb_world.ask(indicator=key))
    factor = found.indicator.factor(duckdb_world.ask().period)
    moved = (found.effects.mix.sum() + found.effects.rate.sum()) * factor
    assert moved == pytest.approx(found.now[key].value - found.before[key].value)
    top = found.numerator
    assert top.volume + top.mix.sum() + top.rate.sum() == pytest.approx(found.now[key].numerator - found.before[key].numerator)


def test_a_unit_stands_among_its_like(duckdb_world):
    """The unit in force is compared with all of its level, and found among its peers' table; the others keep the filters."""
    city = compare.compared(duckdb_world.ask(indicator="non_prosecution", tier="city")).units[0].code
    ask = duckdb_world.ask(org=city, indicator="non_prosecution")
    found = compare.compared(ask)
    assert found.own == city
    assert len(found.cells.units) > 5
    likes = compare.likes(ask)
    assert likes.own.code == city
    assert [peer.distance for peer, _ in likes.peers] == sorted(peer.distance for peer, _ in likes.peers)
    assert compare.likes(duckdb_world.ask(indicator="non_prosecution")) is None


def test_the_one_withheld_is_not_to_be_had_by_subtraction():
    """For those who see figures alone: with one unit withheld another is too, with two or none nothing more."""
    base = np.array([40.0, 3, 25, 60, 0])
    assert list(compare.without_differences(base, base >= 5)) == [True, False, False, True, False]
    base = np.array([40.0, 3, 2, 60])
    assert list(compare.without_differences(base, base >= 5)) == [True, False, False, True]
    base = np.array([40.0, 60])
    assert list(compare.without_differences(base, base >= 5)) == [True, True]


def test_prosecutors_are_compared_only_by_those_who_may_see_them(duckdb_world):
    department = compare.compared(duckdb_world.ask(tier="department", indicator="non_prosecution")).units[0].code
    ask = duckdb_world.ask(org=department, tier="handler", indicator="non_prosecution")
    assert cells.level(ask) == dimensions.DEPARTMENT
    assert cells.level(replace(ask, viewer=LOCAL)) == dimensions.HANDLER
    assert compare.compared(replace(ask, viewer=LOCAL)).level == dimensions.HANDLER


def test_a_prosecutor_stands_among_those_of_the_city(duckdb_world):
    row = duckdb_world.snapshot.fetch(sa.select(schema.cases).where(schema.cases.c.city == "420100", schema.cases.c.countable).limit(1))[0]
    ask = replace(duckdb_world.ask(handler=row["handler"], indicator="conclusion", since="2021-01-01"), viewer=LOCAL)
    found, c = compare.compared(ask), schema.prosecutor.c
    assert found.own == row["handler"]
    rows = duckdb_world.snapshot.fetch(sa.select(c.office).where(c.prosecutor_code.in_(found.cells.units)))
    offices = {each["office"] for each in rows}
    assert len(offices) > 1
    assert {ask.scope.places.units[office].city for office in offices} == {"420100"}


def test_what_has_no_base_is_not_compared(duckdb_world):
    ask = duckdb_world.ask(indicator="median_days")
    assert compare.compared(ask) is None
    assert trends.change(ask) is None
    assert compare.by_unit(ask).groups
    assert trends.trend(ask).answer.groups


def test_what_is_measured_is_no_reason(duckdb_world):
    """Structures are not adjusted for the mix they are; custody not for custody."""
    assert cells.stratified_by(duckdb_world.ask(), indicators.ALL["function_civil"]) == ()
    names = {each.key for each in cells.stratified_by(duckdb_world.ask(), indicators.ALL["custody_at_charge"])}
    assert names == {"type"}


def test_only_what_was_delivered_is_offered(duckdb_world):
    found = offered.offered(duckdb_world.ask())
    assert found.now.key == "return_rate"
    assert found.counterpart.key == "nonpros_insufficient"
    assert all(parts.available(duckdb_world.ask(), each) for members in found.groups.values() for each in members)


@pytest.mark.parametrize("window", ["3", "12"])
@pytest.mark.parametrize("key", ["return_rate", "overdue_rate", "accepted"])
def test_a_rolling_window_is_its_rows_counted_again(duckdb_world, key, window):
    """Each point of so many months up to its own, read from the rows one by one; none before the data begin."""
    each, (top, bottom) = indicators.ALL[key], TWINS[key]
    found = trends.trend(duckdb_world.ask(indicator=key, window=window))
    rows = duckdb_world.snapshot.fetch(sa.select(*schema.built_columns(each.over.table)))
    assert found.chart is None
    assert len(found.answer.groups) == 24
    for group in (found.answer.groups[0], found.answer.groups[11], found.answer.groups[-1]):
        begins = group.period.until.year * 12 + group.period.until.month - int(window)
        period = Period(date(begins // 12, begins % 12 + 1, 1), group.period.until)
        assert group.period == period
        assert group[key].numerator == sum(map(bool, (top(row, period) for row in rows)))
        assert bottom is None or group[key].denominator == sum(map(bool, (bottom(row, period) for row in rows)))


def test_a_rolling_window_does_not_reach_before_the_data(duckdb_world):
    first = duckdb_world.snapshot.about["first_on"]
    ask = duckdb_world.ask(window="12", since=str(first), until=str(first.replace(year=first.year + 1)))
    periods = [group.period for group in trends.trend(ask).answer.groups]
    assert periods
    assert min(period.since for period in periods) >= first.replace(day=1)
    assert all(period.days > 300 for period in periods)


def test_persons_make_strata_in_bands(duckdb_world):
    """One, two, three to five, more: as the rows are counted again, and each stratum leads to its cases."""
    ask, each = duckdb_world.ask(indicator="return_rate", strata="persons", tier="city", period="2024"), indicators.ALL["return_rate"]
    assert dimensions.PERSON_BAND in cells.stratified_by(ask, each)
    table, (_, bottom) = cells.of_units(ask, each), TWINS["return_rate"]
    rows = [row for row in duckdb_world.snapshot.fetch(sa.select(*schema.built_columns(schema.cases))) if bottom(row, ask.period)]
    at = table.by.index(dimensions.PERSON_BAND)
    for band, persons in {"0": {0}, "1": {1}, "2": {2}, "3": {3, 4, 5}, "6": set(range(6, 999))}.items():
        columns = [place for place, code in enumerate(table.strata) if code[at] == band]
        again = sum(row["person_count"] in persons for row in rows)
        assert table.base[:, columns].sum() == again
        there = Filters.of_url(ask.behind(each.of, persons_in_case=band).partition("?")[2])
        assert lists.count(relations.CASES, replace(ask, filters=there)) == again
    assert compare.compared(ask).units
