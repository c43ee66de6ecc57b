"""How cases go by turn within a department: the rule in force, what counts, how far from even is still even.

Each row has its validity and basis, and whether the office has confirmed it; `*` is for departments without a row of their own.
Knows the CSV file beside it. Must not know allotments.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows
from data.text import Text

ANY = "*"
OWED, ORDER = "owed", "order"
RULES = {
    OWED: Text("分给当日在岗成员中欠分最多的人，并列时按人员编码",
               "to the member in post that day to whom most is owed, among equals by code"),
    ORDER: Text("按人员编码依次分给当日在岗成员", "to the members in post that day one after the other, by code"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turning:
    """`by_hand` says whether cases given by hand count; `tolerance` is the part of the own share that one may be off."""

    department: str
    rule: str
    by_hand: bool
    tolerance: float
    valid_from: date | None
    valid_to: date | None
    basis: str
    confirmed: bool

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def rows() -> tuple[Turning, ...]:
    return tuple(
        Turning(row["department"], row["rule"], row["by_hand"] == "yes", float(row["tolerance"]), _day(row["valid_from"]),
                _day(row["valid_to"]), row["basis"], row["confirmed"] == "yes")
        for row in _rows("rotation.csv")
    )  # fmt: skip


def of(department: str, day: date) -> Turning:
    """The row of the department in force on a day, else that of all."""
    own = [each for each in rows() if each.department == department and each.holds(day)]
    return (own or [each for each in rows() if each.department == ANY and each.holds(day)])[0]
