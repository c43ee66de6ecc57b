"""Withholding one figure more where the whole less the others would tell the one that is withheld.

Knows answers, and what lies within what: units within their cities and provinces, case types within their lines. Must not know why a
figure was withheld in the first place.
"""

from collections.abc import Iterable, Iterator, Sequence

from data import catalogue
from data.answer import Figure, Group
from data.ask import Ask
from data.definitions.dimensions import ORG_LEVELS, TYPE, Dimension
from data.definitions.indicators.base import Indicator
from queries.coarse import WITHHELD

Line = tuple[int, ...]  # places of groups that add up to a figure somebody may ask for


def complemented(ask: Ask, groups: Sequence[Group], indicators: Sequence[Indicator], by: Sequence[Dimension]) -> tuple[Group, ...]:
    """The groups, no figure of which follows from the sum of those beside it, along any of the dimensions."""
    lines = list(_lines(ask, groups, by))
    hidden = {each.key: _hidden([group[each.key] for group in groups], lines) for each in indicators}
    return tuple(
        Group(group.codes, group.period, {key: WITHHELD if place in hidden[key] else figure for key, figure in group.figures.items()})
        for place, group in enumerate(groups)
    )


def together(hidden: Iterable[int], sizes: Sequence[float], lines: Iterable[Line]) -> set[int]:
    """The places to withhold, so that no line has a single one withheld: with it goes the smallest beside it that is not nothing."""
    found, waiting, of = set(hidden), [line for line in lines if len(line) > 1], {}
    for line in waiting:
        for place in line:
            of.setdefault(place, []).append(line)
    while waiting:
        line = waiting.pop()
        if len(found.intersection(line)) == 1:
            more = min((place for place in line if place not in found), key=lambda place: (sizes[place] == 0, sizes[place]))
            found.add(more)
            waiting += of[more]
    return found


def _hidden(figures: Sequence[Figure], lines: Sequence[Line]) -> set[int]:
    return together((place for place, figure in enumerate(figures) if figure.withheld), [figure.n for figure in figures], lines)


def _lines(ask: Ask, groups: Sequence[Group], by: Sequence[Dimension]) -> Iterator[Line]:
    """Along each dimension the groups that are alike in all else: all of them, and those within one unit or line."""
    found: dict[tuple, list[int]] = {}
    for place, group in enumerate(groups):
        for dimension in by:
            rest = tuple(sorted((key, str(code)) for key, code in group.codes.items() if key != dimension.key))
            for within in (None, *_around(ask, dimension, group.codes[dimension.key])):
                found.setdefault((dimension.key, within, group.period, rest), []).append(place)
    return (tuple(line) for line in found.values())


def _around(ask: Ask, dimension: Dimension, code: object) -> Iterator[str]:
    """What a value lies within."""
    if code is None:
        return
    if dimension in ORG_LEVELS:
        path = ask.scope.places.path(str(code))  # a city's own office lies in the city too
        yield from sorted({place for unit in path for place in (unit.code, unit.city, unit.province)})
    known = catalogue.case_types().get(str(code)) if dimension is TYPE else None
    if known is not None:
        yield known.line
