"""The points of a review: what rules ticked and what became of it, the problems found, the dimensions judged, forms to write them.

Knows a review as it was read, and forms. Must not know rules. No points are added up: problems are counted by severity only.
"""

from dash import html

from components import forms, notices, tables, words
from components.casereview.head import NONE_CHOSEN
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.text import Text

NOT_BEGUN = Text(
    "评查尚未开始：开始评查时按当日有效的标准逐项评查。", "The review has not begun; it will follow the standard in force on that day.",
)
SAYS = Text("{points} 个要点，{items} 个项目；已评查 {done} / {all} 项；发现问题：{problems}",
            "{points} points in {items} items; {done} of {all} dimensions judged; found: {problems}")  # fmt: skip
NO_PROBLEMS = Text("无", "none")
COUNT = Text("{severity} {n} 处", "{severity} {n}")
TICKED = Text("规则预先标出的要点", "Points ticked by rules")
TICKED_NOTE = Text(
    "由期限与文书规则的命中得出，逐一确认或说明理由后改判。",
    "From the hits of rules on time limits and documents; confirm each, or set it aside with a reason.",
)
NO_TICKS = Text("没有规则命中本案适用的要点。", "No rule has ticked a point of this case.")
FOUND, NO_FINDINGS = Text("发现的问题", "Problems found"), Text("尚未记录问题。", "No problem has been written down.")
BY_DIMENSION = Text("逐项评查", "Dimension by dimension")
DIMENSION, ITEM, POINT, SEVERITY, REMARK, RULE, HIT, VERDICT = (
    Text("评查项", "Dimension"), Text("项目", "Item"), Text("要点", "Point"), Text("严重程度", "Severity"), Text("说明", "Remark"),
    Text("规则", "Rule"), Text("规则命中", "Rule hit"), Text("认定", "Verdict"),
)  # fmt: skip
CONFIRMED, SET_ASIDE, OPEN = Text("确认为问题", "Confirmed"), Text("改判：{why}", "Set aside: {why}"), Text("待认定", "to be decided")
ACTION = Text("办理", "Action")
CONFIRM, ASIDE, WHY = Text("确认", "Confirm"), Text("改判", "Set aside"), Text("改判理由", "Why")
OVER = Text("超 {n} 个自然日", "{n} calendar days over")
ADD, TAKE_OFF, CHOOSE = Text("记录问题", "Write down"), Text("删除", "Take off"), Text("请选择要点", "Choose a point")
BY_ITSELF = Text("按要点所定", "As the point says")
JUDGED, JUDGE = Text("已评查", "judged"), Text("本项已评查", "Judged")
SUMMARY = Text("{name}：{n} 个要点", "{name}: {n} points")
REVIEWING = "report"


def points(review, ask: Ask) -> html.Div:
    if review is None:
        return notices.empty(NONE_CHOSEN)
    if review.standard is None:
        return html.Div(html.P(str(NOT_BEGUN), className="muted"), className="drawn")
    writing = any(act.step.key == REVIEWING for act in review.acts)
    return html.Div([
        html.P(_says(review), className="headline"),
        html.H4(str(TICKED)), html.P(str(TICKED_NOTE), className="muted note"), _ticked(review, ask, writing),
        html.H4(str(FOUND)), _found(review, ask, writing),
        html.H4(str(BY_DIMENSION)), *(_dimension(key, there, review, ask, writing) for key, there in review.dimensions.items()),
    ], className="drawn")  # fmt: skip


def counted(review) -> str:
    """Problems by severity, never summed."""
    numbers = {code: sum(row["severity"] == code for _, row in review.problems) for code in catalogue.codes("review_severity")}
    said = [COUNT.format(severity=catalogue.codes("review_severity")[code], n=n) for code, n in numbers.items() if n]
    return words.listed(said) or str(NO_PROBLEMS)


def _says(review) -> str:
    there = [point for found in review.dimensions.values() for point in found]
    done = sum(key in review.judged for key in review.dimensions)
    return SAYS.format(points=len(there), items=len({each.item for each in there}), done=done, all=len(review.dimensions),
                       problems=counted(review))  # fmt: skip


