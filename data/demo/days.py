"""Days as whole numbers since 1970, for arithmetic on millions of them at once.

Knows the working-day calendar and what may be seen on the as-of day. Must not know cases.
"""

from datetime import date

import numpy as np

from data.law.calendar import working_days

NEVER = np.int32(2**30)  # later than any day one can write: what has not happened
MONTH_WEIGHT = (0.95, 0.72, 1.06, 1.0, 1.0, 1.0, 1.03, 1.0, 1.05, 0.9, 1.1, 1.22)
WEEKDAY_WEIGHT = (1.26, 1.1, 1.0, 1.0, 0.94, 0.03, 0.03)
YEAR_WEIGHT = {2021: 1.06, 2022: 0.9, 2023: 1.08, 2024: 1.03, 2025: 0.97}


def number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


AS_OF_DAY = date(2025, 11, 28)
AS_OF = number(AS_OF_DAY)
_FIRST, _LAST = date(2000, 1, 1), date(2031, 12, 31)
_ORIGIN = number(_FIRST)
_WORK = np.fromiter((each.is_workday for each in working_days(_FIRST, _LAST)), bool)
_INDEX = np.arange(len(_WORK), dtype=np.int32)
_NEXT = np.minimum.accumulate(np.where(_WORK, _INDEX, len(_WORK) - 1)[::-1])[::-1] + _ORIGIN
_PREVIOUS = np.maximum.accumulate(np.where(_WORK, _INDEX, 0)) + _ORIGIN


def first_day(years: int) -> int:
    return number(date(AS_OF_DAY.year - years, 12, 1))


def next_workday(days: np.ndarray) -> np.ndarray:
    """The day itself, or the first working day after it."""
    return _looked_up(_NEXT, days)


def previous_workday(days: np.ndarray) -> np.ndarray:
    return _looked_up(_PREVIOUS, days)


def add_months(days: np.ndarray, months: int = 1) -> np.ndarray:
    """The same day number of a later month, or the last day that month has; from the last day of a month to the last day."""
    known = np.where(days < NEVER // 2, days, 0).astype("datetime64[D]")
    month = known.astype("datetime64[M]")
    of_month = known - month.astype("datetime64[D]")
    last = known + 1 == (month + 1).astype("datetime64[D]")
    length = (month + months + 1).astype("datetime64[D]") - (month + months).astype("datetime64[D]")
    moved = (month + months).astype("datetime64[D]") + np.where(last, length - 1, np.minimum(of_month, length - 1))
    return np.where(days < NEVER // 2, moved.astype(np.int32), days).astype(np.int32)


def add_workdays(days: np.ndarray, count: int) -> np.ndarray:
    """The so-manieth working day after each."""
    worked = np.cumsum(_WORK)
    known = (days >= _ORIGIN) & (days < _ORIGIN + len(_WORK) - 5 * count - 30)
    at = np.where(known, days - _ORIGIN, 0)
    return np.where(known, np.searchsorted(worked, worked[at] + count) + _ORIGIN, days).astype(np.int32)


def year_of(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970


def arrivals(first: int, last: int) -> np.ndarray:
    """Cumulative share of a year's cases that arrive up to each day: seasons, weekdays, holidays."""
    days = np.arange(first, last + 1, dtype=np.int32)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    weekday = (days + 3) % 7
    weight = np.take(MONTH_WEIGHT, month) * np.take(WEEKDAY_WEIGHT, weekday)
    weight *= np.where(_WORK[days - _ORIGIN], 1.0, 0.06)
    weight *= np.array([YEAR_WEIGHT.get(year, 1.0) for year in year_of(days).tolist()])
    weight = np.where(_WORK[days - _ORIGIN] & (weekday > 4), 0.6, weight)
    return np.cumsum(weight) / weight.sum()


def drawn(rng: np.random.Generator, cumulative: np.ndarray, first: int, count: int) -> np.ndarray:
    return (np.searchsorted(cumulative, rng.random(count)) + first).astype(np.int32)


def _looked_up(table: np.ndarray, days: np.ndarray) -> np.ndarray:
    at = np.clip(days - _ORIGIN, 0, len(table) - 1)
    return np.where((days >= _ORIGIN) & (days < _ORIGIN + len(table)), table[at], days).astype(np.int32)
