"""What a unit would have if each of its strata went as that stratum goes everywhere: indirect standardisation, and shrinkage.

Expected = Σ over strata of the usual rate × the unit's base; ratio = observed ÷ expected. The bounds of the ratio are exact: of
a share by the binomial that has the same mean and variance as the sum over strata, of a rate by the Poisson (Garwood). A ratio of few
cases is drawn towards the middle by as much as chance has part in the differences (empirical Bayes by moments: R. J. Marshall,
Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40, 1991).
Knows arrays of numbers. Must not know units or indicators.
"""

from dataclasses import dataclass

import numpy as np

from data import chance


@dataclass(frozen=True)
class Standard:
    """By unit: observed, its base, expected; the variance of observed by chance alone."""

    observed: np.ndarray
    base: np.ndarray
    expected: np.ndarray
    variance: np.ndarray

    @property
    def ratio(self) -> np.ndarray:
        return np.divide(self.observed, self.expected, out=np.full(len(self.expected), np.nan), where=self.expected > 0)

    @property
    def turned(self) -> np.ndarray:
        """Of which units the rows that do not count are the fewer: chance is then reckoned of those."""
        return self.expected > self.base / 2

    @property
    def effective(self) -> tuple[np.ndarray, np.ndarray]:
        """(share, number) of the binomial that has the mean and variance of the sum over strata; of what does not count if turned."""
        mean = np.where(self.turned, self.base - self.expected, self.expected)
        share = np.clip(1 - np.divide(self.variance, mean, out=np.zeros(len(mean)), where=mean > 0), 1e-9, 1.0)
        return share, np.where(mean > 0, mean / share, 0.0)

    def counted(self, low, high):
        """Ends of what is counted of the binomial, in numbers of what the indicator counts."""
        return np.where(self.turned, self.base - high, low), np.where(self.turned, self.base - low, high)

    def only(self, chosen: np.ndarray) -> "Standard":
        return Standard(self.observed[chosen], self.base[chosen], self.expected[chosen], self.variance[chosen])


def standardised(numerators: np.ndarray, bases: np.ndarray, binomial: bool) -> Standard:
    """Of tables of units by strata. The usual rate of a stratum is that of all units together; what is counted over no base of
    its own stratum is expected of everybody by the whole of the base."""
    total, own = bases.sum(0), bases.sum(1)
    usual = np.divide(numerators.sum(0), total, out=np.zeros(len(total)), where=total > 0)
    loose = numerators[:, total == 0].sum() / total.sum() if total.sum() else 0.0
    expected = bases * usual
    spread = expected * (1 - usual) if binomial else expected
    return Standard(numerators.sum(1), own, expected.sum(1) + own * loose, np.maximum(spread.sum(1), 0) + own * loose)


def ratio_bounds(found: Standard, binomial: bool, level: float = chance.LEVEL):
    """The bounds of observed ÷ expected."""
    expected = np.where(found.expected > 0, found.expected, np.nan)
    low, high = (end / expected for end in chance.count_bounds(found.observed, level))
    if not binomial:
        return low, high
    _, n = found.effective
    seen = np.where(found.turned, found.base - found.observed, found.observed)
    fits = (seen <= n) & (n > 0)
    ends = chance.share_bounds(np.where(fits, seen, 0), np.where(fits, n, 1), level)
    counted = found.counted(*(end * n for end in ends))
    return tuple(np.where(fits, end / expected, other) for end, other in zip(counted, (low, high), strict=True))


def shrunk(observed, expected, variance=None):
    """Observed ÷ expected drawn towards that of all together; `variance` of observed by chance is that of a Poisson if not given."""
    observed, expected = np.asarray(observed, float), np.asarray(expected, float)
    variance = expected if variance is None else np.asarray(variance, float)
    use = expected > 0
    ratio = np.divide(observed, expected, out=np.full(len(expected), np.nan), where=use)
    if use.sum() < 2:
        return ratio
    middle = observed[use].sum() / expected[use].sum()
    seen = (expected[use] * (ratio[use] - middle) ** 2).sum() / expected[use].sum()
    by_chance = middle * variance[use].sum() / expected[use].sum() / expected[use].mean()
    between = max(seen - by_chance, 0.0)
    own = middle * np.divide(variance, expected**2, out=np.zeros(len(expected)), where=use)
    weight = between / (between + own) if between else np.zeros(len(expected))
    return np.where(use, middle + weight * (ratio - middle), np.nan)
