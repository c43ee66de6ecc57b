"""Where the delay lies: days of stay beyond what is usual at each node, the largest share first.

Usual is the median of the same type of case at the same node, so that long nodes are not late by being long. Knows stays.
Must not know words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.answer import Head, Table
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.stays import STAYS
from data.period import Period
from data.text import Text
from queries.numbered import numbered
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
    found = _counted(ask, ask.period)
    value, n = (np.array(found[name], float) for name in ("value", "n"))
    kind = numbered(zip(found["activity"], found["type_code"], strict=True))
    more = value - _medians(kind, value, n)[kind] if len(kind) else value
    longer = more > 0
    parts: dict[str, list[float]] = {}
    for activity, each, days, over in zip(found["activity"], n.tolist(), (more * n).tolist(), longer.tolist(), strict=True):
        sums = parts.setdefault(activity, [0, 0, 0.0])
        sums[0] += each
        if over:
            sums[1], sums[2] = sums[1] + each, sums[2] + days
    told = (Part(activity, int(each), int(above), days) for activity, (each, above, days) in parts.items())
    return Pareto(tuple(sorted(told, key=lambda part: (-part.days, part.activity))), ask.period)


def _counted(ask: Ask, period: Period) -> Mapping[str, Sequence]:
    """Stays by node, type and days, those of one node and type together in the order of their days."""
    rows = stays(ask, ("activity", "type_code"), period)
    keys, n = (rows.c.activity, rows.c.type_code, rows.value), sa.cast(sa.func.sum(rows.n), sa.BigInteger).label("n")
    statement = sa.select(*keys[:2], rows.value.label("value"), n).where(rows.where).group_by(*keys).order_by(*keys)
    return ask.scope.arrays(statement)


def _medians(kind: np.ndarray, value: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Of each kind the median of its values, which lie in order."""
    whole, upto = np.bincount(kind, n), np.cumsum(n)
    before = np.cumsum(whole) - whole
    rank = (whole - 1) / 2
    low, high = (value[np.searchsorted(upto, before + end(rank), side="right")] for end in (np.floor, np.ceil))
    return (low + high) / 2
