"""Quantiles of many histograms at once: the database counts, what lies at a rank is found among arrays.

Knows a selection of keys, values and how often each occurs. Must not know what is counted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from queries import told
from queries.numbered import numbered

Named = Callable[[tuple], tuple | None]  # under which key another is counted, if under any


@dataclass(frozen=True)
class Histograms:
    """Of each of the `keys`: how many rows `n`, how many of them have a value (`whole`), and what these add up to. All values there
    are, key by key and in order; `upto` counts them."""

    keys: tuple[tuple, ...]
    n: np.ndarray
    whole: np.ndarray
    sums: np.ndarray
    values: np.ndarray
    upto: np.ndarray

    def quantile(self, q: float) -> Iterator[float | None]:
        """For each key, by linear interpolation; None where there is no value."""
        rank = (self.whole - 1) * q
        low = np.floor(np.maximum(rank, 0)).astype(int)
        first, second = self._at(low), self._at(np.minimum(low + 1, np.maximum(self.whole - 1, 0)))
        found = first + (second - first) * (rank - low)
        return (value if n else None for value, n in zip(found.tolist(), self.whole.tolist(), strict=True))

    def _at(self, rank: np.ndarray) -> np.ndarray:
        """The value of each key at a rank, counted from 0."""
        if not len(self.values):
            return np.zeros(len(rank))
        place = np.searchsorted(self.upto, np.cumsum(self.whole) - self.whole + rank, side="right")
        return self.values[np.minimum(place, len(self.values) - 1)]


def read(ask: Ask, flat: sa.Select, keys: Sequence[str], named: Named | None = None) -> Histograms:
    """Of a selection with the columns `keys`, `value` and `n`, in which a value may be missing."""
    found = told.read(ask, flat, {"key": keys})
    codes, number, value, n = found.keys["key"], found["key"], found["value"], found["n"]
    if named:
        codes, number, value, n = _renamed(codes, number, value, n, named)
    of_all = np.bincount(number, n, len(codes)).astype(int)
    there = np.flatnonzero(~np.isnan(value))
    order = there[np.lexsort((value[there], number[there]))]
    number, value, n = number[order], value[order], n[order]
    whole, sums = (np.bincount(number, each, len(codes)).astype(int) for each in (n, value * n))
    return Histograms(codes, of_all, whole, sums, value, np.cumsum(n))


def _renamed(codes, number, value, n, named: Named):
    new = [named(code) for code in codes]
    there = [code for code in new if code is not None]
    place = np.full(len(codes), -1)
    place[[at for at, code in enumerate(new) if code is not None]] = numbered(there)
    kept = place[number] >= 0
    return tuple(dict.fromkeys(there)), place[number][kept], value[kept], n[kept]
