"""What a year will come to: what has been, and the rest of the year as the rest of last year, moved by this year's level.

The rest of a count is last year's rest times this year so far over the same days of last year; the rest of a rate is the rate of the
last twelve months over the base so forecast. How far it may be off follows from chance (Poisson, binomial) in all that it is made of,
widened by as much as months vary more than chance. The bounds are those of the gamma and of the beta distribution with that mean and
variance. Knows arrays of numbers. Must not know indicators or calendars.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEVEL = 0.9
FEWEST = 10  # under so many nothing is forecast


@dataclass(frozen=True)
class Forecast:
    mean: float
    low: float
    high: float


def count(done: float, same: float, rest: float, now: Sequence[float], before: Sequence[float]) -> Forecast | None:
    """Of the year: `done` so far, `same` days of last year, its `rest`; the months that are over, of this year and the last."""
    found = _rest(done, same, rest, dispersion(now, before))
    if found is None:
        return None
    low, high = _gamma(*found)
    return Forecast(done + found[0], done + low, done + high)


def rate(
    tops: tuple[float, float], bases: tuple[float, float, float], months: tuple[Sequence[float], Sequence[float]], proportion: bool,
) -> Forecast | None:  # fmt: skip
    """Of the year: `tops` and `bases` (done, last twelve months), the base to come; top and base of the last months one by one."""
    done, lately = tops
    base_done, base_lately, base_rest = bases
    if min(lately, base_lately) <= 0 or base_lately < FEWEST or base_done + base_rest <= 0:
        return None
    usual = lately / base_lately
    if proportion and usual >= 1:
        return None
    unit = usual * (1 - usual) if proportion else usual
    variance = spread(*months, proportion) * unit * base_rest * (1 + base_rest / base_lately)
    mean = usual * base_rest
    low, high = (_beta(mean, variance, base_rest) if proportion else _gamma(mean, variance)) if base_rest else (0.0, 0.0)
    whole = base_done + base_rest
    return Forecast((done + mean) / whole, (done + low) / whole, (done + high) / whole)


def _rest(done: float, same: float, rest: float, spread_of: float) -> tuple[float, float] | None:
    """Mean and variance of what is to come."""
    if min(done, same) < FEWEST or rest < 0:
        return None
    mean = rest * done / same
    return mean, spread_of * (mean + mean**2 * (1 / done + 1 / same + (1 / rest if rest else 0)))


def dispersion(now: Sequence[float], before: Sequence[float]) -> float:
    """How much more than chance months differ from those of last year, once the level is taken out; 1 is chance alone."""
    now, before = np.asarray(now, float), np.asarray(before, float)
    if len(now) < 3 or before.sum() <= 0 or now.sum() <= 0:
        return 1.0
    level = now.sum() / before.sum()
    expected = level * (now + before) / (1 + level)  # of this year, given the two together
    variance = expected / (1 + level)
    use = variance > 0
    return max(1.0, float(((now - expected)[use] ** 2 / variance[use]).sum() / max(use.sum() - 1, 1)))


def spread(tops: Sequence[float], bases: Sequence[float], proportion: bool) -> float:
    """The same of a rate: how much more than chance its months vary around the whole."""
    top, base = np.asarray(tops, float), np.asarray(bases, float)
    use = base > 0
    if use.sum() < 3 or top.sum() <= 0:
        return 1.0
    usual = top.sum() / base.sum()
    variance = base[use] * usual * ((1 - usual) if proportion else 1)
    if not np.all(variance > 0):
        return 1.0
    return max(1.0, float((((top - base * usual)[use] ** 2) / variance).sum() / (use.sum() - 1)))


def _gamma(mean: float, variance: float) -> tuple[float, float]:
    from scipy.special import gammaincinv

    if mean <= 0 or variance <= 0:
        return mean, mean
    shape, scale = mean**2 / variance, variance / mean
    return tuple((gammaincinv(shape, _tails()) * scale).tolist())


def _beta(mean: float, variance: float, base: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    share, error = mean / base, variance / base**2
    size = share * (1 - share) / error - 1 if error > 0 else 0
    if size <= 0:
        return 0.0, base
    return tuple((betaincinv(share * size, (1 - share) * size, _tails()) * base).tolist())


def _tails() -> tuple[float, float]:
    return (1 - LEVEL) / 2, (1 + LEVEL) / 2
