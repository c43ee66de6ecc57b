"""Figures for who sees figures only, so that no difference of two of them tells of a few.

The rule, in one place:
1. What may be asked is bounded. Days: a calendar month, quarter, half or year, the twelve months up to now, the year up to now; no days
   of one's own, no statistical months beside calendar ones. Filters: a unit, one value each, and at most two other traits, those that
   the figures are told apart by among them. Nothing that finds single cases: names, numbers, moves, sequences, marks.
2. Every number a figure is made of is rounded to twice the minimum, and rates are reckoned from the rounded numbers.
3. Nothing and few (under the minimum) are not told apart: such a number is withheld, with it a share of which it is a part or the rest;
   a value of which nothing else is told is not listed.

So any number that is shown may be one of ten that follow each other, what is withheld may be nothing, and of any two figures the
difference may always be nothing or at least the minimum: whatever is asked, two answers never say that there is somebody, but few.
More than two are bounded by the first rule: `tests/test_few.py` solves for single numbers from all figures of a lattice at once.
Not covered: quantiles are those of the cases as they are (over the minimum and more); snapshots of two days are two questions;
who sees rows counts the rows. Knows rights, filters, numbers. Must not know any indicator by name, nor how a figure is shown.
"""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from data.answer import Figure, Group
from data.ask import Ask
from data.definitions import dimensions
from data.definitions.dimensions import LEADER_CASE, ORG_LEVELS
from data.definitions.indicators.base import Indicator, Kind
from data.errors import NotAllowed
from data.period import GRAINS, Period, parse, start
from data.text import Text

WITHHELD = Figure(None, None, None, 0, True)
TRAITS = 2
PLACES = {"org"} | {level.key for level in ORG_LEVELS}
PLACE_COLUMNS = {level.column for level in ORG_LEVELS}
FINDING = {LEADER_CASE.key}  # marks of so few cases that they find one
DAYS = Text(
    "您只有查看统计数字的权限：统计期只能是整月、整季、半年、全年、近12个月或本年以来",
    "You may see figures only: choose a calendar month, quarter, half, year, the last twelve months or this year to date",
)
ONE_EACH = Text(
    "您只有查看统计数字的权限：“{label}”不能作筛选条件，或只能选一个值",
    "You may see figures only: “{label}” cannot be a filter, or one value of it at a time",
)
TOO_MANY = Text("您只有查看统计数字的权限：除单位外最多同时区分{n}项",
                "You may see figures only: beside the unit at most {n} traits at once")  # fmt: skip


def check(ask: Ask, columns: Iterable[str] = ()) -> None:
    """Raises NotAllowed for a question outside of the bounds, for who sees figures only."""
    if not ask.viewer.figures_only:
        return
    check_days(ask)
    traits = {column for column in columns if column not in PLACE_COLUMNS}
    for each, value in ask.filters.conditions():
        several = isinstance(value, tuple) and len(value) > 1
        if several or each.key in FINDING or each.key not in PLACES | set(dimensions.ALL):
            raise NotAllowed(ONE_EACH, label=each.label)
        traits |= set(each.needs) if each.key not in PLACES else set()
    if len(traits) > TRAITS:
        raise NotAllowed(TOO_MANY, n=TRAITS)


def within(ask: Ask) -> bool:
    """Whether the question is within the bounds."""
    try:
        check(ask)
    except NotAllowed:
        return False
    return True


def check_days(ask: Ask, grain: str | None = None) -> None:
    """Raises NotAllowed where parts of other calendars, or days of one's own, are asked for."""
    grains = {grain or "month", ask.filters.text("grain") or "month"}
    within = grains <= set(GRAINS) and not ask.filters.text("window") and _whole(ask.period, ask.scope.as_of)
    if ask.viewer.figures_only and not within:
        raise NotAllowed(DAYS)


def _whole(asked: Period, last) -> bool:
    named = {parse("last12", last), parse("ytd", last)} | {_calendar(asked.since, grain) for grain in GRAINS}
    return asked in {each.clipped(last) for each in named}


def _calendar(day, grain: str) -> Period:
    """The month, quarter, half or year that the day lies in."""
    first = start(day, grain, 1)
    return Period(first, Period(first, first + timedelta(days=400)).parts(grain)[0].until)


def base(ask: Ask) -> int:
    """What the numbers are rounded to."""
    return ask.rounds_to


def rounded(ask: Ask, number: float) -> int:
    to = base(ask)
    return 0 if few(ask, number) else int((number + to // 2) // to * to)


def few(ask: Ask, number: float) -> bool:
    return (number or 0) < ask.settings.minimum_n


def figure(ask: Ask, each: Indicator, period: Period, number: int, under: int | None, value: float | None, least: int) -> Figure:
    """The figure from its parts, rounded, or nothing."""
    if any(few(ask, part) for part in _parts(each, number, under, value)):
        return WITHHELD
    n = rounded(ask, number)
    if each.kind is Kind.QUANTILE:
        return WITHHELD if number < least else Figure(value, None, None, n)
    if each.kind is Kind.DISTINCT:
        return Figure(rounded(ask, value), rounded(ask, value), None, n)
    if under is None:
        return Figure(n, n, None, n)
    of = rounded(ask, under)
    return WITHHELD if each.kind is Kind.SHARE and under < least else Figure(each.value(n, of, period), n, of, of)


def _parts(each: Indicator, number: int, under: int | None, value: float | None) -> list[float]:
    """The numbers that it would tell of, the rest of a share among them."""
    parts = [number, *([under] if under is not None else []), *([value or 0] if each.kind is Kind.DISTINCT else [])]
    return [*parts, under - number] if under is not None and each.kind is Kind.SHARE else parts


def table(ask: Ask, numbers: np.ndarray) -> np.ndarray:
    """Numbers of units, for what is reckoned from them."""
    return np.vectorize(lambda number: float(rounded(ask, number)), otypes=[float])(numbers)


def listed(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Those of whose value anything is told in any period: nothing and few are not told apart."""
    groups = tuple(groups)
    told = {_key(group) for group in groups if not all(each.withheld for each in group.figures.values())}
    return tuple(group for group in groups if _key(group) in told)


def _key(group: Group) -> tuple:
    return tuple(group.codes.items())
