"""Estimates hold what they promise, agreement is the library's, bounds are the library's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import poisson as poisson_law
from sklearn.metrics import cohen_kappa_score

from data import chance
from queries import sampling
from queries.sampling import Strata

REPEATS = 2000


def population(rng, offices: int, share: float):
    """By office: cases, those reviewed for a reason, how many of each are flawed; what is chosen for a reason is worse."""
    cases = rng.integers(150, 900, offices)
    flawed = rng.binomial(cases, np.clip(share * rng.lognormal(0, 0.35, offices), 0, 0.9))
    known = (cases * rng.uniform(0.02, 0.12, offices)).astype(int)
    weight = 3.0  # a flawed case is three times as likely to be among those chosen for a reason
    known_with = np.minimum(rng.binomial(known, np.clip(weight * flawed / cases, 0, 0.9)), flawed)
    return cases, flawed, known, known_with


PLANS = [(30, 0.15, 0.03), (30, 0.15, 0.1), (12, 0.05, 0.08), (60, 0.3, 0.02), (1, 0.15, 0.3)]


@pytest.mark.parametrize(("offices", "share", "rate"), PLANS)
def test_bounds_cover_the_truth_as_often_as_they_say(offices, share, rate):
    """2,000 random layers drawn from one population: 93 to 97 of a hundred intervals of a nominal 95 % hold the true share."""
    rng = np.random.default_rng(offices)
    cases, flawed, known, known_with = population(rng, offices, share)
    rest_with, rest = flawed - known_with, cases - known
    drawn = np.maximum((rest * rng.uniform(0.7, 1.3, offices) * rate).astype(int), 2)  # offices draw at different rates
    drawn_with = rng.hypergeometric(rest_with, rest - rest_with, drawn, (REPEATS, offices))
    shares, low, high = sampling.estimate(Strata(cases, known, known_with, drawn, drawn_with))
    truth = flawed.sum() / cases.sum()
    covered = ((low <= truth) & (truth <= high)).mean()
    assert 0.93 <= covered <= 0.97, covered
    assert abs(shares.mean() - truth) < 4 * shares.std() / np.sqrt(REPEATS) + 1e-9, "the estimate leans"


@pytest.mark.parametrize(("offices", "each"), [(12, 2), (40, 2), (6, 4)])
def test_a_thin_layer_promises_no_more_than_it_holds(offices, each):
    """Two cases in each office, mostly all alike: the bounds are wide enough none the less."""
    rng = np.random.default_rng(offices)
    cases, flawed, known, known_with = population(rng, offices, 0.15)
    rest_with, rest = flawed - known_with, cases - known
    drawn = np.full(offices, each)
    drawn_with = rng.hypergeometric(rest_with, rest - rest_with, drawn, (REPEATS, offices))
    _, low, high = sampling.estimate(Strata(cases, known, known_with, drawn, drawn_with))
    truth = flawed.sum() / cases.sum()
    assert ((low <= truth) & (truth <= high)).mean() >= 0.93


def test_the_raw_share_leans_where_the_estimate_does_not():
    rng = np.random.default_rng(5)
    cases, flawed, known, known_with = population(rng, 30, 0.15)
    rest_with, rest = flawed - known_with, cases - known
    drawn = np.maximum((rest * 0.05).astype(int), 2)
    drawn_with = rng.hypergeometric(rest_with, rest - rest_with, drawn, (REPEATS, 30))
    raw = (known_with.sum() + drawn_with.sum(-1)) / (known.sum() + drawn.sum())
    truth = flawed.sum() / cases.sum()
    assert raw.mean() > truth * 1.2
    assert sampling.estimate(Strata(cases, known, known_with, drawn, drawn_with))[0].mean() == pytest.approx(truth, rel=0.02)


def test_a_census_is_not_uncertain():
    found, low, high = sampling.estimate(Strata(*map(np.array, ([10], [4], [1], [6], [2]))))
    assert found == pytest.approx(0.3)
    assert low < 0.3 < high


TABLES = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=4, max_size=4).map(np.array)


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_kappa_is_the_librarys(table):
    found = float(sampling.kappa(table))
    first, second = np.indices(table.shape).reshape(2, -1)
    if np.isnan(found):
        assert len(set(np.repeat(first, table.ravel())) | set(np.repeat(second, table.ravel()))) <= 1
        return
    theirs = cohen_kappa_score(first, second, weights="linear", labels=[0, 1, 2, 3], sample_weight=table.ravel())
    assert found == pytest.approx(theirs)


def test_kappa_of_full_and_of_no_agreement():
    assert sampling.kappa(np.diag([5, 5, 5, 5])) == 1
    assert sampling.kappa(np.ones((4, 4))) == pytest.approx(0)
    low, high = sampling.kappa_bounds(np.array([[20, 3], [4, 30]]))
    assert low < sampling.kappa(np.array([[20, 3], [4, 30]])) < high
    assert sampling.kappa_bounds(np.zeros((4, 4))) is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None, max_examples=60)
def test_bounds_of_a_share_are_the_librarys(pair):
    k, n = pair
    theirs = binomtest(k, n).proportion_ci(0.95, method="exact")
    assert tuple(map(float, chance.share_bounds(k, n))) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@pytest.mark.parametrize("k", [0, 1, 3, 10, 250])
def test_bounds_of_a_count_leave_a_fortieth_on_each_side(k):
    low, high = map(float, chance.count_bounds(k))
    assert poisson_law.cdf(k, high) == pytest.approx(0.025)
    assert k == 0 or poisson_law.sf(k - 1, low) == pytest.approx(0.025)
