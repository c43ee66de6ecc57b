"""Roles and rights as the office has them: what each role may do, which rows it opens, from when to when.

Knows the files beside it. Must not know accounts, nor how a rule becomes SQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows
from data.text import Text

EVERYWHERE = "*"  # the unit of a grant over the whole of the records


@dataclass(frozen=True, slots=True)
class Special:
    """A kind of case that only a grant which names it opens. A case carries the masks of all its kinds, added up.

    It is one when `column` is true or, of a text, when something is written there that is not among `open`.
    """

    key: str
    mask: int
    label: Text
    column: str
    open: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Right:
    """`over_rows`: of several grants of one account it holds only when each that opens rows has it, since rows add up."""

    key: str
    label: Text
    over_rows: bool


@dataclass(frozen=True, slots=True)
class Role:
    """`scope` says how a grant becomes rows: `units` (a unit with all below it, or a department), `own` cases, `reviews`, `none`.

    `level` is that of the unit a grant needs (1 to 4, `department`), or `person`: the account must say whose code it is.
    `special` kinds of cases come with the role, those of `special_given` only when a grant says so.
    """

    key: str
    label: Text
    scope: str
    level: str
    lines_needed: bool
    rights: frozenset[str]
    special: frozenset[str]
    special_given: frozenset[str]
    valid_from: date | None
    valid_to: date | None
    basis: str

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def rights() -> dict[str, Right]:
    found = _rows("rights.csv")
    return {row["right"]: Right(row["right"], Text(row["zh"], row["en"]), row["over_rows"] == "yes") for row in found}


@cache
def roles() -> dict[str, Role]:
    return {row["role"]: _role(row) for row in _rows("roles.csv")}


@cache
def special() -> dict[str, Special]:
    found = (
        Special(row["special"], int(row["mask"]), Text(row["zh"], row["en"]), row["column"], tuple(row["open"].split()), row["basis"])
        for row in _rows("special.csv")
    )
    return {each.key: each for each in found}


def marks_opened(kinds: Iterable[str]) -> tuple[int, ...]:
    """What a case may carry that somebody sees to whom these kinds are open: nothing, or sums of their masks."""
    sums = {0}
    for kind in kinds:
        sums |= {each | special()[kind].mask for each in sums}
    return tuple(sorted(sums))


def _role(row: dict[str, str]) -> Role:
    def several(name: str) -> frozenset[str]:
        return frozenset(row[name].split())

    return Role(
        row["role"], Text(row["zh"], row["en"]), row["scope"], row["level"], row["lines_needed"] == "yes", several("rights"),
        several("special"), several("special_given"), _day(row["valid_from"]), _day(row["valid_to"]), row["basis"],
    )  # fmt: skip
