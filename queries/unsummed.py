"""Figures that are no sum of tallies: quantiles, and counts of different values.

Knows which indicators have such a figure, or divide by one. Must not know any of them by name.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator, Kind
from data.period import Period
from queries import quantiles, sources
from queries.quantiles import Values


def values(ask: Ask, indicators: Sequence[Indicator], by: Sequence[Dimension], periods: Sequence[Period], use_marts: bool = True) -> Values:
    """(codes, indicator key, place of the period) → the figure."""
    found: Values = {}
    different: dict[tuple, list[Indicator]] = {}
    for each in dict.fromkeys(_unsummed(indicators)):
        if each.kind is Kind.QUANTILE:
            found |= quantiles.values(ask, each, by, periods, use_marts)
        else:
            different.setdefault((each.over, each.column), []).append(each)
    for alike in different.values():
        found |= _distinct(ask, alike, by, periods)
    return found


def _unsummed(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    for each in indicators:
        yield from (one for one in (each, each.of) if one is not None and one.kind in (Kind.QUANTILE, Kind.DISTINCT))


def _distinct(ask: Ask, alike: Sequence[Indicator], by: Sequence[Dimension], periods: Sequence[Period]) -> Values:
    """Different values of one column, counted by any number of indicators in one reading of the rows."""
    source = sources.facts(ask, alike[0].over)
    keys = [source.c[dimension.column].label(f"k{i}") for i, dimension in enumerate(by)]
    wanted = [(each, place) for each in alike for place in range(len(periods))]
    behind = [each.behind(source.c, periods[place]) for each, place in wanted]
    value = source.c[alike[0].column].distinct()
    asked = [sa.func.count(value).filter(rows).label(f"v{i}") for i, rows in enumerate(behind)]
    statement = sa.select(*keys, *asked).where(source.where, sa.or_(*behind))
    found: Values = {}
    for row in ask.scope.fetch(statement.group_by(*keys) if keys else statement):
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found |= {(code, each.key, place): row[f"v{i}"] for i, (each, place) in enumerate(wanted)}
    return found
