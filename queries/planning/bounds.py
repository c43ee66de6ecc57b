"""How even any dealing out could be at best: bounds on the heaviest and the lightest load, by maximum flow (scipy's, after Dinic).

Cases may be split in this question, so no dealing out of whole cases has a lighter heaviest load, or a heavier lightest one; the
difference of the two loads is at least that of the bounds. How few cases must move is bounded by who has too many. Loads are whole
numbers of a smallest weight.
Knows arrays. Must not know cases, nor how they are dealt out.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bounds:
    """No dealing out has a heaviest load below `heaviest`, or a lightest one above `lightest`."""

    heaviest: int
    lightest: int

    @property
    def difference(self) -> int:
        return max(self.heaviest - self.lightest, 0)


def bounds(allowed: np.ndarray, weights: np.ndarray, start: np.ndarray, loads: np.ndarray) -> Bounds:
    """`loads` are those of a dealing out that was found: no bound needs to be sought beyond them."""
    flow = _Flow(allowed, weights)
    total, mean = int(weights.sum()), -(-(int(weights.sum()) + int(start.sum())) // len(start))
    low, high = max(mean, int(start.max())), int(loads.max())
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if flow.most(np.maximum(middle - start, 0)) == total else (middle + 1, high)
    floor, ceiling = int(loads.min()), (total + int(start.sum())) // len(start)
    while floor < ceiling:
        middle = -(-(floor + ceiling) // 2)
        wanted = np.maximum(middle - start, 0)
        floor, ceiling = (middle, ceiling) if flow.most(wanted) == int(wanted.sum()) else (floor, middle - 1)
    return Bounds(low, floor)


def least_moved(kept: np.ndarray, weights: np.ndarray, start: np.ndarray, more: int, until: int) -> int:
    """No dealing out whose loads differ by `until` at most moves fewer of the cases that are with whom they were (`kept`, NOBODY for
    none); `more` is the weight of all others.

    The heaviest load is at most `until` above the mean and the lightest as much below it. Who has more than the one must give
    cases away, the heaviest first; who could not reach the other with all that is new must get some.
    """
    loads, mean = start.astype(float), (int(start.sum()) + int(weights[kept >= 0].sum()) + more) / len(start)
    np.add.at(loads, kept[kept >= 0], weights[kept >= 0])
    away = 0
    for who in np.flatnonzero(loads - mean > until):
        over = loads[who] - mean - until
        gone = np.cumsum(np.sort(weights[kept == who])[::-1])
        away += int(np.searchsorted(gone, over - 1e-9)) + 1 if len(gone) and gone[-1] >= over - 1e-9 else len(gone)
    short = np.maximum(mean - until - loads, 0).sum() - more
    heaviest = float(weights[kept >= 0].max(initial=1))
    return max(away, int(np.ceil(short / heaviest - 1e-9)), 0)


class _Flow:
    """From a source through cases that may go to the same reviewers, and reviewers, to a sink."""

    def __init__(self, allowed: np.ndarray, weights: np.ndarray):
        packed, kind = np.unique(np.packbits(allowed, axis=1), axis=0, return_inverse=True)
        self.groups, self.reviewers = len(packed), allowed.shape[1]
        first = np.array([np.flatnonzero(kind.ravel() == each)[0] for each in range(self.groups)], int)
        self.rows, self.columns = np.nonzero(allowed[first])
        self.supply = np.bincount(kind.ravel(), weights=weights, minlength=self.groups).astype(np.int32)

    def most(self, room: np.ndarray) -> int:
        """The most weight that fits when each reviewer has so much room."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow

        groups, last = np.arange(self.groups), self.groups + self.reviewers + 1
        reviewers = self.groups + 1 + np.arange(self.reviewers)
        rows = np.concatenate([np.zeros(self.groups, int), self.rows + 1, reviewers])
        columns = np.concatenate([groups + 1, self.columns + self.groups + 1, np.full(self.reviewers, last)])
        values = np.concatenate([self.supply, self.supply[self.rows], room]).astype(np.int32)
        graph = csr_array((values, (rows, columns)), shape=(last + 1, last + 1))
        return int(maximum_flow(graph, 0, last).flow_value)
