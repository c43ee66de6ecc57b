"""期限: what falls due on which day, by node and person; what was late; patterns around limits that are worth a question."""

from dataclasses import dataclass

from components import cards, deadlines, views
from data.answer import Answer
from data.ask import Ask
from data.definitions import filters as by
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators import clocks
from data.definitions.indicators import deadlines as due
from data.text import Text
from pages.menu import PROCESS
from pages.page import Page, Panel
from queries import deadlines as asked
from queries import heat, measure, parts, places

PATH = "/deadlines"
CARDS = (clocks.DUE_3, clocks.DUE_7, clocks.DUE_15, clocks.DUE_30, due.FIRM_7, due.FIRM_30, clocks.OVERDUE, clocks.CONDITIONALLY_OVERDUE)
TABLE = (clocks.OVERDUE, clocks.DUE_3, clocks.DUE_7, clocks.DUE_15, clocks.DUE_30, due.FIRM_30)
LATE = (clocks.LATE, clocks.OVERDUE, clocks.KEPT, clocks.OVERDUE_ELSEWHERE)
PATTERNS = (due.LAST_DAY, due.DAYS_BEFORE, due.EXTENDED_LATE, due.EXTENDED_BEFORE, due.REOPENED)


@dataclass(frozen=True)
class Patterns:
    """The patterns over the whole, and by unit."""

    whole: Answer
    units: Answer

    def __iter__(self):
        return iter((self.whole, self.units))

    @property
    def answer(self) -> Answer:
        """What a file holds."""
        return self.units


def patterns(ask: Ask) -> Patterns:
    there = [each for each in PATTERNS if parts.available(ask, each)] or PATTERNS
    return Patterns(measure.total(*there)(ask), measure.by(heat.unit_level, *there)(ask))


def by_unit(ask: Ask) -> Answer:
    return measure.by(places.org_child, *TABLE, clocks.LATE, clocks.KEPT)(ask)


UNITS, QUESTIONS = Text("各单位、各检察官", "By unit and prosecutor"), Text("值得一问的规律", "Patterns worth a question")
page = Page(
    "deadlines", PATH, Text("期限", "Deadlines"), group=PROCESS,
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["custody"], by.ALL["clock"]),
    panels=(
        Panel("month", deadlines.CALENDAR, asked.month, deadlines.month, width=12),
        Panel("cards", Text("到期与超期", "Due and overdue"), measure.compared(*CARDS), cards.cards(*CARDS), width=12),
        Panel("coming", Text("最先到期与超期最久", "Next to end, and longest overdue"), asked.coming, deadlines.coming, width=12,
              right="rows"),
        Panel("nodes", Text("停在哪些节点", "By node"), measure.by(ACTIVITY, *TABLE), views.table(PATH), width=12),
        Panel("units", UNITS, by_unit, views.table(PATH), width=12),
        Panel("late", Text("超期：已办与未办", "Late: done, and still open"), measure.over_time(*LATE), views.multiples(), width=12),
        Panel("warned", Text("超期前是否提示过", "Warned before"), asked.warned, deadlines.warned, width=12),
        Panel("patterns", QUESTIONS, patterns, deadlines.patterns(PATH), width=12),
    ),
)  # fmt: skip
