"""Where the delay lies: days of stay beyond what is usual at each node, the largest share first.

Usual is the median of the same type of case at the same node, so that long nodes are not late by being long. Knows stays.
Must not know words.
"""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from data.answer import Head, Table
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.stays import STAYS
from data.period import Period
from data.text import Text
from queries.stays import of_histogram, stays


@dataclass(frozen=True)
class Part:
    """A node: its stays, how many were longer than usual, and by how many days in all."""

    activity: str
    n: int
    longer: int
    days: float


@dataclass(frozen=True)
class Pareto:
    parts: tuple[Part, ...]
    period: Period

    @property
    def total(self) -> float:
        return sum(part.days for part in self.parts)

    def shares(self) -> list[float]:
        """The share of the delay up to and including each part."""
        found, so_far = [], 0.0
        for part in self.parts:
            so_far += part.days
            found.append(so_far / self.total if self.total else 0.0)
        return found

    def table(self, ask: Ask) -> Table:
        heads = (Head(ACTIVITY.label), Head(STAYS.label, "count"), Head(Text("其中长于中位数", "Longer than the median"), "count"),
                 Head(Text("超出天数", "Days beyond it"), "count"), Head(Text("累计占比", "Cumulative share"), "percent"))  # fmt: skip
        named = [(ask.names.value(ACTIVITY, part.activity), part.n, part.longer, round(part.days)) for part in self.parts]
        return Table(heads, tuple((*row, share) for row, share in zip(named, self.shares(), strict=True)))


def pareto(ask: Ask) -> Pareto:
    period = ask.period
    found: dict[str, Counter] = {}
    for (activity, _), counted in _histograms(ask, period).items():
        usual = of_histogram(counted)
        sums = found.setdefault(activity, Counter())
        sums["n"] += counted.total()
        sums["longer"] += sum(n for value, n in counted.items() if value > usual)
        sums["days"] += sum((value - usual) * n for value, n in counted.items() if value > usual)
    parts = (Part(activity, sums["n"], sums["longer"], sums["days"]) for activity, sums in found.items())
    return Pareto(tuple(sorted(parts, key=lambda part: (-part.days, part.activity))), period)


def _histograms(ask: Ask, period: Period) -> dict[tuple[str, str], Counter[int]]:
    rows = stays(ask, ("activity", "type_code"), period)
    c, n = rows.c, sa.cast(sa.func.sum(rows.n), sa.BigInteger).label("n")
    statement = sa.select(c.activity, c.type_code, rows.value.label("value"), n).where(rows.where)
    found: dict[tuple[str, str], Counter[int]] = {}
    for row in ask.scope.fetch(statement.group_by(c.activity, c.type_code, rows.value)):
        found.setdefault((row["activity"], row["type_code"]), Counter())[row["value"]] += row["n"]
    return found
