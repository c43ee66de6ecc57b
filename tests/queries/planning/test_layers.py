"""A plan is drawn as it says: the same inputs the same plan, chances as stated, quotas kept, and bounds that hold the truth."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.period import Period
from queries import sampling
from queries.planning import draw, layers, precision
from queries.planning.layers import LAYERS, Pool, Recipe
from queries.planning.plan import falling_due

N = 900
RECIPE = Recipe(mandatory=True, rate=12, quota=5, least=2, each_type=2, risky=20, seed=7)
KEYS = draw.keys(f"鄂检受〔2025〕{n}号" for n in range(N))


@pytest.fixture(scope="module")
def pool() -> Pool:
    rng = np.random.default_rng(1)
    counted = rng.random(N) < 0.95
    mandatory = (rng.random(N) < 0.08) | ~counted
    strata, types, weights = rng.integers(0, 45, N), rng.integers(0, 9, N), rng.choice((0, 0, 0, 1, 2.5), N)
    return Pool(KEYS, strata, types, weights, counted, mandatory, rng.random(N) < 0.07)


def test_the_same_inputs_give_the_same_plan_whatever_the_order(pool):
    order = np.random.default_rng(2).permutation(N)
    turned = Pool(*(getattr(pool, name)[order] for name in Pool.__dataclass_fields__))
    one, other = layers.drawn(pool, RECIPE), layers.drawn(turned, RECIPE)
    assert (one.layer[order] == other.layer).all()
    assert np.allclose(one.chance[order], other.chance)
    assert (layers.drawn(pool, replace(RECIPE, seed=8)).layer != one.layer).any()


def test_what_must_be_reviewed_is_and_what_was_reviewed_is_not(pool):
    found = layers.drawn(pool, RECIPE)
    must = pool.mandatory & ~pool.reviewed
    assert (found.layer[must] == LAYERS.index("mandatory")).all()
    assert (found.chance[must] == 1).all()
    assert not (found.layer[pool.reviewed] >= 0).any()
    assert not (found.layer[~pool.counted & ~must] >= 0).any()
    assert (found.chance[found.chosen] > 0).all() and (found.chance <= 1).all()  # noqa: PT018


def test_quotas_are_kept(pool):
    found = layers.drawn(pool, RECIPE)
    inside = pool.counted & (found.chosen | pool.reviewed)
    cases, chosen = (np.bincount(pool.strata[rows], minlength=45) for rows in (pool.counted, inside))
    assert (chosen >= np.minimum(np.maximum(np.ceil(cases * 0.05), 2), cases)).all()
    assert inside.sum() >= 0.12 * pool.counted.sum()
    kinds = [np.bincount(pool.types[rows], minlength=9) for rows in (pool.counted, inside)]
    assert (kinds[1] >= np.minimum(2, kinds[0])).all()
    drawn_again = np.bincount(pool.strata[found.layer == LAYERS.index("random")], minlength=45)
    assert (drawn_again == found.strata.drawn).all()
    rest = found.strata.cases - found.strata.known
    assert ((found.strata.drawn >= 2) | (found.strata.drawn == rest)).all(), "a stratum with one case drawn has no error"


def test_a_larger_rate_adds_cases_and_takes_none_away(pool):
    some, more = (layers.drawn(pool, replace(RECIPE, rate=rate)) for rate in (20, 35))
    assert not (some.chosen & ~more.chosen).any()
    assert (more.chosen | pool.reviewed)[pool.counted].mean() == pytest.approx(0.35, abs=0.002)


def test_a_rate_is_met_exactly_where_nothing_else_asks():
    nobody = np.zeros(N, int)
    plain = Pool(KEYS, nobody, nobody, np.zeros(N), np.ones(N, bool), np.zeros(N, bool), np.zeros(N, bool))
    assert layers.drawn(plain, Recipe(False, 12, 0, 0, 0, 0, 1)).chosen.sum() == 108
    assert layers.drawn(plain, Recipe(False, 100, 0, 0, 0, 0, 1)).chosen.all()
    assert not layers.drawn(plain, Recipe(False, 0, 0, 0, 0, 0, 1)).chosen.any()


def test_inclusion_is_as_likely_as_stated():
    """Two thousand seeds: how often each case is in, against its chance; in strata, and in proportion to weights."""
    seeds, strata = np.arange(2000), np.repeat(np.arange(30), 20)
    keys, wanted = KEYS[:600], np.arange(30) % 7
    often = draw.lowest(draw.numbers(keys, seeds), strata, wanted).mean(0)
    stated = (wanted / 20)[strata]
    error = np.sqrt(np.maximum(stated * (1 - stated), 1e-12) / 2000)
    assert (np.abs(often - stated) <= 4.5 * error + 1e-12).all()
    chance = draw.chances(np.r_[np.zeros(5), np.linspace(1, 9, 60), 400], 12)
    assert chance.sum() == pytest.approx(12)
    assert chance[-1] == 1
    starts = draw.numbers(np.zeros(1, np.uint64), seeds)[:, 0]
    found = np.array([draw.in_proportion(row, start, chance) for row, start in zip(draw.numbers(keys[:66], seeds), starts, strict=True)])
    assert (found.sum(1) == 12).all()
    assert (np.abs(found.mean(0) - chance) <= 4.5 * np.sqrt(chance * (1 - chance) / 2000) + 1e-12).all()


def test_numbers_of_two_seeds_have_nothing_to_do_with_each_other():
    drawn = draw.numbers(KEYS, np.arange(200))
    assert drawn.min() >= 0
    assert drawn.max() < 1
    apart = np.corrcoef(drawn) - np.eye(200)
    assert np.abs(apart).max() < 5.5 / np.sqrt(N)


def test_bounds_of_two_thousand_random_layers_hold_the_truth(pool):
    """Nominal 95 %; what is chosen for a reason is flawed more often, so that the raw share would mislead."""
    rng, first = np.random.default_rng(3), layers.drawn(pool, RECIPE)
    flawed = rng.random(N) < np.where(pool.mandatory, 0.4, 0.08 + 0.2 * (pool.strata % 4 == 0))
    known = pool.counted & (((first.layer >= 0) & (first.layer < LAYERS.index("random"))) | pool.reviewed)
    rest = np.flatnonzero(pool.counted & ~known)
    drawn = draw.lowest(draw.numbers(KEYS[rest], np.arange(2000)), pool.strata[rest], first.strata.drawn)
    count = np.eye(45)[pool.strata]
    strata = sampling.Strata(
        pool.counted @ count, known @ count, (known & flawed) @ count, drawn @ count[rest], (drawn & flawed[rest]) @ count[rest]
    )
    found, low, high = sampling.estimate(strata)
    truth = flawed[pool.counted].mean()
    assert 0.93 <= ((low <= truth) & (truth <= high)).mean() <= 0.97
    assert found.mean() == pytest.approx(truth, abs=0.004)
    raw = ((known & flawed).sum() + (drawn & flawed[rest]).sum(1)) / (known.sum() + drawn.sum(1))
    assert raw.mean() > truth + 0.03


def test_a_plan_tells_its_precision_before_it_is_run(pool):
    found = layers.drawn(pool, RECIPE)
    said = precision.expected(found.strata, 0.15)
    assert said.low < 0.15 < said.high
    rates = precision.by_rate(pool, found.strata.known, RECIPE, 0.15)
    halves = [each.half for _, _, each in rates]
    assert halves == sorted(halves, reverse=True)
    assert precision.expected(layers.drawn(pool, Recipe(True, 0, 0, 0, 0, 0, 1)).strata, 0.15) is None
    whole = precision.expected(layers.drawn(pool, replace(RECIPE, rate=100)).strata, 0.15)
    assert whole.half == 0


def test_a_years_least_number_is_spread_over_its_parts():
    def due(since: tuple[int, int], until: tuple[int, int], year: int = 2025) -> int:
        return falling_due(2, Period(date(year, *since), date(year, *until)))

    quarters = [((1, 1), (3, 31)), ((4, 1), (6, 30)), ((7, 1), (9, 30)), ((10, 1), (12, 31))]
    for year in (2024, 2025):
        assert sum(due(*each, year) for each in quarters) == due((1, 1), (12, 31), year) == 2
        assert sum(due((month, 1), (month, monthrange(year, month)[1]), year) for month in range(1, 13)) == 2
    assert falling_due(2, Period(date(2024, 1, 1), date(2025, 12, 31))) == 4
    assert due((2, 1), (2, 28)) == 0
