"""Which days are working days, and why.

Knows the published holidays of the mainland (a library) and an optional file that overrides single days.
Must not know limits, clocks or the database. Beyond the years published so far only weekends are known, and each such
day says so.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chinese_calendar import constants

from data.errors import BadInput
from data.text import Text

_NAMES = {holiday.value: holiday.name for holiday in constants.Holiday}
_HERE = ZoneInfo("Asia/Shanghai")  # one time for the whole country
_PUBLISHED = range(min(constants.holidays).year, max(constants.holidays).year + 1)


class Day(NamedTuple):
    """A day, whether it is worked, and the reason: a code of the list `calendar_note`, or an overriding file's own words."""

    day: date
    is_workday: bool
    note: str


def working_days(first: date, last: date, overrides: Path | None = None) -> Iterator[Day]:
    """Every day from `first` to `last`, both included."""
    changed = _overrides(overrides) if overrides else {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        yield changed.get(day) or _published(day)


def is_workday(day: date) -> bool:
    return _published(day).is_workday


def nth_workday(day: date, n: int) -> date:
    """The n-th working day after a day, which itself does not count."""
    while n:
        day += timedelta(days=1)
        n -= is_workday(day)
    return day


def local(moment: datetime) -> datetime:
    """A moment as it is kept (UTC, without a zone) by the clock on the wall."""
    return moment.replace(tzinfo=UTC).astimezone(_HERE).replace(tzinfo=None)


@cache
def _published(day: date) -> Day:
    weekend = day.weekday() >= 5
    if day.year not in _PUBLISHED:
        return Day(day, not weekend, "not_published")
    if day in constants.holidays:
        return Day(day, False, _NAMES.get(constants.holidays[day], "holiday"))
    if day in constants.workdays:
        return Day(day, True, "makeup")
    return Day(day, not weekend, "weekend" if weekend else "")


def _overrides(file: Path) -> dict[date, Day]:
    """Days of a CSV file with the columns day, is_workday (1/0), note. Raises BadInput naming the line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {each.day: each for number, row in enumerate(csv.DictReader(lines), 2) for each in [_overridden(file, number, row)]}


def _overridden(file: Path, number: int, row: dict[str, str]) -> Day:
    try:
        return Day(date.fromisoformat(row["day"]), {"1": True, "0": False}[row["is_workday"]], row.get("note") or "override")
    except (KeyError, ValueError, TypeError) as error:
        message = Text(
            "{file} 第 {number} 行不是“day,is_workday(1/0),note”",
            "{file}, line {number}: expected “day,is_workday (1/0),note”",
        )
        raise BadInput(message, file=file, number=number) from error
