"""The clocks of a case as far as the record tells: the source's due day, custody; how many days are left or over.

Knows the head of a case and its measures. Must not know the law: what is legally due is another matter and says so itself.
Days are calendar days throughout.
"""

from dataclasses import dataclass
from datetime import date

from data import catalogue
from data.text import Text

SOON = 7  # calendar days
ON_TIME, DUE_SOON, OVERDUE = "on-time", "due-soon", "overdue"
LEFT = Text("剩余 {n} 个自然日", "{n} calendar days left")
TODAY = Text("今日到期", "due today")
OVER = Text("已超 {n} 个自然日", "{n} calendar days over")
DONE_BEFORE = Text("提前 {n} 个自然日办结", "concluded {n} calendar days before")
DONE_ON = Text("到期当日办结", "concluded on the due day")
DONE_AFTER = Text("超期 {n} 个自然日办结", "concluded {n} calendar days late")
HANDLING = Text("办案期限（源系统到期日）", "Handling period (due day of the source)")
CUSTODY = Text("羁押期限：{measure}（源系统法定截止日）", "Custody: {measure} (legal end of the source)")


@dataclass(frozen=True)
class Clock:
    """From a day to the day it is due; stopped on a day, or running until the data's day."""

    name: Text
    began_on: date
    due_on: date
    stopped_on: date | None
    as_of: date

    @property
    def left(self) -> int:
        """Days left when it stopped, or by the data's day; negative when over."""
        return (self.due_on - (self.stopped_on or self.as_of)).days

    @property
    def running(self) -> bool:
        return self.stopped_on is None

    @property
    def state(self) -> str:
        if self.left < 0:
            return OVERDUE
        return DUE_SOON if self.running and self.left <= SOON else ON_TIME

    @property
    def says(self) -> str:
        sentences = (LEFT, TODAY, OVER) if self.running else (DONE_BEFORE, DONE_ON, DONE_AFTER)
        chosen = sentences[0] if self.left > 0 else sentences[1] if self.left == 0 else sentences[2]
        return chosen.format(n=abs(self.left))

    @property
    def used(self) -> float:
        """The share of the period that has passed; over 1 when it is over."""
        whole = max((self.due_on - self.began_on).days, 1)
        return ((self.stopped_on or self.as_of) - self.began_on).days / whole


def of(file, as_of: date) -> list[Clock]:
    """The clocks of a case file, the handling period first."""
    head = file.head
    found = []
    if head["due_on"] and head["accepted_on"]:
        found.append(Clock(HANDLING, head["accepted_on"], head["due_on"], head["concluded_on"], as_of))
    for row in file.parts.get("measures", []):
        if row["legal_end_on"] and row["coercive"] in ("detained", "arrested"):
            name = CUSTODY.filled(measure=catalogue.codes("coercive").get(row["coercive"], row["coercive"]))
            found.append(Clock(name, row["began_on"], row["legal_end_on"], row["ended_on"], as_of))
    return found
