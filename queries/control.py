"""Whether arrivals, closures and stock of a type move within their usual range; how much work lies between its stages.

Limits are those of Wheeler's XmR chart: the mean of the months, give or take 2.66 times the mean distance of neighbouring months
(D. J. Wheeler, D. S. Chambers: Understanding Statistical Process Control, 1992). A month that is not over is no part of them.
Knows indicators over time. Must not know how they are shown.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.indicators import flow
from data.period import DAY, Period
from queries import measure, places, process

XMR = 2.66
MONTHS, FEWEST = 24, 8  # months shown; months that limits need
WATCHED = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING)
STAGES = (flow.ACCEPTED, flow.CONCLUDED, flow.COMPLETED, flow.ARCHIVED)


@dataclass(frozen=True)
class Limits:
    """Of one indicator: the usual range, and the months outside it."""

    low: float
    centre: float
    high: float
    outside: tuple[Group, ...]


@dataclass(frozen=True)
class Control:
    type_code: str
    answer: Answer
    limits: dict[str, Limits | None]
    ask: Ask


@dataclass(frozen=True)
class Cumulated:
    """Cases that had reached each stage by the end of each month, since the data begin; `base` had left the last before."""

    type_code: str
    answer: Answer
    base: int
    ask: Ask


def control(ask: Ask) -> Control | None:
    type_code = process.chosen_type(ask)
    if type_code is None:
        return None
    one = ask.with_(type=type_code)
    answer = measure.over_time(*WATCHED, at_least=MONTHS)(one)
    over = [group for group in answer.groups if _over(group.period)]
    return Control(type_code, answer, {each.key: limits(over, each.key) for each in WATCHED}, one)


def _over(period: Period) -> bool:
    """The month's last day is in it."""
    return (period.until + DAY).day == 1


def limits(groups: list[Group], key: str) -> Limits | None:
    """None where there are too few months to speak of a usual range, or one is withheld."""
    values = [group[key].value or 0 for group in groups]
    if len(values) < FEWEST or any(group[key].withheld for group in groups):
        return None
    centre, moving = mean(values), mean(abs(one - other) for one, other in pairwise(values))
    low, high = max(centre - XMR * moving, 0), centre + XMR * moving
    outside = tuple(group for group, value in zip(groups, values, strict=True) if not low <= value <= high)
    return Limits(low, centre, high, outside)


def cumulated(ask: Ask) -> Cumulated | None:
    type_code = process.chosen_type(ask)
    if type_code is None:
        return None
    one, first = ask.with_(type=type_code), ask.scope.snapshot.about["first_on"]
    months = places.parts(one, "month", MONTHS)
    upto = [Period(min(first, month.since), month.until) for month in months]
    answer = measure.measured(one, STAGES, (), upto)
    before = measure.measured(one, STAGES[-1:], (), (Period(first, max(months[0].since, first)),))
    return Cumulated(type_code, answer, before.groups[0][STAGES[-1].key].value or 0, one)
