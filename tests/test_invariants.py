"""What holds of every indicator, dimension, filter and list, on both engines. Nothing here names an indicator."""

from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from data.access import EVERYTHING, Grant, Scope
from data.answer import Answer
from data.ask import Ask
from data.definitions import dimensions, filters, indicators, marts, relations
from data.definitions.filters import Filters
from data.definitions.indicators.base import Kind
from data.errors import BadFilter
from data.period import Period
from queries import lists, measure, parts, series, sources, stretches

KEYS = list(indicators.ALL)
LEVELS = [d.key for d in dimensions.ORG_LEVELS]


def periods(snapshot) -> list[Period]:
    """Whole months, statistical ones, ends in mid-month, one day, the last day of the data, all there is."""
    last = snapshot.as_of
    first = snapshot.about["first_on"]
    return [
        Period(last.replace(month=1, day=1), last),
        Period(last.replace(day=1) - timedelta(days=31), last.replace(day=1) - timedelta(days=1)),
        Period((last - timedelta(days=70)).replace(day=26), last.replace(day=25) - timedelta(days=31)),
        Period(last - timedelta(days=100), last - timedelta(days=9)),
        Period(last, last),
        Period(first, last),
    ]


def applicable(indicator) -> list[dimensions.Dimension]:
    """The dimensions that the rows of an indicator, and of what it is divided by, can be told apart by."""
    tables = [indicator.over.table, *([indicator.of.over.table] if indicator.of else [])]
    return [d for d in dimensions.ALL.values() if all(d.column in table.c for table in tables)]


def plain(answer) -> dict:
    """An answer as numbers, quantiles rounded: sums of floats differ in their last digits between engines."""
    return {
        (tuple(g.codes.values()), g.period, key): tuple(round(x, 9) if isinstance(x, float) else x for x in figure)
        for g in answer.groups for key, figure in g.figures.items()
        if figure.n or figure.numerator
    }


def asked(world, period, grant=EVERYTHING, **texts) -> Ask:
    return world.ask(grant, since=str(period.since), until=str(period.until), **texts)


@pytest.mark.parametrize("key", KEYS)
def test_number_is_list(world, key):
    """1. The number equals the rows, or the ratio or quantile of the rows, that one reaches by clicking it."""
    indicator = indicators.ALL[key]
    seen = 0
    for place, dimension in enumerate(applicable(indicator)):
        ask = asked(world, periods(world.snapshot)[place % 4])
        for group in measure.by(dimension, indicator)(ask).groups[:2]:
            seen += _same(ask, indicator, dimension, group)
    if not seen:
        ask = asked(world, periods(world.snapshot)[-1])
        _same(ask, indicator, None, measure.total(indicator)(ask).groups[0])


def _same(ask, indicator, dimension, group) -> int:
    code = group.codes[dimension.key] if dimension else None
    texts = {dimension.key: _text(dimension, code)} if dimension else {}
    number = _clicked(ask, indicator, texts)
    figure = group[indicator.key]
    if indicator.kind is Kind.QUANTILE:
        days = [row[indicator.column] for row in number]
        assert len(days) == figure.n
        assert figure.withheld or figure.value == pytest.approx(np.percentile(days, indicator.q * 100))
        return len(days)
    assert _counted(indicator, number) == figure.numerator
    if indicator.of:
        base = _counted(indicator.of, _clicked(ask, indicator.of, texts))
        assert base == figure.denominator
        expected = len(number) / base * indicator.factor(ask.period) if base else None
        assert figure.withheld or figure.value == (pytest.approx(expected) if base else None)
    return len(number)


def _counted(indicator, rows) -> int:
    """How many rows, or how many different values of the column that the indicator counts."""
    return len({row[indicator.column] for row in rows}) if indicator.kind is Kind.DISTINCT else len(rows)


def _text(dimension, code) -> str:
    if code is None:
        return filters.MISSING
    return {True: "yes", False: "no"}.get(code, str(code))


def _clicked(ask, indicator, texts) -> list[dict]:
    """All rows of the list that the link behind a number leads to."""
    url = ask.behind(indicator, **texts)
    there = Ask(ask.scope, Filters.of_url(url.partition("?")[2]), ask.settings)
    columns = [indicator.column or lists.listed(indicator.over)[0]]  # what is looked at; that the rows are whole is asked elsewhere
    _, batches = lists.stream(indicator.over, there, columns=columns)
    rows = [dict(zip(columns, row, strict=False)) for batch in batches for row in batch]
    assert lists.count(indicator.over, there) == len(rows)
    return rows


def daily(indicator) -> bool:
    """Whether single days are kept; else a pre-aggregate answers for whole pieces of months alone."""
    return any(mart.daily for mart in marts.of(indicator.over))


