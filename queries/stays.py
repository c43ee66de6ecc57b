"""The days of stays, from the histogram where it answers and from the rows where not, as one relation to sum over.

Knows which of the two fits. Must not know what is found in them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import marts
from data.definitions.indicators.stays import STAY_MEDIAN, STAYS
from data.period import Period
from queries import sources


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
    table = marts.histogram_of(STAY_MEDIAN)
    needed = {*columns, *ask.filters.columns(ask.scope.places)}
    if needed <= set(table.c.keys()) and ask.scope.fits(table.c.keys()) and sources.aligned(ask, (period,)):
        c = ask.scope.histogram(table).c
        where = sa.and_(ask.filters.where(c, STAYS.over, ask.scope.places), period.holds(c.day))
        return Stays(c, where, c.day, c.value, c.n)
    source = sources.facts(ask, STAYS.over)
    where = sa.and_(source.where, STAYS.behind(source.c, period))
    return Stays(source.c, where, source.c.left_on, source.c.stay_days, sa.literal_column("1", sa.Integer))


def quantiles(ask: Ask, by: tuple[str, ...], period: Period, qs: tuple[float, ...]) -> dict[tuple, tuple[int, tuple[float, ...]]]:
    """(values of the columns) → number of stays and their quantiles, by linear interpolation; the database adds up, we interpolate."""
    found = stays(ask, by, period)
    keys = [found.c[name].label(f"k{place}") for place, name in enumerate(by)]
    n = sa.cast(sa.func.sum(found.n), sa.BigInteger).label("n")
    counted = sa.select(*keys, found.value.label("value"), n).where(found.where).group_by(*(found.c[name] for name in by), found.value).subquery()
    k = [counted.c[f"k{place}"] for place in range(len(by))]
    upto = sa.cast(sa.func.sum(counted.c.n).over(partition_by=k, order_by=counted.c.value), sa.BigInteger).label("upto")
    whole = sa.cast(sa.func.sum(counted.c.n).over(partition_by=k), sa.BigInteger).label("whole")
    ranked = sa.select(*k, counted.c.value, upto, whole).subquery()
    ends = [end.label(f"v{place}") for place, end in enumerate(end for q in qs for end in _ends(ranked.c, q))]
    names = [ranked.c[f"k{place}"] for place in range(len(by))]
    rows = ask.scope.fetch(sa.select(*names, sa.func.max(ranked.c.whole).label("n"), *ends).group_by(*names))
    return {
        tuple(row[f"k{place}"] for place in range(len(by))): (row["n"], tuple(_between(row, place, q) for place, q in enumerate(qs)))
        for row in rows
    }  # fmt: skip


def _ends(c, q: float) -> tuple[sa.ColumnElement, sa.ColumnElement]:
    """The values between which the quantile lies."""
    rank = sa.cast(sa.func.floor((c.whole - 1) * sa.literal_column(str(q))), sa.BigInteger)
    return (sa.func.min(c.value).filter(c.upto > rank), sa.func.min(c.value).filter(c.upto > sa.func.least(rank + 1, c.whole - 1)))


def _between(row, place: int, q: float) -> float:
    low, high, rank = row[f"v{2 * place}"], row[f"v{2 * place + 1}"], (row["n"] - 1) * q
    return float(low + (high - low) * (rank - int(rank)))
