"""A stretch of days: what happened in it, its parts, the one before, the same one a year before.

Knows days and the words for them in a URL. Must not know columns beyond the day handed in.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from data.text import Text, same

DAY = timedelta(days=1)
GRAINS = {"month": 1, "quarter": 3, "half": 6, "year": 12}  # months in one


@dataclass(frozen=True, order=True)
class Period:
    """All days from `since` to `until`, both included."""

    since: date
    until: date

    def holds(self, day) -> sa.ColumnElement[bool]:
        """The day falls in it; a missing day falls in none."""
        return sa.and_(day >= sa.literal(self.since, sa.Date), day <= sa.literal(self.until, sa.Date))

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def clipped(self, last: date) -> "Period":
        """Cut off at the day the data end."""
        return Period(min(self.since, last), min(self.until, last))

    def parts(self, grain: str, statistical_day: int = 26) -> list["Period"]:
        """The months (natural or statistical), quarters, halves or years it touches, cut off at its ends."""
        found, first = [], start(self.since, grain, statistical_day)
        while first <= self.until:
            after = _shift(first, 1 if grain == "smonth" else GRAINS[grain])
            found.append(Period(max(first, self.since), min(after - DAY, self.until)))
            first = after
        return found

    def before(self) -> "Period":
        """The stretch just before: as many months when it is made of months or begun ones, else as many days."""
        months = self._whole_months() or (self._touched() if self.since.day == 1 else 0)
        if months:
            return self._moved(-months)
        return Period(self.since - timedelta(days=self.days), self.since - DAY)

    def year_before(self) -> "Period":
        """The same days of the year before; a month's last day stays the month's last day."""
        return self._moved(-12)

    def reaching_back(self, months: int) -> "Period":
        """With so many months before it."""
        return Period(_shift(self.since, -months), self.until)

    def _moved(self, months: int) -> "Period":
        return Period(_shift(self.since, months), _shift(self.until + DAY, months) - DAY)

    def _touched(self) -> int:
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1

    def aligned(self, statistical_day: int, last: date) -> bool:
        """Made of whole pieces of months."""
        firsts = cuts(statistical_day, last)
        return self.since.day in firsts and (self.until >= last or (self.until + DAY).day in firsts)

    def whole_pieces(self, statistical_day: int, last: date) -> "Period | None":
        """The longest stretch inside it that is `aligned`."""
        since, until = self.since, self.until
        while since <= until and since.day not in cuts(statistical_day, last):
            since += DAY
        while since <= until and not Period(since, until).aligned(statistical_day, last):
            until -= DAY
        return Period(since, until) if since <= until else None

    def outside(self, inner: "Period | None") -> list["Period"]:
        """What of it lies before and after a stretch inside it."""
        if inner is None:
            return [self]
        edges = Period(self.since, inner.since - DAY), Period(inner.until + DAY, self.until)
        return [edge for edge in edges if edge.since <= edge.until]

    def _whole_months(self) -> int:
        """How many months it is, from a day number to the day before the same number (natural and statistical months)."""
        after = self.until + DAY
        if self.since.day != after.day:
            return 0
        return (after.year - self.since.year) * 12 + after.month - self.since.month

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"

    @property
    def label(self) -> Text:
        return _label(self)


def cuts(statistical_day: int, last: date) -> tuple[int, ...]:
    """The days of a month on which a piece of it begins: the first, the statistical first, and the day after the data's last,
    so that the same stretch of another month or year is made of whole pieces too."""
    return tuple(sorted({1, statistical_day, (last + DAY).day}))


def piece(day: date, statistical_day: int, last: date) -> date:
    """First day of the piece of a month that holds the day; whatever comes after the data's last day is one piece."""
    if day > last:
        return last + DAY
    return day.replace(day=max(cut for cut in cuts(statistical_day, last) if cut <= day.day))


def parse(text: str, as_of: date, statistical_day: int = 26) -> Period:
    """`2025`, `2025-H1`, `2025-Q3`, `2025-11`, `2025-11s` (statistical), `ytd`, `last12`, `2025-01-01..2025-03-31`.

    `last12` is the twelve calendar months that end with the one the data end in. Raises ValueError.
    """
    if text == "ytd":
        return Period(as_of.replace(month=1, day=1), as_of)
    if text == "last12":
        return Period(_shift(as_of.replace(day=1), -11), as_of)
    if ".." in text:
        since, until = (date.fromisoformat(part) for part in text.split(".."))
        if since > until:
            raise ValueError(text)
        return Period(since, until)
    return _named(text, statistical_day)


def _named(text: str, statistical_day: int) -> Period:
    match = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(s?)))?", text)
    if not match:
        raise ValueError(text)
    year, half, quarter, month, statistical = match.groups()
    if month:
        first = date(int(year), int(month), 1)
        return _statistical(first, statistical_day) if statistical else _from(first, 1)
    if half:
        return _from(date(int(year), int(half) * 6 - 5, 1), 6)
    return _from(date(int(year), int(quarter) * 3 - 2, 1), 3) if quarter else _from(date(int(year), 1, 1), 12)


def _from(first: date, months: int) -> Period:
    return Period(first, _shift(first, months) - DAY)


def _statistical(first: date, statistical_day: int) -> Period:
    return Period(_shift(first, -1).replace(day=statistical_day), first.replace(day=statistical_day) - DAY)


def start(day: date, grain: str, statistical_day: int) -> date:
    """First day of the part that holds the day."""
    if grain == "smonth":
        first = day if day.day >= statistical_day else _shift(day.replace(day=1), -1)
        return first.replace(day=statistical_day)
    months = GRAINS[grain]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _shift(day: date, months: int) -> date:
    """The same day number so many months on; the month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _label(period: Period) -> Text:
    since, until = period.since, period.until
    months = period._whole_months() if since.day == 1 else 0
    if months == 12 and since.month == 1:
        return Text(f"{since.year}年", f"{since.year}")
    if months == 1:
        return Text(f"{since.year}年{since.month}月", f"{since:%Y-%m}")
    if months in (3, 6) and (since.month - 1) % months == 0:
        number = (since.month - 1) // months + 1
        names = {3: (f"第{number}季度", f"Q{number}"), 6: ("上半年" if number == 1 else "下半年", f"H{number}")}[months]
        return Text(f"{since.year}年{names[0]}", f"{since.year} {names[1]}")
    if since == until:
        return same(f"{since}")
    return Text(f"{since} 至 {until}", f"{since} to {until}")
