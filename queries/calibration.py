"""Whether reviews can be relied on: what the random layer says of all cases, whether graders agree, who is milder than expected.

Knows the indicators of grades, and the statistics. Must not know Dash, nor words.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from data import chance
from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions.dimensions import EARLIER_GRADE, GRADE, LINE, REVIEW_KIND
from data.definitions.indicators import grading
from data.definitions.indicators.base import Indicator
from data.definitions.relations import REVIEWS
from queries import layer, measure, parts, sampling, sources
from queries.sampling import Strata

FEWEST_REVIEWS = 10  # of one reviewer, to be compared at all


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
    found = layer.found(ask, scale)
    drawn = {line: strata for place, line in enumerate(found.lines) if len(strata := found.strata(place))}
    groups = tuple(_estimated(ask, scale, line, strata) for line, strata in drawn.items())
    together = np.concatenate([np.zeros((0, layer.NUMBERS)), *drawn.values()])
    whole, (cases, *_) = _estimated(ask, scale, None, together), _sum(found.numbers)
    answer = Answer(groups, (grading.GOOD[scale], *grading.ESTIMATED[scale]), (LINE,))
    covered, _, _, drawn_at_all, _ = _sum(together)
    return Estimate(scale, answer, whole, cases, covered, drawn_at_all)


def _sum(numbers: np.ndarray) -> list[int]:
    return numbers.reshape(-1, layer.NUMBERS).sum(0).astype(int).tolist()


def _estimated(ask: Ask, scale: str, line: object, strata: np.ndarray) -> Group:
    """Shares of the good: the complement of what is estimated."""
    raw, *three = grading.GOOD[scale], *grading.ESTIMATED[scale]
    _, known, known_with, drawn, drawn_with = _sum(strata)
    reviewed, good = known + drawn, known + drawn - known_with - drawn_with
    figures = {raw.key: parts.figure(ask, raw, ask.period, good, reviewed)}
    values = _values(strata) if drawn >= ask.settings.minimum_n else (None, None, None)
    figures |= {each.key: Figure(value, None, None, drawn, value is None) for each, value in zip(three, values, strict=True)}
    return Group({LINE.key: line}, ask.period, figures)


def _values(strata: np.ndarray) -> tuple[float, float, float]:
    share, low, high = sampling.estimate(Strata(*strata.T))
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
    where = sa.and_(source.where, graded.behind(source.c, ask.period), source.c.by_whom.is_not(None))
    kept = sources.choose(ask, REVIEWS, (LINE.column, REVIEW_KIND.column), (ask.period,)).mart is not None
    usual = _kept(ask, source, graded, below) if kept else _of_rows(source.c, where, below)
    found = ask.scope.arrays(_by_reviewer(source.c, where, grading.below(scale)(source.c), usual.c))
    return Manners(scale, measure.total(graded, below)(ask), _manners(found))


def _of_rows(c, where, below: Indicator) -> sa.Subquery:
    """By line and kind the share below qualified."""
    share = sa.cast(sa.func.count().filter(below.count.rows(c)), sa.Double) / sa.func.count()
    return sa.select(c.line, c.review_kind, share.label("share")).where(where).group_by(c.line, c.review_kind).subquery("usual")


def _kept(ask: Ask, source: sources.Source, graded: Indicator, below: Indicator) -> sa.Subquery:
    """The same from a pre-aggregate of all graded, less those that say no reviewer (few, if any), handed over as rows."""
    c, counts = source.c, (graded.count, below.count)
    _, every = measure.numbers(ask, REVIEWS, counts, (LINE, REVIEW_KIND), (ask.period,))
    numbers = [sa.func.count().label("n0"), sa.func.count().filter(below.count.rows(c)).label("n1")]
    nameless = sa.select(c.line, c.review_kind, *numbers).where(source.where, graded.behind(c, ask.period), c.by_whom.is_(None))
    apart = {(row["line"], row["review_kind"]): (row["n0"], row["n1"]) for row in ask.scope.fetch(nameless.group_by(c.line, c.review_kind))}
    codes = dict.fromkeys(code for code, _, _ in every)
    told = {code: [every.get((code, count, 0), 0) - apart.get(code, (0, 0))[at] for at, count in enumerate(counts)] for code in codes}
    shares = [(*code, bad / n) for code, (n, bad) in told.items() if n]
    lines, kinds, share = (list(each) for each in zip(*shares, strict=True)) if shares else ([], [], [])
    lists = ("line", lines, sa.String), ("review_kind", kinds, sa.String), ("share", share, sa.Double)
    columns = [sa.func.unnest(sa.literal(values, sa.ARRAY(kind)), type_=kind).label(name) for name, values, kind in lists]
    return sa.select(*columns).subquery("usual")


def _by_reviewer(c, where, bad, usual) -> sa.Select:
    """Of each reviewer with enough reviews how many there are, how many are below, and how many are to be expected."""
    alike = sa.and_(c.line.is_not_distinct_from(usual.line), c.review_kind.is_not_distinct_from(usual.review_kind))
    expected = sa.cast(sa.func.sum(usual.share), sa.Double)
    enough = sa.and_(sa.func.count() >= FEWEST_REVIEWS, expected > 0)
    n, below = sa.func.count().label("n"), sa.func.count().filter(bad).label("below")
    counted = sa.select(c.by_whom, n, below, expected.label("expected"))
    joined = counted.join_from(c.by_whom.table, usual.line.table, alike).where(where)
    return joined.group_by(c.by_whom).having(enough).order_by(c.by_whom)


def _manners(found: dict[str, np.ndarray]) -> tuple[Manner, ...]:
    """The bounds of a count are the same for all who have it."""
    below, expected = found["below"].astype(float), found["expected"].astype(float)
    seen, place = np.unique(below, return_inverse=True)
    rates = (each / expected for each in (below, *(each[place] for each in chance.count_bounds(seen))))
    told = (found["by_whom"], found["n"].astype(int), found["below"].astype(int), expected, *rates)
    return tuple(map(Manner, *(each.tolist() for each in told)))
