"""The days of stays, from the histogram where it answers and from the rows where not, as one relation to sum over.

Knows which of the two fits. Must not know what is found in them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import marts
from data.definitions.indicators.stays import STAY_MEDIAN, STAYS
from data.period import Period
from queries import quantiles, sources


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
    ask.scope.check_supplied(STAYS.over.key)
    needed = {*columns, *ask.filters.columns(ask.scope.places)}
    fitting = (table for table in marts.histograms_of(STAY_MEDIAN) if needed <= set(table.c.keys()) and ask.scope.fits(table.c.keys()))
    table = next(fitting, None) if sources.aligned(ask, (period,)) else None
    if table is not None:
        c = ask.scope.histogram(table).c
        where = sa.and_(ask.filters.where(c, STAYS.over, ask.scope.places), period.holds(c.day))
        return Stays(c, where, c.day, c.value, c.n)
    source = sources.facts(ask, STAYS.over)
    where = sa.and_(source.where, STAYS.behind(source.c, period))
    return Stays(source.c, where, source.c.left_on, source.c.stay_days, sa.literal_column("1", sa.Integer))


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
    n = sa.cast(sa.func.sum(found.n), sa.BigInteger).label("n")
    names = [f"k{place}" for place in range(len(by))]
    labelled = (key.label(name) for key, name in zip(keys, names, strict=True))
    counted = sa.select(*labelled, found.value.label("value"), n).where(found.where).group_by(*keys, found.value).subquery()
    k = [counted.c[name] for name in names]
    upto = sa.cast(sa.func.sum(counted.c.n).over(partition_by=k, order_by=counted.c.value), sa.BigInteger).label("upto")
    whole = sa.cast(sa.func.sum(counted.c.n).over(partition_by=k), sa.BigInteger).label("whole")
    ranked = sa.select(*k, counted.c.value, upto, whole).subquery()
    ends = [end.label(f"v{place}") for place, end in enumerate(end for q in qs for end in _ends(ranked.c, q))]
    chosen = [ranked.c[name] for name in names]
    rows = ask.scope.fetch(sa.select(*chosen, sa.func.max(ranked.c.whole).label("n"), *ends).group_by(*chosen))
    return {tuple(row[name] for name in names): (row["n"], tuple(_between(row, place, q) for place, q in enumerate(qs))) for row in rows}


def _ends(c, q: float) -> tuple[sa.ColumnElement, sa.ColumnElement]:
    """The values between which the quantile lies."""
    rank = sa.cast(sa.func.floor((c.whole - 1) * sa.literal_column(str(q))), sa.BigInteger)
    return sa.func.min(c.value).filter(c.upto > rank), sa.func.min(c.value).filter(c.upto > sa.func.least(rank + 1, c.whole - 1))


def _between(row, place: int, q: float) -> float:
    return float(quantiles.of_two(row["n"], row[f"v{2 * place}"], row[f"v{2 * place + 1}"], q))
