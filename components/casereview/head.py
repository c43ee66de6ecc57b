"""A review at a glance: what it is of, where it stands and until when, every step it took, and the forms of what may happen next.

Knows a review as it was read, and forms. Must not know how it is kept, nor who may do what.
"""

from collections.abc import Mapping

from dash import html

from components import forms, links, notices, tables, words
from components.casereview.says import grade, grades_of, moment, state_label
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.catalogue import masking, review_steps
from data.catalogue.review_steps import GRADE, GROUNDS, REVIEWER, TEXT
from data.text import Text

NONE_CHOSEN = Text("请从“评查办理”或个案页面打开一项评查。", "Open a review from the list of reviews or from the page of a case.")
SAYS = Text("第 {number} 号评查：{state}，{due}", "Review no. {number}: {state}, {due}")
UNTIL, OVER, OPEN_END = (
    Text("应于 {day} 前办理（剩余 {n} 个自然日）", "due by {day} ({n} calendar days left)"),
    Text("已超过 {day}，逾期 {n} 个自然日", "due by {day}, {n} calendar days over"), Text("无期限", "no time limit"),
)  # fmt: skip
CONCLUDED = Text("第 {number} 号评查：{state}，等次{grade}", "Review no. {number}: {state}, graded {grade}")
WAITS_FOR = Text("等待：{who}", "Waiting for: {who}")
FACTS = {
    "case": Text("案件", "Case"), "name": Text("案件名称", "Case name"), "office": Text("承办单位", "Office"),
    "handler": Text("承办检察官", "Handling prosecutor"), "kind": Text("评查类别", "Kind of review"), "mode": Text("评查方式", "Mode"),
    "reviewer": Text("评查员", "Reviewer"), "standard": Text("评查标准", "Standard"), "scale": Text("等次标准", "Grade scale"),
    "proposed_grade": Text("拟定等次", "Proposed grade"), "grade": Text("评查等次", "Grade"), "grounds": Text("等次理由", "Grounds"),
    "why": Text("评查原因", "Why"), "plan": Text("评查计划", "Plan"),
}  # fmt: skip
NOBODY_YET = Text("未指定", "not appointed")
NOTE, CHOOSE = Text("说明", "Note"), Text("请选择", "Choose")
LABELS = {REVIEWER: FACTS["reviewer"], GRADE: FACTS["proposed_grade"], GROUNDS: FACTS["grounds"], TEXT: NOTE}
AS = Text("以{who}身份", "As {who}")
INSTEAD = Text("代{who}填写", "Written down for the {who}")
NOTHING_TO_DO = Text("您目前无需办理。", "There is nothing for you to do now.")
STEP, FROM_TO, WHO, WHEN, AS_WHOM = (
    Text("步骤", "Step"), Text("状态变化", "From → to"), Text("办理人", "By"), Text("时间", "At"), Text("身份", "As"),
)  # fmt: skip
TAKEN = Text("已办 {n} 步，现为“{state}”", "Steps taken: {n}; it stands at “{state}”")
OPENED, BY_TIME = Text("登记评查", "Opened"), Text("系统按期限", "by the time limit")


def head(review, ask: Ask) -> html.Div:
    """The review in a sentence, the states it passes, its facts, and what the viewer may do."""
    if review is None:
        return notices.empty(NONE_CHOSEN)
    row = review.row
    told = CONCLUDED if row["grade"] and row["due_on"] is None else SAYS
    said = told.format(number=row["id"], state=state_label(row["state"]), due=until(row, review.today), grade=grade(row["grade"]))
    facts = html.Div([html.Dl(part) for part in _facts(review, ask)], className="facts of-three")
    return html.Div([html.P(said, className="headline"), _track(row), facts, _acts(review, ask)], className="drawn")


def until(row: Mapping, today) -> str:
    if row["due_on"] is None:
        return str(OPEN_END)
    left = (row["due_on"] - today).days
    return (UNTIL if left >= 0 else OVER).format(day=row["due_on"], n=abs(left))


