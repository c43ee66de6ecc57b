"""By what units are told apart before they are compared: sets of strata that an office may change, each with its validity.

Knows the CSV file beside it. Must not know figures.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows, _text
from data.text import Text


@dataclass(frozen=True)
class Strata:
    """`columns` of the rows that are compared; rows that lack one of them are told apart by the others."""

    key: str
    label: Text
    columns: tuple[str, ...]
    version: str
    valid_from: date | None
    valid_to: date | None
    basis: str
    confirmed: bool
    default: bool

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def rows() -> tuple[Strata, ...]:
    return tuple(
        Strata(
            row["strata"], _text(row), tuple(row["columns"].split()), row["version"], _day(row["valid_from"]), _day(row["valid_to"]),
            row["basis"], row["confirmed"] == "yes", row["default"] == "yes",
        )
        for row in _rows("strata.csv")
    )  # fmt: skip


def on(day: date) -> dict[str, Strata]:
    """The sets in force on a day, in the order of the file."""
    return {each.key: each for each in rows() if each.holds(day)}


def keys() -> set[str]:
    return {each.key for each in rows()}
