"""Pages whose answers are made by hand, for tests of what surrounds them: a figure, a table, an error for readers, a bug."""

import time

from dash import dcc, html

from components.figures.graph import axis, graph, layout
from data.answer import Answer, Figure, Group
from data.answer import Page as Window
from data.ask import Ask
from data.definitions import dimensions, filters, indicators
from data.definitions.relations import CASES, EVENTS
from data.text import Text
from pages.page import Page, Panel

ACCEPTED, CLEARANCE, MEDIAN = indicators.ALL["accepted"], indicators.ALL["clearance"], indicators.ALL["median_days"]
OFFERED = (
    filters.ORG, filters.ALL["line"], filters.ALL["type"], filters.PERIOD, filters.ALL["custody"], filters.UNIT, filters.SEARCH,
)  # fmt: skip


def by_city(ask: Ask) -> Answer:
    """Two cities; the second has too few cases for a rate. What is asked shows in the numbers."""
    more = 1000 if ask.filters.text("line") else 0
    figures = (Figure(1234 + more, 1234 + more, None, 1234), Figure(0.9876, 81, 82, 82), Figure(41.5, None, None, 80))
    few = (Figure(3, 3, None, 3), Figure(None, 1, 2, 2, True), Figure(None, None, None, 2, True))
    groups = tuple(
        Group({"city": code}, ask.period, dict(zip(("accepted", "clearance", "median_days"), found, strict=True)))
        for code, found in (("420100", figures), ("420500", few))
    )
    return Answer(groups, (ACCEPTED, CLEARANCE, MEDIAN), (dimensions.CITY,))


def bars(answer: Answer, ask: Ask) -> html.Div:
    names = [str(ask.names.value(dimensions.CITY, group.codes["city"])) for group in answer.groups]
    links = [ask.link("/", org=group.codes["city"]) for group in answer.groups]
    marks = {"type": "bar", "x": names, "y": [group["accepted"].value for group in answer.groups], "customdata": links}
    figure = {"data": [marks], "layout": layout(260, xaxis=axis("category"), yaxis=axis())}
    headline = html.P(f"{names[0]}：{answer.groups[0]['accepted'].value}", className="headline")
    return html.Div([headline, graph(figure, "bars", "cities"), dcc.Link("to the cases", href=ask.rows(CASES))])


def over_time(ask: Ask) -> Answer:
    months = ask.period.parts("month")
    figures = [Figure(100 + place, 100 + place, None, 100 + place) for place in range(len(months))]
    return Answer(tuple(Group({}, month, {"accepted": each}) for month, each in zip(months, figures, strict=True)), (ACCEPTED,))


def table(answer: Answer, ask: Ask) -> html.Div:
    rows = [html.Tr([html.Th(str(group.period.label), scope="row"), html.Td(group["accepted"].value)]) for group in answer.groups]
    return html.Div(html.Table(html.Tbody(rows), className="plain"))


def refused(ask: Ask):
    return ask.scope.rows(EVENTS)


def broken(_: Ask):
    return 1 // 0


def window(ask: Ask) -> Window:
    row = {"case_id": "A1", "case_name": "=cmd", "accepted_on": ask.scope.as_of, "type_code": "0301"}
    return Window([row], tuple(row), 1)


def rows(ask: Ask):
    batch = [(f"A{n}", f"=cmd{n}", ask.scope.as_of, "420102") for n in range(3)]
    return ("case_id", "case_name", "accepted_on", "office"), iter([batch, batch])


def slow(ask: Ask) -> str:
    """As slow as the question wants: a late answer is one whose question said so."""
    if ask.filters.text("q").startswith("slow"):
        time.sleep(1.2)
    return ask.filters.text("q") or "nothing"


HOME = Page(
    "home", "/", Text("总览", "Overview"), OFFERED,
    (
        Panel("cities", Text("各市受理", "Accepted by city"), by_city, bars, note=Text("手工答案", "made by hand")),
        Panel("months", Text("受理走势", "Accepted over time"), over_time, table),
        Panel("missing", Text("未提供", "Not supplied"), refused, table, exports=False),
        Panel("broken", Text("出错", "Broken"), broken, table),
        Panel("echo", Text("回声", "Echo"), slow, lambda said, _: html.P(said, className="echo"), 12, exports=False),
    ),
)  # fmt: skip
OTHER = Page(
    "other", "/other", Text("其他", "Other"), OFFERED,
    (
        Panel("echo", Text("回声", "Echo"), slow, lambda said, _: html.P(said, className="echo-other"), 12, exports=False),
        Panel("window", Text("清单", "A list"), window, lambda *_: html.P("list"), relation=CASES),
        Panel("rows", Text("全部行", "All rows"), window, lambda *_: html.P("rows"), stream=rows, relation=CASES),
    ),
)  # fmt: skip
BODY = Page("body", "/body", Text("整页", "Whole"), body=lambda ask: html.P(f"body {ask.filters.text('case')}"), menu=False)
GROUPED = tuple(
    Page(name, f"/{name}", Text(zh, en), body=lambda ask: html.P("grouped", className="echo-grouped"), group=Text("一组", "Together"))
    for name, zh, en in (("first", "其一", "The first"), ("second", "其二", "The second"))
)
PAGES = (HOME, OTHER, BODY, *GROUPED)


