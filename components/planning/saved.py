"""Plans that were kept: the form that keeps one, the list, and one of them with its cases and what has become of them.

Knows kept plans as they are handed in. Must not know where they are kept.
"""

from dash import html

from components import forms, links, notices, numbers, tables, words
from components.casereview.ofplan import opening
from components.messages import LAYERS as LAYER_NAMES
from components.planning.form import PATH
from components.planning.plan import CHANCE, HEADS, LAYER, REASON
from components.tables import Col
from data import catalogue
from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import planning as catalogued
from data.text import Text, same

RIGHT = "plan"
KEEP, TITLE = Text("保存此计划", "Keep this plan"), Text("计划名称", "Name of the plan")
KEEPING = Text(
    "保存后计划冻结：条件、随机种子、数据版本与结果不再变动；分配预览打开时连同分配一起保存",
    "A kept plan is frozen: terms, seed, snapshot and result stay as they are; with the allocation, where it has been tried",
)
NONE_YET = Text("还没有保存的计划", "No plan has been kept yet")
KEPT = Text("已保存 {n} 个计划，最近一个是“{title}”，{cases} 件", "Plans kept: {n}, the last “{title}” with {cases} cases")
NO_DESK = Text("此处没有保存计划的地方", "There is no desk to keep plans on")
KIND, PERIOD, N, MADE, SNAPSHOT = (
    Text("计划类别", "Kind"), Text("统计期", "Period"), Text("案件", "Cases"), Text("保存", "Kept"), Text("数据版本", "Snapshot"),
)  # fmt: skip
OPENED = Text(
    "{title}：{n} 件，其中已评查 {done} 件；随机种子 {seed}，数据版本 {snapshot}，{who} 于 {at} 保存",
    "{title}: {n} cases, {done} of them reviewed; seed {seed}, snapshot {snapshot}, kept by {who} on {at}",
)
HIDDEN = Text("另有 {n} 件不在您的查看范围内", "{n} more are not within what you may see")
AGAIN = Text("按原条件重新抽取", "Draw again on the same terms")
GO_ON = Text("沿用其分配，按现条件再分配", "Go on from its allocation, on the present terms")
REVIEWER, REVIEWED = Text("评查员", "Reviewer"), Text("评查完成日", "Reviewed on")
SHOWN = 200
FIRST = Text("仅显示前 {n} 件，全部见导出", "the first {n}; all of them in the export")


def shelf(found, ask: Ask) -> html.Div:
    if ask.desk is None:
        return html.Div(html.P(str(NO_DESK), className="muted note"), className="drawn")
    listed = _list(found.plans, ask) if found.plans else notices.empty(NONE_YET)
    return html.Div([*_keeping(ask), listed, *(_opened(found.opened, ask) if found.opened else [])], className="drawn")


def _keeping(ask: Ask) -> list:
    """Nothing for those who may not."""
    if not ask.viewer.may(RIGHT):
        return []
    going_on = ask.filters.text("allot") == "yes"
    back = ask.link(PATH) if going_on else ask.link(PATH, saved=None)
    form = forms.form("keep_plan", [forms.line("title", TITLE, required=True, maxlength=200)], KEEP, back, className="deed in-line")
    return [form, html.P(str(KEEPING), className="muted note")]


def _list(rows, ask: Ask):
    kinds = catalogue.codes("review_kind")
    columns = [
        Col(TITLE, lambda row: html.A(row["title"], href=ask.link(PATH, saved=str(row["plan_id"])))),
        Col(KIND, lambda row: str(kinds.get(row["kind"], row["kind"]))),
        Col(PERIOD, lambda row: f"{row['since']} – {row['until']}", "day"),
        Col(N, lambda row: numbers.digits(row["n"]), "number"),
        Col(MADE, lambda row: words.listed((row["made_at"].date(), row["account"]))),
        Col(SNAPSHOT, lambda row: row["snapshot"]),
    ]
    last = max(rows, key=lambda row: row["made_at"])
    says = KEPT.format(n=len(rows), title=last["title"], cases=numbers.digits(last["n"]))
    return html.Div([html.P(says, className="headline"), tables.simple(columns, rows, str(TITLE))], className="drawn")


def _opened(found, ask: Ask) -> list:
    plan = found.plan
    said = OPENED.format(title=plan["title"], n=numbers.digits(len(found.rows) + found.hidden), done=numbers.digits(found.reviewed),
                         seed=plan["seed"], snapshot=plan["snapshot"], who=plan["account"], at=plan["made_at"].date())  # fmt: skip
    hidden = [html.P(HIDDEN.format(n=found.hidden), className="muted note")] if found.hidden else []
    ways = ((AGAIN, PATH + plan["query"]), (GO_ON, ask.link(PATH, allot="yes")))
    again = html.Nav([html.A(str(said), href=href, className="choice") for said, href in ways], className="choices")
    more = [html.P(FIRST.format(n=SHOWN), className="muted note")] if len(found.rows) > SHOWN else []
    start = [opening(plan["plan_id"], ask.link(PATH))] if ask.viewer.may(RIGHT) else []
    return [html.H4(said), *hidden, again, *start, tables.simple(_columns(ask), found.rows[:SHOWN], plan["title"]), *more]


def _columns(ask: Ask) -> list[Col]:
    return [
        Col(N, lambda row: links.case(row["case_id"], ask)),
        Col(LAYER, lambda row: str(LAYER_NAMES.get(row["layer"], row["layer"]))),
        Col(REASON, because),
        Col(CHANCE, lambda row: f"{row['chance'] * 100:.1f}%", "number"),
        Col(HEADS["type_code"], lambda row: str(ask.names.of("case_type", row["type_code"]))),
        Col(HEADS["office"], lambda row: str(ask.names.of("org", row["office"]))),
        Col(REVIEWER, lambda row: str(ask.names.of("prosecutor", row["reviewer"])) if row["reviewer"] else ""),
        Col(REVIEWED, lambda row: str(row["reviewed_on"] or ""), "day"),
    ]


def because(row) -> str:
    known = {**catalogue.codes("mandatory"), **{key: sign.label for key, sign in catalogued.signs().items()}}
    return words.listed(known.get(code, code) for code in row["because"].split(";") if code)


def sheet(found, ask: Ask) -> Table:
    """The cases of the open plan; the list of plans where none is open."""
    if found.opened is None:
        heads = (Head(TITLE), Head(KIND), Head(N, "count"), Head(MADE, "day"), Head(SNAPSHOT))
        kinds = catalogue.codes("review_kind")
        return Table(heads, tuple((r["title"], kinds.get(r["kind"]), r["n"], r["made_at"].date(), r["snapshot"]) for r in found.plans))
    heads = (Head(N), Head(LAYER), Head(REASON), Head(CHANCE, "percent"), Head(HEADS["office"]), Head(REVIEWER), Head(REVIEWED, "day"))
    rows = [
        (row["case_id"], LAYER_NAMES.get(row["layer"]), same(because(row)), row["chance"], ask.names.of("org", row["office"]),
         ask.names.of("prosecutor", row["reviewer"]) if row["reviewer"] else None, row["reviewed_on"])
        for row in found.opened.rows
    ]  # fmt: skip
    return Table(heads, tuple(rows))
