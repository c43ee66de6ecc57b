"""What the office has settled about its indicators: which group each belongs to, whether its formula is confirmed, who answers for
it, when it is looked at again; the parameters of formulas with their validity; and what cannot be computed for want of which data.

A row for `@group` speaks of every indicator that its module declares, a row for a key of that one alone, `*` of all others.
Knows the CSV files beside it. Must not know how an indicator is declared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa

from data import catalogue
from data.catalogue import _day, _rows
from data.text import Text

ANY = "*"


@dataclass(frozen=True)
class Standing:
    """`number` is the indicator's in the national list; `version` counts the changes of the formula or its parameters."""

    key: str
    number: str
    group: str
    status: str
    owner: Text
    review_on: date | None
    version: str
    valid_from: date | None

    @property
    def confirmed(self) -> bool:
        return self.status == "confirmed"


@dataclass(frozen=True)
class Parameter:
    """A number or a list of codes in a formula, from when to when it holds."""

    measure: str
    name: str
    value: str
    unit: str
    version: str
    valid_from: date | None
    valid_to: date | None
    basis: str
    confirmed: bool

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.value.split())

    def holds(self, day) -> sa.ColumnElement[bool]:
        """The day lies within its validity."""
        parts = [sa.true()]
        parts += [day >= sa.literal(self.valid_from, sa.Date)] if self.valid_from else []
        parts += [day <= sa.literal(self.valid_to, sa.Date)] if self.valid_to else []
        return sa.and_(*parts)


@dataclass(frozen=True)
class Lacking:
    """An indicator of the national list that these records do not feed, and what is missing."""

    number: str
    label: Text
    lacks: Text


@cache
def standings() -> dict[str, Standing]:
    return {row["key"]: _standing(row) for row in _rows("measures.csv")}


def _standing(row: dict[str, str]) -> Standing:
    return Standing(
        row["key"], row["number"], row["group"], row["status"], Text(row["owner_zh"], row["owner_en"]), _day(row["review_on"]),
        row["version"], _day(row["valid_from"]),
    )  # fmt: skip


@cache
def parameters(measure: str) -> tuple[Parameter, ...]:
    return tuple(_parameter(row) for row in _rows("measure_parameters.csv") if row["measure"] == measure)


def _parameter(row: dict[str, str]) -> Parameter:
    return Parameter(
        row["measure"], row["name"], row["value"], row["unit"], row["version"], _day(row["valid_from"]), _day(row["valid_to"]),
        row["basis"], row["confirmed"] == "yes",
    )  # fmt: skip


def among(measure: str, column: str, day: str) -> Callable:
    """The condition that a column holds one of the codes of an indicator's parameter."""
    return listed(parameters(measure), column, day)


def listed(rows: Sequence[Parameter], column: str, day: str) -> Callable:
    """By the list in force on the row's own day."""

    def holds(c):
        return sa.or_(sa.false(), *(sa.and_(each.holds(c[day]), c[column].in_(each.codes)) for each in rows))

    return holds


@cache
def lacking() -> tuple[Lacking, ...]:
    return tuple(
        Lacking(row["number"], Text(row["zh"], row["en"]), Text(row["lacks_zh"], row["lacks_en"])) for row in _rows("not_computable.csv")
    )


def groups() -> dict[str, Text]:
    return catalogue.codes("measure_group")
