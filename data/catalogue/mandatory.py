"""The classes of cases that must be reviewed, as an expert edits them: which types, outcomes and persons, and on what basis.

Knows the CSV file beside it. Must not know how a class is computed, nor any snapshot.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _listed, _rows
from data.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """The part of a class that needs no code.

    `types` are the types of the case that is chosen, `then_types` those of the later case that shows the outcome; `values` are
    the outcomes meant; `persons` narrows to adults or minors, or to civil or administrative natures; `number` is a bound of the
    class (months). `part` says what of the class cannot be computed, where the rest can.
    """

    code: str
    list: str
    place: int
    label: Text
    meaning: Text
    line: str
    types: tuple[str, ...]
    then_types: tuple[str, ...]
    values: tuple[str, ...]
    persons: str
    number: int | None
    part: Text | None
    basis: str
    status: str
    enabled: bool
    valid_from: date | None
    valid_to: date | None


@cache
def classes() -> dict[str, Entry]:
    """Every class by its code, in the order of its list."""
    return {row["code"]: _entry(row) for row in _rows("mandatory.csv")}


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        row["code"], row["list"], int(row["place"]), Text(row["zh"], row["en"]), Text(row["meaning_zh"], row["meaning_en"]), row["line"],
        _listed(row["types"]), _listed(row["then_types"]), _listed(row["values"]), row["persons"],
        int(row["number"]) if row["number"] else None, Text(row["part_zh"], row["part_en"]) if row["part_zh"] else None,
        row["basis"], row["status"], row["enabled"] == "1", _day(row["valid_from"]), _day(row["valid_to"]),
    )  # fmt: skip
