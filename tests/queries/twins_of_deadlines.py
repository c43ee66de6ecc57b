"""The indicators of deadlines and of patterns around them once more, row by row, from their meaning."""

from collections.abc import Callable
from datetime import timedelta

from data.period import Period
from tests.queries.twins_of_backlog import later
from tests.queries.twins_of_clocks import NO_DUTY, running

Row = dict


def own(row: Row) -> bool:
    return row["clock"] not in NO_DUTY and row["due_on"] is not None


def open_(row: Row, p: Period) -> bool:
    return own(row) and running(row, p.until)


def firm(days: int) -> Callable:
    return lambda row, p: open_(row, p) and 0 <= (row["due_on"] - p.until).days <= days and row["conditional_due_on"] is None


def ended(row: Row, p: Period) -> bool:
    return own(row) and row["ended_on"] is not None and p.since <= row["ended_on"] <= p.until


def extended(row: Row, p: Period) -> bool:
    day, back = row["extended1_on"], row["returned1_on"]
    return day is not None and p.since <= day <= p.until and row["family"] == "prosecution" and (back is None or back > day)


def before_limit(*days: int) -> Callable:
    """The day of extension lies so many days before the month from acceptance is over."""
    return lambda row, p: extended(row, p) and (later(row["accepted_on"], 1) - row["extended1_on"]).days in days


def concluded(row: Row, p: Period) -> bool:
    return row["countable"] and row["concluded_on"] is not None and p.since <= row["concluded_on"] <= p.until


def reopened(row: Row, p: Period) -> bool:
    return concluded(row, p) and row["reopened_on"] is not None and row["reopened_on"] <= row["concluded_on"] + timedelta(days=30)


TWINS = {
    "clocks_open": (open_, None),
    **{f"clocks_due_{days}_firm": (firm(days), None) for days in (3, 7, 15, 30)},
    "clocks_last_day": (lambda r, p: ended(r, p) and r["ended_on"] == r["due_on"], ended),
    "clocks_days_before": (lambda r, p: ended(r, p) and 1 <= (r["due_on"] - r["ended_on"]).days <= 3, ended),
    "extended_first": (extended, None),
    "extended_last_days": (before_limit(0, 1), extended),
    "extended_days_before": (before_limit(2, 3), extended),
    "reopened": (reopened, concluded),
}
