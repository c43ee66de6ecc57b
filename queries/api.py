"""The answers of the command line and of the JSON addresses: one outer object that names snapshot, day and filters.

Knows the shapes of design: figures, list, flow. Must not know Flask or argv.
"""

from collections.abc import Mapping
from datetime import date, datetime

from data.ask import Ask
from data.catalogue import masking
from data.definitions import columns, dimensions, indicators, relations
from data.errors import BadFilter
from data.text import Text
from queries import coarse, lists, measure, series
from queries import flow as flows
from queries import risk as risks

UNKNOWN = Text("没有{what}“{key}”；可用：{known}", "There is no {what} “{key}”; known: {known}")
GRAINS = ("month", "smonth", "quarter", "half", "year")
INDICATOR, DIMENSION, RELATION = Text("指标", "indicator"), Text("维度", "dimension"), Text("清单", "list")


def figures(ask: Ask, indicator: str, by: str = "") -> dict:
    """One object per group: the dimension keys, then each indicator with value, numerator, denominator and n.

    `by` names dimensions and at most one grain of time (month, smonth, quarter, half, year).
    """
    wanted = [_named(indicators.ALL, key, INDICATOR) for key in indicator.split(",") if key]
    if not wanted:
        raise BadFilter(UNKNOWN, what=INDICATOR, key=indicator, known=", ".join(indicators.ALL))
    keys = [key for key in by.split(",") if key]
    grain = next((key for key in keys if key in GRAINS), None)
    over = [_named(dimensions.ALL, key, DIMENSION) for key in keys if key != grain]
    coarse.check_days(ask, grain)
    periods = ask.period.parts(grain, ask.scope.snapshot.statistical_day) if grain else [ask.period]
    groups = series.groups(ask, wanted, periods) if grain and not over else measure.measured(ask, wanted, over, periods).groups
    return _outer(ask, {"period": {"since": str(ask.period.since), "until": str(ask.period.until)},
                        "rows": [{**({grain: str(group.period)} if grain else {}), **group.json()} for group in groups]})


def listed(ask: Ask, relation: str, first: int = 0, size: int = 500) -> dict:
    """A list of row objects, at most 500 at a time, and how many there are."""
    page = lists.page(_named(relations.ALL, relation, RELATION), ask, first, size)
    about = columns.of(relation)
    return _outer(ask, {"total": page.total, "first": first, "rows": [_plain(page, row, about) for row in page.rows]})


def flow(ask: Ask) -> dict:
    ask.check_rows()
    return _outer(ask, flows.flow(ask))


def risk(ask: Ask) -> dict:
    """Of every forecast: what is expected of whom in the days ahead, and how the test went, band by band."""
    ask.check_rows()
    return _outer(ask, {"models": risks.plain(ask)})


def _outer(ask: Ask, inner: Mapping) -> dict:
    return {"snapshot": ask.scope.snapshot.key, "as_of": str(ask.scope.as_of), "filters": dict(ask.filters.texts), **inner}


def _plain(page, row, about: Mapping[str, columns.Column]) -> dict:
    """Names of parties are masked: nobody gives a reason to an interface."""
    return {name: masking.masked(name, str(row[name])) if about[name].personal and row[name] else plain(row[name]) for name in page.columns}


def plain(value):
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _named(known: Mapping, key: str, what: Text):
    if key not in known:
        raise BadFilter(UNKNOWN, what=what, key=key, known=", ".join(known))
    return known[key]
