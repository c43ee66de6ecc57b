"""The backlog read: ages of what is pending, nodes where it waits, the oldest cases, the queues.

Knows the answers as they are handed in. Must not know queries.
"""

from dash import html

from components import body, drill, notices, numbers, tables, words
from components.figures.graph import Figure, axis, graph, layout, whole
from components.tables import Col
from components.theme import colours
from data.answer import Answer
from data.ask import Ask
from data.catalogue import glossary, masking
from data.definitions.dimensions import ACTIVITY, HOLDER
from data.definitions.indicators.backlog import AGES, LONG_1, LONG_2, LONG_3
from data.definitions.indicators.flow import ACCEPTED, CONCLUDED, DISPOSITION, PENDING
from data.text import Text

AGES_SAY = Text("未结 {pending} 件，其中满 6 个月 {old} 件（{share}），满 1 年 {older} 件",
                "{pending} cases pending, {old} of them for 6 months or more ({share}), {older} for a year or more")  # fmt: skip
LINES_AGE = Text("各条线未结案件的时长", "Age of pending cases by line")
NODES_SAY = Text("停留最多的节点：{node} {n} 件，其中满 30 天 {old} 件",
                 "Most wait at {node}: {n} cases, {old} of them for 30 days or more")  # fmt: skip
OLDEST_SAY = Text("久挂案件 {total} 件（达第二档、通常满 12 个月的 {two} 件，第三档、通常满 24 个月的 {three} 件），最早的 {shown} 件如下",
                  "{total} cases long pending ({two} past the second step, {three} past the third); the oldest {shown}:")  # fmt: skip
NO_LONG = Text("没有久挂案件", "No case is long pending")
NO_REASON = Text("数据中没有登记久挂原因；计划完成日取当前节点登记的应完成日，未登记的注明“未登记”。分档标准待本院确认。",
                 "The data record no reason. The planned end is the planned day of the present node, where one is recorded. "
                 "The steps are to be confirmed by the office.")  # fmt: skip
CASE, STANDS = Text("案件", "Case"), Text("停在", "Stands at")
SINCE, PLANNED = Text("停留自", "Since"), Text("计划完成日", "Planned end")
DAYS = Text("受理至今（自然日）", "Calendar days since acceptance")
NOT_RECORDED = Text("未登记", "not recorded")
QUEUES_SAY = Text("在手 {n} 件，加权 {weighed}；本期收 {accepted}、结 {concluded}",
                  "{n} in hand, {weighed} weighed; {accepted} came, {concluded} went")  # fmt: skip
TO_CONFIRM = Text("案件权重为建议值，待本院确认", "The weights are proposals, to be confirmed by the office")
UNIT, WEIGHED = Text("单位", "Unit"), Text("加权", "Weighed")


def ages(answer: Answer, ask: Ask):
    """Pending cases by band of age, a bar for each line."""
    if body.is_empty(answer):
        return notices.empty()
    sums = [sum(group[each.key].value or 0 for group in answer.groups) for each in AGES]
    whole, old, older = sum(sums), sum(sums[3:]), sum(sums[4:])
    share = f"{old / whole:.1%}" if whole else numbers.UNDEFINED
    says = AGES_SAY.format(pending=numbers.digits(whole), old=numbers.digits(old), share=share, older=numbers.digits(older))
    figure = graph(_stacked(answer, ask), "ages", says)
    return body.body(ask, says, html.Div([figure, _legend()]), tables.of_answer(answer, ask, "/backlog"), AGES)


def _legend() -> html.Ul:
    bands = [html.Li(str(each.label), className=f"step-{place or 'least'}") for place, each in enumerate(AGES)]
    return html.Ul(bands, className="scale")


def _stacked(answer: Answer, ask: Ask) -> Figure:
    c = colours()
    steps, dimension = (c.sunken, c.t1, c.t2, c.t3, c.t4, c.t5), answer.dimensions[-1]
    groups = [group for group in answer.groups if any(group[each.key].value for each in AGES)]
    names = [str(ask.names.value(dimension, group.codes[dimension.key])) for group in groups]
    traces = [
        {
            "type": "bar", "orientation": "h", "name": str(each.label), "y": list(range(len(groups))),
            "x": [group[each.key].value or 0 for group in groups], "hoverinfo": "text",
            "marker": {"color": steps[place], "line": {"color": c.faint, "width": 1}},
            "hovertext": [f"<b>{name}</b><br>{numbers.spoken(each, group[each.key], ask)}"
                          for name, group in zip(names, groups, strict=True)],
            "customdata": [drill.behind(ask, each, group, answer.dimensions) for group in groups],
        }
        for place, each in enumerate(AGES)
    ]  # fmt: skip
    most = max((sum(group[each.key].value or 0 for each in AGES) for group in groups), default=0)
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names}
    return {"data": traces, "layout": layout(
        max(100, 28 * len(names) + 48), barmode="stack", bargap=0.3, xaxis=axis(nticks=5, **whole(most)),
        yaxis=axis(autorange="reversed", showgrid=False, tickfont={"color": c.ink, "size": 12}, ticklabelstandoff=8, **ticks),
    )}  # fmt: skip


