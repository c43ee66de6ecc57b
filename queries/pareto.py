"""Where the delay lies: days of stay beyond what is usual at each node, the largest share first.

Usual is the median of the same type of case at the same node, so that long nodes are not late by being long. Knows stays.
Must not know words.
"""

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.answer import Head, Table
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.stays import STAYS
from data.period import Period
from data.text import Text
from queries import histograms
from queries.stays import stays


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
    each = histograms.read(ask, _counted(ask, ask.period), ("activity", "type_code"))
    kind, n = np.searchsorted(np.cumsum(each.whole), each.upto), np.diff(each.upto, prepend=0)
    usual = np.array([median or 0 for median in each.quantile(0.5)], float)
    more = each.values - usual[kind] if len(kind) else each.values
    longer = np.where(more > 0, n, 0)
    above, days = (np.bincount(kind, number, len(usual)) for number in (longer, longer * more))
    parts: dict[str, list[float]] = {}
    for (activity, _), *numbers in zip(each.keys, each.n.tolist(), above.tolist(), days.tolist(), strict=True):
        parts[activity] = [so_far + number for so_far, number in zip(parts.get(activity, (0, 0, 0.0)), numbers, strict=True)]
    told = (Part(activity, int(n), int(above), days) for activity, (n, above, days) in parts.items())
    return Pareto(tuple(sorted(told, key=lambda part: (-part.days, part.activity))), ask.period)


def _counted(ask: Ask, period: Period) -> sa.Select:
    """Stays by node, type and days."""
    rows = stays(ask, ("activity", "type_code"), period)
    keys, n = (rows.c.activity, rows.c.type_code, rows.value), sa.cast(sa.func.sum(rows.n), sa.BigInteger).label("n")
    return sa.select(*keys[:2], rows.value.label("value"), n).where(rows.where).group_by(*keys)
