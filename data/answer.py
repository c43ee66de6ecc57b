"""What a query answers: rows whose keys are declarations, so that tables, axes, exports and docs need no other metadata.

Knows figures and their parts. Must not know how they were found or are shown.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator
from data.edition import Row
from data.period import Period
from data.text import Text


class Figure(NamedTuple):
    """A number with what it was made of. `n` is the base the number rests on; `withheld` when n is below the minimum."""

    value: float | None
    numerator: float | None
    denominator: float | None
    n: int
    withheld: bool = False

    def json(self) -> dict:
        return {"value": self.value, "numerator": self.numerator, "denominator": self.denominator, "n": self.n}


@dataclass(frozen=True)
class Group:
    """One row of an answer: values of the dimensions, the period it is about, and a figure for each indicator."""

    codes: dict[str, object]
    period: Period
    figures: dict[str, Figure]

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]

    def json(self) -> dict:
        return {**self.codes, **{key: figure.json() for key, figure in self.figures.items()}}


@dataclass(frozen=True)
class Answer:
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    dimensions: tuple[Dimension, ...] = ()
    source: str = "rows"  # which table answered: rows, top, unit: shown by the benchmark and checked by tests

    @property
    def empty(self) -> bool:
        return not self.groups


@dataclass(frozen=True)
class Head:
    """The head of a column of a table: its label, and what stands below (text, count, decimal, percent, day)."""

    label: Text
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """An answer that is no set of indicators: heads, and rows of texts, numbers and days. A `Text` is put into words when shown.

    What a query answers may be anything that has such a table under the name `table`.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Page:
    """A window of a list: its rows, the columns shown, and how many rows there are in all."""

    rows: list[Row]
    columns: tuple[str, ...]
    total: int
    notes: tuple = field(default=())
