"""The large table of a list: all rows, fetched as one scrolls; sorted, narrowed and its columns chosen by the reader.

Its state stands in the URL in three texts (`sort`, `cols`, `where`), which the same list's export reads too. What the grid
asks is translated into those texts and checked where lists are made; nothing else of it is believed.
Knows the grid's own words. Must not know queries.
"""

import json
import re
from collections.abc import Callable, Sequence

import dash_ag_grid
from dash import MATCH, ClientsideFunction, Input, Output, State, dcc, html

from components import gridwords, messages, numbers, values, words
from data.answer import Page
from data.ask import Ask
from data.definitions import columns as known
from data.definitions import indicators
from data.definitions.columns import Column
from data.definitions.relations import Relation
from data.errors import AppError
from data.text import Text

SHOWN_AT_FIRST, BLOCK = 12, 100
WIDTHS = {
    "case_id": 280, "case_name": 220, "type_code": 190, "office": 200, "department": 160, "problem": 260, "rule": 260,
    "document_name": 220,
}  # fmt: skip
HEIGHT = "var(--list-height)"  # of the style sheet: without one of its own the grid is 400 pixels high on every screen
BY_KIND = {"day": 116, "moment": 150, "number": 104, "chance": 120, "flag": 90, "code": 130, "text": 150}
LETTER, BESIDE_HEAD = 8, 58  # pixels
FILTERS = {"day": "agDateColumnFilter", "moment": "agDateColumnFilter", "number": "agNumberColumnFilter", "chance": "agNumberColumnFilter"}
OPTIONS = {
    "day": ["inRange", "equals", "lessThan", "greaterThan", "blank", "notBlank"],
    "number": ["equals", "greaterThanOrEqual", "lessThanOrEqual", "inRange", "blank", "notBlank"],
    "flag": ["equals", "blank", "notBlank"],
    "text": ["contains", "equals", "blank", "notBlank"],
}
COLUMNS, LISTED = Text("选择列", "Columns"), Text("“{name}”背后的清单", "The list behind “{name}”")
KEYS = Text("方向键移动，回车打开案件，表头可排序、筛选", "Arrow keys move, Enter opens the case; headers sort and filter")
RESET = Text("恢复默认", "Reset")

LOOK = {
    "backgroundColor": "var(--surface)", "foregroundColor": "var(--ink)", "textColor": "var(--ink)", "subtleTextColor": "var(--muted)",
    "headerBackgroundColor": "var(--sunken)", "headerTextColor": "var(--ink)", "chromeBackgroundColor": "var(--sunken)",
    "menuBackgroundColor": "var(--surface)", "inputBackgroundColor": "var(--surface)", "borderColor": "var(--rule)",
    "accentColor": "var(--accent)", "rowHoverColor": "var(--accent-soft)", "fontFamily": "inherit", "fontSize": 13, "spacing": 6,
    "wrapperBorderRadius": 4,
}  # fmt: skip
Rows = Callable[[str, str, dict], tuple[Page, Ask]]


def part(relation: Relation, name: str) -> dict[str, str]:
    return {"list": relation.key, "part": name}


def grid(listing, ask: Ask) -> html.Div:
    """A list (its relation, its window as the URL says it, its total) ready to fetch its rows."""
    relation, window = listing.relation, listing.window
    state = {
        "filter": {"filterModel": gridwords.model(known.of(relation.key), window.conditions)},
        "sort": {"sortModel": gridwords.sorted_by(window.sort)},
        "columnVisibility": {"hiddenColIds": hidden(relation, window.columns)},
        "columnOrder": {"orderedColIds": in_order(relation, window.columns)},
    }
    table = dash_ag_grid.AgGrid(
        id=part(relation, "grid"), rowModelType="infinite", columnDefs=[_definition(c) for c in listed(relation)],
        defaultColDef={"sortable": True, "resizable": True, "floatingFilter": False, "suppressHeaderMenuButton": False,
                       "wrapHeaderText": True, "autoHeaderHeight": True},
        getRowId="params.data.id", columnSize=None, className="grid", style={"height": HEIGHT},
        dashGridOptions=_options(state, listing.total),
        eventListeners={name: ["gridMoved(params)"] for name in ("columnVisible", "columnMoved")} | {"cellKeyDown": ["gridKey(params)"]},
    )  # fmt: skip
    said = dcc.Store(id=part(relation, "said"))
    nothing = f"{messages.EMPTY}{messages.NEXT}{messages.EMPTY_HINT}"
    facts = {"data-grid-empty": nothing, "data-grid": json.dumps(part(relation, "grid")),
             "data-columns": ",".join(shown_at_first(relation))}  # fmt: skip
    return html.Div([_toolbar(listing, ask), table, said, html.P(str(KEYS), className="muted note")], className="drawn list", **facts)


