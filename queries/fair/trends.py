"""An indicator against its own past: month by month with its usual range, its counterpart beside it, and why it changed in a year.

Knows indicators over time and the statistics. Must not know words or figures on a page.
"""

from dataclasses import dataclass

from data.answer import Answer, Group, Head, Table
from data.ask import Ask
from data.definitions.indicators import ALL
from data.definitions.indicators.base import Indicator, Kind
from data.period import DAY, Period
from data.text import Text
from queries import measure, parts, places, series
from queries.fair import cells, charts, effects
from queries.fair.cells import Cells
from queries.fair.charts import Chart
from queries.fair.effects import Effects

MONTHS = 24
STRATUM, MIX, RATE = Text("层", "Stratum"), Text("构成", "Mix"), Text("层内变化", "Within the stratum")


@dataclass(frozen=True)
class Trend:
    """`over` are the months that are over: the chart is made of them. With a `window` each point is of so many months up to its own,
    so that small numbers have a rate; such points share most of their cases, and limits for them would say nothing."""

    indicator: Indicator
    answer: Answer
    chart: Chart | None
    over: tuple[Group, ...]
    ask: Ask
    window: int = 1


def trend(ask: Ask) -> Trend:
    return _trend(ask, cells.indicator(ask))


def counterpart(ask: Ask) -> Trend | None:
    """The indicator that must be read with it; None where none is declared or its rows were not delivered."""
    key = cells.indicator(ask).counterpart
    return _trend(ask, ALL[key]) if key and parts.available(ask, ALL[key]) else None


def _trend(ask: Ask, each: Indicator) -> Trend:
    window = 1 if each.kind is Kind.STOCK else int(ask.filters.text("window") or 1)  # what stands at an end adds up over no months
    answer = Answer(tuple(series.groups(ask, (each,), _months(ask, window))), (each,))
    over = tuple(group for group in answer.groups if _over(group.period))
    return Trend(each, answer, chart(each, over) if window == 1 else None, over, ask, window)


def _months(ask: Ask, window: int) -> list[Period]:
    """The months of the line, or as many months up to the end of each; none that reaches back before the data."""
    months, first = places.parts(ask, "month", MONTHS)[-MONTHS:], ask.scope.snapshot.about["first_on"]
    if window == 1:
        return months
    rolled = [month.reaching_back(window - 1) for month in months]
    return [each for each in rolled if first is None or each.since >= first.replace(day=1)]


def _over(period: Period) -> bool:
    """The month's last day is in it."""
    return (period.until + DAY).day == 1


def chart(each: Indicator, over: tuple[Group, ...]) -> Chart | None:
    """By the kind of the indicator: shares, rates over a base, or values as they are. None where there are too few months."""
    figures = [group[each.key] for group in over]
    if any(figure.n == 0 and figure.withheld for figure in figures):
        return None
    if cells.comparable(each):
        tops, bases = [figure.numerator or 0 for figure in figures], [figure.denominator or 0 for figure in figures]
        return (charts.of_shares if each.proportion else charts.of_rates)(tops, bases)
    values = [figure.value for figure in figures]
    return charts.of_values(values) if values and None not in values else None


@dataclass(frozen=True)
class Change:
    """`effects` by stratum of `cells`; None where there is no base in one of the periods."""

    indicator: Indicator
    cells: Cells
    effects: Effects | None
    before: Group
    now: Group
    ask: Ask
    numerator: Effects | None = None  # of a rate: why its numerator changed, the volume among the causes

    def table(self, ask: Ask) -> Table:
        heads = (Head(STRATUM), Head(MIX, "decimal"), Head(RATE, "decimal"))
        if self.effects is None:
            return Table(heads, ())
        named = [cells.name(ask, self.cells, code) for code in self.cells.strata]
        return Table(heads, tuple(zip(named, map(float, self.effects.mix), map(float, self.effects.rate), strict=True)))


def change(ask: Ask) -> Change | None:
    """Against the same period a year before; None where the indicator is neither a count nor a rate of counts."""
    each, periods = cells.indicator(ask), (ask.period.year_before(), ask.period)
    if each.additive:
        return _of_count(ask, each, periods)
    if not cells.comparable(each):
        return None
    table = cells.over_periods(ask, each, periods)
    before, now = measure.measured(ask, (each,), (), periods).groups
    parts_of = table.top[0], table.base[0], table.top[1], table.base[1]
    return Change(each, table, effects.of_rate(*parts_of), before, now, ask, effects.of_count(*parts_of))


def _of_count(ask: Ask, each: Indicator, periods) -> Change:
    """A count has no base: its change is that of its strata, added up."""
    table = cells.over_periods(ask, each, periods)
    before, now = measure.measured(ask, (each,), (), periods).groups
    return Change(each, table, effects.by_stratum(table.top[0], table.top[1]), before, now, ask)
