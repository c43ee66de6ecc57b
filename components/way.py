"""The way of a case through its nodes: how long at each, and how long cases of its type usually stay there.

Knows steps and what is usual, handed in. Must not know queries.
"""

from dash import html

from components import definition, numbers, tables, words
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_P90
from data.text import Text

BEYOND = 1.5  # a bar ends here: so many times what nine in ten do not exceed
SAYS = Text("走过 {n} 个节点，{long} 处停留超过同类案件的九成", "{n} steps, {long} longer than nine in ten of the same type")
SAYS_NONE = Text("走过 {n} 个节点，没有一处停留超过同类案件的九成", "{n} steps, none longer than nine in ten of the same type")
LONGEST = Text("；最突出的是“{node}”：{days} 个自然日，同类九成不超过 {p90} 个自然日",
               "; the most striking is “{node}”: {days} calendar days, nine in ten do not exceed {p90}")  # fmt: skip
NODE, ARRIVED, LEFT = Text("节点", "Node"), Text("到达", "Reached"), Text("离开", "Left")
STAY = Text("停留（自然日）", "Stay (calendar days)")
STANDS = Text("停留至今", "still there")
MEDIAN, P90 = Text("同类中位数", "Median of the type"), Text("同类九成不超过", "Nine in ten do not exceed")
BESIDE = Text("对照（竖线为九成位）", "Beside nine in ten (the line)")
BACKBONE = Text("法定主干环节（百分数为每百件同类案件经过的次数）", "Acts of the legal backbone (passages in a hundred cases of the type)")
PASSED, TWICE, STANDING, NOT_PASSED = (
    Text("已经过", "passed"), Text("经过 {n} 次", "passed {n} times"), Text("现停留于此", "stands here"), Text("未经过", "not passed"),
)  # fmt: skip
COMPARED = Text(
    "“同类”指可查看范围内近12个月“{type}”离开该节点的停留",
    "The type: stays of “{type}” that ended in the last twelve months, as far as you may see",
)


def way(found, ask: Ask) -> html.Div:
    """Every step in order, each beside what is usual; what most others pass and this case did not."""
    columns = [
        Col(NODE, lambda step: _node(step.activity)),
        Col(ARRIVED, lambda step: str(step.arrived_on), "day"),
        Col(LEFT, lambda step: str(STANDS) if step.standing else str(step.left_on), "day"),
        Col(STAY, lambda step: _days(step), "number"),
        Col(MEDIAN, lambda step: _usual(step, STAY_MEDIAN, found), "number"),
        Col(P90, lambda step: _usual(step, STAY_P90, found), "number"),
        Col(BESIDE, _bar),
    ]
    label = catalogue.codes("case_type").get(found.head["type_code"], found.head["type_code"])
    note = html.P(COMPARED.format(type=label), className="muted note")
    shown = tables.simple(columns, found.steps, str(NODE))
    return html.Div([html.P(_says(found), className="headline"), *_backbone(found), shown, note, _foot(ask)], className="drawn")


def _foot(ask: Ask) -> html.Div:
    asof = html.Span(words.AS_OF.format(day=ask.scope.as_of), className="caption")
    return html.Div([asof, definition.folded((STAY_MEDIAN, STAY_P90), ask)], className="panel-foot")


def _says(found) -> str:
    long = sorted((step for step in found.steps if step.long), key=lambda step: step.days / max(step.usual.p90.value, 1), reverse=True)
    if not long:
        return SAYS_NONE.format(n=len(found.steps))
    worst = LONGEST.format(node=_node(long[0].activity), days=long[0].days, p90=numbers.plain(STAY_P90, long[0].usual.p90.value))
    return SAYS.format(n=len(found.steps), long=len(long)) + worst


def _node(activity: str) -> str:
    return str(catalogue.codes("node").get(activity, activity))


def _days(step):
    said = numbers.UNDEFINED if step.days is None else str(step.days)
    return html.B(said, className="long") if step.long else said


def _usual(step, each, found):
    """The figure for the type, a link to the stays behind it."""
    if step.usual is None:
        return numbers.UNDEFINED
    figure = step.usual.median if each is STAY_MEDIAN else step.usual.p90
    said = numbers.shown(each, figure)
    return html.A(said, href=found.asked.behind(each, **{ACTIVITY.key: step.activity})) if figure.value is not None else said


def _bar(step):
    if step.usual is None or step.days is None or step.usual.p90.value is None:
        return ""
    share = min(step.days / max(step.usual.p90.value, 1), BEYOND) / BEYOND
    bar = html.Span(className="stay-bar" + (" over" if step.long else ""), style={"width": f"{share * 100:.0f}%"})
    line = html.Span(className="stay-line", style={"left": f"{100 / BEYOND:.1f}%"})
    return html.Span([bar, line], className="stay", **{"aria-hidden": "true"})


def _backbone(found) -> list:
    """The acts in their lawful order: those the case went through, where it stands, and those it has not seen."""
    if not found.backbone:
        return []
    return [html.P(str(BACKBONE), className="muted note"), html.Ol([_act(each) for each in found.backbone], className="backbone")]


def _act(each) -> html.Li:
    state, said = ("standing", str(STANDING)) if each.standing else ("passed", _times(each.times)) if each.times else ("", str(NOT_PASSED))
    usual = html.Small(f"{each.per_case * 100:.0f}%") if each.per_case is not None else None
    return html.Li([html.Span(str(each.act.label)), usual, html.Small(said, className="visually-hidden")], className=state, title=said)


def _times(n: int) -> str:
    return str(PASSED) if n == 1 else TWICE.format(n=n)
