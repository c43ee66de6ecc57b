"""Whether reviews can be relied on: what the random layer says of all cases, whether graders agree, who is milder than expected.

Knows the indicators of grades, and the statistics. Must not know Dash, nor words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from data import chance
from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions.dimensions import EARLIER_GRADE, GRADE, LINE, OFFICE
from data.definitions.indicators import grading
from data.definitions.indicators.base import Indicator
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.relations import REVIEWS
from queries import measure, parts, sampling, sources
from queries.sampling import Strata

RANDOM = "random"
FEWEST_REVIEWS = 10  # of one reviewer, to be compared at all
CELL = ("cases", "known", "known_with", "drawn", "drawn_with")
Cell = list[int]


@dataclass(frozen=True)
class Estimate:
    """By line and for the whole: the raw share among the reviewed, the estimate for all concluded cases and its bounds.

    `covered` of `cases` concluded are in strata that the random layer reaches; `drawn` cases make up the layer.
    """

    scale: str
    answer: Answer
    whole: Group
    cases: int
    covered: int
    drawn: int

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.answer.indicators


@dataclass(frozen=True)
class Agreement:
    """Cases graded twice by one scale: the pairs of grades counted (first down, second across), and agreement beyond chance."""

    scale: str
    answer: Answer
    grades: tuple[str, ...]
    pairs: np.ndarray
    kappa: float | None
    bounds: tuple[float, float] | None


class Manner(NamedTuple):
    """A reviewer: so many graded, so many below qualified, so many expected of the same lines and kinds; the ratio and its bounds."""

    reviewer: str
    n: int
    below: int
    expected: float
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class Manners:
    scale: str
    answer: Answer
    found: tuple[Manner, ...]


def scale_of(ask: Ask) -> str:
    """The scale by which most reviews of the period were graded; the two are never put together."""
    graded = measure.total(*grading.GRADED.values())(ask).groups[0]
    return max(grading.SCALES, key=lambda scale: graded[grading.GRADED[scale].key].n)


def estimate(ask: Ask) -> Estimate:
    """Reckoned from single strata: raises NotAllowed for who sees figures only."""
    ask.check_rows()
    scale = scale_of(ask)
    lines: dict[object, dict[str, Cell]] = {}
    cells = _cells(ask, scale)
    for (line, office), cell in cells.items():
        lines.setdefault(line, {})[office] = cell
    drawn = {line: strata for line, offices in lines.items() if (strata := _collapsed(ask, offices))}
    groups = tuple(_estimated(ask, scale, line, strata) for line, strata in drawn.items())
    together = [cell for strata in drawn.values() for cell in strata]
    whole = _estimated(ask, scale, None, together)
    answer = Answer(groups, (grading.GOOD[scale], *grading.ESTIMATED[scale]), (LINE,))
    return Estimate(scale, answer, whole, sum(c[0] for c in cells.values()), sum(c[0] for c in together), sum(c[3] for c in together))


def _cells(ask: Ask, scale: str) -> dict[tuple, Cell]:
    """(line, office) → cases concluded; those reviewed for a reason, below qualified; the random layer, below qualified."""
    cells = {code: [number, 0, 0, 0, 0] for code, number in measure.many(ask, CONCLUDED, (LINE, OFFICE)).items() if number}
    graded, below = grading.GRADED[scale], grading.BELOW[scale]
    parts.check(ask, (graded,))
    source = sources.facts(ask, REVIEWS)
    c = source.c
    every, bad, random = graded.count.rows(c), below.count.rows(c), c.review_kind == RANDOM
    counts = (every & ~random, bad & ~random, every & random, bad & random)
    numbers = [sa.func.count().filter(rows).label(f"n{place}") for place, rows in enumerate(counts)]
    first = sa.and_(c.earlier_grade.is_(None), c.review_kind != "offline", ask.period.holds(c.case_concluded_on))
    statement = sa.select(c.line, c.office, *numbers).where(source.where, first, every).group_by(c.line, c.office)
    for line, office, *found in chain.from_iterable(ask.scope.stream(statement)):
        cell = cells.setdefault((line, office), [0, 0, 0, 0, 0])
        cell[1:] = found
        cell[0] = max(cell[0], cell[1] + cell[3])
    return cells


def _collapsed(ask: Ask, offices: dict[str, Cell]) -> list[Cell]:
    """Strata of one line with two drawn cases at least: an office with fewer goes with others of its city, then of its line."""
    kept, cities = [], {}
    for office, cell in offices.items():
        if _enough(cell):
            kept.append(cell)
        else:
            unit = ask.scope.places.units.get(office)
            cities.setdefault(unit.city if unit else None, []).append(cell)
    rest = []
    for together in map(_sum, cities.values()):
        (kept if _enough(together) else rest).append(together)
    if not rest:
        return kept
    last = _sum(rest)
    if _enough(last):
        return [*kept, last]
    return [_sum([last, kept[0]]), *kept[1:]] if kept else []


def _enough(cell: Cell) -> bool:
    return cell[3] >= 2


def _sum(cells) -> Cell:
    return [sum(values) for values in zip(*cells, strict=True)]


def _estimated(ask: Ask, scale: str, line: object, strata: list[Cell]) -> Group:
    """Shares of the good: the complement of what is estimated."""
    raw, *three = grading.GOOD[scale], *grading.ESTIMATED[scale]
    _, known, known_with, drawn, drawn_with = _sum(strata) if strata else [0] * 5
    reviewed, good = known + drawn, known + drawn - known_with - drawn_with
    figures = {raw.key: parts.figure(ask, raw, ask.period, good, reviewed)}
    values = _values(strata) if drawn >= ask.settings.minimum_n else (None, None, None)
    figures |= {each.key: Figure(value, None, None, drawn, value is None) for each, value in zip(three, values, strict=True)}
    return Group({LINE.key: line}, ask.period, figures)


def _values(strata: list[Cell]) -> tuple[float, float, float]:
    share, low, high = sampling.estimate(Strata(*np.array(strata, float).T))
    return 1 - float(share), 1 - float(high), 1 - float(low)


def agreement(ask: Ask) -> Agreement:
    scale = scale_of(ask)
    asked = ask.with_(scale=scale)
    found = measure.crossed(EARLIER_GRADE, GRADE, grading.TWICE)(asked)
    grades = grading.OF_SCALE[scale]
    numbers = {(g.codes[EARLIER_GRADE.key], g.codes[GRADE.key]): int(g[grading.TWICE.key].value or 0) for g in found.groups}
    table = np.array([[numbers.get((first, second), 0) for second in grades] for first in grades])
    kappa = float(sampling.kappa(table)) if table.sum() >= ask.settings.minimum_n else None
    return Agreement(scale, found, grades, table, None if kappa is None or np.isnan(kappa) else kappa, sampling.kappa_bounds(table))


def manners(ask: Ask) -> Manners:
    """Each reviewer's number below qualified against what all reviewers gave in the same lines and kinds; in the order of their codes."""
    scale = scale_of(ask)
    graded, below = grading.GRADED[scale], grading.BELOW[scale]
    parts.check(ask, (below,))
    source = sources.facts(ask, REVIEWS)
    c = source.c
    where = sa.and_(source.where, graded.behind(c, ask.period), c.by_whom.is_not(None))
    rows = list(chain.from_iterable(ask.scope.stream(_by_reviewer(c, where, below.count.rows(c)))))
    return Manners(scale, measure.total(graded, below)(ask), _manners(rows))


