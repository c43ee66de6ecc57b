"""The limits of the law and what moves a clock, as declared in the catalogue: which types, on which conditions, since when.

Knows the two CSV files. Must not know cases, arithmetic or the database.
"""

from collections.abc import Iterable
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
    """So many days, months or working days. `base` limits run from the start; an `extension` is added at most `times` times.

    `shift` says whether a last day on a holiday moves: `always`, `never`, or `custody` (not while anybody is in custody).
    While a limit that is `held` runs, the custody of whoever is in custody runs with it.
    Of the conditions an empty one holds for all; `other` for the procedure means any but the fast track, recorded or not.
    """

    code: str
    clock: str
    role: str
    types: tuple[str, ...]
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

    def holds(self, custody: str, procedure: str, source: str) -> bool:
        fits = self.procedure in ("", procedure) or (self.procedure == "other" and procedure != "fast")
        return self.custody in ("", custody) and fits and self.source in ("", source)


@dataclass(frozen=True, slots=True)
class Act:
    """What an event or a card field does to a clock. `rule` is its place: of several on one day the first comes first.

    A field counts only in cases without the event that says the same (`instead_of`), some only at one `outcome`.
    """

    rule: int
    clock: str
    types: tuple[str, ...]
    cause: str
    act: str
    ended_by: str
    instead_of: str
    outcome: str
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


def covers(types: Iterable[str], type_code: str, family: str) -> bool:
    """Whether a type is meant by the words of a declaration: its code, its family, or all."""
    return bool({"*", type_code, f"family:{family}"} & set(types))


def _limit(row: dict[str, str]) -> Limit:
    return Limit(
        row["code"], row["clock"], row["role"], tuple(row["types"].split()), row["custody"], row["procedure"], row["source"],
        int(row["amount"]), row["unit"], int(row["times"] or 0), row["shift"], row["held"] == "1", row["article"], *_validity(row),
        row["confirmed"] == "1",
    )  # fmt: skip


def _act(place: int, row: dict[str, str]) -> Act:
    names = ("cause", "act", "ended_by", "instead_of", "outcome", "article")
    return Act(place, row["clock"], tuple(row["types"].split()), *(row[name] for name in names), *_validity(row))


def _validity(row: dict[str, str]) -> tuple[date, date]:
    first, last = row["valid_from"], row["valid_to"]
    return date.fromisoformat(first) if first else EVER, date.fromisoformat(last) if last else FOREVER
