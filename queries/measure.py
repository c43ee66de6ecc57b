"""Indicators: whole, by dimensions, over time, compared with the period before and the year before.

Knows declarations and sources. Must not know any indicator by name, nor Dash, nor the reader's language.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import numpy as np
import sqlalchemy as sa

from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions import dimensions as known
from data.definitions import indicators as all_indicators
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator, Kind
from data.period import Period
from queries import coarse, complement, parts, places, rowwise, series, sources, sums, unsummed
from queries.found import Block, Found

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
    found = read(ask, indicators, by, periods, use_marts)
    codes = places.in_order(ask, by, found.codes()) if by else [()]
    return _answer(ask, indicators, by, periods, found, codes)


def of_read(ask: Ask, indicators, by: Sequence[Dimension], periods, block: Block, wanted: Container[tuple]) -> Answer:
    """The same of numbers that have been read elsewhere, of these codes. Whoever sees figures alone has all made, as in `_of_value`."""
    parts.check(ask, indicators)
    (found := Found()).add("kept", [block])
    codes = places.in_order(ask, by, (code for code in found.codes() if ask.viewer.figures_only or code in wanted))
    return _answer(ask, indicators, by, periods, found, codes)


@dataclass(frozen=True)
class Part:
    """One answer among several: by these dimensions; of some of the indicators; of one value of a further dimension."""

    by: tuple[Dimension, ...] = ()
    indicators: tuple[Indicator, ...] | None = None
    within: tuple[Dimension, object] | None = None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.by if self.within is None else (*self.by, self.within[0])

    def of(self, every_one: Sequence[Indicator]) -> tuple[Indicator, ...]:
        return tuple(every_one if self.indicators is None else self.indicators)


def with_total(ask: Ask, indicators: Sequence[Indicator], dimension: Dimension, periods: Sequence[Period]) -> tuple[Answer, Answer]:
    """The whole, and a group for each value of the dimension."""
    whole, by_value = several(ask, indicators, (Part(), Part((dimension,))), periods)
    return whole, by_value


def several(ask: Ask, indicators: Sequence[Indicator], asked: Sequence[Part], periods: Sequence[Period]) -> tuple[Answer, ...]:
    """The answers from one reading by all their dimensions together.

    The numbers of a whole are those of its parts, added up; what is no sum is asked for each answer by itself.
    """
    every_one = tuple(dict.fromkeys(dimension for part in asked for dimension in part.dimensions))
    finest = _summable(ask, indicators, every_one, periods)
    values = unsummed.several(ask, [(part.dimensions, part.of(indicators)) for part in asked], periods)
    return tuple(_part(ask, indicators, part, periods, finest, every_one, each) for part, each in zip(asked, values, strict=True))


def _part(ask: Ask, indicators, part: Part, periods, finest: Found, every_one, values) -> Answer:
    found = finest.added_up([every_one.index(dimension) for dimension in part.dimensions])
    found.values |= values
    chosen = part.of(indicators)
    if part.within is not None:
        return _of_value(ask, chosen, part, periods, found)
    return _answer(ask, chosen, part.by, periods, found, places.in_order(ask, part.by, found.codes()) if part.by else [()])


def _of_value(ask: Ask, chosen, part: Part, periods, found: Found) -> Answer:
    """Whoever sees figures alone must not find what is hidden of one value from its neighbours: there all are made, and hidden, first."""
    dimension, value = part.within
    wanted = (code for code in found.codes() if ask.viewer.figures_only or code[-1] == value)
    whole = _answer(ask, chosen, part.dimensions, periods, found, places.in_order(ask, part.dimensions, wanted))
    kept = (group for group in whole.groups if group.codes[dimension.key] == value)
    groups = tuple(replace(group, codes={each.key: group.codes[each.key] for each in part.by}) for group in kept)
    return replace(whole, groups=groups, dimensions=part.by)


def read(ask: Ask, indicators, by, periods, use_marts: bool = True) -> Found:
    """The numbers themselves, where not every figure of them is asked; nothing of them is rounded or hidden."""
    found = _summable(ask, indicators, by, periods, use_marts)
    found.values |= unsummed.values(ask, indicators, by, periods, use_marts)
    return found


def _summable(ask: Ask, indicators, by, periods, use_marts: bool = True) -> Found:
    parts.check(ask, indicators)
    found = Found()
    for relation, counts in parts.by_relation(indicators).items():
        found.add(*_read(ask, relation, counts, by, periods, use_marts))
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
    name, blocks = _read(ask, relation, counts, by, periods, use_marts)
    return name, dict(chain.from_iterable(block.items() for block in blocks))


def _read(ask, relation, counts, by, periods, use_marts: bool = True) -> tuple[str, list[Block]]:
    columns = [d.column for d in by]
    source = sources.choose(ask, relation, columns, periods, use_marts)
    if source.mart is not None:
        return source.name, [_summed(ask, source, counts, by, periods)]
    asked = list(product(range(len(periods)), counts))
    parted = sources.parted(ask, source, asked, periods, columns) if use_marts else ((source, asked),)
    return source.name, [rowwise.counted(ask, rows, some, by, periods) for rows, some in parted]


def many(ask: Ask, each: Indicator, by: Sequence[Dimension], period: Period | None = None) -> dict[tuple, int]:
    """Codes → the number of a count, where there may be tens of thousands of codes: taken together by the engine, nothing in order."""
    keys, numbers = in_columns(ask, each, by, period)
    codes = zip(*(key.tolist() for key in keys), strict=True)
    return {code: number for code, number in zip(codes, numbers.tolist(), strict=True) if number}


def in_columns(ask: Ask, each: Indicator, by: Sequence[Dimension], period: Period | None = None) -> tuple[list[np.ndarray], np.ndarray]:
    """The same as arrays, one of each dimension's codes and one of the numbers."""
    found = ask.scope.arrays(counting(ask, (each,), [one.column for one in by], period))
    return [found[one.column] for one in by], found[each.key].astype(int)


