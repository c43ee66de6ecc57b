"""A forecast against outcomes whose true chances are known, against outcomes that have no reason, and against itself."""

from itertools import pairwise

import numpy as np
import pytest

from data.definitions import risk
from data.snapshots.risks import learning
from data.snapshots.risks.arrays import Rows

KINDS = np.array(["handling", "custody", "supplement"])


def invented(n: int, seed: int, signal: bool = True) -> tuple[Rows, np.ndarray]:
    """Rows and their true chances: of the kind of clock, and steeply of one of two figures; two rows to a case."""
    rng = np.random.default_rng(seed)
    kind, figures = rng.integers(0, 3, n), rng.normal(size=(n, 2))
    figures[rng.random(n) < 0.1, 1] = np.nan
    score = np.array([-3.5, -2.0, -0.5])[kind] + 1.5 * figures[:, 0]
    true = 1 / (1 + np.exp(-score)) if signal else np.full(n, 0.1)
    missed = (rng.random(n) < true).astype(int)
    return Rows(np.stack([KINDS[kind]], 1), figures, KINDS[kind], KINDS[rng.integers(0, 3, n)], np.arange(n) // 2, missed), true


@pytest.fixture(scope="module")
def learnt() -> tuple[Rows, learning.Forecast]:
    rows, _ = invented(8_000, 1)
    return rows, learning.fit(rows)


def strayed(bands) -> list[dict]:
    """The bands in which more or fewer happened than chance explains: four standard errors off, and a fortieth of the rows."""
    mean = [each["expected"] / each["n"] for each in bands]
    error = [np.sqrt(each["n"] * p * (1 - p)) for each, p in zip(bands, mean, strict=True)]
    return [each for each, e in zip(bands, error, strict=True) if abs(each["missed"] - each["expected"]) > 4 * e + each["n"] / 40]


def test_what_is_said_to_happen_in_so_many_of_a_hundred_does(learnt):
    rows, true = invented(8_000, 2)
    chances = learnt[1].chances(rows)
    assert strayed(learning.bands(chances, rows.missed)) == []
    assert np.abs(chances - true).mean() < 0.03
    assert ((chances - rows.missed) ** 2).mean() < ((true - rows.missed) ** 2).mean() * 1.03


def test_a_forecast_out_of_tune_is_seen(learnt):
    rows, _ = invented(8_000, 2)
    assert strayed(learning.bands(np.round(learnt[1].chances(rows) ** 0.6, 4), rows.missed))


def test_better_than_the_base_rate_of_each_kind(learnt):
    rows, _ = invented(4_000, 3)
    found = learning.judge(rows, learnt[1].chances(rows), learning.base(learnt[0], rows))
    assert found.better
    assert 0 < found.surely < found.brier_base - found.brier


@pytest.mark.parametrize("seed", range(3))
def test_outcomes_without_a_reason_are_not_forecast(seed):
    before, after = (invented(3_000, seed + 10 * n, signal=False)[0] for n in (1, 2))
    found = learning.judge(after, learning.fit(before).chances(after), learning.base(before, after))
    assert not found.better


def test_scores_and_base_rates_computed_again(learnt):
    rows, _ = invented(500, 4)
    chances, base = learnt[1].chances(rows), learning.base(learnt[0], rows)
    found = learning.judge(rows, chances, base)
    assert found.brier == pytest.approx(sum((p - y) ** 2 for p, y in zip(chances.tolist(), rows.missed.tolist(), strict=True)) / 500)
    assert found.brier_base == pytest.approx(sum((p - y) ** 2 for p, y in zip(base.tolist(), rows.missed.tolist(), strict=True)) / 500)
    assert sum(each["n"] for each in found.bands) == 500
    assert sum(each["missed"] for each in found.bands) == found.missed == rows.missed.sum()
    for each in found.bands:
        inside = [(p, y) for p, y in zip(chances, rows.missed, strict=True) if each["low"] <= p <= each["high"]]
        assert (len(inside), sum(y for _, y in inside)) == (each["n"], each["missed"])
    of_kind = learnt[0].missed[learnt[0].kind == "custody"]
    drawn = (of_kind.sum() + learning.PULL * learnt[0].missed.mean()) / (len(of_kind) + learning.PULL)
    assert base[rows.kind == "custody"] == pytest.approx(drawn)


def test_the_same_rows_give_the_same_forecast(learnt):
    rows, _ = invented(500, 5)
    assert (learning.fit(learnt[0]).chances(rows) == learnt[1].chances(rows)).all()


def test_departments_that_stray_from_their_forecast_widen_it():
    department = np.repeat([f"d{n:02}" for n in range(40)], 100)
    even = np.full(4_000, 0.2)
    rng = np.random.default_rng(6)
    alike, apart = (rng.random(4_000) < even).astype(int), (rng.random(4_000) < np.repeat(rng.uniform(0, 0.4, 40), 100)).astype(int)
    assert learning.spread(department, even, alike) < 0.2
    assert learning.spread(department, even, apart) == pytest.approx(0.4 / np.sqrt(12) / 0.2, rel=0.3)


def test_bands_meet_without_gap_or_overlap():
    ends = [risk.ends(place) for place in range(len(risk.BANDS))]
    assert ends[0][0] == 0
    assert ends[-1][1] == 1
    assert all(next_[0] - last[1] == pytest.approx(10**-risk.PLACES) for last, next_ in pairwise(ends))
