"""An allocation as it is read: how even, how far from the best there can be, what could not be given and why, who has what.

Knows an allocation as it is handed in. Must not know queries.
"""

from collections import defaultdict

from dash import html

from components import links, numbers, tables, words
from components.planning.form import PATH
from components.tables import Col
from data.answer import Head, Table
from data.ask import Ask
from data.text import Text, same

TRY = Text("试分配给评查员", "Try an allocation to reviewers")
HINT = Text("按回避规则和案件权重把本计划的案件分给评查员；只试算，不保存", "Within the bans and by weight of cases; tried, not saved")
SAYS = Text(
    "{n} 件分给 {people} 名评查员，{alone} 件没有可用评查员；负荷最高与最低相差 {difference}，理论下限 {least}（{proof}）",
    "{n} cases to {people} reviewers, {alone} without one; the heaviest and lightest loads are {difference} apart, {least} at the least "
    "({proof})",
)
AGAIN = Text(
    "沿用已保存计划的分配：{moved} 件换评查员（至少 {least} 件，{proof}），{forced} 件因原评查员不可用或须回避改派",
    "Going on from the plan kept: {moved} cases change their reviewer ({least} at the least, {proof}), {forced} had to, for theirs is not "
    "there any more or may not",
)
PROVEN, BOUNDED = Text("已证明最小", "proven minimal"), Text("已给出界", "bounded")
KNOWS = Text("{n} 件由熟悉该条线的评查员评查", "{n} cases go to a reviewer who knows the line")
NOTE = Text(
    "负荷以普通审查起诉案件为 1，含未完成的评查；回避：本人承办、曾参与该案、本部门、院领导案件须上级院、交叉时本院、互评",
    "An ordinary prosecution weighs 1, unfinished reviews are in; bans: own case, earlier part in it, own department, leaders' cases not "
    "from above, the own office where crossed, reviewing each other",
)
NO_RELATIONS = Text("没有登记的亲属等关系数据，未作此项回避", "No recorded relations were supplied: that ban was not applied")
RELATIONS = Text("登记的近亲属、利害关系和回避决定均已避开", "Relatives, interests and recusals on record were kept apart")
STUCK = Text("{n} 件没有可用评查员：{people} 名评查员中，{taken}", "{n} cases have no eligible reviewer: of {people} reviewers {taken}")
TAKEN = Text("{n} 名因{why}", "{n} {why}")
WHY = {
    "own_case": Text("本人承办", "handled the case"), "earlier_role": Text("曾参与该案", "had an earlier part in it"),
    "own_department": Text("同一部门", "are of its department"),
    "leader_above": Text("非上一级院（院领导案件）", "are not of the office above (a leader's case)"),
    "same_office": Text("同院（交叉评查）", "are of its office (cross review)"), "related": Text("登记的关系", "are related on record"),
    "recused": Text("登记的回避", "are recused on record"),
    "reciprocity": Text("互评", "would review each other"),
}  # fmt: skip
NOBODY = Text(
    "没有评查员：单位内没有案管部门检察官，近两年也无人完成评查",
    "No reviewers: nobody of case management, nobody who reviewed in two years",
)
REVIEWER, OFFICE, COUNT, LOAD, KNOWN = (
    Text("评查员", "Reviewer"), Text("单位", "Office"), Text("分得（件）", "Given"), Text("负荷", "Load"),
    Text("条线相符（件）", "Line known"),
)  # fmt: skip
CASE, WEIGHT, WHY_THIS = Text("案件", "Case"), Text("权重", "Weight"), Text("分配理由", "Why this reviewer")
REASON = Text("{among} 人可选；{line}；负荷均衡后为 {load}", "{among} might have it; {line}; {load} when loads are even")
LINE_KNOWN, LINE_NEW = Text("熟悉该条线", "knows the line"), Text("条线不相符", "does not know the line")
EACH = Text("逐案分配", "Case by case")
FIRST = Text("仅显示前 {n} 件，全部见导出", "the first {n}; all of them in the export")
SHOWN = 200


