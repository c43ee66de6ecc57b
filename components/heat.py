"""Nodes by units as a table whose cells carry how far they lie from what is usual at the node: a sign, a word, then a colour.

Knows the answer as it is handed in. Must not know queries.
"""

from dash import html

from components import body, drill, notices, numbers, views, words
from components.tables import framed
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY, LINE
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_OVER, STAY_P90, STAYS, WAIT_CLEAR, WAITING
from data.text import Text

SIGNS = {2: "▲▲", 1: "▲", 0: "", -1: "▽"}
SAID = {
    2: Text("远高于通常", "much above usual"), 1: Text("高于通常", "above usual"), 0: Text("与通常相近", "as usual"),
    -1: Text("低于通常", "below usual"), None: Text("样本不足，不比较", "too few to compare"),
}  # fmt: skip
USUAL = Text("通常（各单位居中者）", "Usual (the middle unit)")
FINDING = Text("{who}在“{node}”（{line}）{name} {value}，通常 {usual}", "{who} at “{node}” ({line}): {name} {value}, usually {usual}")
OTHERS = Text("；另有 {n} 处远高于通常", "; {n} more much above usual")
CALM = Text("{name}：各单位各节点均未远高于通常", "{name}: nowhere much above what is usual")
LEGEND = Text("▲▲ 至少为通常的 2 倍且多 3 天 · ▲ 至少 1.5 倍且多 2 天 · ▽ 明显更短 · ↗↘ 与上年同期相比 · 少于 10 次停留不比较",
              "▲▲ twice the usual and three days more · ▲ half as much again and two days more · ▽ clearly shorter · "
              "↗↘ against a year before · fewer than ten stays are not compared")  # fmt: skip
WAITING_SAYS = Text("停留中按清空所需天数比较，单位大小不影响颜色",
                    "The number waiting is compared by the days to clear it, so that size has no colour")  # fmt: skip
PERCENT_SAYS = Text("占比以百分点计", "Shares by percentage points")
CAPTION = Text("各单位各节点：{name}", "Units and nodes: {name}")
WIDE_CHANGE = 0.25


def view(path: str):
    def drawn(found, ask: Ask):
        chooser = views.chosen(OFFERED, found.measure, ask, path)
        if not found.units or not found.nodes:
            return html.Div([chooser, notices.empty()])
        notes = (LEGEND, WAITING_SAYS if found.measure is WAITING else "", PERCENT_SAYS if found.measure.percent else "")
        legend = html.P(words.listed(notes), className="note muted")
        table = html.Div(_table(found, ask, path), className="heat")
        inner = html.Div([table, legend])
        return html.Div([chooser, body.body(ask, headline(found, ask), inner, _plain(found, ask), (found.measure, STAYS), "")])

    return drawn


OFFERED = (STAY_MEDIAN, STAY_P90, WAITING, STAY_OVER)


def headline(found, ask: Ask) -> str:
    longest = found.longest()
    if not longest:
        return CALM.format(name=found.measure.label)
    unit, node = longest[0]
    figure, usual = found.cells[longest[0]].now[found.measure.key], found.usual.get(node)
    said = FINDING.format(
        who=ask.names.value(found.level, unit), node=ask.names.value(ACTIVITY, node[1]), line=ask.names.value(LINE, node[0]),
        name=found.measure.label, value=numbers.with_unit(found.measure, figure), usual=_usual(found, usual),
    )  # fmt: skip
    return said + (OTHERS.format(n=len(longest) - 1) if len(longest) > 1 else "")


def _usual(found, usual: float | None) -> str:
    compared = WAIT_CLEAR if found.measure is WAITING else found.measure
    return numbers.UNDEFINED if usual is None else numbers.plain(compared, usual)


def _table(found, ask: Ask, path: str) -> html.Div:
    heads = [html.Th(str(found.level.label), scope="col"), *(_head(node, ask) for node in found.nodes)]
    rows = [html.Tr([_name(found, unit, ask, path), *(_cell(found, unit, node, ask) for node in found.nodes)]) for unit in found.units]
    usual = html.Tr([html.Th(str(USUAL), scope="row"), *(html.Td(_usual(found, found.usual.get(node))) for node in found.nodes)])
    usual.className = "usual"
    return framed(heads, [usual, *rows], CAPTION.format(name=found.measure.label))


def _head(node, ask: Ask) -> html.Th:
    return html.Th([html.Small(str(ask.names.value(LINE, node[0]))), str(ask.names.value(ACTIVITY, node[1]))], scope="col")


def _name(found, unit, ask: Ask, path: str) -> html.Th:
    return html.Th(html.A(str(ask.names.value(found.level, unit)), href=drill.deeper(ask, path, found.level, unit)), scope="row")


def _cell(found, unit, node, ask: Ask) -> html.Td:
    cell, each = found.cells[unit, node], found.measure
    figure = cell.now[each.key]
    if figure.value is None or (not figure.n and not cell.now[STAYS.key].n):
        return html.Td(html.Span(numbers.UNDEFINED, className="muted", title=_spoken(cell, ask)))
    texts = {**drill.texts(ask, found.level, unit), **drill.texts(ask, LINE, node[0]), "activity": node[1]}
    href = ask.behind(each, found.period, **texts)
    sign, trend = SIGNS.get(cell.deviation, ""), _trend(each, figure, cell.before[each.key])
    said = str(SAID[cell.deviation])
    signs = [html.Span(text, className="sign", **{"aria-hidden": "true"}) for text in (sign, trend) if text]
    inside = [numbers.shown(each, figure), *signs, html.Span(said, className="visually-hidden")]
    look = "few" if cell.deviation is None else f"away-{cell.deviation}".replace("--", "-less-")
    return html.Td(html.A(inside, href=href, title=f"{said} · {_spoken(cell, ask)}"), className=look)


def _trend(each, now, before) -> str:
    """An arrow where it moved by a quarter and a day (or a point) against a year before; nothing where either is missing."""
    if now.value is None or before.value is None or min(now.n, before.n) < 10:
        return ""
    moved = now.value - before.value
    enough = abs(moved) >= max(0.01 if each.percent else 1, WIDE_CHANGE * before.value)
    return ("↗" if moved > 0 else "↘") if enough else ""


def _spoken(cell, ask: Ask) -> str:
    return " · ".join(numbers.spoken(each, cell.now[each.key], ask) for each in (WAITING, STAY_MEDIAN, STAY_P90, STAY_OVER))


def _plain(found, ask: Ask) -> html.Div:
    """All figures of each cell, for those who read."""
    shown = (WAITING, STAYS, STAY_MEDIAN, STAY_P90, STAY_OVER)
    heads = [html.Th(str(label), scope="col") for label in (found.level.label, LINE.label, ACTIVITY.label, *(each.label for each in shown))]
    rows = []
    for (unit, node), cell in found.cells.items():
        names = [str(ask.names.value(d, code)) for d, code in zip((found.level, LINE, ACTIVITY), (unit, *node), strict=True)]
        figures = [html.Td(numbers.shown(each, cell.now[each.key]), className="number") for each in shown]
        rows.append(html.Tr([html.Th(names[0], scope="row"), *(html.Td(name) for name in names[1:]), *figures]))
    return framed(heads, rows, CAPTION.format(name=found.measure.label))
