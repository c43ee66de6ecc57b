"""What a year will come to: its bounds hold the truth about as often as they say, and are those of the library's distributions."""

import numpy as np
import pytest
from scipy import stats

from queries.fair import forecast
from queries.fair.forecast import LEVEL

YEARS = 300


@pytest.mark.parametrize("monthly", [3.0, 30.0, 400.0])
def test_bounds_of_a_count_hold_the_year_as_often_as_they_say(monthly):
    """Two years of months by chance alone, another level in each second year; eight months are known."""
    rng, held = np.random.default_rng(4), 0
    for _ in range(YEARS):
        level, season = rng.uniform(0.8, 1.2), 1 + 0.3 * np.sin(np.arange(12))
        before, now = rng.poisson(monthly * season), rng.poisson(monthly * level * season)
        found = forecast.count(now[:8].sum(), before[:8].sum(), before[8:].sum(), now[:8], before[:8])
        held += found is None or found.low - 0.5 <= now.sum() <= found.high + 0.5
    assert LEVEL - 0.06 <= held / YEARS <= 1


@pytest.mark.parametrize("wild", [0.0, 0.15])
@pytest.mark.parametrize("share", [0.03, 0.4])
def test_bounds_of_a_rate_hold_the_year_as_often_as_they_say(share, wild):
    """Also where the months vary more than chance."""
    rng, held = np.random.default_rng(5), 0
    for _ in range(YEARS):
        bases = rng.poisson(150, 24)
        rates = np.clip(share * np.exp(rng.normal(0, wild, 24)), 0, 1)
        tops = rng.binomial(bases, rates)
        lately = slice(8, 20)
        found = forecast.rate(
            (tops[12:20].sum(), tops[lately].sum()), (bases[12:20].sum(), bases[lately].sum(), bases[20:].sum()),
            (tops[lately], bases[lately]), True,
        )  # fmt: skip
        held += found.low <= tops[12:].sum() / bases[12:].sum() <= found.high
    assert LEVEL - 0.07 <= held / YEARS <= 1


def test_bounds_are_those_of_the_library():
    low, high = forecast._gamma(120.0, 300.0)
    assert (low, high) == pytest.approx(stats.gamma.interval(LEVEL, 120**2 / 300, scale=300 / 120))
    low, high = forecast._beta(30.0, 40.0, 200.0)
    size = 0.15 * 0.85 / (40 / 200**2) - 1
    assert (low, high) == pytest.approx(tuple(end * 200 for end in stats.beta.interval(LEVEL, 0.15 * size, 0.85 * size)))


def test_dispersion_is_the_pearson_statistic_of_the_table():
    """Of months by years, over its degrees of freedom."""
    now, before = [12, 30, 8, 25], [20, 15, 22, 14]
    chi = stats.chi2_contingency([now, before], correction=False)
    assert forecast.dispersion(now, before) == pytest.approx(chi.statistic / chi.dof)
    tops, bases = [3, 12, 5], [50, 60, 40]
    chi = stats.chi2_contingency([tops, [base - top for top, base in zip(tops, bases, strict=True)]], correction=False)
    assert forecast.spread(tops, bases, True) == pytest.approx(max(chi.statistic / chi.dof, 1))


def test_a_steady_year_comes_to_what_the_last_came_to():
    found = forecast.count(80, 80, 40, [10] * 8, [10] * 8)
    assert found.mean == 120
    assert found.low < 120 < found.high
    assert forecast.count(3, 80, 40, [], []) is None
