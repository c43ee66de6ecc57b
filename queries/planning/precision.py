"""What a plan would tell before it is run: between which bounds the share of flawed cases would lie, and what a larger one would add.

The same estimate that is made of reviews once they are done, asked of what is expected. Knows layers. Must not know words.
"""

from dataclasses import dataclass, replace

import numpy as np

from queries import sampling
from queries.planning.layers import Pool, Recipe, allotted
from queries.sampling import Strata

RATES = (5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 30.0)


@dataclass(frozen=True)
class Expected:
    """If a share of the cases has the trait: how many would be drawn at random, and the bounds one would then report (95 %)."""

    share: float
    random: int
    low: float
    high: float

    @property
    def half(self) -> float:
        return (self.high - self.low) / 2


def expected(strata: Strata, share: float) -> Expected | None:
    """None without a random layer: then nothing is said of the cases that are not reviewed. When all are, nothing is uncertain."""
    if strata.cases.sum() == 0 or (strata.drawn.sum() == 0 and strata.known.sum() < strata.cases.sum()):
        return None
    if (strata.known + strata.drawn == strata.cases).all():
        return Expected(share, int(strata.drawn.sum()), share, share)
    supposed = replace(strata, known_with=strata.known * share, drawn_with=strata.drawn * share)
    _, low, high = sampling.estimate(supposed)
    return Expected(share, int(strata.drawn.sum()), float(low), float(high))


def by_rate(pool: Pool, known: np.ndarray, recipe: Recipe, share: float) -> list[tuple[float, int, Expected | None]]:
    """(rate, cases drawn at random, what they would tell) for larger and smaller plans with the same cases chosen for a reason.

    Of rates that come to the same number, because the least numbers decide, the recipe's own is told, else the smallest.
    """
    cases = np.bincount(pool.strata[pool.counted], minlength=len(known))
    numbers = {rate: allotted(cases, known, replace(recipe, rate=rate)) for rate in sorted({*RATES, recipe.rate})}
    own, nothing = int(numbers[recipe.rate].sum()), np.zeros(len(cases))
    told = {int(wanted.sum()): rate for rate, wanted in reversed(numbers.items()) if int(wanted.sum()) != own} | {own: recipe.rate}
    kept = sorted(told.values())
    return [(rate, int(numbers[rate].sum()), expected(Strata(cases, known, nothing, numbers[rate], nothing), share)) for rate in kept]
