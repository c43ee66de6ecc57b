"""Which of many values stand apart from the rest, and since when a series lies higher. Statistics alone.

Everything rests on medians and on the median distance from them, so that what stands apart does not hide itself; a value must
stand apart by more than its own sampling error and by more than its like usually differ. The chance of a false alarm is shared
out among all values that were looked at. Knows numbers. Must not know where they come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

import numpy as np
from scipy.special import pdtrc, stdtrit

FALSE_ALARMS = 0.01  # expected on a page where nothing is wrong
FEWEST_PEERS = 5  # a spread cannot be told from fewer
SPREAD = 1.4826  # of a normal distribution, from the median distance
LEAST_SPREAD = 0.05  # like units differ by a twentieth without a reason
UNEVEN = 2.0  # rare things come in bunches: what chance alone would give is taken twice


@dataclass(frozen=True)
class Measured:
    """A value with the square of its sampling error."""

    value: float
    variance: float


def apart(values: Sequence[Measured]) -> list[float]:
    """How far each lies above the middle of them all, in units of what is usual; 0 for all where they are too few to tell."""
    measured = np.array([each.value for each in values]), np.array([each.variance for each in values])
    return apart_within(*measured, np.zeros(len(values), int)).tolist()


def apart_within(values: np.ndarray, variances: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The same for many groups at once: `groups` tells which of them, numbered from 0, each value belongs to."""
    if not len(values):
        return np.zeros(0)
    away = values - middles(values, groups)[groups]
    spread = np.maximum(SPREAD * middles(np.abs(away), groups), LEAST_SPREAD)[groups]
    return np.where(np.bincount(groups)[groups] < FEWEST_PEERS, 0.0, away / np.sqrt(spread**2 + variances))


def middles(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The median of each group."""
    sizes = np.bincount(groups)
    first, ordered = np.cumsum(sizes) - sizes, values[np.lexsort((values, groups))]
    return (ordered[first + (sizes - 1) // 2] + ordered[first + sizes // 2]) / 2


def limit(looked_at: int, peers: int) -> float:
    """How far apart is no longer chance when so many values were looked at; wider where few peers tell the spread."""
    return float(stdtrit(max(peers - 1, 1), 1 - FALSE_ALARMS / max(looked_at, 1)))


def too_many(found: int, expected: float, looked_at: int) -> bool:
    """Whether so many of a rare thing are beyond chance where so many were to be expected."""
    return found > 0 and float(pdtrc(found - 1, max(expected * UNEVEN, 0.05))) < FALSE_ALARMS / max(looked_at, 1)


@dataclass(frozen=True)
class Step:
    """A series lies higher from the place `at` on, by `height`."""

    at: int
    height: float


def step(values: Sequence[float], weights: Sequence[float], shortest: int = 3) -> Step | None:
    """Where a series goes up for good: the cut that leaves least scatter, if the step stands out of the scatter left."""
    cuts = range(shortest, len(values) - shortest + 1)
    if not cuts:
        return None
    at = min(cuts, key=lambda cut: _scatter(values[:cut], weights[:cut]) + _scatter(values[cut:], weights[cut:]))
    before, after = _mean(values[:at], weights[:at]), _mean(values[at:], weights[at:])
    left = [value - (before if place < at else after) for place, value in enumerate(values)]
    spread = max(SPREAD * median(map(abs, left)), LEAST_SPREAD)
    error = spread * sqrt(1 / at + 1 / (len(values) - at))
    return Step(at, after - before) if (after - before) / error > limit(len(cuts), len(values)) else None


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / (sum(weights) or 1)


def _scatter(values: Sequence[float], weights: Sequence[float]) -> float:
    middle = _mean(values, weights)
    return sum(weight * (value - middle) ** 2 for value, weight in zip(values, weights, strict=True))