def connect(app, rows: Rows) -> None:
    """The two callbacks of every list. `rows(relation key, query of the address, what the grid asks)` is a page of the list."""

    @app.callback(
        Output({"list": MATCH, "part": "grid"}, "getRowsResponse"), Output({"list": MATCH, "part": "said"}, "data"),
        Input({"list": MATCH, "part": "grid"}, "getRowsRequest"), State({"list": MATCH, "part": "grid"}, "id"), State("url", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def fetch(request, place, search):
        return answer(rows, place["list"], search, request or {})

    said, grid_id = Input({"list": MATCH, "part": "said"}, "data"), State({"list": MATCH, "part": "grid"}, "id")
    app.clientside_callback(ClientsideFunction("grid", "said"), said, grid_id, prevent_initial_call=True)


def answer(rows: Rows, key: str, search: str, request: dict) -> tuple[dict, dict]:
    """The rows in words, and what the URL and the line above the table say from now on."""
    try:
        asked = gridwords.texts(request)
        page, ask = rows(key, search, request | asked)
    except AppError as error:
        return {"rowData": [], "rowCount": 0}, {"says": str(error), "error": True}
    first = int(request.get("startRow") or 0)
    shown = known.of(key)
    written = [_row(row, first + place, shown, page.columns, ask) for place, row in enumerate(page.rows)]
    return {"rowData": written, "rowCount": page.total}, {**asked, "says": numbers.digits(page.total)}


def listed(relation: Relation) -> list[Column]:
    columns = known.of(relation.key)
    return [columns[name] for name in relation.columns if name in columns]


def shown_at_first(relation: Relation) -> list[str]:
    return [column.name for column in listed(relation)][:SHOWN_AT_FIRST]


def hidden(relation: Relation, chosen: Sequence[str]) -> list[str]:
    """Without a choice the first twelve columns are shown; the number of the case always is."""
    shown = {"case_id", *(chosen or shown_at_first(relation))}
    return [column.name for column in listed(relation) if column.name not in shown]


def in_order(relation: Relation, chosen: Sequence[str]) -> list[str]:
    names = [column.name for column in listed(relation)]
    return list(dict.fromkeys(["case_id", *chosen, *names]))


def _options(state: dict, total: int) -> dict:
    return {
        "initialState": state,
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 10,
        "cacheOverflowSize": 1,
        "infiniteInitialRowCount": min(total, BLOCK) or 1,
        "maxConcurrentDatasourceRequests": 1,
        "rowBuffer": 0,
        "rowHeight": 32,
        "headerHeight": 34,
        "animateRows": False,
        "ensureDomOrder": True,
        "enableCellTextSelection": True,
        "tooltipShowDelay": 300,
        "theme": {"function": f"themeQuartz.withParams({json.dumps(LOOK)})"},
        "getLocaleText": {"function": "gridLocale(params)"},
    }


def _definition(column: Column) -> dict:
    kind = column.kind if column.kind in OPTIONS else {"moment": "day", "chance": "number"}.get(column.kind, "text")
    options = {"filterOptions": OPTIONS[kind], "maxNumConditions": 1, "buttons": ["apply", "reset"], "closeOnApply": True}
    found = {
        "field": column.name,
        "colId": column.name,
        "headerName": str(column.label),
        "headerTooltip": str(column.label),
        "tooltipField": column.name,
        "width": _width(column),
        "filter": FILTERS.get(column.kind, "agTextColumnFilter"),
        "filterParams": options,
    }
    if column.kind in ("number", "chance"):
        found["type"] = "rightAligned"
    own = {"cellRenderer": "CaseLink", "pinned": "left", "lockVisible": True} if column.name == "case_id" else {}
    return found | own


def _width(column: Column) -> int:
    """In pixels: at least what the longest word of its head takes beside the sign of its filter, for a word is not broken."""
    longest = max((len(word) for word in re.findall(r"[!-~]+", str(column.label))), default=0)
    return max(WIDTHS.get(column.name, BY_KIND[column.kind]), BESIDE_HEAD + LETTER * longest)


def _toolbar(listing, ask: Ask) -> html.Div:
    """What the list is, how many rows, which columns."""
    relation, key = listing.relation, ask.filters.text("behind")
    name = LISTED.format(name=indicators.ALL[key].label) if key else str(relation.label)
    count = html.B(numbers.digits(listing.total), **{"data-grid-count": relation.key})
    says = html.P([words.about(name, ""), count, f" {relation.unit}"], className="headline", **{"aria-live": "polite"})
    off = hidden(relation, listing.window.columns)
    picks = [_pick(column, column.name not in off) for column in listed(relation) if column.name != "case_id"]
    reset = html.A(str(RESET), href=ask.link(relation.path, sort=None, cols=None, where=None), className="column-reset")
    inside = [html.Summary(str(COLUMNS)), html.Div([*picks, reset], className="column-list")]
    return html.Div([says, html.Details(inside, className="columns", **{"data-picker": "columns"})], className="list-bar")


def _pick(column: Column, shown: bool) -> html.Button:
    mark = html.I(className="bi bi-check2", **{"aria-hidden": "true"})
    return html.Button([mark, str(column.label)], type="button", **{"data-column": column.name, "aria-pressed": str(shown).lower()})


def _row(row: dict, place: int, shown: dict[str, Column], names: Sequence[str], ask: Ask) -> dict[str, str]:
    said = {name: values.text(shown[name], row[name], ask) for name in names}
    return {"id": str(place), "href": ask.case(row["case_id"]), **said}
