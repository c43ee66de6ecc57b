"""How much work somebody had, weighed by the kinds of cases and by the time in post, beside what colleagues had.

A weight is the office's (data/catalogue/weights.csv, with validity), not a measure of the person. Leave is in no register of the
national system: only postings shorten the time in post. Colleagues are a distribution without names, and none where they are few.
Knows cases and persons. Must not know words.
"""

from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from data.answer import Answer, Group, Head, Table
from data.ask import Ask
from data.catalogue import norms
from data.definitions.dimensions import FAMILY, HANDLER, TYPE
from data.definitions.indicators import clocks, flow, persons, quality, reviews, time
from data.definitions.indicators.base import Indicator
from data.period import Period
from data.text import Text
from queries import measure, parts
from queries.performance import people
from queries.performance.people import Person

YEARS = 3
VOLUMES = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING)
FACTS = (*VOLUMES, time.MEDIAN_DAYS, time.LATE_SHARE, clocks.KEPT, quality.REVIEWED, reviews.PROBLEM_SHARE, quality.FOUND)
RATES = (time.LATE_SHARE, clocks.KEPT, persons.RETURN_RATE, persons.EXTENSION_RATE, reviews.PROBLEM_SHARE)


@dataclass(frozen=True)
class Load:
    """`weighted` work concluded in the period, by month in post; `band` the middle half of `peers`, other members of the department."""

    person: Person
    concluded: int
    weighted: float
    months: float | None
    each: float | None
    peers: tuple[float, ...]
    answer: Answer

    @property
    def band(self) -> tuple[float, float] | None:
        return _middle_half(self.peers)


def _middle_half(values) -> tuple[float, float] | None:
    if len(values) < people.FEWEST:
        return None
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def load(ask: Ask) -> Load | None:
    """Of the prosecutor in force."""
    found = people.person(ask)
    if found is None:
        return None
    one = ask.with_(handler=found.code, org=None)
    own = measure.measured(one, (flow.CONCLUDED,), (FAMILY,), (ask.period,))
    months = people.months_in_post(found.postings, None, ask.period)
    weighted = sum(_weight(group, ask) for group in own.groups)
    concluded = sum(int(group[flow.CONCLUDED.key].value or 0) for group in own.groups)
    by_month = weighted / months if months else None
    return Load(found, concluded, weighted, months, by_month, _colleagues(ask, found), own)


def _weight(group: Group, ask: Ask) -> float:
    return (group[flow.CONCLUDED.key].value or 0) * weight(str(group.codes[FAMILY.key]), ask)


def weight(family: str, ask: Ask) -> float:
    """What a case of a family weighs on the data's day; 1 where the office has set none."""
    known = norms.on(norms.of_work(), ask.scope.as_of).get((family, 1))
    return known.size if known else 1.0


def _colleagues(ask: Ask, found: Person) -> tuple[float, ...]:
    """Weighted work by month in post of the other members of the department; without their names, in order of size."""
    if found.department is None:
        return ()
    around = ask.with_(department=found.department, handler=None, org=None)
    answer = measure.measured(around, (flow.CONCLUDED,), (HANDLER, FAMILY), (ask.period,))
    sums: dict[str, float] = {}
    for group in answer.groups:
        code = group.codes[HANDLER.key]
        if code is not None and code != found.code:
            sums[code] = sums.get(code, 0.0) + _weight(group, ask)
    held = people.postings(ask, sums)
    months = {code: people.months_in_post(held.get(code, ()), None, ask.period) for code in sums}
    return tuple(sorted(total / months[code] for code, total in sums.items() if months[code]))


@dataclass(frozen=True)
class Years:
    """The same facts year by year, the last one to the day of the data."""

    person: Person
    answer: Answer
    ask: Ask


def years(ask: Ask) -> Years | None:
    found = people.person(ask)
    if found is None:
        return None
    spans = [_year(ask.scope.as_of.year - back).clipped(ask.scope.as_of) for back in reversed(range(YEARS))]
    one = ask.with_(handler=found.code, org=None)
    there = tuple(each for each in FACTS if parts.available(ask, each))
    return Years(found, measure.measured(one, there, (), spans), one)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class Kinds:
    """Cases concluded by type, with what each weighs; `ask` is the question about the person alone."""

    person: Person
    answer: Answer
    weights: dict[str, float]
    ask: Ask

    def table(self, ask: Ask) -> Table:
        heads = (Head(TYPE.label), Head(flow.CONCLUDED.label, "count"), Head(Text("权重", "Weight"), "decimal"),
                 Head(Text("加权件数", "Weighted cases"), "decimal"))  # fmt: skip
        rows = [(ask.names.value(TYPE, group.codes[TYPE.key]), n, self.of(group), n * self.of(group))
                for group in self.answer.groups if (n := group[flow.CONCLUDED.key].value)]  # fmt: skip
        return Table(heads, tuple(rows))

    def of(self, group: Group) -> float:
        return self.weights[str(group.codes[FAMILY.key])]


def kinds(ask: Ask) -> Kinds | None:
    found = people.person(ask)
    if found is None:
        return None
    one = ask.with_(handler=found.code, org=None)
    answer = measure.measured(one, (flow.CONCLUDED, flow.PENDING), (TYPE, FAMILY), (ask.period,))
    return Kinds(found, answer, {str(g.codes[FAMILY.key]): weight(str(g.codes[FAMILY.key]), ask) for g in answer.groups}, one)


@dataclass(frozen=True)
class Beside:
    """A rate of the person, and the middle half of colleagues who have enough for it; None where they are few."""

    indicator: Indicator
    own: Group
    band: tuple[float, float] | None
    colleagues: int


@dataclass(frozen=True)
class Besides:
    person: Person
    rates: tuple[Beside, ...]
    answer: Answer
    ask: Ask


def besides(ask: Ask) -> Besides | None:
    found = people.person(ask)
    if found is None:
        return None
    there = tuple(each for each in RATES if parts.available(ask, each))
    one = ask.with_(handler=found.code, org=None)
    own = measure.measured(one, there, (), (ask.period,))
    around = ask.with_(department=found.department or "-", handler=None, org=None)
    others = measure.measured(around, there, (HANDLER,), (ask.period,)).groups
    return Besides(found, tuple(_beside(each, own.groups[0], others, found) for each in there), own, one)


def _beside(each: Indicator, own: Group, others, found: Person) -> Beside:
    values = [group[each.key].value for group in others
              if group.codes[HANDLER.key] not in (None, found.code) and group[each.key].value is not None]  # fmt: skip
    return Beside(each, own, _middle_half(values), len(values))


