"""Stays summed up for comparing places: how many, their days, the logarithms of them and their squares, by months, quarters and years.

What compares every unit with all others at every node needs no days told apart; told by months, quarters and years, a span of
time is a few of them. Only months of the calendar that had passed by the data's last day (or the one of that day) are in it. The
period that pages open with, and all before it, are spans of their own: these are compared most.
Knows the columns. Must not know how they are filled or asked.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import sqlalchemy as sa

from data.definitions.rare import metadata
from data.definitions.relations import EVENTS
from data.period import DAY, Period, parse

STAYS = ("province", "city", "line", "type_code", "activity", "special")
GRAINS = ("year", "quarter", "month")  # the largest first
LAST, FORMER = "last", "former"  # the twelve months up to the data's last day; from the month of the first case up to them
TABLE = sa.Table(
    "moments_events", metadata, *(sa.Column(name, EVENTS.table.c[name].type) for name in STAYS), sa.Column("grain", sa.String),
    sa.Column("day", sa.Date), sa.Column("n", sa.BigInteger), sa.Column("days", sa.BigInteger), sa.Column("s", sa.Double),
    sa.Column("q", sa.Double),
)  # fmt: skip


def last(as_of: date) -> Period:
    """The period of the span LAST; its first day is the `day` of both."""
    return parse("last12", as_of)


def opening(as_of: date) -> tuple[date, ...]:
    """The first days of the pieces that LAST and the same a year before cut; all days before are one more piece."""
    now, before = last(as_of), last(as_of).year_before()
    return tuple(sorted({before.since, before.until + DAY, now.since, as_of + DAY}))


def opened_with(period: Period, as_of: date) -> bool:
    """Made of whole such pieces."""
    return {period.since, period.until + DAY} <= set(opening(as_of))


def one_piece(period: Period, as_of: date) -> bool:
    """A single one of them, but for the first and the last, which have no end."""
    return (period.since, period.until + DAY) in pairwise(opening(as_of))


def sums(value: sa.ColumnElement, n: sa.ColumnElement) -> Mapping[str, sa.ColumnElement]:
    """What each stay of so many days adds, `n` times."""
    log = sa.func.ln(sa.cast(1 + value, sa.Double))
    return {"n": n, "days": n * value, "s": n * log, "q": n * log * log}
