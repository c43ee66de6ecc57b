"""What is compared: an indicator by units and strata, as tables of numerators and bases.

Knows indicators, levels of organisation and sets of strata. Must not know the statistics, nor how anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.catalogue import measures, strata
from data.catalogue.strata import Strata
from data.definitions import bands, dimensions, indicators, standing
from data.definitions.counting import Count
from data.definitions.dimensions import HANDLER, ORG_LEVELS, Dimension
from data.definitions.indicators import persons
from data.definitions.indicators.base import Indicator, Kind
from data.period import Period
from data.text import Text
from queries import coarse, measure, parts, places, sources, sums

PEOPLE = "people"  # the right to see figures of single prosecutors
STRUCTURE, NOT_BY = "structure", "not_adjusted_by"
TOGETHER = Text("全部案件", "All cases")
Numbers = dict[tuple[tuple, int], int]  # (codes, place of the period) → how many
WITHIN_UNITS = ("org", "office", "city", "province", "department", "handler")


@dataclass(frozen=True)
class Cells:
    """Of each unit (down) and stratum (across) the numerator and the base; strata are codes of `by`, in reading order."""

    units: tuple[str, ...]
    by: tuple[Dimension, ...]
    strata: tuple[tuple, ...]
    top: np.ndarray
    base: np.ndarray


def indicator(ask: Ask) -> Indicator:
    """The one the address names, if it is a figure that can be compared; else the page's own."""
    return indicators.ALL.get(ask.filters.text("indicator")) or persons.RETURN_RATE


def comparable(each: Indicator) -> bool:
    """Whether it has a base that tells how far chance goes: a rate of counts. Counts, quantiles and distinct persons have none."""
    return each.of is not None and each.of.kind in (Kind.COUNT, Kind.STOCK) and each.kind in (Kind.SHARE, Kind.RATIO)


def own(ask: Ask) -> tuple[Dimension, str] | None:
    """The unit in force with its level: the department, else the one unit of the filter."""
    for level in (HANDLER, dimensions.DEPARTMENT, dimensions.OFFICE):
        named = ask.filters.get(level.key)
        if named and len(named) == 1:
            return level, named[0]
    codes = [code for code in ask.filters.get("org") or () if not ask.scope.places.is_national(code)]
    return (ask.scope.places.level(codes[0]), codes[0]) if len(codes) == 1 else None


def levels(ask: Ask) -> list[Dimension]:
    """The levels that may be compared: from the unit in force down to departments; prosecutors within a department, for those who
    may see figures of single prosecutors."""
    here = own(ask)
    first = ORG_LEVELS.index(here[0]) if here else ORG_LEVELS.index(places.org_child(ask))
    within = here is not None and here[0] in (dimensions.DEPARTMENT, HANDLER) and ask.viewer.may(PEOPLE)
    last = ORG_LEVELS.index(HANDLER if within else dimensions.DEPARTMENT)
    return list(ORG_LEVELS[min(first, last) : last + 1])


def level(ask: Ask) -> Dimension:
    """The level asked for; else that of the unit in force, so that it stands among its like; else the first that tells anything apart."""
    offered = levels(ask)
    named = dimensions.ALL.get(ask.filters.text("tier"))
    return named if named in offered else offered[0]


def around(ask: Ask) -> Ask:
    """The question over all like units: that of the unit in force is widened when the unit itself is one of those compared; of a
    prosecutor to those of the same city or branch."""
    here = own(ask)
    if not here or here[0] != level(ask):
        return ask
    wider = replace(ask, filters=ask.filters.without(*WITHIN_UNITS))
    return wider.with_(org=_city_of(ask, here[1])) if here[0] == HANDLER else wider


def _city_of(ask: Ask, handler: str) -> str | None:
    c = schema.prosecutor.c
    found = ask.scope.fetch(sa.select(c.office).where(c.prosecutor_code == handler))
    unit = ask.scope.places.units.get(found[0]["office"]) if found else None
    return (unit.city or unit.province or unit.code) if unit else None


def chosen_strata(ask: Ask) -> Strata:
    known = strata.on(ask.scope.as_of)
    return known.get(ask.filters.text("strata")) or next(each for each in known.values() if each.default)


def stratified_by(ask: Ask, each: Indicator) -> tuple[Dimension, ...]:
    """The dimensions of the set that the rows of numerator and base both have, and that are not what the indicator measures."""
    if ask.viewer.figures_only:  # single strata are of a few
        return ()
    if standing.of(each.key).group == STRUCTURE:  # to adjust for what the work is made of would take away what is measured
        return ()
    tables = [each.over.table, *([each.of.over.table] if each.of else [])]
    own = {code for one in measures.parameters(each.key) if one.name == NOT_BY for code in one.codes}
    wanted = (dimensions.of_column(column) for column in chosen_strata(ask).columns if column not in own)
    return tuple(one for one in wanted if one and all(one.column in table.c for table in tables))


def of_units(ask: Ask, each: Indicator) -> Cells:
    """All units of the level, by strata, in the period in force."""
    unit, by = level(ask), stratified_by(ask, each)
    told = _told(around(ask), each, (unit, *by))
    units = [code for (code,) in places.in_order(ask, (unit,), {(code,) for one in told for code in one.units}) if code is not None]
    found = places.in_order(ask, by, {code for one in told for code in one.strata}) if by else [()]
    tables = _tables(told, (each.count, each.of.count if each.of else None), units, found)
    shown = (coarse.table(ask, each) for each in tables) if ask.viewer.figures_only else tables
    return Cells(tuple(units), by, tuple(found), *shown)


