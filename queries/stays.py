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
