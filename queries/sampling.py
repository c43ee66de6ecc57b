"""What a random layer of reviews says of all cases: a stratified estimate with its bounds; and how far two graders agree.

The cases reviewed for a reason are known and count for themselves; the others are as the random layer among them was found,
stratum by stratum, with what is known of a finite number. Bounds after Korn and Graubard: the exact ones of a share, at the
number of cases that a simple sample as precise would have had. Agreement is Cohen's kappa with linear weights, by the
definition; the tests compare it with scikit-learn's, which is too heavy for a web process (6 seconds and 150 MB to load).
Knows arrays of numbers. Must not know cases, reviews or the database.
"""

from dataclasses import dataclass

import numpy as np

from data import chance


@dataclass(frozen=True)
class Strata:
    """By stratum: cases in all; of those reviewed for a reason, how many and how many with the trait; the same of the random layer.

    The last axis is the stratum; one before it may number repetitions.
    """

    cases: np.ndarray
    known: np.ndarray
    known_with: np.ndarray
    drawn: np.ndarray
    drawn_with: np.ndarray


def estimate(strata: Strata):
    """(share, low, high) of all cases that have the trait. Every stratum must hold at least two drawn cases, or all of its rest."""
    rest = strata.cases - strata.known
    share = strata.drawn_with / np.maximum(strata.drawn, 1)
    total = strata.cases.sum(-1)
    found = (strata.known_with + rest * share).sum(-1) / total
    unseen = 1 - strata.drawn / np.maximum(rest, 1)
    spread = (rest**2 * unseen * share * (1 - share) / np.maximum(strata.drawn - 1, 1)).sum(-1) / total**2
    spread = np.maximum(spread, _unstratified(strata, rest) / total**2)
    simple = found * (1 - found)
    effective = np.where((spread > 0) & (simple > 0), simple / np.where(spread > 0, spread, 1), strata.drawn.sum(-1))
    low, high = chance.share_bounds(found * effective, effective)
    return found, low, high


def _unstratified(strata: Strata, rest: np.ndarray) -> np.ndarray:
    """The variance had the layer been drawn from all the rest at once: strata of a few cases, all alike, must not look certain."""
    drawn, rest = strata.drawn.sum(-1), rest.sum(-1)
    share = (strata.drawn_with.sum(-1) + 0.5) / (drawn + 1)
    return rest**2 * (1 - drawn / np.maximum(rest, 1)) * share * (1 - share) / np.maximum(drawn, 1)


def kappa(table: np.ndarray):
    """Agreement beyond chance of a table of pairs of ordered grades, 1 for none apart; nan where all are of one grade."""
    grades = table.shape[-1]
    apart = np.abs(np.subtract.outer(np.arange(grades), np.arange(grades)))
    n = table.sum((-1, -2), keepdims=True)
    by_chance = table.sum(-1, keepdims=True) * table.sum(-2, keepdims=True) / np.maximum(n, 1)
    expected = (apart * by_chance).sum((-1, -2))
    return 1 - np.divide((apart * table).sum((-1, -2)), expected, out=np.full(np.shape(expected), np.nan), where=expected > 0)


def kappa_bounds(table: np.ndarray, repeats: int = 2000) -> tuple[float, float] | None:
    """The middle 95 % of kappa when the same number of pairs is drawn again from those seen; None where it is mostly undefined."""
    n = int(table.sum())
    if not n:
        return None
    drawn = np.random.default_rng(1).multinomial(n, (table / n).ravel(), repeats).reshape(repeats, *table.shape)
    found = kappa(drawn)
    found = found[~np.isnan(found)]
    return None if len(found) < repeats / 2 else tuple(float(each) for each in np.quantile(found, (0.025, 0.975)))
