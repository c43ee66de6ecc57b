"""Between which values a unit of a given size lies by chance alone, and whether units differ by more than chance altogether.

Limits are exact, interpolated between whole numbers (D. J. Spiegelhalter: Funnel plots for comparing institutional performance,
Statistics in Medicine 24, 2005, appendix A.1): of the binomial for a share, of the Poisson for a count over a base. The upper limit is
the mirror of the lower, so that nothing lies beyond it that chance brings about more often than it says.
Whether units are over-dispersed is tested on winsorised scores after a transformation that makes their variance stable; if they are,
the variance between units is added (the additive model there, section 3.3.3; DerSimonian and Laird's estimate), so that a unit must
stand out of its like and not only of chance. Knows arrays of numbers. Must not know units or indicators.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

INNER, OUTER = 0.95, 0.998
WINSORISED = 0.1  # of the scores at either end are drawn in, so that those who stand out do not hide themselves
FEWEST = 10  # units from which a variance between them can be told
EXPECTED = 5  # of either kind in a unit, for its score to have the variance it should
SIGNIFICANT = 0.05
MARGIN = 1e-12  # of a chance: what lies on a limit is within it


@dataclass(frozen=True)
class Dispersion:
    """`phi` is the mean square of the scores, 1 by chance alone; `tau` the spread between units on the transformed scale."""

    phi: float
    p: float
    tau: float

    @property
    def found(self) -> bool:
        return self.tau > 0


NONE = Dispersion(1.0, 1.0, 0.0)


def share_limits(target, n, level: float = OUTER):
    """Limits of a share around `target` at a base of `n`; the base may be an effective number and no whole one."""
    low, high = _limits(target, n, level, _binomial)
    return low, np.minimum(high, 1.0)


def outside(number, target, n, levels: Iterable[float]) -> dict[float, np.ndarray]:
    """Whether a whole `number` of `n` lies beyond the limits of a share, for each level, without finding these: a number does where what
    is as far out or farther has less than the chance that the level leaves on that side. Only one side is looked at: the middle of the
    binomial is a whole number next to its mean, so what is no farther out has at least half of the chance on the other."""
    below = number <= target * n
    chance = _binomial(np.where(below, number, number - 1), target, n)
    beyond = np.where(below, chance, 1 - chance)
    return {level: beyond < (1 - level) / 2 - MARGIN for level in levels}


def rate_limits(target, base, level: float = OUTER):
    """Limits of a count over a base around `target`."""
    return _limits(target, base, level, _poisson)


def _binomial(k, target, n):
    """The chance of k or fewer."""
    from scipy.special import betainc

    inside = (k >= 0) & (k < n)
    safe = np.where(inside, k, 0)
    found = betainc(np.maximum(n - safe, 1e-9), safe + 1, np.clip(1 - target, 0, 1))
    return np.where(k < 0, 0.0, np.where(k >= n, 1.0, found))


def _poisson(k, target, base):
    from scipy.special import pdtr

    return np.where(k < 0, 0.0, pdtr(np.maximum(k, 0), target * base))


def _limits(target, n, level: float, chance):
    """From where P(X ≤ r) and P(X ≥ r) come down to what is outside the level on either side, as rates."""
    target, n = np.broadcast_arrays(np.asarray(target, float), np.asarray(n, float))
    p = (1 - level) / 2
    r = _least(p, target, n, chance, strictly=True)
    low = r - _part(chance(r, target, n) - p, r, target, n, chance)
    r = _least(1 - p, target, n, chance, strictly=False)
    high = r + _part(1 - chance(r - 1, target, n) - p, r, target, n, chance)
    return np.clip(low, 0, None) / np.maximum(n, 1e-12), high / np.maximum(n, 1e-12)


def _part(over, r, target, n, chance):
    """How much of the chance of r itself is over the level."""
    own = chance(r, target, n) - chance(r - 1, target, n)
    return np.divide(over, own, out=np.zeros(np.shape(r)), where=own > 0)


def _least(p: float, target, n, chance, strictly: bool):
    """The least r with P(X ≤ r) above p (or not below it), by halving: the chance rises with r."""
    low = np.full(np.shape(n), -1.0)
    high = np.ceil(target * n + 12 * np.sqrt(target * n + 1) + 12)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        found = chance(middle, target, n)
        enough = found > p if strictly else found >= p
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def dispersion(numerator, base, expected, binomial: bool) -> Dispersion:
    """Whether the units differ by more than chance, and by how much, on the scale of square roots (of arcsines for shares).

    Told from units of which enough is expected; in smaller ones chance is not yet as the scores take it to be.
    """
    from scipy.special import chdtrc

    scores, error = _scores(np.asarray(numerator, float), np.asarray(base, float), np.asarray(expected, float), binomial)
    if len(scores) < FEWEST:
        return NONE
    drawn_in = _winsorised(scores)
    units, total = len(scores), float((drawn_in**2).sum())
    phi, p = total / units, float(chdtrc(units - 1, total))
    if p >= SIGNIFICANT:
        return Dispersion(phi, p, 0.0)
    weight = 1 / error**2
    between = (total - (units - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    return Dispersion(phi, p, float(np.sqrt(max(between, 0.0))))


def _scores(numerator, base, expected, binomial: bool):
    """(scores, standard errors) of the units large enough for it."""
    use = (expected >= EXPECTED) & ((base - expected >= EXPECTED) if binomial else True)
    numerator, base, expected = numerator[use], base[use], expected[use]
    if binomial:
        error = 1 / (2 * np.sqrt(base))
        return (_arcsine(numerator / base) - _arcsine(expected / base)) / error, error
    error = 1 / (2 * np.sqrt(base))
    return (np.sqrt(numerator / base) - np.sqrt(expected / base)) / error, error


def _arcsine(share):
    return np.arcsin(np.sqrt(np.clip(share, 0, 1)))


def _winsorised(scores):
    low, high = np.quantile(scores, [WINSORISED, 1 - WINSORISED])
    return np.clip(scores, low, high)


def widened(low, high, target, base, spread: Dispersion, binomial: bool, level: float = OUTER):
    """The limits with the variance between units added; those of chance alone where none was found."""
    if not spread.found:
        return low, high
    from scipy.special import ndtri

    z, error = float(ndtri((1 + level) / 2)), np.sqrt(1 / (4 * np.maximum(base, 1e-12)) + spread.tau**2)
    middle = _arcsine(target) if binomial else np.sqrt(target)
    ends = np.clip(middle - z * error, 0, None), middle + z * error
    back = (np.sin(np.clip(end, 0, np.pi / 2)) ** 2 if binomial else end**2 for end in ends)
    wide_low, wide_high = back
    return np.minimum(low, wide_low), np.maximum(high, wide_high)
