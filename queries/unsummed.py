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
    return several(ask, ((by, indicators),), periods, use_marts)[0]


def several(
    ask: Ask, asked: Sequence[tuple[Sequence[Dimension], Sequence[Indicator]]], periods: Sequence[Period], use_marts: bool = True
) -> list[Values]:
    """The same of each of these (dimensions, indicators); different values are read once for all that ask them."""
    found: list[Values] = [{} for _ in asked]
    different: dict[tuple, dict[int, list[Indicator]]] = {}
    for place, (by, indicators) in enumerate(asked):
        for each in dict.fromkeys(_unsummed(indicators)):
            if each.kind is Kind.DISTINCT:
                different.setdefault((each.over, each.column), {}).setdefault(place, []).append(each)
            else:
                found[place] |= quantiles.values(ask, each, by, periods, use_marts)
    for who in different.values():
        alike, bys = list(dict.fromkeys(each for some in who.values() for each in some)), [asked[place][0] for place in who]
        for place, more in zip(who, _distinct(ask, alike, bys, periods, use_marts), strict=True):
            found[place] |= more
    return found


def _unsummed(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    for each in indicators:
        yield from (one for one in (each, each.of) if one is not None and one.kind in (Kind.QUANTILE, Kind.DISTINCT))


def _distinct(
    ask: Ask, alike: Sequence[Indicator], bys: Sequence[Sequence[Dimension]], periods: Sequence[Period], use_marts: bool
) -> list[Values]:
    """Different values of one column, counted by any number of indicators in one reading of the rows, or of what is kept of them."""
    columns = list(dict.fromkeys(dimension.column for by in bys for dimension in by))
    added_up = sources.once_each(ask, alike, columns, periods) if use_marts else None
    if added_up is not None:
        return _once_each(ask, added_up, alike, columns, bys, periods)
    kept = sources.persons(ask, alike, columns, periods) if use_marts else None
    source = kept or sources.facts(ask, alike[0].over)
    keys = [source.c[column].label(f"k{i}") for i, column in enumerate(columns)]
    wanted = [(each, place) for each in alike for place in range(len(periods))]
    behind = [periods[place].holds(source.c.day) if kept else each.behind(source.c, periods[place]) for each, place in wanted]
    sets = [[columns.index(dimension.column) for dimension in by] for by in bys]
    value = source.c["value" if kept else alike[0].column]
    statement = _one(source, keys, value, behind) if len(behind) == len(bys) == 1 else _several(source, keys, value, behind, sets)
    found: dict[int, Values] = {_left_out(each, columns): {} for each in sets}
    for row in ask.scope.fetch(statement):
        told = found[row["left_out"]]
        code = tuple(row[f"k{at}"] for at in sets[list(found).index(row["left_out"])])
        told |= {(code, each.key, place): row[f"v{i}"] for i, (each, place) in enumerate(wanted)}
    return list(found.values())


def _once_each(ask: Ask, source: sources.Source, alike, columns: Sequence[str], bys, periods: Sequence[Period]) -> list[Values]:
    """Cases that were counted once each for places, lines and types: their numbers add up."""
    keys, wanted = [source.c[name] for name in columns], [(each, place) for each in alike for place in range(len(periods))]
    within = [periods[place].holds(source.c.day) for _, place in wanted]
    each_one = zip(wanted, within, strict=True)
    numbers = [sa.cast(sa.func.sum(source.c[each.key]).filter(days), sa.BigInteger) for (each, _), days in each_one]
    statement = sa.select(*keys, *(sa.func.coalesce(number, 0) for number in numbers)).where(source.where, sa.or_(*within))
    rows = ask.scope.tuples(statement.group_by(*keys) if keys else statement)
    found: list[Values] = [{} for _ in bys]
    for row in rows:
        code = dict(zip(columns, row[: len(keys)], strict=True))
        for by, told in zip(bys, found, strict=True):
            for (each, place), number in zip(wanted, row[len(keys) :], strict=True):
                key = (tuple(code[dimension.column] for dimension in by), each.key, place)
                told[key] = told.get(key, 0) + number
    return found


def _left_out(kept: Sequence[int], columns: Sequence[str]) -> int:
    """How the engines number a set of columns that rows are told apart by: a bit for each that is not in it, the last the lowest."""
    return sum(2 ** (len(columns) - 1 - at) for at in range(len(columns)) if at not in kept)


def _one(source: sources.Source, keys, value, behind) -> sa.Select:
    statement = sa.select(*keys, sa.func.count(value.distinct()).label("v0"), sa.literal_column("0").label("left_out"))
    statement = statement.where(source.where, *behind)
    return statement.group_by(*keys) if keys else statement


def _several(source: sources.Source, keys, value, behind, sets: Sequence[Sequence[int]]) -> sa.Select:
    """Each value once with what it has: a set of values for each number by itself would be filled from the same rows again and again."""
    has = [sa.func.bool_or(rows).label(f"b{i}") for i, rows in enumerate(behind)]
    chosen = sa.select(*keys, value.label("value"), *has).where(source.where, sa.or_(*behind))
    once = chosen.group_by(*keys, value).subquery("once").c
    codes = [once[key.name] for key in keys]
    one = len(sets) == 1
    counted = sa.func.count() if one else sa.func.count(once.value.distinct())
    left_out = sa.literal_column("0") if one else sa.func.grouping(*codes)
    numbers = [counted.filter(once[each.name]).label(f"v{i}") for i, each in enumerate(has)]
    groups = codes if one else [sa.func.grouping_sets(*(sa.tuple_(*(codes[at] for at in each)) for each in sets))]
    return sa.select(*codes, left_out.label("left_out"), *numbers).group_by(*groups)
