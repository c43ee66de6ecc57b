"""The random layer of reviews by stratum: of each line and office the cases concluded, those reviewed for a reason, those drawn.

A stratum of a line needs two cases drawn; who has fewer goes with others. Knows rows of reviews, and units. Must not know the
statistics, nor words.
"""

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import LINE, OFFICE
from data.definitions.indicators import grading
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.relations import REVIEWS
from queries import measure, parts, places, sources
from queries.numbered import numbered

RANDOM = "random"
NUMBERS = 5
CASES, KNOWN, KNOWN_WITH, DRAWN, DRAWN_WITH = range(NUMBERS)  # the numbers of a stratum: cases; reviewed for a reason, below; drawn, below
ENOUGH = 2


@dataclass(frozen=True)
class Layer:
    """Numbers by line (first), office (second) and what they are of (last); of each office a number for its city."""

    lines: list
    cities: np.ndarray
    numbers: np.ndarray

    def strata(self, line: int) -> np.ndarray:
        """Strata of a line (down) with two drawn cases at least: an office with fewer goes with others of its city, then of its line."""
        there = self.numbers[line]
        thin = there[:, DRAWN] < ENOUGH
        together = np.zeros((self.cities.max(initial=0) + 1, NUMBERS))
        np.add.at(together, self.cities[thin], there[thin])
        few = together[:, DRAWN] < ENOUGH
        kept, rest = np.concatenate([there[~thin], together[~few]]), together[few].sum(0)
        if not rest.any():
            return kept
        if rest[DRAWN] >= ENOUGH:
            return np.concatenate([kept, rest[None]])
        kept[:1] += rest
        return kept


def found(ask: Ask, scale: str) -> Layer:
    concluded, n = measure.in_columns(ask, CONCLUDED, (LINE, OFFICE))
    reviews = _reviewed(ask, scale)
    told = (*concluded, {CASES: n}), (reviews["line"], reviews["office"], {at: reviews[f"n{at}"] for at in range(KNOWN, NUMBERS)})
    rows = [(line.tolist(), office.tolist(), numbers) for line, office, numbers in told]
    lines, offices = (set().union(*(each[at] for each in rows)) for at in range(2))
    lines, offices = [code for (code,) in places.in_order(ask, (LINE,), [(code,) for code in lines])], sorted(offices, key=str)
    down, across = ({code: place for place, code in enumerate(codes)} for codes in (lines, offices))
    numbers = np.zeros((len(lines), len(offices), NUMBERS))
    for line, office, some in rows:
        at = np.array(list(map(down.get, line)), int), np.array(list(map(across.get, office)), int)
        for place, values in some.items():
            numbers[(*at, place)] = values.astype(int)
    numbers[..., CASES] = np.maximum(numbers[..., CASES], numbers[..., KNOWN] + numbers[..., DRAWN])
    units = map(ask.scope.places.units.get, offices)
    return Layer(lines, numbered([unit.city if unit else None for unit in units]), numbers)


def _reviewed(ask: Ask, scale: str) -> dict[str, np.ndarray]:
    """By line and office the first reviews of the cases concluded: for a reason, below qualified; at random, below qualified."""
    graded = grading.GRADED[scale]
    parts.check(ask, (graded,))
    source = sources.facts(ask, REVIEWS)
    c = source.c
    every = c.earlier_grade.is_(None), c.review_kind != "offline", ask.period.holds(c.case_concluded_on), graded.count.rows(c)
    below, random = grading.below(scale)(c).label("below"), (c.review_kind == RANDOM).label("random")
    first = sa.select(c.line, c.office, below, random).where(source.where, *every).subquery("first").c
    counted = {KNOWN: ~first.random, KNOWN_WITH: ~first.random & first.below, DRAWN: first.random, DRAWN_WITH: first.random & first.below}
    numbers = [sa.func.count().filter(rows).label(f"n{at}") for at, rows in counted.items()]
    return ask.scope.arrays(sa.select(first.line, first.office, *numbers).group_by(first.line, first.office))
