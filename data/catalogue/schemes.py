"""Schemes of evaluation as versioned data: lines, indicators, points with coefficients; what findings cost; the part of reviews.

A point without a source or a check counts for nothing and is flagged. Nothing here is opened unless an office's settings say so.
Knows the CSV files beside it. Must not know figures.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows, _text
from data.text import Text

RELATIVE, DEDUCT, FINDINGS, MANUAL = "relative", "deduct", "findings", "manual"
REVIEW = "review"


@dataclass(frozen=True)
class Point:
    """`floor` and `ceiling` bound what it gives or takes; `part` is business or review."""

    key: str
    line: str
    indicator: str
    label: Text
    way: str
    measure: str
    coefficient: float
    floor: float
    ceiling: float
    part: str
    source: str
    check: str

    @property
    def flagged(self) -> bool:
        return not (self.source and self.check and self.measure)


@dataclass(frozen=True)
class Branch:
    """What a finding costs, as a part of the coefficient, when it is of this kind."""

    key: str
    factor: float
    label: Text


@dataclass(frozen=True)
class Scheme:
    """`review_share` is the part of reviews and monitoring in the whole, the rest is that of the business."""

    key: str
    version: str
    label: Text
    review_share: float
    valid_from: date | None
    valid_to: date | None
    confirmed: bool
    points: tuple[Point, ...]
    branches: dict[str, Branch]

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def parts(self) -> dict[str, float]:
        return {"business": 1 - self.review_share, REVIEW: self.review_share}


@cache
def schemes() -> tuple[Scheme, ...]:
    return tuple(
        Scheme(row["scheme"], row["version"], _text(row), float(row["review_share"]), _day(row["valid_from"]), _day(row["valid_to"]),
               row["confirmed"] == "yes", _points(row["scheme"], row["version"]), _branches(row["scheme"], row["version"]))
        for row in _rows("schemes.csv")
    )  # fmt: skip


def on(day: date) -> Scheme | None:
    """The scheme in force on a day, the latest version of it."""
    found = [each for each in schemes() if each.holds(day)]
    return found[-1] if found else None


def _points(scheme: str, version: str) -> tuple[Point, ...]:
    return tuple(
        Point(row["point"], row["line"], row["indicator"], _text(row), row["way"], row["measure"], float(row["coefficient"]),
              float(row["floor"]), float(row["ceiling"]), row["part"], row["source"], row["check"])
        for row in _rows("scheme_points.csv") if (row["scheme"], row["version"]) == (scheme, version)
    )  # fmt: skip


def _branches(scheme: str, version: str) -> dict[str, Branch]:
    return {
        row["branch"]: Branch(row["branch"], float(row["factor"]), _text(row))
        for row in _rows("scheme_findings.csv") if (row["scheme"], row["version"]) == (scheme, version)
    }  # fmt: skip
