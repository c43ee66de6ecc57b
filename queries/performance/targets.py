"""Targets of the year: last year, the band, the year so far, what it will come to, and whether that lies in the band; by unit.

Bands are a table of the data that an office fills from a file. Knows targets and indicators. Must not know words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

import sqlalchemy as sa

from data import schema
from data.answer import Figure, Head, Table
from data.ask import Ask
from data.definitions import indicators
from data.definitions.counting import On
from data.definitions.dimensions import ORG_LEVELS, Dimension
from data.definitions.filters import Filters
from data.definitions.indicators.base import Indicator, Kind
from data.period import DAY, Period
from data.text import Text
from queries import measure, parts, places
from queries.fair import forecast
from queries.fair.forecast import Forecast

IN, LIKELY_IN, LIKELY_OUT, OUT = "in", "likely_in", "likely_out", "out"
MONTHS = 12
HEADS = tuple(Head(each, kind) for each, kind in (
    (Text("指标", "Indicator"), "text"), (Text("单位", "Unit"), "text"), (Text("上年", "Last year"), "decimal"),
    (Text("下限", "From"), "decimal"), (Text("上限", "To"), "decimal"), (Text("本年至今", "This year so far"), "decimal"),
    (Text("年末预测", "Forecast"), "decimal"), (Text("预测下限", "Forecast from"), "decimal"), (Text("预测上限", "Forecast to"), "decimal"),
))  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`forecast` is None of what cannot be added up over the year, or rests on too little; `said` is how it lies to the band."""

    indicator: Indicator
    unit: str
    low: float | None
    high: float | None
    last: Figure
    so_far: Figure
    forecast: Forecast | None
    said: str
    ask: Ask
    year: Period


class Band(NamedTuple):
    """A target as it was delivered."""

    unit: str
    indicator: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Targets:
    """`further` counts the targets of units further down than those told of."""

    year: int
    lines: tuple[Line, ...]
    further: int = 0

    def table(self, ask: Ask) -> Table:
        return Table(HEADS, tuple(
            (one.indicator.label, ask.names.of("org", one.unit), one.last.value, one.low, one.high, one.so_far.value,
             *((one.forecast.mean, one.forecast.low, one.forecast.high) if one.forecast else (None, None, None))) for one in self.lines
        ))  # fmt: skip


def targets(ask: Ask) -> Targets:
    """Of the unit in force and those just below it, for the year of the period's last day. Raises NotSupplied."""
    ask.scope.check_supplied("targets")
    c, year = schema.targets.c, ask.period.until.year
    listed = sa.select(c.org_code, c.indicator, c.low, c.high).where(c.year == year).order_by(c.org_code, c.indicator)
    rows = [Band(*row) for row in ask.scope.tuples(listed)]
    asked, near = _asked(ask), _near(ask)
    units = {code: (asked(code), near(code)) for code in {row.unit for row in rows}}
    rows = [row for row in rows if row.indicator in indicators.ALL and units[row.unit][0]]
    told = [row for row in rows if units[row.unit][1]]
    return Targets(year, tuple(_lines(ask, told, _spans(ask, year))), len(rows) - len(told))


def _asked(ask: Ask) -> Callable[[str], bool]:
    """In scope as a whole, and the unit in force or below it."""
    grant, wanted = ask.scope.grant, set(ask.filters.get("org") or ())
    everywhere, opened = grant.everywhere, set().union(*(part.units or set() for part in grant.over_units))

    def asked(code: str) -> bool:
        path = {each.code for each in ask.scope.places.path(code)}
        return bool(path & (wanted or path)) and (everywhere or bool(path & opened))

    return asked


def _near(ask: Ask) -> Callable[[str], bool]:
    """Down to the level that the question tells apart: of a country the provinces, of a province the cities."""
    child = places.org_child(ask.with_(city=None, office=None, department=None, handler=None))  # targets know units alone
    levels, known = {child, *takewhile(lambda level: level is not child, ORG_LEVELS)}, ask.scope.places
    return lambda code: known.is_national(code) or known.level(code) in levels


@dataclass(frozen=True)
class Spans:
    """`done` to the last day of the data; `same` and `rest` of last year; `lately` twelve months; `months` this year and the last."""

    last: Period
    done: Period
    same: Period
    rest: Period
    lately: Period
    months: tuple[Period, ...]


def _spans(ask: Ask, year: int) -> Spans:
    done = Period(date(year, 1, 1), date(year, 12, 31)).clipped(ask.scope.as_of)
    same, last = done.year_before(), Period(date(year - 1, 1, 1), date(year - 1, 12, 31))
    over = [each for each in last.parts("month") + done.parts("month") if (each.until + DAY).day == 1]
    rest = Period(same.until + DAY, last.until)
    return Spans(last, done, same, rest, Period(over[-MONTHS:][0].since, over[-1].until), tuple(over))


@dataclass(frozen=True)
class Read:
    """Of a unit and an indicator: the figures of last year and of this one so far, and of every period number and base."""

    last: Figure
    so_far: Figure
    parts: Sequence[tuple[float | None, float | None]]


