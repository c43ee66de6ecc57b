"""Control charts give the limits and signs of published examples; a steady series has few signs."""

import numpy as np
import pytest

from queries.fair import charts

# D. C. Montgomery, Introduction to Statistical Quality Control, table 7.1: orange juice cans, thirty samples of fifty.
CANS = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)


def test_the_limits_of_a_p_chart_are_those_published():
    n = np.full(30, 50.0)
    centre = sum(CANS) / 1500
    error = np.sqrt(centre * (1 - centre) / 50)
    assert (centre, centre + 3 * error, centre - 3 * error) == pytest.approx((0.2313, 0.4102, 0.0524), abs=1e-4)
    outside = [place + 1 for place, sign in enumerate(np.array(CANS) / n) if not centre - 3 * error <= sign <= centre + 3 * error]
    assert outside == [15, 23]  # as published
    found = charts.of_shares(CANS, n)
    assert found.centre == pytest.approx(0.2313, abs=1e-4)
    factor = np.mean(np.abs(np.diff((np.array(CANS) / 50 - centre) / error))) / 1.128  # Laney's, from the moving range
    assert found.kind == "p′"
    assert found.high[0] == pytest.approx(centre + 3 * factor * error)


def test_limits_are_never_narrower_than_chance():
    steady = charts.of_shares([50] * 12, [200] * 12)
    assert steady.kind == "p"
    assert steady.high[0] == pytest.approx(0.25 + 3 * np.sqrt(0.25 * 0.75 / 200))
    assert steady.signs == ()


def test_a_u_chart_has_limits_by_its_bases():
    counts, bases = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10.0, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]
    found = charts.of_rates(counts, bases)
    assert found.centre == pytest.approx(153 / 107.5)  # Montgomery, table 7.11: 1.42 defects for 50 square metres of dyed cloth
    assert found.high[0] == pytest.approx(found.centre + 3 * np.sqrt(found.centre / 10))


def test_an_xmr_chart_is_wheelers():
    values = [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40]
    moving = np.mean(np.abs(np.diff(values)))
    found = charts.of_values(values)
    assert (found.low[0], found.high[0]) == pytest.approx((np.mean(values) - 2.66 * moving, np.mean(values) + 2.66 * moving))


SERIES = {
    "beyond": [0, 0.5, -0.5, 3.2, 0, -0.2],
    "aside": [0.2, 0.3, 0.1, 0.5, 0.2, 0.4, 0.3, 0.1],
    "drift": [-1, -0.6, -0.2, 0.1, 0.3, 0.8],
    "near": [2.2, 0.1, 2.4],
}  # fmt: skip


@pytest.mark.parametrize("kind", SERIES)
def test_each_sign_is_found_where_it_completes(kind):
    series = SERIES[kind]
    assert (kind, 3 if kind == "beyond" else len(series) - 1) in charts.signs(series)
    assert {sign for sign, _ in charts.signs([score * 0.5 for score in series])} <= {"aside", "drift"}


def test_a_steady_series_has_few_signs():
    rng = np.random.default_rng(6)
    beyond = 0
    for _ in range(200):
        n = rng.integers(200, 900, 24)
        found = charts.of_shares(rng.binomial(n, 0.3), n)
        beyond += sum(kind == charts.BEYOND for kind, _ in found.signs)
    assert beyond / (200 * 24) < 0.005


def test_a_step_is_found():
    n = np.full(24, 600)
    top = np.where(np.arange(24) < 14, 150, 210)
    assert {kind for kind, _ in charts.of_shares(top, n).signs} & {charts.BEYOND, charts.ASIDE}


def test_too_few_have_no_range():
    assert charts.of_shares([1, 2], [5, 5]) is None
    assert charts.of_values([1.0] * 7) is None
    assert charts.of_shares([0] * 12, [50] * 12) is None
