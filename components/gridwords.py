"""The grid's words for order and conditions, and the URL's, both ways.

`sort=-accepted_on,days` · `where=status:equals:handling;days:least:100`: two conditions on one column are the ends of a range.
Pure translation of what a browser sends; which columns exist is checked where lists are made.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from data.definitions.columns import Column
from data.errors import BadFilter
from data.text import Text

TO_URL = {
    "contains": "contains", "equals": "equals", "greaterThanOrEqual": "least", "lessThanOrEqual": "most",
    "blank": "blank", "notBlank": "filled",
}  # fmt: skip
TO_GRID = {how: word for word, how in TO_URL.items()}
FILTER_TYPE = {"day": "date", "moment": "date", "number": "number", "chance": "number"}
DAY = timedelta(days=1)
UNREADABLE = Text("列筛选无法识别", "The condition on a column cannot be read")


def texts(request: Mapping) -> dict[str, str]:
    """What a grid asks for, in the texts of the URL. Raises BadFilter."""
    try:
        sort = [("-" if each.get("sort") == "desc" else "") + str(each["colId"]) for each in request.get("sortModel") or []]
        where = [part for name, model in (request.get("filterModel") or {}).items() for part in _conditions(name, model)]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BadFilter(UNREADABLE) from error
    return {"sort": ",".join(sort), "where": ";".join(where)}


def model(columns: Mapping[str, Column], conditions: Sequence) -> dict:
    """Conditions of the URL as the grid's filters, so that the reader sees and can undo them."""
    found: dict[str, list] = {}
    for each in conditions:
        found.setdefault(each.column, []).append(each)
    return {name: _filter(columns[name].kind, {each.how: each.value for each in parts}) for name, parts in found.items() if name in columns}


def sorted_by(sort: Sequence) -> list[dict[str, str]]:
    return [{"colId": each.column, "sort": "desc" if each.descending else "asc"} for each in sort]


def _conditions(name: str, asked: Mapping) -> list[str]:
    """`column:how:value`, two of them for a range."""
    kind = asked["type"]
    if kind in ("blank", "notBlank"):
        return [f"{name}:{TO_URL[kind]}"]
    if asked.get("filterType") == "date":
        return [f"{name}:{how}:{day}" for how, day in _days(kind, asked)]
    if kind == "inRange":
        return [f"{name}:least:{float(asked['filter']):g}", f"{name}:most:{float(asked['filterTo']):g}"]
    return [f"{name}:{TO_URL[kind]}:{_written(str(asked['filter']))}"]


def _written(value: str) -> str:
    return value.replace("%", "%25").replace(";", "%3B")


def _days(kind: str, asked: Mapping) -> list[tuple[str, date]]:
    """Both ends belong to a range; before and after do not hold the day itself."""
    first = date.fromisoformat(asked["dateFrom"][:10])
    if kind == "inRange":
        return [("since", first), ("until", date.fromisoformat(asked["dateTo"][:10]))]
    other = {"lessThan": [("until", first - DAY)], "greaterThan": [("since", first + DAY)]}
    return [("since", first), ("until", first)] if kind == "equals" else other[kind]


def _filter(kind: str, parts: Mapping[str, str]) -> dict:
    """The conditions on one column as one filter of the grid."""
    word = FILTER_TYPE.get(kind, "text")
    for how in ("blank", "filled"):
        if how in parts:
            return {"filterType": word, "type": TO_GRID[how]}
    if word == "date":
        return _date_filter(parts)
    if {"least", "most"} <= set(parts):
        return {"filterType": word, "type": "inRange", "filter": float(parts["least"]), "filterTo": float(parts["most"])}
    how, value = next(iter(parts.items()))
    return {"filterType": word, "type": TO_GRID.get(how, "equals"), "filter": float(value) if word == "number" else value}


def _date_filter(parts: Mapping[str, str]) -> dict:
    days = {how: date.fromisoformat(value[:10]) for how, value in parts.items()}
    if {"since", "until"} <= set(days):
        kind = "equals" if days["since"] == days["until"] else "inRange"
        return {"filterType": "date", "type": kind, "dateFrom": str(days["since"]), "dateTo": str(days["until"])}
    if "since" in days:
        return {"filterType": "date", "type": "greaterThan", "dateFrom": str(days["since"] - DAY), "dateTo": None}
    day = days.get("until", next(iter(days.values())) - DAY) + DAY
    return {"filterType": "date", "type": "lessThan", "dateFrom": str(day), "dateTo": None}
