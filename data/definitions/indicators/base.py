"""What an indicator is: a count, a share of another, a ratio of two, a quantile of days, or a count of different values.

Knows counts and words. Must not know which indicators exist, nor how a query is put together.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from data.definitions.counting import Condition, Count, Timing, every
from data.definitions.relations import Relation
from data.period import Period
from data.text import Text

DAYS, PERCENT = Text("自然日", "calendar days"), Text("%", "%")


class Better(Enum):
    MORE = Text("越高越好", "higher is better")
    LESS = Text("越低越好", "lower is better")
    NEITHER = Text("中性", "neither")


class Kind(Enum):
    COUNT = Text("计数", "count")
    STOCK = Text("时点数", "count on a day")
    SHARE = Text("占比", "share")
    RATIO = Text("比值", "ratio")
    QUANTILE = Text("分位数", "quantile")
    DISTINCT = Text("去重计数", "distinct count")


@dataclass(frozen=True)
class Indicator:
    """One declaration for figures, tables, lists, exports and docs.

    `count` holds the rows behind the number (of a share or ratio: its numerator); `of` is the denominator, an indicator
    with a list of its own. `meaning` says the formula in words; `basis` names law or publication; `minimum_n` withholds a
    rate over fewer; `factor` turns a ratio into its unit (days of the period for disposition time); `within` says of a ratio that its
    numerator lies within its denominator, as that of a share does by construction.
    """

    key: str
    label: Text
    meaning: Text
    kind: Kind
    count: Count
    unit: Text
    of: "Indicator | None" = None
    column: str | None = None
    q: float | None = None
    factor: Callable[[Period], float] = lambda period: 1.0
    better: Better = Better.NEITHER
    basis: Text = Text("本系统定义", "defined here")
    counterpart: str | None = None
    minimum_n: int | None = None
    within: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def over(self) -> Relation:
        return self.count.over

    @property
    def additive(self) -> bool:
        return self.kind in (Kind.COUNT, Kind.STOCK)

    @property
    def counts(self) -> bool:
        """Whether its figures are whole numbers of something."""
        return self.additive or self.kind is Kind.DISTINCT

    @property
    def sums(self) -> bool:
        """Whether the figures of parts give that of the whole: a person who is in two parts is not two."""
        apart = (Kind.QUANTILE, Kind.DISTINCT)
        return self.kind not in apart and (self.of is None or self.of.kind not in apart)

    @property
    def proportion(self) -> bool:
        """Whether each row of the denominator either counts or does not: chance then goes by the binomial."""
        return self.kind is Kind.SHARE or self.within

    @property
    def percent(self) -> bool:
        return self.unit == PERCENT

    def behind(self, c, period: Period):
        """The rows one reaches by clicking the number."""
        return self.count.behind(c, period)

    def value(self, numerator: float | None, denominator: float | None, period: Period) -> float | None:
        """The figure from its parts; None where there is nothing to divide by."""
        if self.of is None:
            return numerator
        return None if not denominator or numerator is None else numerator / denominator * self.factor(period)

    def share(self, key: str, label: Text, meaning: Text, rows: Condition, **more) -> "Indicator":
        """The part of this indicator's rows for which `rows` holds: its numerator lies inside it by construction."""
        return Indicator(key, label, meaning, Kind.SHARE, self.count.where(rows), PERCENT, of=self, **more)

    def only(self, key: str, label: Text, meaning: Text, rows: Condition, **more) -> "Indicator":
        """A count of some of this indicator's rows."""
        return replace(self, key=key, label=label, meaning=meaning, count=self.count.where(rows), **{"counterpart": None, **more})

    def quantile(self, key: str, label: Text, meaning: Text, column: str, q: float, **more) -> "Indicator":
        """A quantile of the days of this indicator's rows, by linear interpolation."""
        present = self.count.where(lambda c: c[column].is_not(None))
        return Indicator(key, label, meaning, Kind.QUANTILE, present, DAYS, column=column, q=q, **more)

    def distinct(self, key: str, label: Text, meaning: Text, column: str, unit: Text, **more) -> "Indicator":
        """How many different values of a column its rows have: persons, each once however many rows they have."""
        named = self.count.where(lambda c: c[column].is_not(None))
        return Indicator(key, label, meaning, Kind.DISTINCT, named, unit, column=column, **more)

    def per(self, key: str, label: Text, meaning: Text, of: "Indicator", unit: Text = PERCENT, **more) -> "Indicator":
        """This count over another one that need not contain it."""
        return Indicator(key, label, meaning, Kind.RATIO, self.count, unit, of=of, **more)


def count(key: str, label: Text, meaning: Text, over: Relation, timing: Timing, rows: Condition = every, **more) -> Indicator:
    kind = Kind.STOCK if timing.stock else Kind.COUNT
    return Indicator(key, label, meaning, kind, Count(over, timing, rows), **{"unit": over.unit, **more})
