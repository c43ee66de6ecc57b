"""Indicators: whole, by dimensions, over time, compared with the period before and the year before.

Knows declarations and sources. Must not know any indicator by name, nor Dash, nor the reader's language.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import sqlalchemy as sa

from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions import dimensions as known
from data.definitions import indicators as all_indicators
from data.definitions.counting import Count, every
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator, Kind
from data.period import Period
from queries import coarse, complement, parts, places, series, sources, sums, unsummed
from queries.found import Found

Chosen = Dimension | Callable[[Ask], Dimension]
Query = Callable[[Ask], Answer]


@dataclass(frozen=True)
class Compared:
    """The same indicators now, in the period before (环比), a year before (同比), and over the months up to now."""

    now: Group
    before: Group
    year_before: Group
    trend: Answer
    indicators: tuple[Indicator, ...]


def total(*indicators: Indicator) -> Query:
    return lambda ask: measured(ask, indicators, (), (ask.period,))


def by(dimension: Chosen, *indicators: Indicator) -> Query:
    """One group for each value of the dimension that any of the indicators has rows for."""
    return lambda ask: measured(ask, indicators, (_chosen(dimension, ask),), (ask.period,))


def crossed(first: Chosen, second: Chosen, *indicators: Indicator) -> Query:
    return lambda ask: measured(ask, indicators, (_chosen(first, ask), _chosen(second, ask)), (ask.period,))


def over_time(*indicators: Indicator, grain: str = "month", at_least: int = 12) -> Query:
    """One group for each part of the period; a short period is preceded by earlier parts, so that there is a line to see."""

    def query(ask: Ask) -> Answer:
        periods = places.parts(ask, ask.filters.get("grain") or grain, at_least)
        return Answer(tuple(series.groups(ask, indicators, periods)), tuple(indicators))

    return query


def compared(*indicators: Indicator) -> Callable[[Ask], Compared]:
    """All from one pass: the periods compared are ranges of the same running sums as the line."""

    def query(ask: Ask) -> Compared:
        line = places.parts(ask, ask.filters.get("grain") or "month", 12)
        periods = [ask.period, ask.period.before(), ask.period.year_before(), *line]
        now, before, year, *trend = series.groups(ask, indicators, periods)
        return Compared(now, before, year, Answer(tuple(trend), tuple(indicators)), tuple(indicators))

    return query


def chosen_indicator(default: Indicator) -> Callable[[Ask], Indicator]:
    """The indicator that the URL names, or the page's own."""
    return lambda ask: all_indicators.ALL[ask.filters.text("indicator") or default.key]


def measured(
    ask: Ask, indicators: Sequence[Indicator], by: Sequence[Dimension], periods: Sequence[Period], use_marts: bool = True
) -> Answer:
    """A group for each value of the dimensions and each period, in the reading order of the values."""
    found = _found(ask, indicators, by, periods, use_marts)
    codes = places.in_order(ask, by, found.codes()) if by else [()]
    return _answer(ask, indicators, by, periods, found, codes)


def with_total(ask: Ask, indicators: Sequence[Indicator], dimension: Dimension, periods: Sequence[Period]) -> tuple[Answer, Answer]:
    """The whole, and a group for each value of the dimension."""
    whole, by_value = several(ask, indicators, ((), (dimension,)), periods)
    return whole, by_value


def several(ask: Ask, indicators: Sequence[Indicator], bys: Sequence[Sequence[Dimension]], periods: Sequence[Period]) -> tuple[Answer, ...]:
    """An answer by each of these dimensions, from one reading by all of them together.

    The numbers of a whole are those of its parts, added up; what is no sum is asked for each answer by itself.
    """
    every_one = tuple(dict.fromkeys(dimension for by in bys for dimension in by))
    finest = _summable(ask, indicators, every_one, periods)
    answers = []
    for by, values in zip(bys, unsummed.several(ask, indicators, bys, periods), strict=True):
        found = finest.added_up([every_one.index(dimension) for dimension in by])
        found.values |= values
        answers.append(_answer(ask, indicators, by, periods, found, places.in_order(ask, by, found.codes()) if by else [()]))
    return tuple(answers)


def _found(ask: Ask, indicators, by, periods, use_marts: bool = True) -> Found:
    found = _summable(ask, indicators, by, periods, use_marts)
    found.values |= unsummed.values(ask, indicators, by, periods, use_marts)
    return found


def _summable(ask: Ask, indicators, by, periods, use_marts: bool = True) -> Found:
    parts.check(ask, indicators)
    found = Found()
    for relation, counts in parts.by_relation(indicators).items():
        found.add(numbers(ask, relation, counts, by, periods, use_marts))
    return found


