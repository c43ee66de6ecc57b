"""Indicators over many periods in one pass: the tallies of each day once, then running sums.

Knows that every count is a sum of tallies up to a day. Must not know any indicator by name.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

import sqlalchemy as sa

from data.answer import Group
from data.ask import Ask
from data.definitions import marts
from data.definitions.counting import Count, Tally
from data.definitions.indicators.base import Indicator, Kind
from data.definitions.relations import Relation
from data.period import Period
from queries import parts, quantiles, sources


class Running:
    """The running sum of one tally: how many rows up to and including a day."""

    def __init__(self, days: Sequence[date], numbers: Sequence[int]):
        self.days, self.sums = list(days), list(accumulate(numbers))

    def until(self, day: date) -> int:
        place = bisect_right(self.days, day)
        return self.sums[place - 1] if place else 0


def groups(ask: Ask, indicators: Sequence[Indicator], periods: Sequence[Period], use_marts: bool = True) -> Iterator[Group]:
    """One group for each period."""
    parts.check(ask, indicators)
    sums = {}
    for relation, counts in parts.by_relation(indicators).items():
        sums |= running(ask, relation, counts, periods, use_marts)
    values = {}
    for each in (i for i in indicators if i.kind is Kind.QUANTILE):
        values |= quantiles.values(ask, each, (), periods, use_marts)
    for place, period in enumerate(periods):
        yield Group({}, period, {each.key: _figure(ask, each, period, sums, values.get(((), each.key, place))) for each in indicators})


def _figure(ask, each, period, sums, quantile):
    base = _number(each.of.count, period, sums) if each.of is not None else None
    return parts.figure(ask, each, period, _number(each.count, period, sums), base, quantile)


def _number(count: Count, period: Period, sums: dict[Tally, Running]) -> int:
    return sum(term.sign * sums[term.tally].until(term.until) for term in count.terms(period))


def running(ask: Ask, relation: Relation, counts: Sequence[Count], periods, use_marts: bool = True) -> dict[Tally, Running]:
    """The running sums of the tallies that the counts are made of, under the filters in force."""
    tallies = list(dict.fromkeys(tally for count in counts for tally in count.tallies))
    source = sources.choose(ask, relation, (), periods, use_marts)
    return _from_mart(ask, source, tallies) if source.mart else _from_rows(ask, source, tallies)


def _from_mart(ask: Ask, source: sources.Source, tallies: list[Tally]) -> dict[Tally, Running]:
    columns = {tally: marts.column_of(tally, source.relation) for tally in tallies}
    sums = [sa.cast(sa.func.sum(source.c[name]), sa.BigInteger).label(name) for name in dict.fromkeys(columns.values())]
    rows = ask.scope.fetch(sa.select(source.c.day, *sums).where(source.where).group_by(source.c.day).order_by(source.c.day))
    days = [row["day"] for row in rows]
    return {tally: Running(days, [row[name] for row in rows]) for tally, name in columns.items()}


def _from_rows(ask: Ask, source: sources.Source, tallies: list[Tally]) -> dict[Tally, Running]:
    selects = [_counted(source, tally, place) for place, tally in enumerate(tallies)]
    found: dict[int, list[tuple[date, int]]] = {place: [] for place in range(len(tallies))}
    statement = selects[0] if len(selects) == 1 else sa.union_all(*selects)
    for row in ask.scope.fetch(statement):
        found[row["place"]].append((row["day"], row["n"]))
    return {tally: _running(found[place]) for place, tally in enumerate(tallies)}


def _counted(source: sources.Source, tally: Tally, place: int) -> sa.Select:
    day = tally.day(source.c)
    chosen = sa.select(day.label("day")).where(source.where, tally.rows(source.c), day.is_not(None)).subquery()
    number = sa.literal_column(str(place)).label("place")
    return sa.select(number, chosen.c.day, sa.func.count().label("n")).group_by(chosen.c.day)


def _running(pairs: list[tuple[date, int]]) -> Running:
    ordered = sorted(pairs)
    return Running([day for day, _ in ordered], [number for _, number in ordered])
