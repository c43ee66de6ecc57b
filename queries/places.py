"""Where in the hierarchies a question stands: the next level down, the reading order of values, the parts of a period.

Knows the tree of organisations and the catalogue's order. Must not know figures.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import dimensions, marts
from data.definitions.dimensions import CITY, DEPARTMENT, HANDLER, OFFICE, PROVINCE, TYPE, Dimension
from data.definitions.relations import CASES
from data.period import DAY, Period, start

BELOW = {PROVINCE: CITY, CITY: OFFICE, OFFICE: DEPARTMENT, DEPARTMENT: HANDLER, HANDLER: HANDLER}


def org_child(ask: Ask) -> Dimension:
    """The level of organisations just below the one in force, at the top the first that tells anything apart; prosecutors only for
    those who may see figures of them."""
    found = _org_child(ask)
    return DEPARTMENT if found is HANDLER and ask.viewer.of_nobody else found


def _org_child(ask: Ask) -> Dimension:
    if ask.filters.get("handler") or ask.filters.get("department"):
        return HANDLER
    if ask.filters.get("office"):
        return DEPARTMENT
    if ask.filters.get("city"):  # the province's own office counts as a city beside the others
        return OFFICE
    codes = [code for code in ask.filters.get("org") or () if not ask.scope.places.is_national(code)]
    return BELOW[ask.scope.places.level(codes[0])] if codes else _top(ask)


def line_child(ask: Ask) -> Dimension:
    return TYPE if ask.filters.get("line") else dimensions.LINE


def _top(ask: Ask) -> Dimension:
    """Provinces when there are several in scope, else cities, else offices; units in no catalogue are no level."""
    for level, name in ((PROVINCE, "whole"), (CITY, "unit")):
        mart = marts.named(CASES, name)
        rows = ask.scope.mart(mart) if ask.scope.fits(mart.dimensions) else ask.scope.rows(CASES)
        found = ask.scope.fetch(sa.select(rows.c[level.column].label("code")).distinct())
        if sum(_stands_at(ask, row["code"], level) for row in found) > 1:
            return level
    return OFFICE


def _stands_at(ask: Ask, code: str, level: Dimension) -> bool:
    return code in ask.scope.places.units and ask.scope.places.level(code) is level


def in_order(ask: Ask, by: Sequence[Dimension], codes: Iterable[tuple]) -> list[tuple]:
    """Values in the order in which they are read: the catalogue's, the tree's, then by code; what is missing comes last."""
    orders = [_order(ask, dimension) for dimension in by]
    if len(orders) == 1:  # thousands of units, as a rule
        order, codes = orders[0], list(codes)
        known = sorted((code for code in codes if code[0] in order), key=lambda code: order[code[0]])
        return [*known, *sorted((code for code in codes if code[0] not in order), key=lambda code: (code[0] is None, str(code[0])))]

    def key(code: tuple) -> list[tuple]:
        return [(value is None, order.get(value, len(order)), str(value)) for order, value in zip(orders, code, strict=True)]

    return sorted(codes, key=key)


def _order(ask: Ask, dimension: Dimension) -> dict[object, int]:
    if dimension.codes == "org":
        return ask.scope.places.ranks
    return {code: place for place, code in enumerate(ask.names.choices(dimension))}


def parts(ask: Ask, grain: str, at_least: int) -> list[Period]:
    """The parts of the period in force, with earlier ones before them when they are few; never before the data begin."""
    day, first = ask.scope.snapshot.statistical_day, ask.scope.snapshot.about["first_on"]
    found = ask.period.parts(grain, day)
    while len(found) < at_least and first is not None and found[0].since > first:
        found = [_whole(found[0].since - DAY, grain, day), *_rest(found, grain, day)]
    return found


def _whole(day: date, grain: str, statistical_day: int) -> Period:
    """The part that ends on the day, from its own beginning."""
    return Period(start(day, grain, statistical_day), day)


def _rest(found: list[Period], grain: str, statistical_day: int) -> list[Period]:
    """The parts as they are, the first begun where it begins."""
    return [Period(start(found[0].since, grain, statistical_day), found[0].until), *found[1:]]
