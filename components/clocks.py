"""The clocks of a case as the ledger has them: when each began, when it is due, how many days are left or over.

Knows rows of the ledger. Must not know the law: which day is due, and why, was worked out when the snapshot was built.
Days are calendar days throughout.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components import words
from data import catalogue
from data.catalogue import masking
from data.text import Text

SOON = 7  # calendar days
ON_TIME, DUE_SOON, OVERDUE, UNKNOWN = "on-time", "due-soon", "overdue", "plain"
ONE_DAY, DAYS = Text("{n} 个自然日", "{n} calendar day"), Text("{n} 个自然日", "{n} calendar days")
LEFT = Text("剩余 {days}", "{days} left")
TODAY = Text("今日到期", "due today")
OVER = Text("已超 {days}", "{days} over")
DONE_BEFORE = Text("{end}，提前 {days}", "{end}, {days} early")
DONE_ON = Text("{end}，到期当日", "{end} on the due day")
DONE_AFTER = Text("{end}，超期 {days}", "{end}, {days} late")
CANNOT = Text("无法计算：{why}", "cannot be computed: {why}")
ROUND = Text("{clock}·第{n}轮", "{clock}, round {n}")
MAIN, SUPPLEMENT = "handling", "supplement"


@dataclass(frozen=True)
class Clock:
    """From a day to the day it is due; stopped on a day, or running until the data's day. `due_on` is None where nobody can say."""

    name: str
    began_on: date
    due_on: date | None
    stopped_on: date | None
    as_of: date
    end: str = ""
    why: str = ""

    @property
    def left(self) -> int:
        """Days left when it stopped, or by the data's day; negative when over."""
        return (self.due_on - (self.stopped_on or self.as_of)).days

    @property
    def running(self) -> bool:
        return self.stopped_on is None

    @property
    def state(self) -> str:
        if self.due_on is None:
            return UNKNOWN
        if self.left < 0:
            return OVERDUE
        return DUE_SOON if self.running and self.left <= SOON else ON_TIME

    @property
    def says(self) -> str:
        if self.due_on is None:
            return CANNOT.format(why=self.why)
        sentences = (LEFT, TODAY, OVER) if self.running else (DONE_BEFORE, DONE_ON, DONE_AFTER)
        chosen = sentences[0] if self.left > 0 else sentences[1] if self.left == 0 else sentences[2]
        return chosen.format(days=counted(self.left), end=self.end)

    @property
    def used(self) -> float:
        """The share of the period that has passed; over 1 when it is over."""
        if self.due_on is None:
            return 0
        whole = max((self.due_on - self.began_on).days, 1)
        return ((self.stopped_on or self.as_of) - self.began_on).days / whole


def counted(days: int) -> str:
    """So many days, whichever way they count."""
    return (ONE_DAY if abs(days) == 1 else DAYS).format(n=abs(days))


def of_row(row: Mapping, persons: Mapping[int, str], as_of: date) -> Clock:
    """A row of the ledger; `persons` names those in custody by their keys."""
    end, why = (
        words.inside(catalogue.codes(name).get(row[column], ""))
        for name, column in (("clock_end", "ended_by"), ("clock_missing", "missing"))
    )
    return Clock(name_of(row, persons), row["began_on"], row["due_on"], row["ended_on"], as_of, end, why)


def name_of(row: Mapping, persons: Mapping[int, str]) -> str:
    """The clock, its round where there are several, and whose it is."""
    clock = str(catalogue.codes("clock").get(row["clock"], row["clock"]))
    named = ROUND.format(clock=clock, n=row["round"]) if (row["round"] or 1) > 1 else clock
    return words.bracketed(named, persons[row["person_no"]]) if row["person_no"] in persons else named


def names(file) -> dict[int, str]:
    """Masked names of the persons of a case by their keys."""
    return {row["person_no"]: masking.name(row["name"] or "") for row in file.parts.get("persons", []) if row["name"]}


def of(file, as_of: date) -> list[Clock]:
    """What the head of a case shows: the clocks that run, or else the one the case was concluded under."""
    rows, persons = file.parts.get("clocks", []), names(file)
    main = [row for row in rows if row["clock"] == MAIN]
    running = [row for row in rows if row["ended_on"] is None]
    shown = running if any(row["clock"] in (MAIN, SUPPLEMENT) for row in running) else [*main[-1:], *running]
    order = sorted(shown, key=lambda row: (row["clock"] != MAIN, row["due_on"] or date.max))
    return [of_row(row, persons, as_of) for row in order]