def _answer(ask: Ask, indicators, by, periods, found: Found, codes) -> Answer:
    groups = tuple(
        _group(ask, indicators, by, code, period, found, place)
        for code in codes
        for place, period in enumerate(periods)
    )
    if ask.viewer.figures_only:
        groups = complement.complemented(ask, groups, indicators, by)
        groups = coarse.listed(groups) if by else groups
    return Answer(groups, tuple(indicators), tuple(by), "+".join(sorted(found.sources)))


def numbers(ask, relation, counts, by, periods, use_marts: bool = True) -> tuple[str, dict[tuple, int]]:
    """The source that answered, and (codes, count, place of the period) → how many rows."""
    columns = [d.column for d in by]
    source, found = sources.choose(ask, relation, columns, periods, use_marts), {}
    if source.mart is not None:
        return source.name, _summed(ask, source, counts, by, periods)
    asked = list(product(range(len(periods)), counts))
    for rows, some in sources.parted(ask, source, asked, periods, columns) if use_marts else ((source, asked),):
        found |= _counted(ask, rows, some, by, periods)
    return source.name, found


def many(ask: Ask, each: Indicator, by: Sequence[Dimension], period: Period | None = None) -> dict[tuple, int]:
    """Codes → the number of a count, where there may be tens of thousands of codes: taken together by the engine, nothing in order.

    A stock on the data's last day is counted among the rows still open, which are fewer than all the sums that make it up.
    """
    parts.check(ask, (each,))
    columns, periods = [one.column for one in by], (period or ask.period,)
    source = sources.still_open(ask, each.count, periods[0].until, columns) or sources.choose(ask, each.over, columns, periods)
    if source.mart is None:
        return {code: number for (code, _, _), number in _counted(ask, source, [(0, each.count)], by, periods).items()}
    return sums.of_one(ask, source, each.count, *periods, columns)


def _summed(ask, source, counts, by, periods) -> dict[tuple, int]:
    """From a pre-aggregate: the sums up to the ends of the periods, and their differences."""
    found = sums.of_mart(ask, source, counts, periods, [d.column for d in by])
    return {
        (code, count, place): sums.number(count, period, running)
        for code, running in found.items()
        for place, period in enumerate(periods)
        for count in counts
    }


def _counted(ask, source, asked, by, periods) -> dict[tuple, int]:
    """From the rows: those behind each number. What all numbers ask of a row's days is asked once, before anything is told apart."""
    when = {(count.timing, place): count.timing.behind(source.c, periods[place]) for place, count in asked}
    behind = [_told(count, source.c, None if len(when) == 1 else periods[place]) for place, count in asked]
    numbers = [each.label(f"n{i}") for i, each in enumerate(behind)]
    keys = [source.c[dimension.column].label(f"k{i}") for i, dimension in enumerate(by)]
    worth_reading = [sa.or_(*when.values())] if len(when) <= 6 else []  # nothing else can add to the answer
    statement = sa.select(*keys, *numbers).where(source.where, *worth_reading)
    found = {}
    for row in ask.scope.fetch(statement.group_by(*keys) if keys else statement):
        values = tuple(row.values())
        code, counted = values[: len(by)], values[len(by) :]
        found |= {(code, count, place): number for (place, count), number in zip(asked, counted, strict=True) if number}
    return found


def _told(count: Count, c, period: Period | None) -> sa.ColumnElement[int]:
    """How many of the rows read the count has: without a period, all of them have the days it asks for."""
    if period is None and count.rows is every:
        return sa.func.count()
    return sa.func.count().filter(count.rows(c) if period is None else count.behind(c, period))


def _group(ask, indicators, by, code, period, found, place) -> Group:
    figures = {each.key: _figure(ask, each, code, period, found, place) for each in indicators}
    return Group({d.key: value for d, value in zip(by, code, strict=True)}, period, figures)


def _figure(ask: Ask, each: Indicator, code: tuple, period: Period, found: Found, place: int) -> Figure:
    number = found.numbers.get((code, each.count, place), 0)
    if each.of is None:
        return parts.figure(ask, each, period, number, None, found.values.get((code, each.key, place)))
    apart = each.of.kind is Kind.DISTINCT
    base = found.values.get((code, each.of.key, place), 0) if apart else found.numbers.get((code, each.of.count, place), 0)
    return parts.figure(ask, each, period, number, base)


def _chosen(dimension: Chosen, ask: Ask) -> Dimension:
    return dimension if isinstance(dimension, known.Dimension) else dimension(ask)
