"""Quantiles of durations, by linear interpolation, from histograms where one fits and from the rows where not.

Knows that a histogram of whole days holds every quantile exactly. Must not know any indicator by name.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

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
    fits = needed <= set(table.c.keys()) and ask.scope.fits(table.c.keys()) and sources.aligned(ask, periods)
    ask.scope.check_supplied(each.over.key)
    return _from_histogram(ask, each, table, by, periods) if use_marts and fits else _from_rows(ask, each, by, periods)


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


def _from_histogram(ask: Ask, each: Indicator, table: sa.Table, by, periods) -> Values:
    if _overlap(periods):
        return _each(ask, each, table, by, periods)
    rows = ask.scope.histogram(table)
    where = ask.filters.where(rows.c, each.over, ask.scope.places)
    place = sa.case(*((period.holds(rows.c.day), sa.literal_column(str(i))) for i, period in enumerate(periods)))
    named = [rows.c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    chosen = sa.select(*named, place.label("place"), rows.c.value, rows.c.n).where(where).subquery("chosen")
    keys = [column for name, column in chosen.c.items() if name != "n"]
    n = sa.cast(sa.func.sum(chosen.c.n), sa.BigInteger).label("n")
    statement = sa.select(*keys, n).where(chosen.c.place.is_not(None)).group_by(*keys).order_by(chosen.c.value)
    found: dict[tuple, list[tuple[int, int]]] = {}
    for row in ask.scope.fetch(statement):
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found.setdefault((code, each.key, row["place"]), []).append((row["value"], row["n"]))
    return {key: of_histogram(pairs, each.q) for key, pairs in found.items()}


def _overlap(periods: Sequence[Period]) -> bool:
    ordered = sorted(periods)
    return any(first.until >= second.since for first, second in pairwise(ordered))


def _each(ask, each, table, by, periods) -> Values:
    """Periods that overlap, one at a time."""
    found: Values = {}
    for place, period in enumerate(periods):
        alone = _from_histogram(ask, each, table, by, (period,))
        found |= {(code, key, place): value for (code, key, _), value in alone.items()}
    return found


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
