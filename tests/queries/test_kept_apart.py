"""What is kept apart for speed answers as all the rows do: rows still open, stays summed up by years, quarters and months."""

from datetime import date

import pytest
import sqlalchemy as sa

from data.definitions import indicators, opened, rare
from data.period import Period
from queries import sources, stays

BY = ("province", "line", "activity", "type_code")
PERIODS = ("last12", "ytd", "2024", "2023-Q2", "2025-03", "2022-02-01..2025-08-31", "2025-03s", "2025-03-02..2025-04-09")
KEPT = [each for each in indicators.ALL.values() if each.count.over in opened.TABLES]


@pytest.mark.parametrize("each", KEPT, ids=lambda each: each.key)
def test_open_rows_are_all_rows_of_a_stock(world, each):
    ask = world.ask()
    source, every = sources.standing(ask, each.count, ask.scope.as_of), sources.facts(ask, each.over)
    now = Period(ask.scope.as_of, ask.scope.as_of)
    found, expected = (_keys(ask, rows, each, now) for rows in (source, every))
    assert found == expected


def _keys(ask, rows, each, now) -> list:
    key = rows.c[each.over.row_key]
    return sorted(row["key"] for row in ask.scope.fetch(sa.select(key.label("key")).where(rows.where, each.count.behind(rows.c, now))))


@pytest.mark.parametrize("relation", rare.TABLES, ids=lambda each: each.key)
def test_rare_rows_are_all_there_are(world, relation):
    ask = world.ask()
    few, every = sources.few(ask, relation), sources.facts(ask, relation)
    key = relation.row_key
    told, expected = (
        sorted(row["key"] for row in ask.scope.fetch(sa.select(source.c[key].label("key")).where(*where)))
        for source, where in ((few, ()), (every, (rare.ROWS[relation](every.c),)))
    )
    assert told == expected
    assert told


def test_an_earlier_day_is_asked_of_all_rows(world):
    ask = world.ask()
    pending = indicators.ALL["pending"]
    assert sources.standing(ask, pending.count, ask.scope.as_of).rows.name == "open_cases"
    assert sources.standing(ask, pending.count, date(2025, 1, 1)).rows.name == "cases"
    assert sources.standing(ask, indicators.ALL["concluded"].count, ask.scope.as_of).rows.name == "cases"


@pytest.mark.parametrize("text", PERIODS)
def test_stays_summed_up_are_those_of_the_rows(world, text):
    ask = world.ask(period=text) if ".." not in text else world.ask(**dict(zip(("since", "until"), text.split(".."), strict=True)))
    found, expected = (_by_place(ask, statement) for statement in (stays.moments(ask, BY, ask.period), _plain(ask)))
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert values == pytest.approx(expected[key])
    assert found


def _plain(ask) -> sa.Select:
    c, where, values = stays._unsummed(ask, (*BY, "handler"), ask.period)
    sums = [sa.cast(sa.func.sum(value), sa.Double).label(name) for name, value in values.items()]
    return sa.select(*(c[name] for name in BY), *sums).where(where).group_by(*(c[name] for name in BY))


def _by_place(ask, statement) -> dict:
    return {tuple(row[name] for name in BY): [row[name] for name in ("n", "days", "s", "q")] for row in ask.scope.fetch(statement)}


def test_a_span_is_few_years_quarters_and_months():
    first, last = date(2022, 11, 1), date(2025, 11, 28)
    found = stays._spans(Period(first, last), last)
    assert [(grain, [str(day) for day in days]) for grain, days in found.items()] == [
        ("year", ["2023-01-01", "2024-01-01"]), ("quarter", ["2025-01-01", "2025-04-01", "2025-07-01"]),
        ("month", ["2022-11-01", "2022-12-01", "2025-10-01", "2025-11-01"]),
    ]  # fmt: skip
    assert stays._spans(Period(date(2024, 1, 1), date(2024, 1, 30)), last) is None
    assert stays._spans(Period(date(2024, 1, 2), date(2024, 1, 31)), last) is None
    assert stays._spans(Period(date(2024, 1, 1), date(2025, 12, 31)), last) is None
