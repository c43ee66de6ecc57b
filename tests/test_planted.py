"""The nets hold: a fault planted in access, in a link, at the end of a period makes the invariants fail."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from data import schema
from data.access import Grant, Scope
from data.ask import Ask
from data.definitions import indicators, relations
from data.period import Period
from queries import lists
from tests import test_invariants as invariants
from tests.queries import test_naive as naive


@pytest.fixture
def world(duckdb_world):
    """Nothing remembered from before the fault, nor from the fault afterwards."""
    duckdb_world.snapshot.forget()
    yield duckdb_world
    duckdb_world.snapshot.forget()


@pytest.mark.parametrize("name", ["persons", "reviews", "findings"])
def test_a_hole_in_scope(world, monkeypatch, name):
    """One table handed out without the access rule."""
    whole = Scope._of

    def holed(scope, table):
        return sa.select(*schema.built_columns(table)).subquery(table.name) if table.name == name else whole(scope, table)

    monkeypatch.setattr(Scope, "_of", holed)
    assert next(lists.stream(relations.ALL[name], world.ask(Grant()))[1])
    with pytest.raises(AssertionError):
        invariants.test_deny_by_default(world, Grant())


def test_a_hole_in_the_marts(world, monkeypatch):
    monkeypatch.setattr(Scope, "mart", lambda scope, mart: sa.select(mart.table).subquery(mart.table.name))
    with pytest.raises(AssertionError):
        invariants.test_deny_by_default(world, Grant())


def test_a_lost_filter(world, monkeypatch):
    """The link behind a number forgets the filters in force."""
    monkeypatch.setattr(Ask, "behind", _forgetful)
    with pytest.raises(AssertionError):
        invariants.test_number_is_list(world, "accepted")


def _forgetful(ask, indicator, period=None, **texts) -> str:
    days = period or ask.period
    return f"{indicator.over.path}?behind={indicator.key}&since={days.since}&until={days.until}"


def test_an_off_by_one_on_the_last_day(world, monkeypatch):
    """The last day of a period is lost, as in the dashboards this one replaces."""
    monkeypatch.setattr(Period, "holds", lambda period, day: sa.and_(day >= period.since, day < period.until))
    with pytest.raises(AssertionError):
        _every_period(world, "concluded")
    with pytest.raises(AssertionError):
        invariants.test_marts_are_exact(world, "concluded")


def test_an_off_by_one_in_the_marts(world, monkeypatch):
    """The same fault where sums over days are taken, which the list does not share."""
    terms = indicators.ALL["accepted"].count.timing.__class__.terms

    def short(timing, tallies, period):
        return terms(timing, tallies, Period(period.since, period.until - timedelta(days=1)))

    monkeypatch.setattr(type(indicators.ALL["accepted"].count.timing), "terms", short)
    with pytest.raises(AssertionError):
        invariants.test_marts_are_exact(world, "accepted")


def _every_period(world, key: str) -> None:
    """The naive twin against the rows themselves."""
    indicator = indicators.ALL[key]
    rows = world.snapshot.fetch(sa.select(*schema.built_columns(indicator.over.table)))
    for period in invariants.periods(world.snapshot):
        ask = invariants.asked(world, period, behind=key)
        assert lists.count(indicator.over, ask) == sum(naive.TWINS[key][0](row, period) for row in rows)
