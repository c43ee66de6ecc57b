"""Who holds the cases: the days between events by holder, what part is the office's own, and where cases are now.

Knows holders found. Must not know queries.
"""

from dash import html

from components import body, messages, notices, numbers
from components.export import COUNT, DECIMAL, PERCENT
from components.process import rows
from components.process.rows import Col
from data.ask import Ask
from data.definitions.indicators import process as records
from data.definitions.indicators import stays
from data.period import Period
from data.text import Text

HOLDER, DAYS, SHARE = Text("案件所在", "Held by"), Text("合计（件·自然日）", "Case-days (calendar)"), Text("占比", "Share")
STAYS, MEAN = Text("段数", "Stretches"), Text("每段平均自然日", "Mean calendar days")
NOW, MOST = Text("目前在此（件）", "Now there (cases)"), Text("主要停留在", "Mostly after")
SAYS = Text("{type}：统计期内结束的各段共 {days} 件·日，其中本院 {own}，{other} {share}",
            "{type}: stretches that ended in the period make {days} case-days, {own} in the own office, {share}: {other}")  # fmt: skip
SAYS_OWN = Text("{type}：统计期内结束的各段共 {days} 件·日，全部在本院",
                "{type}: the stretches that ended in the period make {days} case-days, all in the own office")  # fmt: skip
BY_CATALOGUE = Text("数据中没有“案件所在”，按节点目录推定（data/catalogue/holders.csv，待确认）。",
                    "The data do not say who holds a case: told by the node (data/catalogue/holders.csv, to be confirmed).")  # fmt: skip
OWN = "own_office"
SMALL = 0.06  # a part of the bar in which no word has room


def view(found, ask: Ask):
    if found is None or not found.total:
        return notices.empty()
    says = _says(found, ask)
    parts = [html.P(says, className="headline"), _bar(found, ask), rows.screen(_columns(found, ask), list(found.held), says)]
    if not found.given:
        parts.append(html.P(str(BY_CATALOGUE), className="muted note"))
    return html.Div([*parts, body.foot(found.ask, (records.TRANSITIONS, stays.WAITING))], className="drawn")


def _says(found, ask: Ask) -> str:
    said = {"type": ask.names.of("case_type", found.type_code), "days": numbers.digits(found.total)}
    share = {each.holder: each.days / found.total for each in found.held}
    others = [each for each in found.held if each.holder != OWN and each.days]
    if not others:
        return SAYS_OWN.format(**said)
    other = others[0].holder
    return SAYS.format(**said, own=f"{share.get(OWN, 0):.1%}", other=ask.names.of("holder", other), share=f"{share[other]:.1%}")


def _bar(found, ask: Ask) -> html.Div:
    """All case-days as one bar; the own office first, so that its part is seen at once."""
    ordered = sorted((each for each in found.held if each.days), key=lambda each: (each.holder != OWN, -each.days))
    parts = []
    for place, each in enumerate(ordered):
        share, name = each.days / found.total, str(ask.names.of("holder", each.holder))
        said = f"{name} {share:.0%}"
        look, wide = f"held held-{min(place + 1, 6)}", {"flexGrow": f"{share * 1000:.0f}"}
        inner = said if share > SMALL else ""
        parts.append(html.A(inner, href=_behind(found, each), title=said, className=look, style=wide, **{"aria-label": said}))
    return html.Div(parts, className="held-bar")


def _behind(found, each) -> str:
    return found.ask.behind(records.TRANSITIONS, **each.texts)


def _columns(found, ask: Ask) -> list[Col]:
    today = Period(ask.scope.as_of, ask.scope.as_of)
    return [
        Col(HOLDER, lambda each: str(ask.names.of("holder", each.holder))), Col(DAYS, lambda each: each.days, COUNT),
        Col(SHARE, lambda each: each.days / found.total, PERCENT),
        Col(STAYS, lambda each: each.n, COUNT, lambda each: _behind(found, each)),
        Col(MEAN, lambda each: each.days / each.n if each.n else None, DECIMAL),
        Col(NOW, lambda each: each.waiting, COUNT, lambda each: found.ask.behind(stays.WAITING, today, **each.texts)),
        Col(MOST, lambda each: str(messages.OR).join(str(ask.names.of("node", node)) for node, _, _ in each.nodes[:3])),
    ]  # fmt: skip


def file(found, ask: Ask):
    return rows.file(_columns(found, ask), list(found.held)) if found else rows.file([], [])
