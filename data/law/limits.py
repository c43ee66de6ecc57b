"""The limits of the law and what moves a clock, as declared in the catalogue: which types, on which conditions, since when.

Knows the two CSV files. Must not know cases, arithmetic or the database.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data import catalogue

EVER, FOREVER = date(1900, 1, 1), date(9999, 12, 31)
CUSTODY = ("yes", "no", "unknown")
PROCEDURES = ("fast", "summary", "ordinary", "none")
SOURCES = ("own", "supervision", "other")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days (d), working days (wd), months (m) or half months (hm).

    A `base` runs from the start; an `extension` is added to the end at most `times` times; a `ceiling` is an extension that the
    law states as a whole, from the start.

    `shift` says whether a last day on a holiday moves: `always`, `never`, or `custody` (not while anybody is in custody).
    While a limit that is `held` runs, the custody of whoever is in custody runs with it.
    Of the conditions an empty one holds for all; `other` for the procedure means any but the fast track, recorded or not.
    """

    code: str
    clock: str
    role: str
    types: tuple[str, ...]
    line: str
    custody: str
    procedure: str
    source: str
    amount: int
    unit: str
    times: int
    shift: str
    held: bool
    article: str
    valid_from: date
    valid_to: date
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Act:
    """What an event or a card field does to a clock. `rule` is its place: of several on one day the first comes first.

    A clock is suspended as long as any `ground` of suspension has not been resumed. A field counts only in cases without the
    event that says the same (`instead_of`). `when` is a column of the case and the value it must have.
    """

    rule: int
    clock: str
    types: tuple[str, ...]
    line: str
    cause: str
    act: str
    ground: str
    ended_by: str
    instead_of: str
    when: tuple[str, str] | None
    article: str
    valid_from: date
    valid_to: date

    @property
    def opens(self) -> bool:
        return self.act in ("start", "restart")

    @property
    def closes(self) -> bool:
        return self.act in ("stop", "end")


@cache
def limits() -> tuple[Limit, ...]:
    return tuple(_limit(row) for row in catalogue._rows("limits.csv"))


@cache
def acts() -> tuple[Act, ...]:
    return tuple(_act(place, row) for place, row in enumerate(catalogue._rows("clock_acts.csv"), 1))


def covers(declared: Limit | Act, type_code: str, line: str, family: str) -> bool:
    """Whether a kind of case is meant: its type, its family or all, none of these excepted by a minus sign; and its line."""
    named, words = {type_code, f"family:{family}"}, set(declared.types)
    return declared.line in ("", line) and bool({"*", *named} & words) and not {f"-{name}" for name in named} & words


def _limit(row: dict[str, str]) -> Limit:
    return Limit(
        row["code"], row["clock"], row["role"], tuple(row["types"].split()), row["line"], row["custody"], row["procedure"], row["source"],
        int(row["amount"]), row["unit"], int(row["times"] or 0), row["shift"], row["held"] == "1", row["article"], *_validity(row),
        row["confirmed"] == "1",
    )  # fmt: skip


def _act(place: int, row: dict[str, str]) -> Act:
    column, _, value = row["when"].partition("=")
    names = ("line", "cause", "act", "ground", "ended_by", "instead_of")
    when = (column, value) if value else None
    return Act(
        place, row["clock"], tuple(row["types"].split()), *(row[name] for name in names), when, row["article"], *_validity(row),
    )  # fmt: skip


def _validity(row: dict[str, str]) -> tuple[date, date]:
    first, last = row["valid_from"], row["valid_to"]
    return date.fromisoformat(first) if first else EVER, date.fromisoformat(last) if last else FOREVER