def _by_reviewer(c, where, bad) -> sa.Select:
    """Of each reviewer with enough reviews how many there are, how many are below, and how many are to be expected."""
    below = sa.func.count().filter(bad)
    share = (sa.cast(below, sa.Double) / sa.func.count()).label("share")
    usual = sa.select(c.line, c.review_kind, share).where(where).group_by(c.line, c.review_kind).subquery("usual").c
    alike = sa.and_(c.line.is_not_distinct_from(usual.line), c.review_kind.is_not_distinct_from(usual.review_kind))
    expected = sa.cast(sa.func.sum(usual.share), sa.Double)
    enough = sa.and_(sa.func.count() >= FEWEST_REVIEWS, expected > 0)
    counted = sa.select(c.by_whom, sa.func.count(), below, expected).join_from(c.by_whom.table, usual.line.table, alike).where(where)
    return counted.group_by(c.by_whom).having(enough).order_by(c.by_whom)


def _manners(rows: Sequence[tuple]) -> tuple[Manner, ...]:
    """The bounds of a count are the same for all who have it."""
    who, n, bad, expected = zip(*rows, strict=True) if rows else ((), (), (), ())
    seen, place = np.unique(np.array(bad, float), return_inverse=True)
    counts = (np.array(bad, float), *(each[place] for each in chance.count_bounds(seen)))
    return tuple(map(Manner, who, n, bad, expected, *((each / np.array(expected, float)).tolist() for each in counts)))
