"""A calibrated forecast from rows whose outcome is known, and its judgement on rows it has not seen.

Gradient-boosted trees give the order; a logistic curve over forecasts for cases left out makes chances of it, and flattens them
to the base rate where the trees found nothing. One thread, fixed seeds: the same rows give the same forecast on any machine.
Knows arrays. Must not know tables, days or words.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import OrdinalEncoder
from threadpoolctl import threadpool_limits

from data.definitions.risk import BANDS, PLACES, ends
from data.snapshots.risks.arrays import Rows

FOLDS = 3
MOST_NAMES = 200  # codes of a feature told apart; the rarest are one
LEAF = 40  # rows behind any split: less is chance
PULL = 30  # rows of the whole that the base rate of a kind is mixed with
RESAMPLES = 1_000
SURE = 0.95


@dataclass(frozen=True)
class Forecast:
    """Fitted to rows; gives the chance of each of others."""

    encoder: OrdinalEncoder
    filled: np.ndarray  # which figures occur at all
    model: CalibratedClassifierCV

    def chances(self, rows: Rows) -> np.ndarray:
        with threadpool_limits(1):
            return np.round(self.model.predict_proba(_columns(self.encoder, self.filled, rows))[:, 1], PLACES)


@dataclass(frozen=True)
class Judgement:
    """`surely` is what the Brier score improves on the base rate by at least (one-sided, 95 %).

    `spread` is by how much, of itself, the number missed in a department strayed from its forecast beyond what chance explains.
    """

    n: int
    missed: int
    brier: float
    brier_base: float
    surely: float
    spread: float
    bands: tuple[dict, ...]

    @property
    def better(self) -> bool:
        return self.surely > 0


def fit(rows: Rows) -> Forecast:
    with threadpool_limits(1):
        encoder = OrdinalEncoder(
            handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan, max_categories=MOST_NAMES,
        ).fit(rows.named)  # fmt: skip
        trees = HistGradientBoostingClassifier(
            max_iter=80, learning_rate=0.08, max_leaf_nodes=12, min_samples_leaf=LEAF, l2_regularization=5.0, early_stopping=False,
            categorical_features=list(range(rows.named.shape[1])), random_state=0,
        )  # fmt: skip
        folds = list(GroupKFold(FOLDS).split(rows.numbers, rows.missed, rows.case))
        model = CalibratedClassifierCV(trees, method="sigmoid", cv=folds, ensemble=False)
        filled = ~np.isnan(rows.numbers).all(axis=0)
        return Forecast(encoder, filled, model.fit(_columns(encoder, filled, rows), rows.missed))


def base(learnt: Rows, asked: Rows) -> np.ndarray:
    """The share missed among the rows learnt from, of each kind by itself, drawn to the whole where there are few."""
    whole = learnt.missed.mean()
    kinds, place = np.unique(learnt.kind, return_inverse=True)
    n, missed = np.bincount(place), np.bincount(place, learnt.missed)
    share = dict(zip(kinds, (missed + PULL * whole) / (n + PULL), strict=True))
    return np.array([share.get(kind, whole) for kind in asked.kind])


def judge(rows: Rows, chances: np.ndarray, base_rate: np.ndarray) -> Judgement:
    """Brier scores of both against what happened, and the least gain; cases, not clocks, are drawn anew."""
    errors, base_errors = (chances - rows.missed) ** 2, (base_rate - rows.missed) ** 2
    return Judgement(
        len(rows), int(rows.missed.sum()), float(errors.mean()), float(base_errors.mean()),
        _at_least(base_errors - errors, rows.case), spread(rows.department, chances, rows.missed), bands(chances, rows.missed),
    )  # fmt: skip


def bands(chances: np.ndarray, missed: np.ndarray) -> tuple[dict, ...]:
    """What was forecast and what happened, band by band; bands without rows are left out."""
    place = np.searchsorted(BANDS, chances, side="right") - 1
    found = []
    for each in range(len(BANDS)):
        inside = place == each
        if inside.any():
            low, high = ends(each)
            found.append({"low": low, "high": high, "n": int(inside.sum()), "expected": round(float(chances[inside].sum()), PLACES),
                          "missed": int(missed[inside].sum())})  # fmt: skip
    return tuple(found)


def spread(department: np.ndarray, chances: np.ndarray, missed: np.ndarray) -> float:
    """The larger of two relative errors: of the departments each by itself, and of all of them together."""
    place = np.unique(department, return_inverse=True)[1]
    found = [_relative(np.bincount(place, chances), np.bincount(place, missed), np.bincount(place, chances * (1 - chances)))]
    found += [_relative(*(np.array([each.sum()]) for each in (chances, missed, chances * (1 - chances))))]
    return float(max(found))


def _relative(expected: np.ndarray, missed: np.ndarray, variance: np.ndarray) -> float:
    """What is left of the squared errors when the variance of chance is taken off, relative to what was expected."""
    left = ((missed - expected) ** 2 - variance).sum()
    return float(np.sqrt(max(left, 0) / (expected**2).sum())) if expected.any() else 0.0


def _at_least(gains: np.ndarray, case: np.ndarray) -> float:
    """The lower end of the mean gain over cases drawn with replacement."""
    of_case = np.bincount(np.unique(case, return_inverse=True)[1], gains)
    if len(of_case) < 2 or not of_case.std():
        return 0.0
    drawn = bootstrap(
        (of_case,), np.mean, n_resamples=RESAMPLES, batch=50, confidence_level=SURE, alternative="greater", method="percentile", rng=0,
    )  # fmt: skip
    return float(drawn.confidence_interval.low) * len(of_case) / len(gains)


def _columns(encoder: OrdinalEncoder, filled: np.ndarray, rows: Rows) -> np.ndarray:
    return np.hstack([encoder.transform(rows.named), rows.numbers[:, filled]])
