"""Quantiles of durations, by linear interpolation, from histograms where one fits and from the rows where not.

Knows that a histogram of whole days holds every quantile exactly. Must not know any indicator by name.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import sqlalchemy as sa

from data import engine
from data.ask import Ask
from data.definitions import marts
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator
from data.period import Period
from queries import sources

Values = dict[tuple, float | None]


def values(ask: Ask, each: Indicator, by: Sequence[Dimension], periods: Sequence[Period], use_marts: bool = True) -> Values:
    """(codes, indicator key, place of the period) → days."""
    table = marts.histogram_of(each)
    needed = {d.column for d in by} | ask.filters.columns(ask.scope.places)
    fits = needed <= set(table.c.keys()) and ask.scope.fits(table.c.keys())
    ask.scope.check_supplied(each.over.key)
    return _from_histogram(ask, each, by, periods) if use_marts and fits else _from_rows(ask, each, by, periods)


def of_histogram(pairs: Sequence[tuple[int, int]], q: float) -> float | None:
    """The quantile of values given with their frequencies: pairs (value, n) in rising order. None when there are none."""
    sums = list(accumulate(n for _, n in pairs))
    if not sums or not sums[-1]:
        return None
    rank = (sums[-1] - 1) * q
    low, high = _at(pairs, sums, int(rank)), _at(pairs, sums, min(int(rank) + 1, sums[-1] - 1))
    return low + (high - low) * (rank - int(rank))


def _at(pairs, sums, rank: int) -> float:
    """The value at a rank, counted from 0."""
    return float(next(value for (value, _), upto in zip(pairs, sums, strict=True) if upto > rank))


def _from_histogram(ask: Ask, each: Indicator, by, periods) -> Values:
    """Whole pieces of months from the histogram, the days beyond them from the rows: together exact."""
    snapshot = ask.scope.snapshot
    inner = [period.whole_pieces(snapshot.statistical_day, snapshot.as_of) for period in periods]
    selects = [_days(ask, each, by, i, edge) for i, period in enumerate(periods) for edge in period.outside(inner[i])]
    found: dict[tuple, Counter[int]] = {}
    if by:
        selects += [_pieces(ask, each, by, i, period) for i, period in enumerate(inner) if period]
    elif any(inner):
        _add_each_piece(found, ask, each, inner)
    for row in ask.scope.fetch(sa.union_all(*selects)) if selects else ():
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found.setdefault((code, each.key, row["place"]), Counter())[row["value"]] += row["n"]
    return {key: of_histogram(sorted(counted.items()), each.q) for key, counted in found.items()}


def _add_each_piece(found: dict[tuple, Counter[int]], ask: Ask, each: Indicator, inner: Sequence[Period | None]) -> None:
    """Read every piece once, however many periods it lies in."""
    wanted = [period for period in inner if period]
    span = Period(min(period.since for period in wanted), max(period.until for period in wanted))
    rows = ask.scope.histogram(marts.histogram_of(each)).c
    where = sa.and_(ask.filters.where(rows, each.over, ask.scope.places), span.holds(rows.day))
    n = sa.cast(sa.func.sum(rows.n), sa.BigInteger).label("n")
    for row in ask.scope.fetch(sa.select(rows.day, rows.value, n).where(where).group_by(rows.day, rows.value)):
        for place, period in enumerate(inner):
            if period and period.since <= row["day"] <= period.until:
                found.setdefault(((), each.key, place), Counter())[row["value"]] += row["n"]


def _pieces(ask: Ask, each: Indicator, by, place: int, period: Period) -> sa.Select:
    rows = ask.scope.histogram(marts.histogram_of(each))
    where = sa.and_(ask.filters.where(rows.c, each.over, ask.scope.places), period.holds(rows.c.day))
    return _grouped(rows.c, by, place, rows.c.value, sa.func.sum(rows.c.n), where)


def _days(ask: Ask, each: Indicator, by, place: int, period: Period) -> sa.Select:
    source = sources.facts(ask, each.over)
    where = sa.and_(source.where, each.behind(source.c, period))
    return _grouped(source.c, by, place, source.c[each.column], sa.func.count(), where)


def _grouped(c, by, place, value, n, where) -> sa.Select:
    keys = [c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    parts = sa.literal_column(str(place)).label("place"), *keys, value.label("value"), sa.cast(n, sa.BigInteger).label("n")
    return sa.select(*parts).where(where).group_by(*keys, value)


def _from_rows(ask: Ask, each: Indicator, by, periods) -> Values:
    source = sources.facts(ask, each.over)
    keys = [source.c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    behind = [each.behind(source.c, period) for period in periods]
    column = source.c[each.column]
    asked = [engine.quantile(column, each.q).filter(condition).label(f"v{i}") for i, condition in enumerate(behind)]
    statement = sa.select(*keys, *asked).where(source.where, sa.or_(*behind))
    found: Values = {}
    for row in ask.scope.fetch(statement.group_by(*keys) if keys else statement):
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found |= {(code, each.key, i): row[f"v{i}"] for i in range(len(periods))}
    return found
