"""Between how many and how many: the number of a sum of chances, when the chances themselves may be somewhat off.

The sum has the mean and the variance of its chances; `spread` adds what forecasts of this kind were off by, relative to the sum.
A shifted Poisson count has the same mean and variance while the variance is the smaller, a negative binomial when it is larger.
Knows numbers. Must not know where they come from.
"""

from collections.abc import Iterator
from math import exp, floor, lgamma, log, log1p, sqrt
from statistics import NormalDist

SURE = 0.9
MANY = 300.0  # from here both counts are normal to the eye, and their first terms too small for a computer


def interval(expected: float, variance: float, spread: float = 0.0) -> tuple[int, int]:
    """The middle nine tenths of the count."""
    variance += (spread * expected) ** 2
    tails = (1 - SURE) / 2, (1 + SURE) / 2
    if variance <= 0:
        return round(expected), round(expected)
    if expected > MANY:
        low, high = (NormalDist(expected, sqrt(variance)).inv_cdf(tail) for tail in tails)
        return max(floor(low), 0), round(high + 0.5)
    shift = floor(expected - variance) if variance < expected else 0
    low, high = (_quantile(_terms(expected - shift, variance), tail) for tail in tails)
    return low + shift, high + shift


def _terms(mean: float, variance: float) -> Iterator[float]:
    """The chances of 0, 1, 2, … of a Poisson or a negative binomial count."""
    if variance <= mean:
        term = exp(-mean)
        for number in range(1, 10_000):
            yield term
            term *= mean / number
        return
    size = mean * mean / (variance - mean)
    stop, go = log(size / (size + mean)), log1p(-size / (size + mean))
    for number in range(10_000):
        yield exp(lgamma(number + size) - lgamma(size) - lgamma(number + 1) + size * stop + number * go)


def _quantile(terms: Iterator[float], share: float) -> int:
    total = 0.0
    for number, term in enumerate(terms):
        total += term
        if total >= share:
            return number
    return number
