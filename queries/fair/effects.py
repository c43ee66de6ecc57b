"""Why a number changed between two periods: more or fewer cases, another mix of them, or another rate within strata. Adds up exactly.

A rate is the sum over strata of the stratum's part of the base times its rate; a count is the base times the rate. The difference of
a product between two periods is the sum of the differences of its factors, each weighed with the middle of the others.
Knows arrays of numbers. Must not know strata or indicators.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Effects:
    """`volume` + the sum of `mix` + the sum of `rate` = `after` less `before`; mix and rate by stratum. Of a rate, volume is 0."""

    before: float
    after: float
    volume: float
    mix: np.ndarray
    rate: np.ndarray

    @property
    def difference(self) -> float:
        return self.after - self.before


def of_rate(before_top, before_base, after_top, after_base) -> Effects | None:
    """Causes of the change of a rate; None where one of the periods has no base."""
    tops, bases = _pair(before_top, after_top), _pair(before_base, after_base)
    if not (bases[0].sum() and bases[1].sum()):
        return None
    parts, rates = _parts(tops, bases)
    loose = [np.where(base > 0, 0.0, top) / base.sum() for top, base in zip(tops, bases, strict=True)]  # over no base of its own kind
    whole = [float((part * rate).sum()) for part, rate in zip(parts, rates, strict=True)]
    mix = (parts[1] - parts[0]) * ((rates[0] + rates[1]) / 2 - sum(whole) / 2)  # the differences of the parts sum to nothing
    rate = (rates[1] - rates[0]) * (parts[0] + parts[1]) / 2 + loose[1] - loose[0]
    before, after = (float(value + more.sum()) for value, more in zip(whole, loose, strict=True))
    return Effects(before, after, 0.0, mix, rate)


def of_count(before_top, before_base, after_top, after_base) -> Effects | None:
    """Causes of the change of a numerator, in its unit."""
    found = of_rate(before_top, before_base, after_top, after_base)
    if found is None:
        return None
    tops, bases = _pair(before_top, after_top), _pair(before_base, after_base)
    base = (bases[0].sum() + bases[1].sum()) / 2
    volume = (bases[1].sum() - bases[0].sum()) * (found.before + found.after) / 2
    return Effects(float(tops[0].sum()), float(tops[1].sum()), float(volume), found.mix * base, found.rate * base)


def by_stratum(before, after) -> Effects:
    """The change of a number, stratum by stratum: nothing to tell mix from rate."""
    tops = _pair(before, after)
    return Effects(float(tops[0].sum()), float(tops[1].sum()), 0.0, np.zeros(len(tops[0])), tops[1] - tops[0])


def _pair(before, after) -> tuple[np.ndarray, np.ndarray]:
    return np.asarray(before, float), np.asarray(after, float)


def _parts(tops, bases):
    """Of both periods each stratum's part of the base, and its rate; a stratum of one period only went as it did in that one."""
    parts = [base / base.sum() for base in bases]
    rates = [np.divide(top, base, out=np.zeros(len(base)), where=base > 0) for top, base in zip(tops, bases, strict=True)]
    filled = [np.where(bases[here] > 0, rates[here], rates[1 - here]) for here in (0, 1)]
    return parts, filled