def nodes(path: str):
    """Nodes with what waits at them, those where most wait first."""

    def view(answer: Answer, ask: Ask):
        first, second, *_ = answer.indicators
        groups = tuple(sorted((g for g in answer.groups if g[first.key].n), key=lambda g: (-g[first.key].n, str(g.codes))))
        if not groups:
            return notices.empty()
        most = groups[0]
        says = NODES_SAY.format(node=ask.names.value(ACTIVITY, most.codes[ACTIVITY.key]), n=numbers.digits(most[first.key].n),
                                old=numbers.digits(most[second.key].n))  # fmt: skip
        shown = tables.of_answer(Answer(groups, answer.indicators, answer.dimensions), ask, path)
        return html.Div([html.P(says, className="headline"), shown, body.foot(ask, answer.indicators)], className="drawn")

    return view


def oldest(cases, ask: Ask) -> html.Div:
    """The oldest cases, under how many have passed each step."""
    if not cases.total:
        return html.Div([html.P(str(NO_LONG), className="headline"), body.foot(ask, (LONG_1, LONG_2, LONG_3))], className="drawn")
    says = OLDEST_SAY.format(total=numbers.digits(cases.total), two=numbers.digits(cases.steps[LONG_2.key].n),
                             three=numbers.digits(cases.steps[LONG_3.key].n), shown=len(cases.rows))  # fmt: skip
    columns = [
        Col(CASE, lambda row: html.A([_name(row), html.Br(), html.Small(row["case_id"])], href=ask.case(row["case_id"]))),
        Col(UNIT, lambda row: words.listed((ask.names.of("org", row["office"]), ask.names.of("prosecutor", row["handler"])))),
        Col(Text("受理日期", "Accepted on"), lambda row: str(row["accepted_on"]), "day"),
        Col(DAYS, lambda row: numbers.digits((ask.period.until - row["accepted_on"]).days), "number"),
        Col(STANDS, lambda row: _stands(cases, row, ask)), Col(SINCE, lambda row: _of(cases, row, "occurred_on"), "day"),
        Col(PLANNED, lambda row: _of(cases, row, "planned_due_on"), "day"),
    ]
    more = html.P(html.A(words.ALL_ROWS.format(n=numbers.digits(cases.total)), href=ask.behind(LONG_1, sort="accepted_on")))
    note = html.P(str(NO_REASON), className="note muted")
    shown = tables.simple(columns, cases.rows, str(LONG_1.label))
    return html.Div([html.P(says, className="headline"), shown, more, note, body.foot(ask, (LONG_1, LONG_2, LONG_3))], className="drawn")


def _name(row) -> str:
    return masking.case_name(row["case_name"]) if row["case_name"] else ""


def _stands(cases, row, ask: Ask) -> str:
    stay = cases.stands.get(row["case_no"])
    if stay is None:
        return str(glossary.word(row["stage"]) if row["stage"] else NOT_RECORDED)
    return words.listed((ask.names.value(ACTIVITY, stay["activity"]), ask.names.value(HOLDER, stay["holder"]) if stay["holder"] else ""))


def _of(cases, row, name: str) -> str:
    stay = cases.stands.get(row["case_no"])
    return str(stay[name]) if stay and stay[name] else str(NOT_RECORDED)


def queues(path: str):
    def view(found, ask: Ask):
        if not found.rows:
            return notices.empty()
        sums = {each.key: sum(row.figures[each.key].n for row in found.rows) for each in (PENDING, ACCEPTED, CONCLUDED)}
        says = QUEUES_SAY.format(n=numbers.digits(sums[PENDING.key]), weighed=numbers.digits(sum(row.weighed for row in found.rows)),
                                 accepted=numbers.digits(sums[ACCEPTED.key]), concluded=numbers.digits(sums[CONCLUDED.key]))  # fmt: skip
        columns = [
            Col(found.level.label, lambda row: _unit(found, row, ask, path)), _column(found, PENDING, ask),
            Col(WEIGHED, lambda row: numbers.digits(row.weighed, 1), "number"),
            *(_column(found, each, ask) for each in (ACCEPTED, CONCLUDED, DISPOSITION)),
        ]  # fmt: skip
        note = html.P(str(TO_CONFIRM), className="note muted") if found.unconfirmed else None
        shown = tables.simple(columns, found.rows, str(PENDING.label))
        foot = body.foot(ask, (PENDING, ACCEPTED, CONCLUDED, DISPOSITION))
        return html.Div([html.P(says, className="headline"), shown, note, foot], className="drawn")

    return view


def _unit(found, row, ask: Ask, path: str) -> html.A:
    return html.A(str(ask.names.value(found.level, row.code)), href=drill.deeper(ask, path, found.level, row.code))


def _column(found, each, ask: Ask) -> Col:
    def cell(row):
        return tables.number(each, row.figures[each.key], ask.behind(each, **drill.texts(ask, found.level, row.code)), ask)

    return Col(each.label, cell, "number")
