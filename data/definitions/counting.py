"""How a number is made from rows: which rows, and what a period means for them.

A count is a set of rows (`behind`) and, equally, a sum of tallies over days (`terms`): the first answers from the rows,
the second from any pre-aggregate that holds the tallies, and both from one declaration.
Knows columns and periods. Must not know who asks, marts as tables, or words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from data.definitions.relations import Relation
from data.period import DAY, Period

Columns = sa.ColumnCollection
Day = Callable[[Columns], sa.ColumnElement]
Condition = Callable[[Columns], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Tally:
    """Rows counted on the day each has: the grain of every mart."""

    day: Day
    rows: Condition


@dataclass(frozen=True)
class Term:
    """A tally summed over all days up to and including `until`, taken `sign` times."""

    sign: int
    tally: Tally
    until: date


def _column(day: str | Day) -> Day:
    return (lambda c: c[day]) if isinstance(day, str) else day


@dataclass(frozen=True)
class On:
    """Counted in the period in which its day falls."""

    day: str | Day
    stock = False

    def behind(self, c: Columns, period: Period) -> sa.ColumnElement[bool]:
        return period.holds(_column(self.day)(c))

    def tallies(self, rows: Condition) -> tuple[Tally, ...]:
        return (Tally(_column(self.day), rows),)

    def terms(self, tallies: tuple[Tally, ...], period: Period) -> tuple[Term, ...]:
        return Term(1, tallies[0], period.until), Term(-1, tallies[0], period.since - DAY)


@dataclass(frozen=True)
class OpenOn:
    """A stock: counted on the period's last day when begun by then and not ended by then. Never narrowed by acceptance.

    Where `ended` is the earlier of two days, `at_latest` is the column of one of them: what is open by its own end is open by that.
    """

    begun: str | Day
    ended: str | Day
    at_latest: str | None = None
    stock = True

    @property
    def over_by(self) -> str | None:
        """The column on whose day it is over in any case, where one is known."""
        return self.ended if isinstance(self.ended, str) else self.at_latest

    def behind(self, c: Columns, period: Period) -> sa.ColumnElement[bool]:
        begun, ended, last = _column(self.begun)(c), _column(self.ended)(c), sa.literal(period.until, sa.Date)
        return sa.and_(begun <= last, sa.or_(ended.is_(None), ended > last))

    def tallies(self, rows: Condition) -> tuple[Tally, ...]:
        begun, ended = _column(self.begun), _column(self.ended)
        lasted = lambda c: sa.and_(rows(c), begun(c).is_not(None), sa.or_(ended(c).is_(None), ended(c) > begun(c)))  # noqa: E731
        return Tally(begun, lasted), Tally(ended, lasted)

    def terms(self, tallies: tuple[Tally, ...], period: Period) -> tuple[Term, ...]:
        return Term(1, tallies[0], period.until), Term(-1, tallies[1], period.until)


@dataclass(frozen=True)
class OpenDuring:
    """Counted when open on any day of the period: what was pending at its start and what came in it."""

    begun: str | Day
    ended: str | Day
    stock = False

    def behind(self, c: Columns, period: Period) -> sa.ColumnElement[bool]:
        begun, ended = _column(self.begun)(c), _column(self.ended)(c)
        first, last = sa.literal(period.since, sa.Date), sa.literal(period.until, sa.Date)
        return sa.and_(begun <= last, sa.or_(ended.is_(None), sa.and_(ended >= first, ended >= begun)))

    def tallies(self, rows: Condition) -> tuple[Tally, ...]:
        begun, ended = _column(self.begun), _column(self.ended)
        ordered = lambda c: sa.and_(rows(c), begun(c).is_not(None), sa.or_(ended(c).is_(None), ended(c) >= begun(c)))  # noqa: E731
        return Tally(begun, ordered), Tally(ended, ordered)

    def terms(self, tallies: tuple[Tally, ...], period: Period) -> tuple[Term, ...]:
        return Term(1, tallies[0], period.until), Term(-1, tallies[1], period.since - DAY)


Timing = On | OpenOn | OpenDuring


def every(_: Columns) -> sa.ColumnElement[bool]:
    return sa.true()


def both(first: Condition, second: Condition) -> Condition:
    if first is every:
        return second
    return first if second is every else lambda c: sa.and_(first(c), second(c))


@dataclass(frozen=True)
class Count:
    """So many rows of a relation. `behind` is the condition of the rows one sees on drilling down."""

    over: Relation
    timing: Timing
    rows: Condition = every
    tallies: tuple[Tally, ...] = field(init=False, compare=False)
    hashed: int = field(init=False, compare=False, repr=False)  # once: numbers are looked up by it thousands of times a page

    def __post_init__(self) -> None:
        object.__setattr__(self, "tallies", self.timing.tallies(self.rows))
        object.__setattr__(self, "hashed", hash((self.over, self.timing, self.rows)))

    def __hash__(self) -> int:
        return self.hashed

    def behind(self, c: Columns, period: Period) -> sa.ColumnElement[bool]:
        return sa.and_(self.timing.behind(c, period), self.rows(c))

    def terms(self, period: Period) -> tuple[Term, ...]:
        return self.timing.terms(self.tallies, period)

    def where(self, rows: Condition) -> "Count":
        return Count(self.over, self.timing, both(self.rows, rows))