def over_periods(ask: Ask, each: Indicator, periods: Sequence[Period]) -> Cells:
    """The question as it stands, by strata (across) in each of the periods (down)."""
    by = stratified_by(ask, each)
    top, base = _numbers(ask, each, by, periods)
    found = places.in_order(ask, by, {code for code, _ in (*top, *base)}) if by else [()]
    columns = {code: at for at, code in enumerate(found)}
    tables = [np.zeros((len(periods), len(found))) for _ in range(2)]
    for table, part in zip(tables, (top, base), strict=True):
        for (code, place), number in part.items():
            table[place, columns[code]] = number
    return Cells(tuple(map(str, periods)), by, tuple(found), *tables)


def _numbers(ask: Ask, each: Indicator, by, periods) -> tuple[dict, dict]:
    """(codes, place of the period) → how many, of the numerator and of the base."""
    parts.check(ask, (each,))
    found = {}
    for relation, counts in parts.by_relation((each,)).items():
        found |= _of_relation(ask, relation, counts, by, periods)
    return tuple(_in_bands(found[count], by) if count else {} for count in (each.count, each.of.count if each.of else None))


def _in_bands(numbers: Numbers, by: Sequence[Dimension]) -> Numbers:
    """Numbers by how many there are, put together in the bands of the catalogue."""
    lower = {at: bands.ends(one) for at, one in enumerate(by) if one in dimensions.BANDED}
    if not lower:
        return numbers
    found: Numbers = {}
    for (code, place), number in numbers.items():
        put = tuple(bands.band(value, lower[at]) if at in lower else value for at, value in enumerate(code))
        found[put, place] = found.get((put, place), 0) + number
    return found


def _of_relation(ask: Ask, relation, counts, by, periods) -> dict[Count, Numbers]:
    found: dict[Count, Numbers] = {count: {} for count in counts}
    for (code, count, place), number in measure.numbers(ask, relation, counts, by, periods)[1].items():
        if number:
            found[count][code, place] = number
    return found


@dataclass(frozen=True)
class _Told:
    """Of the rows of one relation, told apart by unit and stratum, how many of each count."""

    units: list
    strata: list[tuple]
    numbers: dict[Count, np.ndarray]


def _told(ask: Ask, each: Indicator, by: Sequence[Dimension]) -> list[_Told]:
    """By columns, since units by strata are many."""
    parts.check(ask, (each,))
    return [_by_columns(ask, relation, counts, by) for relation, counts in parts.by_relation((each,)).items()]


def _by_columns(ask: Ask, relation, counts: Sequence[Count], by: Sequence[Dimension]) -> _Told:
    """From a pre-aggregate all at once; else from the rows."""
    columns = [one.column for one in by]
    source = sources.choose(ask, relation, columns, (ask.period,))
    if source.mart is None:
        return _of_rows(measure.numbers(ask, relation, counts, by, (ask.period,))[1], counts, by)
    keys, numbers = sums.in_columns(ask, source, counts, ask.period, columns)
    some = np.any(list(numbers.values()), axis=0)
    return _put(by, [key[some].tolist() for key in keys], {count: n[some] for count, n in numbers.items()})


def _of_rows(found: dict[tuple, int], counts: Sequence[Count], by: Sequence[Dimension]) -> _Told:
    codes = list(dict.fromkeys(code for (code, _, _), number in found.items() if number))
    numbers = {count: np.array([found.get((code, count, 0), 0) for code in codes], int) for count in counts}
    return _put(by, list(zip(*codes, strict=True)) or [[] for _ in by], numbers)


def _put(by: Sequence[Dimension], keys: Sequence[Sequence], numbers: dict[Count, np.ndarray]) -> _Told:
    """Numbers by how many there are go into the bands of the catalogue."""
    units, *strata = (_banded(one, key) if one in dimensions.BANDED else key for one, key in zip(by, keys, strict=True))
    return _Told(list(units), list(zip(*strata, strict=True)) if strata else [()] * len(units), numbers)


def _banded(one: Dimension, key: Sequence) -> list[str | None]:
    lower = bands.ends(one)
    return [bands.band(value, lower) for value in key]


def _tables(told: Sequence[_Told], counts: Sequence[Count | None], units: Sequence[str], strata: Sequence[tuple]) -> list[np.ndarray]:
    size = len(units), len(strata)
    tables, rows, columns = [np.zeros(size) for _ in counts], _places(units), _places(strata)
    for one in told:
        down = np.array(list(map(rows.get, one.units, repeat(-1))), int)
        across, known = np.array(list(map(columns.get, one.strata)), int), down >= 0
        cell = down[known] * len(strata) + across[known]
        for table, numbers in ((table, one.numbers[count]) for table, count in zip(tables, counts, strict=True) if count in one.numbers):
            table += np.bincount(cell, numbers[known], table.size).reshape(size)
    return tables


def _places(codes: Sequence) -> dict:
    return {code: place for place, code in enumerate(codes)}


def name(ask: Ask, found: Cells, stratum: tuple) -> str:
    """A stratum in words; all together where units are not told apart."""
    return " · ".join(str(ask.names.value(one, code)) for one, code in zip(found.by, stratum, strict=True)) or str(TOGETHER)