def _lines(ask: Ask, rows: list[Band], spans: Spans):
    """Units one after the other, of each the indicators that the data can answer."""
    wanted = dict.fromkeys(indicators.ALL[row.indicator] for row in rows)
    there = tuple(each for each in wanted if parts.available(ask, each))
    periods = (spans.last, spans.done, spans.same, spans.rest, spans.lately, *spans.months)
    known = _read(ask, there, list(dict.fromkeys(row.unit for row in rows)), periods) if there else {}
    for row in rows:
        each, code = indicators.ALL[row.indicator], row.unit
        if each in there:
            yield _line(_of_unit(ask, code), each, row, known[code, each.key], spans)


def _read(ask: Ask, there: tuple[Indicator, ...], codes: list[str], periods: tuple[Period, ...]) -> dict[tuple[str, str], Read]:
    """All units of a level in one reading; by itself what has no rows, and what may be hidden for the sake of its neighbours."""
    known, found = ask.scope.places, {}
    levels: dict[Dimension, list[str]] = {}
    for code in () if ask.viewer.figures_only else codes:
        if not known.is_national(code):
            levels.setdefault(known.level(code), []).append(code)
    for level, alike in levels.items():
        found |= _together(_of_unit(ask, ask.filters.text("org")), there, level, set(alike), periods)
    missing = [code for code in codes if (code, there[0].key) not in found]
    return found | {(code, key): read for code in missing for key, read in _alone(_of_unit(ask, code), there, periods).items()}


def _together(
    ask: Ask, there: tuple[Indicator, ...], level: Dimension, alike: set[str], periods: tuple[Period, ...]
) -> dict[tuple[str, str], Read]:
    """Of all units below the one in force these: rows lie by what is above, and a long list of codes is slow to compare with.
    Only the first two periods are told as figures."""
    found, known = measure.read(ask, there, (level,), periods), {}
    for each in there:
        if _adds_up(each):
            over = found.over(each, len(periods))
            told = {code: [parts.figure(ask, each, periods[at], *over[code][at]) for at in (0, 1)] for code in over}
        else:
            over = dict.fromkeys(found.codes(), ())
            told = {code: [measure.figure(ask, each, code, periods[at], found, at) for at in (0, 1)] for code in over}
        known |= {(code[0], each.key): Read(*told[code], over[code]) for code in over if code[0] in alike}
    return known


def _alone(ask: Ask, there: tuple[Indicator, ...], periods: tuple[Period, ...]) -> dict[str, Read]:
    last, done, *rest = measure.measured(ask, there, (), periods).groups
    groups = last, done, *rest
    return {each.key: Read(last[each.key], done[each.key], [_parts(group[each.key]) for group in groups]) for each in there}


def _parts(figure: Figure) -> tuple[float | None, float | None]:
    return figure.numerator, figure.denominator


def _of_unit(ask: Ask, code: str) -> Ask:
    return replace(ask, filters=Filters.of({"org": code}))


def _line(ask: Ask, each: Indicator, row: Band, read: Read, spans: Spans) -> Line:
    found = _forecast(each, read.parts, spans) if _adds_up(each) else None
    said = _said(found, read.so_far.value, row.low, row.high)
    return Line(each, row.unit, row.low, row.high, read.last, read.so_far, found, said, ask, spans.done)


def _adds_up(each: Indicator) -> bool:
    """Whether what the year comes to is what its parts come to."""
    flows = isinstance(each.count.timing, On) and (each.of is None or isinstance(each.of.count.timing, On))
    return flows and each.kind in (Kind.COUNT, Kind.SHARE, Kind.RATIO) and (each.of is None or each.of.kind is Kind.COUNT)


def _forecast(each: Indicator, known: Sequence[tuple[float | None, float | None]], spans: Spans) -> Forecast | None:
    numbers, bases = (tuple(part or 0 for part in parts) for parts in zip(*known, strict=True))
    (_, done, same, rest, lately, *months), (_, whole, before, coming, over, *of) = numbers, bases
    year = [place for place, period in enumerate(spans.months) if period.since >= spans.done.since]
    if each.of is None:
        pairs = [(months[at], months[at - MONTHS]) for at in year if at >= MONTHS]
        return forecast.count(done, same, rest, *(zip(*pairs, strict=True) if pairs else ((), ())))
    coming = coming * (whole / before if before else 0)
    found = forecast.rate((done, lately), (whole, over, coming), (months[-MONTHS:], of[-MONTHS:]), each.proportion)
    factor = each.factor(Period(spans.done.since, date(spans.done.since.year, 12, 31)))
    return found and Forecast(found.mean * factor, found.low * factor, found.high * factor)


def _said(found: Forecast | None, so_far: float | None, low: float | None, high: float | None) -> str:
    """Without a forecast, how the year so far lies."""
    if found is None:
        return "" if so_far is None else IN if _within(so_far, low, high) else OUT
    ends = _within(found.low, low, high), _within(found.high, low, high)
    if all(ends):
        return IN
    apart = (low is not None and found.high < low) or (high is not None and found.low > high)
    return OUT if apart else LIKELY_IN if _within(found.mean, low, high) else LIKELY_OUT


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
