"""Routes of finished cases, and their returns and extensions: how many cases, which part of all, how many days.

Knows paths. Must not know queries.
"""

from dash import html

from components import body, chips, notices, numbers, words
from components.export import COUNT, DECIMAL, PERCENT
from components.process import rows
from components.process.drawing import DAYS
from components.process.rows import Col
from data.ask import Ask
from data.definitions.indicators import process as records
from data.text import Text

ROUTE, PATTERN = Text("办案路径（主干关键环节）", "Route (milestones)"), Text("退延次序", "Returns and extensions in order")
CASES, SHARE, UPTO = Text("案件数", "Cases"), Text("占比", "Share"), Text("累计占比", "Cumulative share")
MEDIAN = Text("全程中位数（自然日）", "Median, acceptance to end (calendar days)")
P90 = Text("全程九成位数（自然日）", "90th percentile (calendar days)")
SAYS_ROUTES = Text(
    "{type}：统计期内流程结束 {total} 件，走过 {kinds} 种路径；最常见的 {shown} 种占 {share}，首位一种占 {first}",
    "{type}: {total} processes ended in the period by {kinds} routes; the {shown} most frequent make up {share}, the first {first}",
)
SAYS_REWORK = Text(
    "{type}：统计期内流程结束 {total} 件，其中退查 {returned} 件、延长 {extended} 件、二次退查且三次延长（三延两退）{worst} 件",
    "{type}: {total} processes ended in the period; {returned} had been returned, {extended} extended, {worst} returned twice and "
    "extended three times",
)


def routes(found, ask: Ask):
    if found is None or not found.total:
        return notices.empty()
    says = SAYS_ROUTES.format(
        type=ask.names.of("case_type", found.type_code), total=numbers.digits(found.total), kinds=numbers.digits(found.kinds),
        shown=len(found.shown), share=f"{found.coverage:.0%}", first=f"{found.shown[0].n / found.total:.0%}",
    )  # fmt: skip
    bars = [_route(each, found) for each in found.shown]
    return _panel(says, [html.Ol(bars, className="routes")], _columns(found, ROUTE, _named), found)


def _named(each) -> str:
    return " → ".join(map(str, each.acts))


def _route(each, found) -> html.Li:
    steps = [html.Span(str(act), className="route-step") for act in each.acts]
    share = each.n / found.total
    link = html.A(words.bracketed(numbers.digits(each.n), f"{share:.1%}"), href=_behind(found, "route", each), className="route-number")
    days = html.Span(DAYS.format(days=rows.written(DECIMAL, each.median)), className="route-days") if each.median is not None else None
    bar = html.Span(html.Span(className="unit-fill", style={"width": f"{share * 100:.1f}%"}), className="unit-bar")
    return html.Li([html.Div([link, bar, days], className="route-head"), html.Div(steps, className="route-steps")])


def reworked(found, ask: Ask):
    if found is None or not found.total:
        return notices.empty()

    def cases(holds) -> str:
        return numbers.digits(sum(each.n for each in found.shown if holds(each.key)))

    says = SAYS_REWORK.format(
        type=ask.names.of("case_type", found.type_code), total=numbers.digits(found.total), returned=cases(lambda key: "R" in key),
        extended=cases(lambda key: "E" in key), worst=cases(lambda key: key.count("R") == 2 and key.count("E") == 3),
    )  # fmt: skip
    columns = _columns(found, PATTERN, lambda each: chips.signs(each.key))
    return _panel(says, [], columns, found)


def _panel(says: str, drawn: list, columns: list[Col], found) -> html.Div:
    table = rows.screen(columns, list(found.shown), says)
    parts = [*drawn, body.folded(table)] if drawn else [table]
    return html.Div([html.P(says, className="headline"), *parts, body.foot(found.ask, (records.FLOW_ENDED,))], className="drawn")


def _columns(found, label: Text, name) -> list[Col]:
    key = "route" if label is ROUTE else "rework"
    upto: dict[str, int] = {}
    for each in found.shown:
        upto[each.key] = each.n + max(upto.values(), default=0)
    return [
        Col(label, name), Col(CASES, lambda each: each.n, COUNT, lambda each: _behind(found, key, each)),
        Col(SHARE, lambda each: each.n / found.total, PERCENT), Col(UPTO, lambda each: upto[each.key] / found.total, PERCENT),
        Col(MEDIAN, lambda each: each.median, DECIMAL), Col(P90, lambda each: each.p90, DECIMAL),
    ]  # fmt: skip


def _behind(found, key: str, each) -> str:
    return found.ask.behind(records.FLOW_ENDED, **{key: each.key})


def routes_file(found, ask: Ask):
    return rows.file(_columns(found, ROUTE, _named), list(found.shown)) if found else rows.file([], [])


def rework_file(found, ask: Ask):
    return rows.file(_columns(found, PATTERN, lambda each: chips.signs(each.key)), list(found.shown)) if found else rows.file([], [])