@pytest.mark.parametrize("key", KEYS)
def test_marts_are_exact(world, key):
    """5. Any answer from a pre-aggregate equals the same answer from the rows."""
    indicator = indicators.ALL[key]
    used = set()
    by = [(), *((dimensions.ALL[name],) for name in ("province", "city", "office", "department", "line", "type"))]
    for place, dims in enumerate(by):
        if not all(d in applicable(indicator) for d in dims):
            continue
        span = periods(world.snapshot)
        ask = asked(world, span[place % len(span)])
        chosen = [p for p in (ask.period, span[2], span[3]) if daily(indicator) or sources.aligned(ask, (p,))]
        fast, slow = (measure.measured(ask, (indicator,), dims, chosen, use_marts=use) for use in (True, False))
        assert plain(fast) == plain(slow)
        used.add(fast.source)
    assert used != {"rows"}, "no pre-aggregate was ever asked"


@pytest.mark.parametrize("key", KEYS)
def test_over_time_is_each_period_alone(world, key):
    """A line's points are the totals of its parts, from the marts and from the rows."""
    indicator = indicators.ALL[key]
    ask = world.ask(period="last12")
    parts = ask.period.parts("month")[-4:] + ask.period.parts("smonth")[-2:]
    alone = measure.measured(ask, (indicator,), (), parts)
    for use in (True, False):
        line = Answer(tuple(series.groups(ask, (indicator,), parts, use_marts=use)), (indicator,))
        assert plain(line) == plain(alone)


@pytest.mark.parametrize("key", [k for k in KEYS if indicators.ALL[k].additive])
def test_totals_add_up(world, key):
    """4. What is additive adds up across the levels of organisations, lines and types."""
    indicator = indicators.ALL[key]
    for period in periods(world.snapshot):
        ask = asked(world, period)
        whole = measure.total(indicator)(ask).groups[0][key].value
        for name in (*LEVELS, "line", "type"):
            assert sum(g[key].value for g in measure.by(dimensions.ALL[name], indicator)(ask).groups) == whole, name


@pytest.mark.parametrize("name", ["city", "line"])
def test_a_whole_added_up_is_the_whole_counted(world, name):
    """Whole and parts asked for together are what each is when asked for alone."""
    dimension, ask = dimensions.ALL[name], world.ask()
    chosen = (ask.period, ask.period.year_before())
    for indicator in (each for each in indicators.ALL.values() if dimension in applicable(each)):
        whole, units = measure.with_total(ask, (indicator,), dimension, chosen)
        assert plain(whole) == plain(measure.measured(ask, (indicator,), (), chosen)), indicator.key
        assert plain(units) == plain(measure.measured(ask, (indicator,), (dimension,), chosen)), indicator.key


