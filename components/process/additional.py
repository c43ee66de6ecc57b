"""案-件比: what further items the cases caused, by cause, each with its cases. No target, no rank.

Knows a composition. Must not know queries.
"""

from dash import html

from components import body, notices, numbers
from components.export import COUNT, DECIMAL, PERCENT
from components.process import rows
from components.process.rows import Col
from data.ask import Ask
from data.definitions.indicators import flow
from data.definitions.indicators import process as records
from data.text import Text

CAUSES = {
    "law": Text("依法应有", "unavoidable by law"),
    "others": Text("他方所致", "caused by others"),
    "avoidable": Text("可以避免", "avoidable"),
}
SAYS = Text("审查起诉 {base} 件，另有 {extra} 件由其引起，案-件比 1 : {ratio}；其中{parts}",
            "{base} prosecutions caused {extra} further items, a ratio of 1 : {ratio}: {parts}")  # fmt: skip
NOTE = Text("何者计件及其分类见 data/catalogue/additional.csv，均待本院确认；案件类别与条线的筛选不作用于此处。"
            "只作分析，不设目标、不排名。",
            "What counts, and its class, stands in data/catalogue/additional.csv and is to be confirmed; filters on line and type do "
            "not act here. For analysis only: no target, no rank.")  # fmt: skip
ITEM, CAUSE, TIMES = Text("增加的件", "Further item"), Text("分类（待确认）", "Class (to be confirmed)"), Text("件数", "Items")
COMMA = Text("，", ", ")
SHARE, PER_HUNDRED = Text("占增加件", "Share of further items"), Text("每百案", "Per hundred cases")


def view(found, ask: Ask):
    if not found.base:
        return notices.empty()
    parts = [f"{label} {numbers.digits(found.of(cause))}" for cause, label in CAUSES.items()]
    says = SAYS.format(base=numbers.digits(found.base), extra=numbers.digits(found.extra),
                       ratio=f"{(found.base + found.extra) / found.base:.2f}", parts=str(COMMA).join(parts))  # fmt: skip
    bar = [
        html.Span(str(label), className=f"held held-{place}", title=str(label), style={"flexGrow": str(found.of(cause))})
        for place, (cause, label) in enumerate(CAUSES.items(), 1) if found.of(cause)
    ]  # fmt: skip
    table = rows.screen(_columns(found), _ordered(found), says)
    note = html.P(str(NOTE), className="muted note")
    parts = [html.P(says, className="headline"), html.Div(bar, className="held-bar"), table, note]
    return html.Div([*parts, body.foot(found.ask, (flow.ACCEPTED, records.STEPS))], className="drawn")


def _ordered(found) -> list:
    return sorted(found.items, key=lambda item: (-item.n, item.what.code))


def _columns(found) -> list[Col]:
    return [
        Col(ITEM, lambda item: str(item.what.label)), Col(CAUSE, lambda item: str(CAUSES[item.what.cause])),
        Col(TIMES, lambda item: item.n, COUNT, lambda item: _behind(found, item)),
        Col(SHARE, lambda item: item.n / found.extra, PERCENT), Col(PER_HUNDRED, lambda item: item.n / found.base * 100, DECIMAL),
    ]  # fmt: skip


def _behind(found, item) -> str:
    if item.what.kind == "type":
        return found.ask.behind(flow.ACCEPTED, type=item.what.code)
    return found.ask.behind(records.STEPS, activity=item.what.code)


def file(found, ask: Ask):
    return rows.file(_columns(found), _ordered(found))
