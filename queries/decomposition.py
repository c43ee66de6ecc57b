"""Why handling took more or fewer days than a year before: more cases, another path, or longer stays at the nodes. Adds up exactly.

All days of stay are cases concluded × stays of a node for each case × days of a stay, summed over nodes. The difference of such a
product between two periods is the sum of the differences of its factors, each weighed with the middle of the others.
Knows stays and cases. Must not know words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data.answer import Head, Table
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.flow import CONCLUDED
from data.period import Period
from data.text import Text
from queries import measure
from queries.stays import stays

VOLUME = Text("案件量", "Number of cases")
PATH = Text("经过节点的次数", "How often nodes are passed")
WITHIN = Text("节点内停留", "Stay at the node")


@dataclass(frozen=True)
class Side:
    """A period: cases concluded, and for each node (number of stays, days of stay)."""

    period: Period
    cases: int
    nodes: Mapping[str, tuple[int, int]]

    @property
    def days(self) -> int:
        return sum(days for _, days in self.nodes.values())

    @property
    def each(self) -> float:
        """Days for each case concluded."""
        return self.days / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class Decomposed:
    """Effects in days: `volume` + the sum of `path` + the sum of `within` = the days of now less those of before."""

    before: Side
    now: Side
    volume: float
    path: Mapping[str, float]
    within: Mapping[str, float]

    @property
    def comparable(self) -> bool:
        """Whether cases were concluded in both periods: else there is nothing to divide by, and no effect is told."""
        return bool(self.before.cases and self.now.cases)

    @property
    def difference(self) -> int:
        return self.now.days - self.before.days

    def table(self, ask: Ask) -> Table:
        heads = (Head(Text("因素", "Cause")), Head(ACTIVITY.label), Head(Text("天数变化", "Change in days"), "decimal"))
        rows = [(VOLUME, None, self.volume)]
        for label, effects in ((PATH, self.path), (WITHIN, self.within)):
            ordered = sorted(effects.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
            rows += [(label, ask.names.value(ACTIVITY, node), effect) for node, effect in ordered]
        return Table(heads, tuple(rows))


def decomposed(ask: Ask) -> Decomposed:
    """Against the same period a year before."""
    now, before = (_side(ask, period) for period in (ask.period, ask.period.year_before()))
    return between(before, now)


def between(before: Side, now: Side) -> Decomposed:
    """The difference between two sides, taken apart."""
    if not (before.cases and now.cases):
        return Decomposed(before, now, 0.0, {}, {})
    cases = (before.cases + now.cases) / 2
    path, within = {}, {}
    for node in {**before.nodes, **now.nodes}:
        (n0, d0), (n1, d1) = before.nodes.get(node, (0, 0)), now.nodes.get(node, (0, 0))
        m0, m1 = d0 / n0 if n0 else d1 / n1, d1 / n1 if n1 else d0 / n0  # a node passed in one period only took as long in the other
        r0, r1 = n0 / before.cases, n1 / now.cases
        path[node] = cases * (r1 - r0) * (m0 + m1) / 2
        within[node] = cases * (m1 - m0) * (r0 + r1) / 2
    volume = (now.cases - before.cases) * (before.each + now.each) / 2
    return Decomposed(before, now, volume, path, within)


def _side(ask: Ask, period: Period) -> Side:
    rows = stays(ask, ("activity",), period)
    sums = (sa.cast(sa.func.sum(part), sa.BigInteger) for part in (rows.n, rows.n * rows.value))
    n, days = (part.label(name) for part, name in zip(sums, ("n", "days"), strict=True))
    found = ask.scope.fetch(sa.select(rows.c.activity, n, days).where(rows.where).group_by(rows.c.activity))
    cases = measure.measured(ask, (CONCLUDED,), (), (period,)).groups[0][CONCLUDED.key].n
    return Side(period, cases, {row["activity"]: (row["n"], row["days"]) for row in found})
