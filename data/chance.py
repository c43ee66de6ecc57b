"""What chance alone would do: whether two figures differ by more than it, and between which bounds a share or a count may lie.

A count is taken to vary as a Poisson count, a share by its binomial error; other kinds have no simple error and none is made up.
Bounds are exact (Clopper and Pearson's for a share, Garwood's for a count), from scipy's functions of the beta and gamma
distributions, which are loaded when first asked for: a process that draws no bounds does not wait for them.
It orders attention, it judges nobody. Knows figures. Must not know words.
"""

from math import sqrt

import numpy as np

from data.answer import Figure
from data.definitions.indicators.base import Indicator, Kind

FEWEST = 10
ERRORS = 3.0  # so many standard errors no reader of a page full of figures sees by chance
UNMEASURED = 0.05  # of what has no simple error: a part of what was
LEVEL = 0.95
TINY = 1e-12


def surprise(indicator: Indicator, now: Figure, before: Figure) -> float | None:
    """How many standard errors apart; None where either is missing or too small, or the kind has no simple error."""
    if now.value is None or before.value is None or before.n < FEWEST:
        return None
    if indicator.additive:
        return (now.value - before.value) / sqrt(now.value + before.value)
    if indicator.kind is Kind.SHARE and now.n >= FEWEST:
        pooled = (now.numerator + before.numerator) / (now.n + before.n)
        error = sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
        return (now.value - before.value) / error if error else None
    return None


def measured(indicator: Indicator) -> bool:
    """Whether its figures have a simple error: counts and shares do."""
    return indicator.additive or indicator.kind is Kind.SHARE


def beyond(indicator: Indicator, now: Figure, before: Figure) -> bool:
    """Whether a change is more than chance: the one rule by which anything is marked as moved, better or worse."""
    if measured(indicator):
        return abs(surprise(indicator, now, before) or 0) >= ERRORS
    if now.value is None or not before.value:
        return False
    return abs(now.value / before.value - 1) >= UNMEASURED


def share_bounds(k, n, level: float = LEVEL):
    """The bounds of a share of which k of n were seen, numbers or arrays of them; n may be an effective number and no whole one."""
    from scipy.special import betaincinv

    k, n, tail = np.asarray(k, float), np.asarray(n, float), (1 - level) / 2
    low = np.where(k > 0, betaincinv(np.maximum(k, TINY), n - k + 1, tail), 0.0)
    high = np.where(k < n, betaincinv(k + 1, np.maximum(n - k, TINY), 1 - tail), 1.0)
    return low, high


def count_bounds(k, level: float = LEVEL):
    """The bounds of the mean of a count that was seen to be k."""
    from scipy.special import gammaincinv

    k, tail = np.asarray(k, float), (1 - level) / 2
    return np.where(k > 0, gammaincinv(np.maximum(k, TINY), tail), 0.0), gammaincinv(k + 1, 1 - tail)


def bounds(figure: Figure) -> tuple[float, float] | None:
    """The bounds of a share; None where it is withheld or no share."""
    if figure.value is None or not figure.denominator or figure.numerator is None:
        return None
    low, high = share_bounds(figure.numerator, figure.denominator)
    return float(low), float(high)