def steps(review, ask: Ask) -> html.Div:
    """Every step with who took it, when, and what was written; nothing is ever changed here."""
    if review is None:
        return notices.empty(NONE_CHOSEN)
    labels = {each.key: each.label for each in review_steps.steps()} | {"open": OPENED}
    columns = [
        Col(WHEN, lambda each: moment(each["at"]), "moment"), Col(STEP, lambda each: str(labels.get(each["step"], each["step"]))),
        Col(FROM_TO, _from_to), Col(WHO, lambda each: _by(each)), Col(AS_WHOM, _as_whom),
        Col(LABELS[GRADE], lambda each: grade(each["grade"])), Col(NOTE, lambda each: each["text"] or ""),
    ]  # fmt: skip
    says = html.P(TAKEN.format(n=len(review.steps), state=state_label(review.row["state"])), className="headline")
    return html.Div([says, tables.simple(columns, review.steps, str(STEP))], className="drawn")


def _track(row: Mapping) -> html.Ol:
    """The states in their order; where it stands is marked in words too, for those who do not see colour."""
    shown = [each for each in review_steps.states() if each.done != "withdrawn" or row["state"] == each.key]
    items = [
        html.Li(str(each.label), className="here" if each.key == row["state"] else "",
                **({"aria-current": "step"} if each.key == row["state"] else {}))
        for each in shown
    ]  # fmt: skip
    return html.Ol(items, className="track")


def _facts(review, ask: Ask) -> list[list[html.Div]]:
    row, case, codes = review.row, review.file.head, catalogue.codes
    persons = tuple(each["name"] for each in review.file.parts.get("persons", []) if each["name"])
    said = {
        "case": links.case(row["case_id"], ask),
        "name": masking.case_name(case["case_name"] or "", persons),
        "office": ask.names.of("org", case["office"]), "handler": ask.names.of("prosecutor", case["handler"]),
        "kind": codes("review_kind").get(row["kind"]), "mode": codes("review_mode").get(row["mode"]),
        "reviewer": ask.names.of("prosecutor", row["reviewer"]) if row["reviewer"] else NOBODY_YET,
        "standard": review.standard.label if review.standard else None, "scale": codes("grade_scale").get(row["scale"]),
        "proposed_grade": grade(row["proposed_grade"]), "grade": grade(row["grade"]), "grounds": row["grounds"],
        "why": row["why"], "plan": row["plan"],
    }  # fmt: skip
    drawn = [_fact(FACTS[key], value) for key, value in said.items() if value or key not in ("why", "plan", "grounds")]
    return [drawn[:5], drawn[5:9], drawn[9:]]


def _fact(label: Text, value) -> html.Div:
    shown = str(value) if isinstance(value, Text) else value
    return html.Div([html.Dt(str(label)), html.Dd(shown or html.Span("—", className="muted"))])


def _acts(review, ask: Ask) -> html.Div:
    waits = [html.P(WAITS_FOR.format(who=words.listed(each.label for each in review.awaited)), className="muted")] if review.awaited else []
    if not review.acts:
        return html.Div([*waits, html.P(str(NOTHING_TO_DO), className="muted")], className="acts")
    return html.Div([*waits, *(_act(act, review, ask) for act in review.acts)], className="acts")


def _act(act, review, ask: Ask) -> html.Details:
    """A step unfolds into its form; what it asks for stands in it."""
    step = act.step
    sent = {"review": str(review.row["id"]), "version": str(review.row["version"])}
    inside = [_field(name, True, review) for name in step.needs if name in LABELS]
    inside += [_field(name, False, review) for name in step.may]
    capacity = (INSTEAD if act.instead else AS).format(who=words.inside(act.actor.label))
    body = forms.form(f"review_{step.key}", [html.P(capacity, className="muted"), *inside], step.label, ask.review(review.row["id"]), sent)
    return html.Details([html.Summary(str(step.label)), body], className="act", **{"data-picker": f"act-{step.key}"})


def _field(name: str, required: bool, review) -> html.Label:
    if name == REVIEWER:
        return forms.choice(name, LABELS[name], [("", str(CHOOSE)), *review.candidates], required=required)
    if name == GRADE:
        return forms.choice(name, LABELS[name], [("", str(CHOOSE)), *grades_of(review.row["scale"])], required=required)
    return forms.lines(name, LABELS[name], required=required)


def _from_to(stamp: Mapping) -> str:
    ends = state_label(stamp["ends"])
    return ends if stamp["begins"] in (None, stamp["ends"]) else f"{state_label(stamp['begins'])} → {ends}"


def _by(stamp: Mapping) -> str:
    return stamp["name"] or stamp["account"] or str(BY_TIME)


def _as_whom(stamp: Mapping) -> str:
    known = {each.key: each.label for each in review_steps.actors()}
    who = known[stamp["actor"]]
    return INSTEAD.format(who=words.inside(who)) if stamp["instead"] else str(who)