def counting(ask: Ask, wanted: Sequence[Indicator], columns: Sequence[str], period: Period | None = None) -> sa.Select:
    """A row for each combination of the columns, with the numbers of these counts of one relation under their keys.

    Stocks on the data's last day are counted among the rows still open, which are fewer than all the sums that make them up.
    """
    parts.check(ask, wanted)
    period, counts = period or ask.period, [each.count for each in wanted]
    still = [sources.still_open(ask, count, period.until, columns) for count in counts]
    source = still[0] if None not in still else sources.choose(ask, counts[0].over, columns, (period,))
    if source.mart is not None:
        numbers, where = sums.signed(source, counts, period)
    else:
        behind = [count.behind(source.c, period) for count in counts]
        numbers, where = [sa.func.count().filter(each) for each in behind], sa.or_(*behind)
    keys = [source.c[name] for name in columns]
    listed = (number.label(each.key) for number, each in zip(numbers, wanted, strict=True))
    return sa.select(*keys, *listed).where(source.where, where).group_by(*keys)


def _summed(ask, source, counts, by, periods) -> Block:
    """From a pre-aggregate: the sums up to the ends of the periods, and their differences; those of one period are the engine's work."""
    if by and len(periods) == 1:
        return Block(*sums.of_period(ask, source, counts, periods[0], [d.column for d in by]))
    asked = list(product(range(len(periods)), counts))
    codes, rows = sums.table(ask, source, [(count, periods[place]) for place, count in asked], [d.column for d in by])
    return Block(codes, asked, rows)


def _group(ask, indicators, by, code, period, found, place) -> Group:
    figures = {each.key: figure(ask, each, code, period, found, place) for each in indicators}
    return Group({d.key: value for d, value in zip(by, code, strict=True)}, period, figures)


def figure(ask: Ask, each: Indicator, code: tuple, period: Period, found: Found, place: int) -> Figure:
    """Of these codes in the period at this place of those read."""
    number = found.numbers.get((code, each.count, place), 0)
    if each.of is None:
        return parts.figure(ask, each, period, number, None, found.values.get((code, each.key, place)))
    apart = each.of.kind is Kind.DISTINCT
    base = found.values.get((code, each.of.key, place), 0) if apart else found.numbers.get((code, each.of.count, place), 0)
    return parts.figure(ask, each, period, number, base)


def _chosen(dimension: Chosen, ask: Ask) -> Dimension:
    return dimension if isinstance(dimension, known.Dimension) else dimension(ask)
