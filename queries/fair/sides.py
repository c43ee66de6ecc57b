"""One way to compare: what was observed of each unit against what was expected, with limits and whether units differ altogether.

Raw and adjusted are the same comparison, of one stratum or of many. Knows the statistics. Must not know units or indicators.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from queries.fair import funnel, standard
from queries.fair.funnel import Dispersion
from queries.fair.standard import Standard

WITHIN, NEAR, BEYOND, RARE = "within", "near", "beyond", "rare"
LEAST_EXPECTED = 1.0  # of a rarer thing nothing is said about a single unit
ROUNDING = 1e-6  # sums over strata are not exact to the last digit


def _limits(found: Standard, spread: Dispersion, binomial: bool, level: float) -> tuple[np.ndarray, np.ndarray]:
    expected = np.maximum(found.expected, 1e-12)
    if not binomial:
        ends = funnel.rate_limits(1.0, found.expected, level)
        return funnel.widened(*ends, 1.0, found.expected, spread, False, level)
    share, number = found.effective
    ends = funnel.widened(*funnel.share_limits(share, number, level), share, number, spread, True, level)
    low, high = found.counted(*(end * number for end in ends))
    return np.maximum(low, 0) / expected, high / expected


@dataclass(frozen=True)
class Side:
    """`found` holds the units shown; `binomial` says whether chance goes by the binomial or by the Poisson. Some of the units may be
    looked at alone: `of` are then all of them, by which the like is told."""

    found: Standard
    binomial: bool
    of: "Side | None" = None
    chosen: np.ndarray | None = None

    def only(self, chosen: np.ndarray) -> "Side":
        """The units in these places, among their like as before."""
        return Side(self.found.only(chosen), self.binomial, self, chosen)

    @property
    def ratio(self) -> np.ndarray:
        return np.where(self.found.expected > 0, self.found.ratio, 1.0)

    @cached_property
    def spread(self) -> Dispersion:
        return self.of.spread if self.of else funnel.dispersion(*self._scored, self.binomial)

    @property
    def _scored(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Observed, base and expected in terms of the law that chance goes by."""
        found = self.found
        if not self.binomial:
            return found.observed, found.expected, found.expected
        share, number = found.effective
        return np.where(found.turned, found.base - found.observed, found.observed), number, share * number

    def limits(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Of observed ÷ expected, at the size of each unit."""
        return _limits(self.found, self.spread, self.binomial, level)

    def curve(self, expected: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Of observed ÷ expected at any size, for a unit whose mix is that of all together."""
        whole = self.found.expected.sum() or 1.0
        base, variance = (expected * part.sum() / whole for part in (self.found.base, self.found.variance))
        return _limits(Standard(expected, base, expected, variance), self.spread, self.binomial, level)

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Between which values observed ÷ expected may lie, 95 %."""
        return standard.ratio_bounds(self.found, self.binomial)

    @cached_property
    def shrunk(self) -> np.ndarray:
        if self.of:
            return self.of.shrunk[self.chosen]
        return standard.shrunk(self.found.observed, self.found.expected, self.found.variance)

    @cached_property
    def said(self) -> list[str]:
        """Of each unit whether it lies within the limits, between inner and outer, or beyond; or is too small to say."""
        beyond, near = (self._outside(*self.limits(level)) for level in (funnel.OUTER, funnel.INNER))
        rare = self.found.expected < LEAST_EXPECTED
        return [str(each) for each in np.select([rare, beyond, near], [RARE, BEYOND, NEAR], WITHIN)]

    def _outside(self, low, high):
        return (self.ratio < low - ROUNDING) | (self.ratio > high + ROUNDING)
