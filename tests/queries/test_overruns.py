"""The interval of a sum of chances, against the exact distribution and against draws."""

import numpy as np
import pytest

from queries.overruns import SURE, interval


def exact(chances) -> np.ndarray:
    """The chances of 0, 1, 2, … of the sum, by adding one clock after the other."""
    found = np.array([1.0])
    for chance in chances:
        found = np.append(found, 0) * (1 - chance) + np.append(0, found) * chance
    return found


SETS = {
    "rare": [0.004, 0.01, 0.02] * 30, "one": [0.3], "certain": [1.0] * 4, "mixed": [0.01, 0.2, 0.5, 0.9, 0.97] * 9,
    "likely": [0.95] * 40, "many": [0.03] * 900, "even": [0.5] * 60,
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_holds_nine_tenths_and_is_no_wider_than_it_must(name):
    chances = np.array(SETS[name])
    low, high = interval(chances.sum(), (chances * (1 - chances)).sum())
    terms = exact(chances)
    assert terms[low : high + 1].sum() >= SURE - 0.025
    assert terms[:low].sum() <= 0.07
    assert terms[high + 1 :].sum() <= 0.07
    ends = np.searchsorted(terms.cumsum(), [(1 - SURE) / 2, (1 + SURE) / 2])
    assert abs(low - ends[0]) <= 1
    assert abs(high - ends[1]) <= 1


def test_wider_when_departments_stray_from_their_forecast():
    rng = np.random.default_rng(1)
    drawn = rng.poisson(8 * rng.gamma(1 / 0.25, 0.25, 40_000))  # a mean of eight, off by half of itself
    low, high = interval(8.0, 8.0, 0.5)
    assert np.mean((drawn >= low) & (drawn <= high)) == pytest.approx(SURE, abs=0.05)
    assert high - low > np.subtract(*interval(8.0, 8.0)[::-1])


def test_small_and_large_sums_meet():
    for expected in (299.0, 301.0):
        low, high = interval(expected, expected)
        assert (low, high) == (pytest.approx(expected - 28, abs=2), pytest.approx(expected + 28.5, abs=2))


def test_nothing_expected_is_nothing():
    assert interval(0.0, 0.0) == (0, 0)
