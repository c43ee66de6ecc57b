"""Answers made by hand, and a snapshot without a database, for whoever draws: months, units, lines, one of everything odd."""

from datetime import date

from data.access import EVERYTHING, Grant, Scope
from data.answer import Answer, Figure, Group
from data.ask import Ask
from data.definitions.dimensions import CITY, LINE, PROVINCE, Dimension
from data.definitions.filters import Filters
from data.definitions.indicators.base import Indicator
from data.edition import Snapshot
from data.period import Period
from data.places import Places, Unit
from data.settings import Settings

AS_OF = date(2025, 11, 28)
MONTHS = Period(date(2023, 12, 1), AS_OF).parts("month")
UNITS = (
    Unit("100000", "最高人民检察院", None, 1, "100000", "100000"),
    Unit("420000", "湖北省人民检察院", "100000", 2, "420000", "420000"),
    Unit("110000", "北京市人民检察院", "100000", 2, "110000", "110000"),
    Unit("420100", "武汉市人民检察院", "420000", 3, "420000", "420100", 1),
    Unit("420600", "襄阳市人民检察院", "420000", 3, "420000", "420600", 2),
    Unit("420500", "宜昌市人民检察院", "420000", 3, "420000", "420500", 3),
)


class Paper(Snapshot):
    """What a question needs to know of a snapshot, without any rows."""

    about = {"as_of": AS_OF, "statistical_day": 26, "first_on": date(2020, 12, 1), "snapshot_id": "handmade"}
    supplied = {"cases": 10, "persons": 10, "events": 10}
    places = Places(UNITS)
    departments = {"420102-0003": "第一检察部"}
    prosecutors = {"420102-0007": "陈晓"}

    def fetch(self, statement):
        raise AssertionError("a view asked the database")


def ask(grant: Grant = EVERYTHING, **texts: str) -> Ask:
    return Ask(Scope(Paper("handmade"), grant), Filters.of(texts), Settings())


def figure(each: Indicator, size: float) -> Figure:
    """Plausible parts for an indicator; None for a size of none, withheld for one below the minimum."""
    if each.of is None and each.q is None:
        return Figure(size, size, None, int(size))
    if size < 5:
        return Figure(None, size if each.of else None, size if each.of else None, int(size), withheld=size > 0)
    if each.q is not None:
        return Figure(size * 1.5, None, None, int(size))
    return Figure(0.3, round(size * 0.3), size, int(size))


def monthly(*indicators: Indicator, months=MONTHS) -> Answer:
    sizes = [120 + (place * 37) % 60 for place in range(len(months))]
    return Answer(tuple(group({}, month, size, indicators) for month, size in zip(months, sizes, strict=True)), indicators)


def group(codes: dict, period: Period, size: float, indicators) -> Group:
    return Group(codes, period, {each.key: figure(each, size) for each in indicators})


def by(dimension: Dimension, sizes: dict, *indicators: Indicator) -> Answer:
    period = ask().period
    groups = tuple(group({dimension.key: code}, period, size, indicators) for code, size in sizes.items())
    return Answer(groups, indicators, (dimension,))


CITIES = {"420100": 6200, "420600": 815, "420500": 3, None: 12}
LINES = {"arrest": 5200, "prosecution": 610, "juvenile": 0, "other": 4}
PROVINCES = {"110000": 151_200, "420000": 98_300}


def by_city(*indicators: Indicator) -> Answer:
    return by(CITY, CITIES, *indicators)


def by_line(*indicators: Indicator) -> Answer:
    return by(LINE, LINES, *indicators)


def by_province(*indicators: Indicator) -> Answer:
    return by(PROVINCE, PROVINCES, *indicators)


def nothing(dimension: Dimension | None, *indicators: Indicator) -> Answer:
    return Answer((), indicators, (dimension,) if dimension else ())