def _ticked(review, ask: Ask, writing: bool):
    if not review.ticks:
        return html.P(str(NO_TICKS), className="muted note")
    columns = [
        Col(POINT, lambda tick: str(tick.point.label)), Col(RULE, lambda tick: str(catalogue.codes("rule").get(tick.rule, tick.rule))),
        Col(HIT, lambda tick: words.listed((tick.hit_on, OVER.format(n=tick.days_over) if tick.days_over else ""))),
        Col(VERDICT, lambda tick: _verdict(review, tick.point.key)),
    ]  # fmt: skip
    if writing:
        columns.append(Col(ACTION, lambda tick: _decide(tick.point.key, review, ask)))
    return tables.simple(columns, list(review.ticks.values()), str(TICKED))


def _verdict(review, key: str) -> str:
    row = review.points.get(key)
    if row is None:
        return str(OPEN)
    return str(CONFIRMED) if row["verdict"] == "problem" else SET_ASIDE.format(why=row["remark"])


def _decide(key: str, review, ask: Ask):
    if key in review.points:
        return _form("review_take_off", [], TAKE_OFF, key, review, ask)
    confirm = _form("review_problem", [], CONFIRM, key, review, ask)
    aside = _form("review_set_aside", [forms.line("remark", WHY, required=True, maxlength=500)], ASIDE, key, review, ask)
    return html.Div([confirm, aside], className="decide")


def _found(review, ask: Ask, writing: bool):
    if not review.problems:
        return html.P(str(NO_FINDINGS), className="muted note")
    names, severities = catalogue.codes("review_dimension"), catalogue.codes("review_severity")
    columns = [
        Col(DIMENSION, lambda each: str(names[each[0].dimension])), Col(ITEM, lambda each: str(each[0].item_label)),
        Col(POINT, lambda each: str(each[0].label)), Col(SEVERITY, lambda each: str(severities.get(each[1]["severity"], ""))),
        Col(REMARK, lambda each: each[1]["remark"]),
    ]  # fmt: skip
    if writing:
        columns.append(Col(ACTION, lambda each: _form("review_take_off", [], TAKE_OFF, each[0].key, review, ask)))
    return tables.simple(columns, review.problems, str(FOUND))


def _dimension(key: str, there, review, ask: Ask, writing: bool) -> html.Details:
    """A dimension unfolds into its points, and the form to write a problem down."""
    name = str(catalogue.codes("review_dimension")[key])
    said = SUMMARY.format(name=name, n=len(there))
    mark = [html.Span(str(JUDGED), className="judged")] if key in review.judged else []
    body = [_add(there, review, ask), _judge(key, review, ask)] if writing else []
    listed = html.Ul([html.Li([str(each.label), html.Small(f" · {each.item_label}")]) for each in there], className="point-list")
    return html.Details([html.Summary([said, *mark]), *body, listed], className="dimension", **{"data-picker": f"dimension-{key}"})


def _add(there, review, ask: Ask) -> html.Form:
    open_ones = [each for each in there if each.key not in review.points]
    options = [("", str(CHOOSE)), *((each.key, words.listed((each.item_label, each.label))) for each in open_ones)]
    severities = [("", str(BY_ITSELF)), *((code, str(label)) for code, label in catalogue.codes("review_severity").items())]
    inside = [forms.choice("point", POINT, options, required=True), forms.choice("severity", SEVERITY, severities),
              forms.line("remark", REMARK, maxlength=500)]  # fmt: skip
    return forms.form("review_problem", inside, ADD, ask.review(review.row["id"]), _sent(review), "deed in-line wide")


def _judge(key: str, review, ask: Ask) -> html.Form | None:
    if key in review.judged:
        return None
    return forms.form("review_judge", [], JUDGE, ask.review(review.row["id"]), {**_sent(review), "dimension": key}, "deed in-line")


def _form(deed: str, inside: list, submit: Text, point: str, review, ask: Ask) -> html.Form:
    return forms.form(deed, inside, submit, ask.review(review.row["id"]), {**_sent(review), "point": point}, "deed in-line")


def _sent(review) -> dict[str, str]:
    return {"review": str(review.row["id"]), "version": str(review.row["version"])}
