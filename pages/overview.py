"""总览: what came, went and stays; where; since when; what changed. The first page of every reader."""

from functools import partial

from components import cards, views
from data.ask import Ask
from data.definitions import filters as by
from data.definitions import indicators, relations
from data.definitions.dimensions import TYPE
from data.definitions.indicators import flow, persons, quality, time
from data.definitions.indicators.base import Indicator
from data.text import Text
from pages.page import Page, Panel
from queries import changes, measure, parts, places

PATH = "/"
CARDS = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING, flow.CLEARANCE, time.MEDIAN_DAYS, time.OVERDUE, time.DUE_7, quality.REVIEW_RATE)
PERSONS = (
    persons.PERSONS_ACCEPTED, persons.PERSONS_DECIDED, persons.PERSONS_IN_CUSTODY, persons.INDICTED, persons.NON_ARREST,
    persons.NON_PROSECUTION, persons.PLEA, persons.CONDITIONAL,
)  # fmt: skip
OFFERED = {
    "": (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING, flow.CLEARANCE, time.MEDIAN_DAYS, time.P90_DAYS, time.OVERDUE, time.LATE_SHARE,
         persons.RETURN_RATE, quality.REVIEW_RATE, quality.FOUND),
    "person": (persons.PERSONS_ACCEPTED, persons.PERSONS_DECIDED, persons.PERSONS_IN_CUSTODY, persons.INDICTED, persons.NON_ARREST,
               persons.NON_PROSECUTION, persons.PLEA),
}  # fmt: skip
STOCK = (
    flow.PENDING_THIS_YEAR, flow.PENDING_FORMER_YEARS, flow.UNASSIGNED, flow.FLOW_OPEN, time.OVERDUE, time.DUE_7, time.OVER_6M,
    time.OVER_1Y,
)  # fmt: skip
MOVING = (*CARDS, *PERSONS, time.LATE_SHARE, persons.RETURN_RATE)  # whatever bears an arrow on this page, and two more
TYPES = {
    "": (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING, time.OVERDUE, time.MEDIAN_DAYS, time.LATE_SHARE),
    "person": (persons.PERSONS_ACCEPTED, persons.PERSONS_DECIDED, persons.NON_ARREST, persons.NON_PROSECUTION),
}


def counted_in(ask: Ask) -> str:
    """件 or 人: whichever the reader counts in."""
    return "person" if ask.filters.text("unit") == "person" else ""


def offered(ask: Ask) -> tuple[Indicator, ...]:
    return OFFERED[counted_in(ask)]


def chosen(ask: Ask) -> Indicator:
    """The indicator that the address names, unless it counts in the other unit; else the first offered."""
    named = indicators.ALL.get(ask.filters.text("indicator"))
    fits = named is not None and (named.over == relations.PERSONS) == (counted_in(ask) == "person")
    return named if fits or (named and not ask.filters.text("unit")) else offered(ask)[0]


def by_type(ask: Ask):
    return supplied(partial(measure.by, TYPE), *TYPES[counted_in(ask)])(ask)


def by_unit(ask: Ask):
    return measure.by(places.org_child, chosen(ask))(ask)


def by_line(ask: Ask):
    return measure.by(places.line_child, chosen(ask))(ask)


def over_time(ask: Ask):
    return measure.over_time(chosen(ask), at_least=24)(ask)


def supplied(query, *indicators: Indicator):
    """The query over those indicators whose rows were delivered; over all, and so a sentence, when none was."""

    def asked(ask: Ask):
        there = [each for each in indicators if parts.available(ask, each)]
        return query(*(there or indicators))(ask)

    return asked


PENDING_BY_MONTH = Text("未结案件的构成", "Pending cases, month by month")

page = Page(
    "overview", PATH, Text("总览", "Overview"),
    filters=(by.ORG, by.ALL["line"], by.ALL["type"], by.PERIOD, by.ALL["custody"], by.UNIT),
    panels=(
        Panel("cards", Text("收、结、存", "In, out, pending"), supplied(measure.compared, *CARDS), cards.cards(*CARDS), width=12),
        Panel("trend", Text("走势", "Trend"), over_time, views.trend(PATH, offered), width=7),
        Panel("changes", Text("变化最大", "What changed most"), supplied(changes.most, *MOVING), views.changes, width=5, exports=False),
        Panel("places", Text("各单位", "By unit"), by_unit, views.places(PATH), width=7),
        Panel("lines", Text("各条线与类别", "By line and type"), by_line, views.bars(PATH), width=5),
        Panel("stock", PENDING_BY_MONTH, supplied(measure.over_time, *STOCK), views.multiples(), width=12),
        Panel("persons", Text("涉案人员", "Persons"), supplied(measure.compared, *PERSONS), cards.cards(*PERSONS), width=12),
        Panel("types", Text("各案件类别", "By case type"), by_type, views.table(PATH), width=12),
    ),
)  # fmt: skip
