"""The days of stays, from the histogram where it answers and from the rows where not, as one relation to sum over.

Knows which of the two fits. Must not know what is found in them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import marts
from data.definitions import moments as summed
from data.definitions.indicators.stays import STAY_MEDIAN, STAYS
from data.period import DAY, Period, start
from queries import histograms, quantiles, sources

MOMENTS = ("n", "days", "s", "q")


@dataclass(frozen=True)
class Stays:
    """`value` days of stay, `n` times; `day` falls in the month in which the stay ended, exactly so in the histogram's pieces."""

    c: sa.ColumnCollection
    where: sa.ColumnElement[bool]
    day: sa.ColumnElement
    value: sa.ColumnElement
    n: sa.ColumnElement

    @property
    def month(self) -> sa.ColumnElement:
        return sa.cast(sa.func.date_trunc("month", self.day), sa.Date)


def stays(ask: Ask, columns: Iterable[str], period: Period) -> Stays:
    """Stays that ended in the period under the filters in force. Raises NotSupplied when there are no events."""
    return _of_histogram(ask, columns, period) or _of_rows(ask, period)


def _of_histogram(ask: Ask, columns: Iterable[str], period: Period) -> Stays | None:
    ask.scope.check_supplied(STAYS.over.key)
    needed = {*columns, *ask.filters.columns(ask.scope.places)}
    fitting = (table for table in marts.histograms_of(STAY_MEDIAN) if needed <= set(table.c.keys()) and ask.scope.fits(table.c.keys()))
    table = next(fitting, None) if sources.aligned(ask, (period,)) else None
    if table is None:
        return None
    c = ask.scope.histogram(table).c
    return Stays(c, sa.and_(sources.asked(ask, c, STAYS.over), period.holds(c.day)), c.day, c.value, c.n)


def _of_rows(ask: Ask, period: Period) -> Stays:
    source = sources.facts(ask, STAYS.over)
    where = sa.and_(source.where, STAYS.behind(source.c, period))
    return Stays(source.c, where, source.c.left_on, source.c.stay_days, sa.literal_column("1", sa.Integer))


def both_of_rows(ask: Ask, columns: Iterable[str], period: Period, before: Period) -> sa.Select | None:
    """By the columns and by whether it was `earlier`, the moments of a period and of the one that it follows on, read at once from the
    rows; None where tables tell them."""
    by = tuple(columns)
    if before.until + DAY != period.since or any(_summed(ask, by, each) or _of_histogram(ask, by, each) for each in (period, before)):
        return None
    found = _of_rows(ask, Period(before.since, period.until))
    values, keys = summed.sums(found.value, found.n), [found.c[name] for name in by]
    earlier = sa.case((found.day < sa.literal(period.since, sa.Date), 1), else_=0).label("earlier")
    sums = (sa.cast(sa.func.sum(values[name]), sa.Double).label(name) for name in MOMENTS)
    return sa.select(*keys, *sums, earlier).where(found.where).group_by(*keys, "earlier")


def moments(ask: Ask, columns: Iterable[str], period: Period) -> sa.Select:
    """By the columns: `n` stays that ended in the period, their `days`, the logarithms of these `s` and their squares `q`."""
    by = tuple(columns)
    c, where, values = _summed(ask, by, period) or _unsummed(ask, by, period)
    keys = [c[name] for name in by]
    return sa.select(*keys, *(sa.cast(sa.func.sum(values[name]), sa.Double).label(name) for name in MOMENTS)).where(where).group_by(*keys)


def adding_up(ask: Ask, columns: Iterable[str], period: Period) -> sa.Select:
    """What adds up to it, in rows of which a few may be alike: of a span that is kept as one the engine need not add them up first."""
    by = tuple(columns)
    kept = _summed(ask, by, period) if _opening(ask, period) else None
    if kept is None:
        return moments(ask, by, period)
    c, where, values = kept
    return sa.select(*(c[name] for name in by), *(values[name].label(name) for name in MOMENTS)).where(where)


def _unsummed(ask: Ask, by: tuple[str, ...], period: Period):
    found = stays(ask, by, period)
    return found.c, found.where, summed.sums(found.value, found.n)


def _summed(ask: Ask, by: tuple[str, ...], period: Period):
    """Where the period is made of months of the calendar: from as few years, quarters and months as it has."""
    spans, needed = _opening(ask, period) or _spans(period, ask.scope.as_of), {*by, *ask.filters.columns(ask.scope.places)}
    if spans is None or not needed <= set(summed.STAYS) or not ask.scope.fits(summed.STAYS):
        return None
    ask.scope.check_supplied(STAYS.over.key)
    c = ask.scope.histogram(summed.TABLE).c
    within = [sa.and_(c.grain == grain, c.day.in_(days)) for grain, days in spans.items() if days]
    where = sa.and_(sources.asked(ask, c, STAYS.over), sa.or_(*within))
    return c, where, {name: c[name] for name in MOMENTS}


def _opening(ask: Ask, period: Period) -> dict[str, list[date]] | None:
    """The spans kept for what pages open with: that period, or all before it."""
    last, first = summed.last(ask.scope.as_of), ask.scope.snapshot.about["first_on"]
    former = Period(first.replace(day=1), last.since - DAY) if first and first < last.since else None
    return {summed.LAST: [last.since]} if period == last else {summed.FORMER: [last.since]} if period == former else None


def _spans(period: Period, as_of: date) -> dict[str, list[date]] | None:
    """The years, quarters and months that make up the period, by their first days; None where it is not made of them."""
    found: dict[str, list[date]] = {grain: [] for grain in summed.GRAINS}
    day, after = period.since, period.until + DAY
    if day.day != 1 or not (period.until == as_of or (after.day == 1 and period.until < as_of)):
        return None
    while day < after:
        grain, end = next((grain, end) for grain in summed.GRAINS if (end := _end(day, grain)) and (grain == "month" or end <= after))
        found[grain].append(day)
        day = end
    return found


def _end(day: date, grain: str) -> date | None:
    """The day after the span of this size that begins on the day, if one begins."""
    if start(day, grain, 1) != day:
        return None
    return Period(day, day + timedelta(days=400)).parts(grain)[0].until + DAY


def of_histogram(counted: Counter[int], q: float = 0.5) -> float | None:
    """The quantile of values given with their frequencies; None when there are none."""
    pairs, whole = sorted(counted.items()), counted.total()
    if not whole:
        return None
    rank = (whole - 1) * q
    return quantiles.of_two(whole, _at(pairs, int(rank)), _at(pairs, min(int(rank) + 1, whole - 1)), q)


def _at(pairs, rank: int) -> float:
    """The value at a rank, counted from 0."""
    upto = accumulate(n for _, n in pairs)
    return float(next(value for (value, _), so_far in zip(pairs, upto, strict=True) if so_far > rank))


def spreads(ask: Ask, by: tuple[str, ...], period: Period, qs: tuple[float, ...]) -> dict[tuple, tuple[int, tuple[float, ...]]]:
    """(values of the columns) → number of stays and their quantiles; the database counts, we interpolate."""
    found = stays(ask, by, period)
    keys = [found.c[name] for name in by]
    flat = sa.select(*keys, found.value.label("value"), sa.func.sum(found.n).label("n")).where(found.where).group_by(*keys, found.value)
    each = histograms.read(ask, flat, by)
    values = zip(*(each.quantile(q) for q in qs), strict=True)
    return {code: (n, middle) for code, n, middle in zip(each.keys, each.n.tolist(), values, strict=True)}
