"""How much work somebody had, weighed by the kinds of cases and by the time in post, beside what colleagues had.

A weight is the office's (data/catalogue/weights.csv, with validity), not a measure of the person. Leave is in no register of the
national system: only postings shorten the time in post. Colleagues are a distribution without names, and none where they are few.
Knows cases and persons. Must not know words.
"""

from dataclasses import dataclass, replace
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
FACTS = (*VOLUMES, time.MEDIAN_DAYS, time.LATE_SHARE, clocks.KEPT, quality.REVIEWED, quality.FOUND)
RATES = (time.LATE_SHARE, clocks.KEPT, persons.RETURN_RATE, persons.EXTENSION_RATE, reviews.PROBLEM_SHARE)


@dataclass(frozen=True)
class Load:
    """`weighted` work concluded in the period, by month in post; `peers` are the loads of the colleagues, `band` their middle half."""

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


@people.of_person
def load(ask: Ask, found: Person) -> Load:
    """Of the prosecutor in force."""
    own = measure.measured(_alone(ask, found), (flow.CONCLUDED,), (FAMILY,), (ask.period,))
    months = people.months_in_post(found.postings, None, ask.period)
    weighted = sum(_weight(group, ask) for group in own.groups)
    concluded = sum(int(group[flow.CONCLUDED.key].value or 0) for group in own.groups)
    return Load(found, concluded, weighted, months, weighted / months if months else None, _loads(ask, found), own)


def _alone(ask: Ask, found: Person) -> Ask:
    return ask.with_(handler=found.code, org=None)


def _weight(group: Group, ask: Ask) -> float:
    return (group[flow.CONCLUDED.key].value or 0) * weight(str(group.codes[FAMILY.key]), ask)


def weight(family: str, ask: Ask) -> float:
    """What a case of a family weighs on the data's day; 1 where the office has set none."""
    known = norms.on(norms.of_work(), ask.scope.as_of).get((family, 1))
    return known.size if known else 1.0


def _around(ask: Ask, found: Person) -> Ask:
    """The question over the city, or the branch, in which the person works. Who looks at the own file sees how all of them stand,
    under the period alone: with no other filter can the many be narrowed to a few."""
    unit = ask.scope.places.units.get((found.department or "").partition("-")[0])
    code = (unit.city or unit.province or unit.code) if unit else None
    if ask.viewer.handler == found.code and code:
        everybody = replace(ask.viewer, rights=None)  # names are taken off again: what is told is a distribution
        days = ask.filters.only("period", "since", "until")
        return replace(ask, scope=ask.scope.of_unit(code), viewer=everybody, filters=days.and_(org=code))
    return ask.with_(org=code, handler=None)


def colleagues(ask: Ask, found: Person) -> dict[str, float]:
    """Those of the city whose work is mostly of the same kind, with their weighted work; the person is not among them."""
    work: dict[str, dict[str, float]] = {}
    concluded = measure.many(_around(ask, found), flow.CONCLUDED, (HANDLER, FAMILY))
    weights = {family: weight(str(family), ask) for family in {family for _, family in concluded}}
    for (code, family), number in concluded.items():
        if code is not None:
            work.setdefault(code, {})[str(family)] = number * weights[family]
    mostly = {code: max(kinds, key=lambda kind: (kinds[kind], kind)) for code, kinds in work.items()}
    kind = mostly.get(found.code)
    return {code: sum(map(kinds.get, sorted(kinds))) for code, kinds in work.items() if mostly[code] == kind and code != found.code}


def _loads(ask: Ask, found: Person) -> tuple[float, ...]:
    """By month in post, in order of size: nobody can be told from the place."""
    sums = colleagues(ask, found)
    held = people.postings(ask, sums)
    months = {code: people.months_in_post(held.get(code, ()), None, ask.period) for code in sums}
    return tuple(sorted(total / months[code] for code, total in sums.items() if months[code]))


@dataclass(frozen=True)
class Years:
    """The same facts year by year, the last one to the day of the data."""

    person: Person
    answer: Answer
    ask: Ask


@people.of_person
def years(ask: Ask, found: Person) -> Years:
    spans = [_year(ask.scope.as_of.year - back).clipped(ask.scope.as_of) for back in reversed(range(YEARS))]
    one = _alone(ask, found)
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


@people.of_person
def kinds(ask: Ask, found: Person) -> Kinds:
    one = _alone(ask, found)
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


@people.of_person
def besides(ask: Ask, found: Person) -> Besides:
    there, alike = tuple(each for each in RATES if parts.available(ask, each)), colleagues(ask, found)
    own = measure.measured(_alone(ask, found), there, (), (ask.period,))
    groups = measure.measured(_around(ask, found), there, (HANDLER,), (ask.period,)).groups
    others = [group for group in groups if group.codes[HANDLER.key] in alike]
    return Besides(found, tuple(_beside(each, own.groups[0], others) for each in there), own, _alone(ask, found))


def _beside(each: Indicator, own: Group, others) -> Beside:
    values = [group[each.key].value for group in others if group[each.key].value is not None]
    return Beside(each, own, _middle_half(values), len(values))
