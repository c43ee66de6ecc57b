"""What changed most: of many indicators and units, the changes that stand out from chance.

A change of a count is measured against what a Poisson count would vary by, a change of a share against its binomial
error: (now - before) over the standard error of the difference. It orders attention, it judges nobody.
Knows figures. Must not know words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data import chance
from data.answer import Figure, Group
from data.ask import Ask
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator
from queries import measure, places


@dataclass(frozen=True)
class Change:
    indicator: Indicator
    dimension: Dimension | None
    code: object
    now: Figure
    before: Figure
    surprise: float


@dataclass(frozen=True)
class Changes:
    """How many changes are beyond chance, and those of them that are listed."""

    n: int
    listed: list[Change]


def most(*indicators: Indicator, at_most: int = 6):
    """Changes from the same period a year before, for the whole and for each unit below, the most surprising first.

    Of what has no simple error nobody can say how surprising a change is: it is not asked for.
    """
    told = tuple(filter(chance.measured, indicators))

    def query(ask: Ask) -> Changes:
        level = places.org_child(ask)
        periods = (ask.period, ask.period.year_before())
        whole, units = (answer.groups for answer in measure.with_total(ask, told, level, periods))
        several = len(units) > len(periods)  # a single unit is the whole and would say the same again
        found = [*_changes(told, None, whole), *(_changes(told, level, units) if several else ())]
        return Changes(len(found), _varied(sorted(found, key=lambda change: -abs(change.surprise)), at_most))

    return query


def _changes(indicators: Sequence[Indicator], level: Dimension | None, groups: Sequence[Group]):
    for now, before in zip(groups[::2], groups[1::2], strict=True):
        for each in indicators:
            size = chance.surprise(each, now[each.key], before[each.key])
            if size is not None and chance.beyond(each, now[each.key], before[each.key]):
                yield Change(each, level, now.codes[level.key] if level else None, now[each.key], before[each.key], size)


def _varied(changes: list[Change], at_most: int) -> list[Change]:
    """At most two of one indicator, so that one movement does not fill the page."""
    kept: list[Change] = []
    for change in changes:
        if sum(other.indicator is change.indicator for other in kept) < 2 and len(kept) < at_most:
            kept.append(change)
    return kept
