"""What the page of review results asks: totals beside their parts, problems ranked and crossed, remarks, who reviews whom.

Knows the indicators of reviews. Must not know Dash, nor words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.dimensions import ITEM, LINE, POINT, REVIEW_DIMENSION, REVIEWER_OFFICE, Dimension
from data.definitions.indicators.base import Indicator
from data.definitions.indicators.quality import REVIEW_FINDINGS_COUNT, REVIEWED
from data.definitions.indicators.reviews import BY_POINT, OTHERS, POINT_PROBLEMS, PROBLEM_CASES, SEVERITIES
from data.edition import Row
from queries import measure, parts, places, sources
from queries.measure import Chosen

MOST, MOST_POINTS = 12, 20  # problems, or points, crossed with something: as many as one table shows


@dataclass(frozen=True)
class WithTotal:
    """Parts, and the whole asked for by itself: persons in two parts are one person."""

    answer: Answer
    total: Group


@dataclass(frozen=True)
class Crossed:
    """Numbers by two dimensions, the most frequent values of the first; `base` is what a value of the second is measured by."""

    answer: Answer
    base: dict[object, int]
    based_on: Indicator


@dataclass(frozen=True)
class Problems:
    """Problems, the most frequent first; of how many reviews; in how many lines each occurs."""

    answer: Answer
    reviews: int
    lines: dict[object, int]


@dataclass(frozen=True)
class Elsewhere:
    """An answer to a question that is not quite the reader's: its links lead on from the question it was asked with."""

    answer: Answer
    asked: Ask


def with_total(dimension: Chosen, *indicators: Indicator) -> Callable[[Ask], WithTotal]:
    def query(ask: Ask) -> WithTotal:
        there = [each for each in indicators if parts.available(ask, each)] or indicators
        chosen = dimension if isinstance(dimension, Dimension) else dimension(ask)
        whole, answer = measure.with_total(ask, there, chosen, (ask.period,))
        return WithTotal(answer, whole.groups[0])

    return query


def problems(ask: Ask) -> Problems:
    """Each problem with its cases and its severities. A problem may be ranked; a person or an office is not."""
    return problems_of(ask, measure.total(REVIEWED)(ask).groups[0][REVIEWED.key].n)


def problems_of(ask: Ask, reviews: int, also: Sequence[Indicator] = SEVERITIES) -> Problems:
    """The same where it is known of how many reviews, with what is `also` asked of each problem."""
    found = measure.crossed(REVIEW_DIMENSION, ITEM, PROBLEM_CASES, *also)(ask)
    return Problems(replace(found, groups=_most(found.groups, PROBLEM_CASES)), reviews, _lines(ask))


def _lines(ask: Ask) -> dict[object, int]:
    """Of each problem in how many lines it was found, told apart by the engine: there are thousands of pairs."""
    counted = measure.counting(ask, (PROBLEM_CASES,), (ITEM.column, LINE.column)).subquery("counted")
    few, item, n = ask.settings.minimum_n if ask.viewer.figures_only else 1, counted.c[ITEM.column], counted.c[PROBLEM_CASES.key]
    each = sa.select(item.label("item")).where(n >= few).subquery("each").c
    return {row["item"]: row["n"] for row in ask.scope.fetch(sa.select(each.item, sa.func.count().label("n")).group_by(each.item))}


def _most(groups: Sequence[Group], each: Indicator) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: -(group[each.key].value or 0)))


def problems_across(other: Chosen, several: bool = False) -> Callable[[Ask], Crossed]:
    """The most frequent problems by another dimension, of how many reviews each of its values; with `several`, those in two or more."""
    return lambda ask: _across(ask, ITEM, other, PROBLEM_CASES, REVIEWED, MOST, several)


def points_across(other: Chosen) -> Callable[[Ask], Crossed]:
    """The points of the standard most often judged a problem, of how many reviews that say so of each point."""
    return lambda ask: _across(ask, POINT, other, POINT_PROBLEMS, BY_POINT, MOST_POINTS)


def _across(ask: Ask, first: Dimension, other: Chosen, each: Indicator, base: Indicator, most: int, several: bool = False) -> Crossed:
    dimension = other if not callable(other) else other(ask)
    found = measure.crossed(first, dimension, each)(ask if several else _of_most(ask, first, each, most))
    values: dict[object, list[float]] = {}
    for group in found.groups:
        values.setdefault(group.codes[first.key], []).append(group[each.key].value or 0)
    wanted = [code for code, numbers in values.items() if not several or sum(number > 0 for number in numbers) > 1]
    kept = {code: place for place, code in enumerate(sorted(wanted, key=lambda code: -sum(values[code]))[:most])}
    shown = (group for group in found.groups if group.codes[first.key] in kept)
    groups = tuple(sorted(shown, key=lambda group: kept[group.codes[first.key]]))
    bases = measure.by(dimension, base)(ask).groups
    return Crossed(replace(found, groups=groups), {g.codes[dimension.key]: g[base.key].n for g in bases}, base)


def _of_most(ask: Ask, first: Dimension, each: Indicator, most: int) -> Ask:
    """The question for the values that will be shown alone: hundreds of others crossed with all units would be made for nothing."""
    codes = [group.codes[first.key] for group in _most(measure.by(first, each)(ask).groups, each)[:most]]
    plain = all(isinstance(code, str) and not set(code) & set(",;%") for code in codes)
    return ask.with_(**{first.key: ",".join(codes)}) if codes and plain and ask.filters.get(first.key) is None else ask


def crossed(first: Chosen, second: Chosen, each: Indicator) -> Callable[[Ask], Crossed]:
    """Numbers by two dimensions; nothing to measure them by."""
    return lambda ask: Crossed(measure.crossed(first, second, each)(ask), {}, each)


def remarks(ask: Ask, at_most: int = 40) -> list[Row]:
    """What reviewers wrote to problems that no item of the standard names, text by text, with how many cases."""
    parts.check(ask, (REVIEW_FINDINGS_COUNT,))
    source = sources.facts(ask, REVIEW_FINDINGS_COUNT.over)
    c = source.c
    other = sa.or_(c.severity == "other", c.dimension == "other")
    where = sa.and_(source.where, REVIEW_FINDINGS_COUNT.behind(c, ask.period), other, c.remark.is_not(None))
    cases = sa.func.count(c.case_no.distinct()).label("cases")
    statement = sa.select(c.item, c.remark, cases, sa.func.count().label("n")).where(where).group_by(c.item, c.remark)
    return ask.scope.fetch(statement.order_by(sa.desc("cases"), c.remark).limit(at_most))


def reviewing_others(ask: Ask) -> Elsewhere:
    """Which offices reviewed cases of others: of the reader's units as reviewers, whichever units the cases are of."""
    codes = [code for code in ask.filters.get("org") or () if not ask.scope.places.is_national(code)]
    asked = ask.with_(org=None, reviewer_office=",".join(_offices(ask, codes))) if codes else ask
    return Elsewhere(measure.by(REVIEWER_OFFICE, OTHERS)(asked), asked)


def _offices(ask: Ask, codes: Sequence[str]) -> list[str]:
    """The units with all below them; a department counts as its office."""
    wanted = {code.partition("-")[0] for code in codes}
    known = ask.scope.places
    return [code for code in sorted(known.units) if wanted & {unit.code for unit in known.path(code)}] or sorted(wanted)


def unit_below(ask: Ask):
    return places.org_child(ask)
