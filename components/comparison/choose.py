"""What is compared, at which level, adjusted for what: rows of links, and what the office has settled about the indicator.

Knows what may be chosen, handed in. Must not know queries.
"""

from dash import html

from components import definition, words
from components.links import current
from data.ask import Ask
from data.catalogue import measures
from data.definitions import standing
from data.definitions.indicators.base import Kind
from data.text import Text

PATH = "/comparison"
INDICATOR, LEVEL, ADJUSTED = Text("指标", "Indicator"), Text("比较层级", "Level"), Text("调整因素", "Adjusted for")
OTHER = Text("更换指标", "choose another")
SAYS = Text("{name}：{state}，口径第 {version} 版", "{name}: {state}, version {version} of its formula")
WITH = Text("须与“{name}”一并看", "to be read together with “{name}”")
WINDOW, WINDOWS = Text("自身走势", "Own trend by"), {
    "": Text("单月", "single months"), "3": Text("滚动3个月", "3 months rolling"), "12": Text("滚动12个月", "12 months rolling"),
}  # fmt: skip
USED = Text("调整时按{strata}分层，各层以全体同层的比率为期望",
            "adjusted within strata of {strata}: expected is the rate of all in the same stratum")
NOT_USED = Text("该指标不作构成调整", "this indicator is not adjusted for mix")
CONFIRMED, UNCONFIRMED = Text("口径已确认", "formula confirmed"), Text("口径待本院确认", "formula to be confirmed by the office")


def choose(found, ask: Ask) -> html.Div:
    settled = standing.of(found.now.key)
    state = CONFIRMED if settled.confirmed else UNCONFIRMED
    said = [SAYS.format(name=found.now.label, state=state, version=standing.version(found.now))]
    said += [WITH.format(name=found.counterpart.label)] if found.counterpart else []
    names = [str(each.label) for each in found.used]
    said.append(USED.format(strata=words.listed(names)) if names else str(NOT_USED))
    parts = [html.P(words.sentence(said), className="headline"), _indicators(found, ask), _levels(found, ask), _strata(found, ask),
             *([] if found.now.kind is Kind.STOCK else [_windows(ask)])]
    return html.Div([*parts, definition.folded([found.now, *([found.counterpart] if found.counterpart else [])], ask)], className="chooser")


def _indicators(found, ask: Ask) -> html.Details:
    rows = [
        _row(str(measures.groups()[code]), [(str(each.label), each == found.now, ask.link(PATH, indicator=each.key)) for each in members])
        for code, members in found.groups.items()
    ]
    said = [html.Span(str(INDICATOR), className="muted"), html.B(str(found.now.label)), html.Span(str(OTHER), className="choice")]
    return html.Details([html.Summary(said), *rows], className="chooser-indicators")


def _levels(found, ask: Ask) -> html.Div:
    return _row(str(LEVEL), [(str(each.label), each == found.level, ask.link(PATH, tier=each.key)) for each in found.levels])


def _strata(found, ask: Ask) -> html.Div:
    return _row(str(ADJUSTED), [(str(each.label), each == found.strata, ask.link(PATH, strata=each.key)) for each in found.sets])


def _windows(ask: Ask) -> html.Div:
    now = ask.filters.text("window")
    return _row(str(WINDOW), [(str(label), key == now, ask.link(PATH, window=key or None)) for key, label in WINDOWS.items()])


def _row(label: str, choices: list[tuple[str, bool, str]]) -> html.Div:
    links = [html.A(name, href=href, className="choice", **current(chosen)) for name, chosen, href in choices]
    row = html.Nav(links, className="choices", **{"aria-label": label})
    return html.Div([html.Span(label, className="muted"), row], className="chooser-row")
