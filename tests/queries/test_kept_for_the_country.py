"""What is kept for questions about the whole country says what all rows say: the persons of a span, judgments in their order."""

import pytest
import sqlalchemy as sa

from data.definitions import heads, judged
from data.definitions.dimensions import CITY, LINE, PROVINCE, TYPE
from data.definitions.indicators import mandatory
from data.definitions.indicators.reviews import HANDLERS, REVIEWERS
from data.definitions.relations import PERSONS
from data.period import Period
from queries import compared, measure, sources, unsummed

NARROWED = [{}, {"type": "0301"}, {"line": "prosecution"}, {"org": "420000"}]


@pytest.mark.parametrize("by", [(), (PROVINCE,), (TYPE,)], ids=str)
@pytest.mark.parametrize("texts", NARROWED, ids=str)
@pytest.mark.parametrize("each", [HANDLERS, REVIEWERS], ids=lambda each: each.key)
def test_persons_are_those_of_the_rows(world, each, texts, by):
    ask = world.ask(**texts)
    periods = ask.period, ask.period.year_before()
    assert sources.persons(ask, (each,), [one.column for one in by], periods) is not None
    kept, counted = (unsummed.values(ask, (each,), by, periods, use) for use in (True, False))
    assert {key: n for key, n in kept.items() if n} == {key: n for key, n in counted.items() if n}
    assert counted


@pytest.mark.parametrize("by", [(), (PROVINCE,), (TYPE,), (PROVINCE, LINE)], ids=str)
@pytest.mark.parametrize("texts", NARROWED, ids=str)
def test_cases_counted_once_are_those_of_the_rows(world, texts, by):
    ask, every = world.ask(**texts), (mandatory.CASES, mandatory.CASES_REVIEWED, mandatory.CASES_OPEN)
    asked, periods = [(by, every), *([((), every[:2])] if by else [])], (ask.period, ask.period.year_before())
    assert sources.once_each(ask, every, [one.column for one in by], periods) is not None
    kept, counted = (unsummed.several(ask, asked, periods, use) for use in (True, False))
    assert [{key: n for key, n in told.items() if n} for told in kept] == [{key: n for key, n in told.items() if n} for told in counted]
    assert any(counted[0].values())


def test_cases_of_several_spans_and_of_cities_are_asked_of_the_rows(world):
    ask, two = world.ask(), Period(world.ask().period.year_before().since, world.ask().period.until)
    assert sources.once_each(ask, (mandatory.CASES,), (), (two,)) is None  # a case that comes in both is one
    assert sources.once_each(ask, (mandatory.CASES,), (CITY.column,), (ask.period,)) is None
    assert sources.once_each(world.ask(org="420106"), (mandatory.CASES,), (), (ask.period,)) is None
    assert sources.once_each(ask, (HANDLERS,), (), (ask.period,)) is None


def test_other_days_and_offices_are_asked_of_the_rows(world):
    assert sources.persons(world.ask(since="2025-01-03"), (HANDLERS,), (), (world.ask(since="2025-01-03").period,)) is None
    ask = world.ask(org="420106")
    assert sources.persons(ask, (HANDLERS,), (), (ask.period,)) is None
    assert {each.of.key for each in heads.every()} == {"handlers", "reviewers"}
    assert measure.total(HANDLERS)(ask).groups[0]["handlers"].value >= 0


@pytest.mark.parametrize("texts", [*NARROWED, {"org": "420100"}, {"office": "420106"}], ids=str)
def test_judgments_are_those_of_the_rows(world, texts):
    ask = world.ask(**texts)
    rows = ask.scope.rows(PERSONS)
    c, period = rows.c, ask.period
    within = sa.and_(sources.asked(ask, c, PERSONS), judged.due(c), c.judged_on.between(period.since, period.until))
    found = ask.scope.fetch(sa.select(rows).where(within))
    assert sum(compared.standing(ask).due.values()) == len(found)
    earliest = sorted(found, key=lambda row: (row["judged_on"], row["case_no"], row["person_no"]))[: compared.SHOWN]
    told = [[(row["person_id"], row["judged_on"]) for row in some] for some in (compared.waiting(ask), earliest)]
    assert told[0] == told[1]
