"""A series against its own usual range: control charts for shares, for counts over a base, and for single values; signs of a cause.

Shares and rates have limits by the size of each base (p- and u-chart); where the months vary by more than that, as large bases
always do, the limits are drawn from the moving range of the standardised values (P. B. Laney: Improved control charts for attributes,
Quality Engineering 14, 2002). Single values go by Wheeler's XmR chart (2.66 times the mean moving range).
A sign is one of four: a value beyond the limits; eight in a row on one side of the middle; six in a row rising or falling; two of
three beyond two thirds of the way to one limit (Western Electric 1956; L. S. Nelson: The Shewhart control chart, JQT 16, 1984).
Knows arrays of numbers. Must not know what is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

FEWEST = 8  # values from which a usual range is told
XMR, RANGE = 2.66, 1.128
SIDE, TREND = 8, 6
BEYOND, ASIDE, DRIFT, NEAR = "beyond", "aside", "drift", "near"


@dataclass(frozen=True)
class Chart:
    """Of each value its limits; `signs` are (kind, place) of the value that completes a sign; `kind` is p, p', u, u' or XmR."""

    kind: str
    values: tuple[float, ...]
    centre: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    signs: tuple[tuple[str, int], ...]

    def at(self, place: int) -> tuple[str, ...]:
        return tuple(kind for kind, where in self.signs if where == place)


def of_shares(numerators: Sequence[float], bases: Sequence[float]) -> Chart | None:
    return _attributes("p", numerators, bases, lambda middle, base: np.sqrt(middle * (1 - middle) / base), 1.0)


def of_rates(numerators: Sequence[float], bases: Sequence[float]) -> Chart | None:
    return _attributes("u", numerators, bases, lambda middle, base: np.sqrt(middle / base), np.inf)


def _attributes(kind: str, numerators, bases, error, most: float) -> Chart | None:
    top, base = np.asarray(numerators, float), np.asarray(bases, float)
    if len(base) < FEWEST or np.any(base <= 0) or not 0 < top.sum() < (base.sum() if most == 1.0 else np.inf):
        return None
    centre, values = top.sum() / base.sum(), top / base
    errors = error(centre, base)
    between = _moving((values - centre) / errors) / RANGE
    factor = max(between, 1.0)
    low, high = np.maximum(centre - 3 * factor * errors, 0), np.minimum(centre + 3 * factor * errors, most)
    return _chart(kind + ("′" if factor > 1 else ""), values, float(centre), low, high, factor * errors)


def of_values(values: Sequence[float], least: float | None = 0.0) -> Chart | None:
    found = np.asarray(values, float)
    if len(found) < FEWEST:
        return None
    centre, reach = float(found.mean()), XMR * _moving(found)
    low = centre - reach if least is None else max(centre - reach, least)
    ends = np.full(len(found), low), np.full(len(found), centre + reach)
    return _chart("XmR", found, centre, *ends, np.full(len(found), reach / 3))


def _moving(values) -> float:
    return float(np.mean([abs(one - other) for one, other in pairwise(values)]))


def _chart(kind: str, values, centre: float, low, high, errors) -> Chart:
    scores = np.divide(values - centre, errors, out=np.zeros(len(values)), where=errors > 0)
    outside = (values < low - 1e-12) | (values > high + 1e-12)
    return Chart(kind, tuple(map(float, values)), centre, tuple(map(float, low)), tuple(map(float, high)), signs(scores, outside))


def signs(scores: Sequence[float], outside: Sequence[bool] | None = None) -> tuple[tuple[str, int], ...]:
    """The signs in a series of distances from the middle in standard errors."""
    beyond = [abs(score) > 3 for score in scores] if outside is None else outside
    found = [(BEYOND, place) for place, is_out in enumerate(beyond) if is_out]
    found += [(ASIDE, place) for place in _ends(scores, SIDE, _one_side)]
    found += [(DRIFT, place) for place in _ends(scores, TREND, _one_way)]
    found += [(NEAR, place) for place in _ends(scores, 3, _two_near)]
    return tuple(sorted(found, key=lambda sign: sign[1]))


def _ends(scores, length: int, holds) -> list[int]:
    return [place for place in range(length - 1, len(scores)) if holds(scores[place - length + 1 : place + 1])]


def _one_side(part) -> bool:
    return all(score > 0 for score in part) or all(score < 0 for score in part)


def _one_way(part) -> bool:
    steps = [later - earlier for earlier, later in pairwise(part)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _two_near(part) -> bool:
    """Two of three beyond two standard errors on one side, the last among them."""
    last = part[-1]
    return abs(last) > 2 and sum(score * np.sign(last) > 2 for score in part) >= 2
