"""Standardised ratios have the published bounds; a mix that differs vanishes, a planted difference stays; shrinkage is Marshall's."""

import numpy as np
import pytest
from scipy import stats

from queries.fair import effects, funnel, peers, standard
from queries.fair.sides import BEYOND, Side
from queries.fair.standard import Standard

# Exact 95 % limits of a Poisson count as tabulated (Breslow and Day, Statistical Methods in Cancer Research II, table 2.10).
TABULATED = {1: (0.0253, 5.57), 4: (1.09, 10.24), 8: (3.45, 15.76), 10: (4.80, 18.39), 20: (12.22, 30.89), 50: (37.11, 65.92)}


@pytest.mark.parametrize("observed", TABULATED)
def test_the_bounds_of_a_ratio_are_those_tabulated(observed):
    one = Standard(*(np.array([value], float) for value in (observed, 100, 1, 1)))
    low, high = standard.ratio_bounds(one, binomial=False)
    assert (low[0], high[0]) == pytest.approx(TABULATED[observed], rel=0.005)


def test_the_bounds_of_a_share_are_the_librarys_where_there_is_one_stratum():
    found = standard.standardised(np.array([[12], [88]]), np.array([[60], [140]]), binomial=True)
    low, high = standard.ratio_bounds(found, binomial=True)
    bounds = stats.binomtest(12, 60).proportion_ci(method="exact")
    assert (low[0], high[0]) == pytest.approx((bounds.low / 0.5, bounds.high / 0.5))


def test_expected_adds_up_to_observed():
    rng = np.random.default_rng(7)
    bases = rng.integers(0, 90, (40, 6))
    tops = rng.binomial(bases, 0.3)
    found = standard.standardised(tops, bases, binomial=True)
    assert found.expected.sum() == pytest.approx(found.observed.sum())


RATES = np.array([0.05, 0.2, 0.45, 0.7])
HIGH = np.array([0.9, 0.97, 0.99, 0.995])


def mixed(rng, units: int = 150, planted: float | None = None, usual=RATES):
    """Units that differ by their mix alone: every stratum goes everywhere as it goes; one may be planted to go otherwise."""
    sizes = rng.integers(120, 1_500, units)
    bases = np.array([rng.multinomial(size, rng.dirichlet(np.ones(4) * 1.5)) for size in sizes])
    rates = np.tile(usual, (units, 1))
    if planted:
        bases[0], rates[0] = [150, 150, 150, 150], np.clip(usual * planted, 0, 0.95)
    return rng.binomial(bases, rates), bases


def outside(tops, bases):
    side = Side(standard.standardised(tops, bases, True), True)
    return np.array([said == BEYOND for said in side.said])


def test_what_the_mix_makes_vanishes():
    rng = np.random.default_rng(8)
    raw, adjusted = [], []
    for _ in range(10):
        tops, bases = mixed(rng)
        low, high = funnel.share_limits(tops.sum() / bases.sum(), bases.sum(1))
        share = tops.sum(1) / bases.sum(1)
        raw.append(((share < low) | (share > high)).mean())
        adjusted.append(outside(tops, bases).mean())
    assert np.mean(raw) > 0.5
    assert np.mean(adjusted) < 0.005


def test_nearly_all_is_compared_by_the_few_that_are_not():
    """Where nearly every case counts, a unit in which every case counts is nothing to look at, and one far below is."""
    rng = np.random.default_rng(12)
    assert np.mean([outside(*mixed(rng, usual=HIGH)).mean() for _ in range(10)]) < 0.005
    tops, bases = mixed(rng, usual=HIGH, planted=0.9)
    assert outside(tops, bases)[0]
    small = outside(np.array([[20, 0], [0, 8], [970, 480]]), np.array([[20, 0], [0, 8], [1000, 500]]))
    assert not small.any()


def test_a_planted_difference_is_found_under_any_mix():
    rng = np.random.default_rng(9)
    for factor in (0.6, 1.35):
        tops, bases = mixed(rng, planted=factor)
        beyond = outside(tops, bases)
        assert beyond[0]
        assert beyond[1:].mean() < 0.005


def test_shrinkage_is_marshalls():
    """The estimator written out as in the paper, on invented counts."""
    rng = np.random.default_rng(10)
    base = rng.integers(20, 3_000, 80) * 1.0
    cases = rng.poisson(base * rng.gamma(20, 0.02 / 20, 80))
    rate, middle = cases / base, cases.sum() / base.sum()
    seen = (base * (rate - middle) ** 2).sum() / base.sum()
    between = seen - middle / base.mean()
    wanted = middle + (rate - middle) * between / (between + middle / base)
    expected = base * middle
    assert standard.shrunk(cases, expected) * middle == pytest.approx(wanted, rel=1e-9)


def test_shrunk_ratios_are_nearer_to_the_truth():
    rng = np.random.default_rng(11)
    better = 0
    for _ in range(50):
        expected = rng.uniform(1, 30, 100)
        truth = rng.gamma(25, 1 / 25, 100)
        observed = rng.poisson(expected * truth)
        raw, drawn = observed / expected, standard.shrunk(observed, expected)
        better += ((drawn - truth) ** 2).mean() < ((raw - truth) ** 2).mean()
    assert better == 50


def test_without_a_difference_all_are_drawn_to_the_middle():
    assert standard.shrunk([10, 20, 30], [10, 20, 30]) == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("seed", range(5))
def test_causes_add_up_exactly(seed):
    """Also where a stratum comes or goes, and where something is counted over no base of its own."""
    rng = np.random.default_rng(seed)
    bases = rng.integers(0, 60, (2, 8)) * (rng.random((2, 8)) > 0.25)
    tops = rng.integers(0, 30, (2, 8))
    rate = effects.of_rate(tops[0], bases[0], tops[1], bases[1])
    assert (rate.before, rate.after) == pytest.approx((tops[0].sum() / bases[0].sum(), tops[1].sum() / bases[1].sum()))
    assert rate.mix.sum() + rate.rate.sum() == pytest.approx(rate.difference)
    count = effects.of_count(tops[0], bases[0], tops[1], bases[1])
    assert count.volume + count.mix.sum() + count.rate.sum() == pytest.approx(tops[1].sum() - tops[0].sum())


def test_a_mix_alone_is_told_as_mix_and_a_rate_as_rate():
    mix = effects.of_rate([10, 50], [100, 100], [5, 75], [50, 150])
    assert mix.rate == pytest.approx([0, 0])
    assert mix.mix.sum() == pytest.approx(0.4 - 0.3)
    rate = effects.of_rate([10, 50], [100, 100], [20, 60], [100, 100])
    assert rate.mix == pytest.approx([0, 0])
    assert rate.rate == pytest.approx([0.05, 0.05])
    assert effects.of_rate([0], [0], [1], [2]) is None


def test_peers_are_alike_in_size_and_mix():
    bases = np.array([[100, 100], [200, 200], [150, 50], [100, 104], [0, 0]])
    found = peers.nearest(bases, 0)
    assert [peer.place for peer in found] == [3, 1, 2]
    assert found[1].size == pytest.approx(1.0)  # one doubling
    assert found[1].mix == 0
    assert found[2].mix == pytest.approx(0.25)  # a quarter of the work is of another kind
    assert found[2].distance == pytest.approx(2.5)
