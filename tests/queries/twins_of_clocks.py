"""The indicators over clocks once more, row by row, from their meaning."""

from collections.abc import Callable
from datetime import date

from data.period import Period

Row = dict
ELSEWHERE = {"supplement", "court", "reply", "reasons", "filing"}
NO_DUTY = ELSEWHERE | {"protest_window", "probation", "announcement", "bail", "surveillance"}


def running(row: Row, last: date) -> bool:
    return row["began_on"] <= last and (row["ended_on"] is None or row["ended_on"] > last)


def overdue(row: Row, p: Period) -> bool:
    return row["due_on"] is not None and row["due_on"] < p.until and running(row, p.until)


def own(row: Row) -> bool:
    return row["clock"] not in NO_DUTY


def past_extension(row: Row, p: Period) -> bool:
    return overdue(row, p) and own(row) and (row["conditional_due_on"] is None or row["conditional_due_on"] < p.until)


def due_within(days: int) -> Callable:
    def holds(row: Row, p: Period) -> bool:
        return own(row) and running(row, p.until) and row["due_on"] is not None and 0 <= (row["due_on"] - p.until).days <= days

    return holds


def ended(row: Row, p: Period) -> bool:
    return own(row) and row["due_on"] is not None and row["ended_on"] is not None and p.since <= row["ended_on"] <= p.until


def both_days(row: Row, p: Period) -> bool:
    return running(row, p.until) and row["source_due_on"] is not None and row["due_on"] is not None


TWINS: dict[str, tuple[Callable, Callable | None]] = {
    "clocks_running": (lambda r, p: running(r, p.until), None),
    "clocks_overdue": (lambda r, p: overdue(r, p) and own(r), None),
    "clocks_overdue_elsewhere": (lambda r, p: overdue(r, p) and r["clock"] in ELSEWHERE, None),
    "clocks_beyond_extension": (past_extension, None),
    "clocks_due_3": (due_within(3), None),
    "clocks_due_7": (due_within(7), None),
    "clocks_due_15": (due_within(15), None),
    "clocks_due_30": (due_within(30), None),
    "clocks_ended": (ended, None),
    "clocks_late": (lambda r, p: ended(r, p) and r["due_on"] < r["ended_on"], None),
    "clocks_kept": (lambda r, p: ended(r, p) and r["due_on"] >= r["ended_on"], ended),
    "clocks_with_source_day": (both_days, None),
    "clocks_source_differs": (lambda r, p: both_days(r, p) and r["due_on"] != r["source_due_on"], both_days),
    "clocks_unknown": (lambda r, p: running(r, p.until) and r["missing"] not in (None, "no_limit", "suspended"), None),
}
