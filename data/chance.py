"""Whether two figures differ by more than chance: the difference over its standard error.

A count is taken to vary as a Poisson count, a share by its binomial error; other kinds have no simple error and none is made up.
It orders attention, it judges nobody. Knows figures. Must not know words.
"""

from math import sqrt

from data.answer import Figure
from data.definitions.indicators.base import Indicator, Kind

FEWEST = 10


def surprise(indicator: Indicator, now: Figure, before: Figure) -> float | None:
    """How many standard errors apart; None where either is missing or too small, or the kind has no simple error."""
    if now.value is None or before.value is None or min(now.n, before.n) < FEWEST:
        return None
    if indicator.additive:
        return (now.value - before.value) / sqrt(now.value + before.value)
    if indicator.kind is Kind.SHARE:
        pooled = (now.numerator + before.numerator) / (now.n + before.n)
        error = sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
        return (now.value - before.value) / error if error else None
    return None
