"""What a plan of reviews goes by when nothing else is asked for, and what counts as a sign of risk; each confirmed by the office or not.

Knows the CSV files beside it. Must not know how a plan is drawn.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows
from data.text import Text


@dataclass(frozen=True, slots=True)
class Standard:
    """The numbers of one kind of plan: shares in hundredths, least numbers for each prosecutor and type."""

    kind: str
    mandatory: bool
    rate: float
    quota: float
    least: int
    each_type: int
    risky: float
    status: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of risk, and what it weighs where cases are drawn in proportion to risk."""

    key: str
    weight: float
    label: Text
    status: str
    valid_from: date | None
    valid_to: date | None


@cache
def standards() -> dict[str, Standard]:
    """The kinds of plan, in the order they are offered."""
    return {row["kind"]: _standard(row) for row in _rows("plans.csv")}


@cache
def signs() -> dict[str, Sign]:
    return {
        row["sign"]: Sign(row["sign"], float(row["weight"]), Text(row["zh"], row["en"]), row["status"], *_validity(row))
        for row in _rows("review_risks.csv")
    }


def _standard(row: dict[str, str]) -> Standard:
    return Standard(
        row["kind"], row["mandatory"] == "1", float(row["rate"]), float(row["quota"]), int(row["least"]), int(row["each_type"]),
        float(row["risky"]), row["status"], *_validity(row),
    )  # fmt: skip


def _validity(row: dict[str, str]) -> tuple[date | None, date | None]:
    return _day(row["valid_from"]), _day(row["valid_to"])
