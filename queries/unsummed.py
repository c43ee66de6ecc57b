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
    statement = (_one if len(behind) == 1 else _several)(source, keys, source.c[alike[0].column], behind)
    found: Values = {}
    for row in ask.scope.fetch(statement):
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found |= {(code, each.key, place): row[f"v{i}"] for i, (each, place) in enumerate(wanted)}
    return found


def _one(source: sources.Source, keys, value, behind) -> sa.Select:
    statement = sa.select(*keys, sa.func.count(value.distinct()).label("v0")).where(source.where, *behind)
    return statement.group_by(*keys) if keys else statement


def _several(source: sources.Source, keys, value, behind) -> sa.Select:
    """Each value once with what it has: a set of values for each number by itself would be filled from the same rows again and again."""
    has = [sa.func.bool_or(rows).label(f"b{i}") for i, rows in enumerate(behind)]
    chosen = sa.select(*keys, value.label("value"), *has).where(source.where, sa.or_(*behind))
    once = chosen.group_by(*keys, value).subquery("once").c
    codes = [once[key.name] for key in keys]
    numbers = [sa.func.count().filter(once[each.name]).label(f"v{i}") for i, each in enumerate(has)]
    return sa.select(*codes, *numbers).group_by(*codes) if codes else sa.select(*numbers)
