"""The life of a review on the desk: its states with their limits, the steps between them, who may take each.

Knows the CSV files beside it; each row has its validity and basis. Must not know reviews, accounts or the database.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows, _text
from data.text import Text

WORKDAY, DAY = "workday", "day"
FIRST, TIME = "to_review", "time"
REVIEWER, GRADE, GROUNDS, TEXT, JUDGED = "reviewer", "grade", "grounds", "text", "judged"


@dataclass(frozen=True, slots=True)
class Actor:
    """`own` says who is meant of each review (its reviewer, the handler of its case); empty: whoever has the right.

    Who has the right `stand_in` may write down what that person said (the record says so).
    """

    key: str
    label: Text
    right: str
    own: str
    stand_in: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class State:
    """`limit` so many working or calendar days, after which it is overdue, or goes on by itself with the step `lapses`.

    `done`: what a review in it is counted as; empty while it is under way.
    """

    key: str
    label: Text
    limit: int | None
    unit: str
    lapses: str
    done: str
    basis: str
    confirmed: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """From any of some states to one. `needs` are what has to be filled in, `may` what can be; `grades` those it is for (none: any)."""

    key: str
    label: Text
    begins: tuple[str, ...]
    ends: str
    actors: tuple[str, ...]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    grades: tuple[str, ...]
    basis: str
    confirmed: bool
    valid_from: date | None
    valid_to: date | None


Declared = Actor | State | Step


@cache
def actors() -> tuple[Actor, ...]:
    return tuple(
        Actor(row["actor"], _text(row), row["right"], row["own"], row["stand_in"], *_validity(row)) for row in _rows("review_actors.csv")
    )


@cache
def states() -> tuple[State, ...]:
    return tuple(
        State(row["state"], _text(row), int(row["limit"]) if row["limit"] else None, row["unit"], row["lapses"], row["done"], row["basis"],
              row["status"] == "confirmed", *_validity(row))
        for row in _rows("review_states.csv")
    )  # fmt: skip


@cache
def steps() -> tuple[Step, ...]:
    return tuple(_step(row) for row in _rows("review_steps.csv"))


def on(declared: tuple[Declared, ...], day: date) -> dict[str, Declared]:
    """Key → what holds on a day."""
    return {
        each.key: each for each in declared
        if (each.valid_from is None or each.valid_from <= day) and (each.valid_to is None or day <= each.valid_to)
    }


def _step(row: dict[str, str]) -> Step:
    filled = [each for each in row["needs"].split(";") if each]
    needs = tuple(each for each in filled if not each.endswith("?"))
    may = tuple(each[:-1] for each in filled if each.endswith("?"))
    listed = {name: tuple(each for each in row[name].split(";") if each) for name in ("from", "actors", "grades")}
    return Step(
        row["step"], _text(row), listed["from"], row["to"], listed["actors"], needs, may, listed["grades"], row["basis"],
        row["status"] == "confirmed", *_validity(row),
    )  # fmt: skip


def _validity(row: dict[str, str]) -> tuple[date | None, date | None]:
    return _day(row["valid_from"]), _day(row["valid_to"])
