"""What waits and what stays come to at every node of every unit, for the spans that pages open with: now and a year before.

A quantile is no sum, so that of a province is not made of those of its cities: each level of units has its own table, and there are
some that tell types apart. A row is made of all cases of its unit, so it is for viewers from whom none of them is kept. Knows the
columns and which counts they hold. Must not know how the tables are filled or asked.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from data.definitions.indicators.stays import STAY_MEDIAN, STAY_OVER, STAY_P90, STAYS, STAYS_NORMED, WAITING, WAITING_180
from data.definitions.moments import last
from data.definitions.rare import metadata
from data.definitions.relations import EVENTS
from data.period import Period

UNITS = ("province", "city", "office", "department")
NODE = ("line", "activity")
LASTED, DAYS = STAYS, STAY_MEDIAN.column  # whose days the quantiles are of
WIDE = {each.key: each.count for each in (WAITING, WAITING_180, LASTED)}
NARROW = {each.key: each.count for each in (STAYS_NORMED, STAY_OVER)}  # rows of LASTED, each by its own condition
COUNTED = WIDE | NARROW
QUANTILES = {each.key: each for each in (STAY_MEDIAN, STAY_P90)}


def _table(name: str, keys: tuple[str, ...]) -> sa.Table:
    told = (sa.Column(key, EVENTS.table.c[key].type) for key in keys)
    numbers = (sa.Column(key, sa.BigInteger) for key in COUNTED)
    middles = (sa.Column(key, sa.Double) for key in QUANTILES)
    return sa.Table(name, metadata, *told, sa.Column("day", sa.Date), *numbers, *middles)


SHAPES: Mapping[str, tuple[str, ...]] = {
    **{f"waits_{level}": (*UNITS[: place + 1], *NODE) for place, level in enumerate(UNITS)},
    **{f"kinds_waits_{level}": (*UNITS[: place + 1], *NODE, "type_code") for place, level in enumerate(UNITS[:2])},
}  # the smallest of each level first
TABLES = {keys: _table(name, keys) for name, keys in SHAPES.items()}


def spans(as_of: date) -> tuple[Period, Period]:
    """The periods told of: that of the last twelve months, and the one a year before; a row's day is the first of its period."""
    return last(as_of), last(as_of).year_before()


def holding(unit: str, columns: set[str]) -> sa.Table | None:
    """The table of the units of one level that can be narrowed by these columns, and by nothing it adds up over."""
    fits = (keys for keys in TABLES if [key for key in keys if key in UNITS][-1] == unit and columns <= set(keys))
    return TABLES.get(next(fits, ()))