@pytest.mark.parametrize("texts", [{}, {"plea": "yes"}, {"behind": "pending"}, {"custody": "in_custody", "behind": "concluded"}], ids=str)
@pytest.mark.parametrize("grant", [EVERYTHING, Grant(units=None)], ids=["everything", "nothing sealed"])
def test_the_windows_of_a_list_are_the_list(world, texts, grant):
    ask = world.ask(grant, **texts)
    columns, batches = lists.stream(relations.CASES, ask)
    rows = [dict(zip(columns, row, strict=True)) for batch in batches for row in batch]
    assert rows
    for first in (0, len(rows) // 2, len(rows) - 7, len(rows) + 5):
        page = lists.page(relations.CASES, ask, first, 50)
        assert page.total == len(rows)
        assert page.rows == rows[first : first + 50], first


@pytest.mark.parametrize("key", relations.ALL)
def test_a_list_in_stretches_is_the_list(world, key, monkeypatch):
    """As a file of millions of rows is read: the same rows in the same order, none twice."""
    relation = relations.ALL[key]
    _, whole = lists.stream(relation, world.ask())
    rows = [row for batch in whole for row in batch]
    monkeypatch.setattr(stretches, "ENOUGH", max(len(rows) // 5, 2))
    _, several = lists.stream(relation, world.ask())
    found = list(several)
    assert [row for batch in found for row in batch] == rows
    assert len(found) > 2 or len(rows) < 50


@pytest.mark.parametrize("key", [k for k in KEYS if indicators.ALL[k].kind is Kind.SHARE])
def test_numerator_lies_in_denominator(world, key):
    indicator = indicators.ALL[key]
    for period in periods(world.snapshot):
        figure = measure.total(indicator)(asked(world, period)).groups[0][key]
        assert 0 <= figure.numerator <= figure.denominator
        assert figure.withheld == (0 < figure.denominator < world.settings.minimum_n)


@pytest.mark.parametrize("relation", relations.ALL.values(), ids=relations.ALL)
@pytest.mark.parametrize("key", [k for k, f in filters.ALL.items() if f.where])
def test_filter_applies_or_is_refused(world, relation, key):
    """7. A filter that does not apply is refused with a sentence, never dropped."""
    text = _example(world, key)
    ask = world.ask(**{key: text})
    if not any(name in relation.table.c for name in filters.ALL[key].needs):
        with pytest.raises(BadFilter, match=str(filters.ALL[key].label)):
            lists.count(relation, ask)
        return
    rows = ask.scope.rows(relation)
    where = filters.ALL[key].where(rows.c, filters.ALL[key].parse(text), ask.scope.places)
    kept = ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(rows).where(where))[0]["n"]
    assert lists.count(relation, ask) == kept


EXAMPLES = {"q": "案", "case": "no such case", "pair": "accept>assign", "route": "1", "variant": "1", "rework": "ER",
            "persons_in_case": "2"}  # fmt: skip


def _example(world, key: str) -> str:
    """A value that the filter can read."""
    if key in ("org", "office", "city", "province"):
        return sorted(world.snapshot.places.units)[-1]
    dimension = dimensions.ALL.get(key)
    if dimension is None:
        return EXAMPLES.get(key, "yes")
    names = world.ask().names.choices(dimension)
    return "yes" if dimension.codes == "yes_no" else next(iter(names), "x")


GRANTS_OF_NOTHING = {"none": Grant(), "unknown": Grant(units=frozenset({"nowhere"})), "no line": Grant(units=None, lines=frozenset())}


@pytest.mark.parametrize("grant", GRANTS_OF_NOTHING.values(), ids=GRANTS_OF_NOTHING)
def test_deny_by_default(world, grant):
    """2. Nothing is granted unless told to."""
    ask = world.ask(grant)
    assert all(lists.count(relation, ask) == 0 for relation in relations.ALL.values())
    assert not any(batch for relation in relations.ALL.values() for batch in lists.stream(relation, ask)[1])  # a count may be a tally's
    for key in KEYS:  # of cases that are shut to a viewer even that there are none is not said
        assert not parts.available(ask, indicators.ALL[key]) or not plain(measure.total(indicators.ALL[key])(ask))


def test_sources_are_chosen_by_fit(world):
    """A question that a mart's columns or days do not fit goes to the rows."""
    last = world.snapshot.as_of
    whole, ragged = Period(last.replace(month=1, day=1), last), Period(last - timedelta(days=100), last - timedelta(days=9))
    year_before = Period(last.replace(day=1), last).year_before()

    def chosen(period, columns=(), grant=EVERYTHING, of=relations.CASES, **texts):
        return sources.choose(asked(world, period, grant, **texts), of, columns, (period,)).name

    assert chosen(whole) == chosen(year_before) == chosen(whole, ("province", "line")) == "whole"
    assert chosen(whole, ("type_code",)) == chosen(whole, custody="in_custody") == "kinds"
    assert chosen(whole, plea="yes") == chosen(whole, ("province", "type_code"), plea="yes", custody="in_custody") == "marked"
    assert chosen(whole, ("outcome",)) == chosen(whole, ("type_code",), plea="yes", outcome="indicted") == "traits"
    assert chosen(whole, ("province", "type_code")) == "near"
    assert chosen(whole, ("office",)) == chosen(whole, ("office", "type_code")) == "unit"
    opening = world.ask().period
    assert chosen(opening, ("office",)) == chosen(opening.year_before(), ("office", "type_code")) == "opening"
    assert chosen(opening, ("province", "type_code")) == "near"
    reviews, problems = relations.REVIEWS, relations.REVIEW_FINDINGS
    assert chosen(opening, ("city", "review_kind", "line"), of=reviews) == chosen(opening, ("review_kind",), of=problems) == "graded"
    assert chosen(opening, ("dimension", "item"), of=problems) == chosen(opening, ("item", "line"), of=problems, org="420000") == "problems"
    assert chosen(opening, ("reviewer_office",), of=reviews) == "offices"
    assert chosen(opening, ("line",), of=reviews, reviewer_office="420100") == "offices"
    assert chosen(whole, ("city", "review_kind"), of=reviews) == chosen(opening, ("item", "city"), of=problems) == "rows"
    assert chosen(ragged) == "whole_daily"
    assert chosen(ragged, ("type_code",)) == "kinds_daily"
    assert chosen(ragged, ("office",)) == chosen(ragged, plea="yes") == "rows"
    assert chosen(whole, ("handler",)) == chosen(whole, ("province",), outcome="indicted") == "rows"
    assert chosen(whole, ("type_code",), Grant(units=frozenset({"420000"}))) == "near"
    assert chosen(whole, ("type_code",), Grant(units=frozenset({"420100"}))) == "unit"
    assert chosen(whole, (), Grant(units=None, handlers=frozenset({"x"}))) == "rows"


def test_every_tally_is_in_every_mart(world):
    for relation in marts.relations():
        for mart in marts.of(relation):
            assert {name for name, _ in marts.tallies(relation).values()} <= set(mart.table.c.keys())


def test_scope_is_the_only_door(world):
    """A scope gives subqueries that carry the access rule, whatever is asked of it."""
    scope = Scope(world.snapshot, Grant(units=frozenset({"000001"})))
    for relation in relations.ALL.values():
        assert "'000001'" in str(scope.rows(relation).element.compile(compile_kwargs={"literal_binds": True}))
