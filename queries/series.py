"""Indicators over many periods in one pass: the tallies of each day once, then running sums.

Knows that every count is a sum of tallies up to a day. Must not know any indicator by name.
"""

from collections.abc import Iterator, Sequence

from data.answer import Group
from data.ask import Ask
from data.definitions.counting import Count
from data.definitions.indicators.base import Indicator, Kind
from data.definitions.relations import Relation
from data.period import Period
from queries import parts, sources, sums, unsummed


def groups(ask: Ask, indicators: Sequence[Indicator], periods: Sequence[Period], use_marts: bool = True) -> Iterator[Group]:
    """One group for each period."""
    parts.check(ask, indicators)
    found: sums.Sums = {}
    for relation, counts in parts.by_relation(indicators).items():
        found |= running(ask, relation, counts, periods, use_marts)
    values = unsummed.values(ask, indicators, (), periods, use_marts)
    for place, period in enumerate(periods):
        apart = {key: value for (_, key, at), value in values.items() if at == place}
        yield Group({}, period, {each.key: _figure(ask, each, period, found, apart) for each in indicators})


def _figure(ask, each, period, found: sums.Sums, apart):
    number = sums.number(each.count, period, found)
    if each.of is None:
        return parts.figure(ask, each, period, number, None, apart.get(each.key))
    base = apart.get(each.of.key, 0) if each.of.kind is Kind.DISTINCT else sums.number(each.of.count, period, found)
    return parts.figure(ask, each, period, number, base)


def running(ask: Ask, relation: Relation, counts: Sequence[Count], periods: Sequence[Period], use_marts: bool = True) -> sums.Sums:
    """The running sums of the tallies that the counts are made of, under the filters in force."""
    source = sources.choose(ask, relation, (), periods, use_marts)
    if source.mart is None:
        return sums.of_rows(ask, source, counts)
    return sums.of_mart(ask, source, counts, periods).get((), sums.nothing(counts))
