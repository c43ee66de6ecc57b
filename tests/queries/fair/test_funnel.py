"""Limits are those of the law of chance; what is spread by chance alone is called so, and what is not is found."""

import numpy as np
import pytest
from scipy import stats

from queries.fair import funnel

BASES = np.array([1, 3, 7, 20, 55, 180, 900, 12_000])


def lower(law, p: float) -> float:
    """Spiegelhalter 2005, A.1, written out with the library's distribution: between the quantile and the number before it."""
    r = law.ppf(p)
    upto, before = law.cdf(r), law.cdf(r - 1)
    return max(r - (upto - p) / (upto - before), 0)


@pytest.mark.parametrize("target", [0.004, 0.1, 0.342, 0.87])
@pytest.mark.parametrize("level", [funnel.INNER, funnel.OUTER])
def test_limits_of_a_share_are_the_binomial_interpolated(target, level):
    p = (1 - level) / 2
    for n in BASES:
        wanted = lower(stats.binom(n, target), p) / n, 1 - lower(stats.binom(n, 1 - target), p) / n
        assert [float(each) for each in funnel.share_limits(target, n, level)] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("target", [0.02, 1.0, 3.4])
def test_limits_of_a_rate_are_the_poisson_interpolated(target):
    for base in BASES:
        law = stats.poisson(target * base)
        low, high = (float(each) for each in funnel.rate_limits(target, base))
        assert low == pytest.approx(lower(law, 0.001) / base, abs=1e-9)
        counts = np.arange(0, int(law.ppf(0.9999)) + 5)
        assert set(counts[counts / base > high + 1e-12]) == set(counts[law.sf(counts - 1) <= 0.001])


@pytest.mark.parametrize("target", [0.02, 0.5, 0.97])
def test_nobody_is_outside_whom_chance_puts_there_more_often(target):
    """Of every number that can be seen: outside exactly when the tail from it on has no more than a thousandth."""
    for n in BASES[:-1]:
        k, law = np.arange(n + 1), stats.binom(n, target)
        low, high = funnel.share_limits(target, n)
        assert set(k[k / n < low - 1e-12]) == set(k[law.cdf(k) <= 0.001])
        assert set(k[k / n > high + 1e-12]) == set(k[law.sf(k - 1) <= 0.001])


def test_a_base_that_is_no_whole_number_lies_between_its_neighbours():
    low, high = funnel.share_limits(0.3, np.array([40, 40.5, 41]))
    assert low[0] <= low[1] <= low[2] or low[0] >= low[1] >= low[2]
    assert high[0] >= high[1] - 0.02


@pytest.mark.parametrize("target", [0.03, 0.2, 0.342, 0.8])
def test_few_lie_outside_by_chance(target):
    """20,000 units of many sizes that differ by nothing: at most what the level says."""
    rng = np.random.default_rng(1)
    n = rng.integers(5, 2_000, 20_000)
    share = rng.binomial(n, target) / n
    low, high = funnel.share_limits(target, n)
    assert ((share < low) | (share > high)).mean() < 0.003
    low, high = funnel.share_limits(target, n, funnel.INNER)
    assert 0.02 < ((share < low) | (share > high)).mean() < 0.075


def spread_units(rng, units: int, tau: float, target: float = 0.25):
    n = rng.integers(80, 2_500, units)
    middle = np.arcsin(np.sqrt(target))
    own = np.sin(np.clip(middle + rng.normal(0, tau, units), 0, np.pi / 2)) ** 2
    return n, rng.binomial(n, own)


def test_no_spread_is_found_where_there_is_none():
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(200):
        n, k = spread_units(rng, 60, 0.0)
        found += funnel.dispersion(k, n, n * (k.sum() / n.sum()), True).found
    assert found <= 10


def test_a_spread_is_found_and_measured():
    """DerSimonian and Laird's estimate by the formula of meta-analysis on the same winsorised scores; near the truth on average."""
    rng, taus = np.random.default_rng(3), []
    for _ in range(60):
        n, k = spread_units(rng, 120, 0.06)
        found = funnel.dispersion(k, n, n * (k.sum() / n.sum()), True)
        assert found.p < 0.05
        taus.append(found.tau)
    assert 0.04 < np.mean(taus) < 0.065


def test_limits_are_widened_by_the_spread():
    """Units that differ by a spread of their own, and one planted far beyond it: the one is outside, of the others hardly any."""
    rng = np.random.default_rng(4)
    n, k = spread_units(rng, 400, 0.05)
    n[0], k[0] = 900, 540
    target = k.sum() / n.sum()
    spread = funnel.dispersion(k, n, n * target, True)
    chance_alone = funnel.share_limits(target, n)
    low, high = funnel.widened(*chance_alone, target, n, spread, True)
    outside = (k / n < low) | (k / n > high)
    assert ((k / n < chance_alone[0]) | (k / n > chance_alone[1])).mean() > 0.1
    assert outside[0]
    assert outside[1:].mean() < 0.02  # winsorising leaves the spread a little too small


def test_one_planted_does_not_widen_the_limits_for_itself():
    rng = np.random.default_rng(5)
    n, k = spread_units(rng, 60, 0.0)
    k[0] = int(n[0] * 0.6)
    assert not funnel.dispersion(k, n, n * 0.25, True).found


def test_too_few_units_have_no_spread():
    assert funnel.dispersion([5, 60], [100, 100], [30, 30], True) == funnel.NONE


@pytest.mark.parametrize("target", [0.004, 0.1, 0.342, 0.87])
def test_what_lies_outside_is_what_the_limits_leave_out(target):
    levels = funnel.INNER, funnel.OUTER
    for n in BASES[:-1]:
        number = np.arange(n + 1.0)
        found = funnel.outside(number, target, n, levels)
        for level in levels:
            low, high = funnel.share_limits(target, n, level)
            assert found[level].tolist() == ((number / n < low - 1e-9) | (number / n > high + 1e-9)).tolist()
