"""How a scheme makes points of figures: each point by itself, with its bounds; parts weighed; findings by the branch they fall under.

Knows points, numbers and branches. Must not know where they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.catalogue import schemes
from data.catalogue.schemes import Point, Scheme

OWN, UPPER, CORRECTED, IMPOSSIBLE = "own", "upper", "corrected", "impossible"


@dataclass(frozen=True)
class Got:
    """What a point gave or took: `amount` times the coefficient, within its bounds. None where there is no figure."""

    point: Point
    amount: float | None
    score: float | None


def branch(source: str | None, reply: str | None, answered: bool) -> str:
    """Under which branch a finding falls: found by oneself and corrected; not correctable but answered for; found only from above."""
    if source == OWN and reply == CORRECTED:
        return "own_corrected"
    if reply == IMPOSSIBLE and answered and source != UPPER:
        return "impossible_analysed"
    return "missed" if source == UPPER else "other"


def cost(scheme: Scheme, found: Mapping[str, int]) -> float:
    """What findings by branch cost in units of the coefficient."""
    return sum(n * scheme.branches[key].factor for key, n in found.items())


def got(point: Point, own: float | None, usual: float | None, weight: float) -> Got:
    """A point of a unit from its figure and the usual one; `weight` is that of its part. Positive items reward being above, deductions
    take for being above; what findings cost comes as the figure itself."""
    if point.flagged or own is None or usual is None:
        return Got(point, None, None)
    amount = -own if point.way == schemes.FINDINGS else _above(own, usual)
    if point.way == schemes.DEDUCT:
        amount = -max(amount, 0.0)
    return Got(point, amount, weight * min(max(point.coefficient * amount, point.floor), point.ceiling))


def _above(own: float, usual: float) -> float:
    return own / usual - 1 if usual else 0.0


def total(items) -> float:
    return sum(item.score or 0.0 for item in items)


def changed(scheme: Scheme, review_share: float | None, coefficients: Mapping[str, float]) -> Scheme:
    """The scheme with another part of reviews and other coefficients: by point, or by line or indicator for all of theirs."""
    points = tuple(replace(each, coefficient=_coefficient(each, coefficients)) for each in scheme.points)
    return replace(scheme, points=points, review_share=scheme.review_share if review_share is None else review_share)


def _coefficient(point: Point, given: Mapping[str, float]) -> float:
    for key in (point.key, f"{point.line}.{point.indicator}", point.indicator, point.line):
        if key in given:
            return given[key]
    return point.coefficient
