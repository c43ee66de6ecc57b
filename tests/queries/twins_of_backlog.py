"""The indicators of the backlog once more, row by row, from their meaning."""

import csv
from collections.abc import Callable
from datetime import date, timedelta

from data import catalogue
from data.period import Period

Row = dict
BANDS = {"0": (0, 1), "1": (1, 3), "3": (3, 6), "6": (6, 12), "12": (12, 24), "24": (24, None)}
STEPS = list(csv.DictReader((catalogue.FOLDER / "long_pending.csv").read_text("utf-8").splitlines()))


def later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return next(found for number in (day.day, 30, 29, 28) if (found := _day(year, month + 1, number)))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def pending(row: Row, p: Period) -> bool:
    return row["countable"] and row["accepted_on"] <= p.until and (row["concluded_on"] is None or row["concluded_on"] > p.until)


def aged(least: int, most: int | None) -> Callable:
    def holds(row: Row, p: Period) -> bool:
        young = most is None or later(row["accepted_on"], most) > p.until
        return pending(row, p) and later(row["accepted_on"], least) <= p.until and young

    return holds


def long(step: str) -> Callable:
    months = {row["line"]: int(row["months"]) for row in STEPS if row["step"] == step}
    return lambda row, p: pending(row, p) and later(row["accepted_on"], months.get(row["line"], months["*"])) <= p.until


def left_open(days: int) -> Callable:
    def holds(row: Row, p: Period) -> bool:
        done, completed = row["concluded_on"], row["completed_on"]
        ended = completed is not None and completed <= p.until
        return row["countable"] and done is not None and done + timedelta(days=days) <= p.until and not ended

    return holds


TWINS = {
    **{f"pending_age_{key}": (aged(*band), None) for key, band in BANDS.items()},
    **{f"long_pending_{step}": (long(step), None) for step in "123"},
    **{f"flow_open_{days}": (left_open(days), None) for days in (30, 90, 180)},
}