def trial(found, ask: Ask) -> html.Div:
    if found.allocation is None:
        link = html.A(str(TRY), href=ask.link(PATH, allot="yes"), className="choice")
        return html.Div([html.P(str(HINT), className="muted note"), html.Nav(link, className="choices")], className="drawn")
    if not found.reviewers:
        return html.Div(html.P(str(NOBODY), className="headline"), className="drawn")
    made = found.allocation
    stuck = [html.P(_stuck(each, found), className="note stuck") for each in made.stuck]
    notes = [html.P(str(each), className="muted note") for each in (NOTE, RELATIONS if found.relations else NO_RELATIONS)]
    again = [html.P(_again(made))] if found.again else []
    knows = html.P(KNOWS.format(n=numbers.digits(sum(each.knows for each in made.given))))
    said = [html.P(says(found), className="headline"), *again, knows, *stuck, *notes]
    return html.Div([*said, _people(found, ask), *_cases(found, ask)], className="drawn")


def says(found) -> str:
    made = found.allocation
    return SAYS.format(
        n=numbers.digits(len(made.given)), people=numbers.digits(len(found.reviewers)),
        alone=numbers.digits(sum(len(each.tasks) for each in made.stuck)), difference=f"{made.difference:g}", least=f"{made.least:g}",
        proof=PROVEN if made.proven else BOUNDED,
    )  # fmt: skip


def _again(made) -> str:
    moved, least, forced = map(numbers.digits, (made.moved, made.least_moved, made.forced))
    return AGAIN.format(moved=moved, least=least, proof=PROVEN if made.fewest else BOUNDED, forced=forced)


def _stuck(each, found) -> str:
    taken = words.listed(TAKEN.format(n=n, why=WHY[name]) for name, n in each.taken)
    return STUCK.format(n=numbers.digits(len(each.tasks)), people=len(found.reviewers), taken=taken)


def _people(found, ask: Ask):
    given: dict[int, list] = defaultdict(list)
    for each in found.allocation.given:
        given[each.reviewer].append(each)
    rows = [(who, found.allocation.loads[place], given[place]) for place, who in enumerate(found.reviewers) if given[place]]
    rows.sort(key=lambda row: row[0].code)
    columns = [
        Col(REVIEWER, lambda row: str(ask.names.of("prosecutor", row[0].code))),
        Col(OFFICE, lambda row: str(ask.names.of("org", row[0].office))),
        Col(COUNT, lambda row: numbers.digits(len(row[2])), "number"), Col(LOAD, lambda row: f"{row[1]:.1f}", "number"),
        Col(KNOWN, lambda row: numbers.digits(sum(each.knows for each in row[2])), "number"),
    ]  # fmt: skip
    return tables.simple(columns, rows, str(REVIEWER))


def _cases(found, ask: Ask) -> list:
    given = found.allocation.given
    columns = [
        Col(CASE, lambda each: links.case(found.tasks[each.task].key, ask)),
        Col(REVIEWER, lambda each: str(_name(each, found, ask))),
        Col(WEIGHT, lambda each: f"{found.tasks[each.task].weight:g}", "number"),
        Col(WHY_THIS, lambda each: reason(each, found)),
    ]
    more = [html.P(FIRST.format(n=SHOWN), className="muted note")] if len(given) > SHOWN else []
    return [html.H4(str(EACH)), tables.simple(columns, given[:SHOWN], str(EACH)), *more]


def _name(each, found, ask: Ask) -> Text:
    return ask.names.of("prosecutor", found.reviewers[each.reviewer].code)


def reason(each, found) -> str:
    line = LINE_KNOWN if each.knows else LINE_NEW
    return REASON.format(among=numbers.digits(each.among), line=line, load=f"{found.allocation.loads[each.reviewer]:.1f}")


def sheet(found, ask: Ask) -> Table:
    """Every case with its reviewer and why; those without one last, with why not."""
    heads = (Head(CASE), Head(REVIEWER), Head(OFFICE), Head(WEIGHT, "decimal"), Head(WHY_THIS))
    made = found.allocation
    if made is None:
        return Table(heads, ())
    rows = [
        (found.tasks[each.task].key, _name(each, found, ask), ask.names.of("org", found.reviewers[each.reviewer].office),
         found.tasks[each.task].weight, same(reason(each, found)))
        for each in made.given
    ]  # fmt: skip
    left = [(found.tasks[task], each) for each in made.stuck for task in each.tasks]
    alone = [(task.key, None, None, task.weight, same(_stuck(why, found))) for task, why in left]
    return Table(heads, (*rows, *alone))
