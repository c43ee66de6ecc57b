"""The reference: every indicator by its group, every dimension, every filter, as declared.

Knows declarations only. Must not know figures.
"""

from dash import html

from components import definition, standards, tables
from components.tables import Col
from data.ask import Ask
from data.catalogue import measures, monitoring
from data.definitions import dimensions, filters, indicators
from data.text import Text

GROUPS = {
    "flow": Text("收结存", "Flow"),
    "process": Text("流程", "Process"),
    "time": Text("时间与期限", "Time and deadlines"),
    "clocks": Text("法定期限（重算）", "Limits of the law (recomputed)"),
    "deadlines": Text("到期与期限规律", "What falls due, and patterns around limits"),
    "stays": Text("停留与瓶颈", "Stays and bottlenecks"),
    "backlog": Text("积案", "Backlog"),
    "persons": Text("人员与处理结果", "Persons and outcomes"),
    "outcomes": Text("各环节处理结果", "Outcomes from stage to stage"),
    "acts": Text("履职活动", "Acts"),
    "structure": Text("结构与国际可比", "Structure, and what others measure"),
    "registers": Text("公开、卷宗、财物", "Disclosure, dossiers, property"),
    "quality": Text("评查与监控", "Reviews and monitoring"),
    "reviews": Text("评查细目", "Reviews in detail"),
    "grading": Text("评查等次", "Grades of reviews"),
    "rules": Text("监控规则", "Monitoring rules"),
}
SAYS = Text(
    "{n} 个指标、{d} 个维度、{f} 个筛选，均取自程序中的同一份声明",
    "{n} indicators, {d} dimensions, {f} filters, all from the one declaration the program runs on",
)
LACKING, LACKS = Text("无法计算的指标", "What cannot be computed"), Text("缺少的数据", "Missing data")
NUMBER = Text("序号", "No.")
DIMENSIONS, FILTERS = Text("维度", "Dimensions"), Text("筛选", "Filters")
NAME, KEY, ABOVE, VALUES = Text("名称", "Name"), Text("代码", "Key"), Text("上一级", "Level above"), Text("取值", "Values")


def body(ask: Ask) -> html.Div:
    says = SAYS.format(n=len(indicators.ALL), d=len(dimensions.ALL), f=len(filters.ALL))
    groups = [_group(key, label, ask) for key, label in GROUPS.items()]
    parts = (_contents(), *groups, _lacking(), _rules(), _dimensions(ask), _filters())
    return html.Div([html.P(says, className="headline"), *parts], className="reference")


def _contents() -> html.Nav:
    links = [html.A(str(label), href=f"#group-{key}") for key, label in GROUPS.items()]
    last = html.A(str(LACKING), href="#lacking")
    return html.Nav([*links, last], className="choices")


def _group(key: str, label: Text, ask: Ask) -> html.Section:
    cards = [definition.card(each, ask, html.H3, anchor=True) for each in indicators.GROUPS[key]]
    return html.Section([html.H2(str(label)), html.Div(cards, className="definition-cards")], id=f"group-{key}", className="panel")


def _lacking() -> html.Section:
    """Of the national list, what these records do not feed, and what is missing."""
    columns = [
        Col(NUMBER, lambda each: each.number, "number"), Col(NAME, lambda each: str(each.label)), Col(LACKS, lambda each: str(each.lacks)),
    ]  # fmt: skip
    table = tables.simple(columns, measures.lacking(), str(LACKING))
    return html.Section([html.H2(str(LACKING)), table], id="lacking", className="panel")


def _rules() -> html.Section:
    columns = [
        Col(NAME, lambda each: f"{each.rule} {each.label}"),
        Col(definition.FORMULA, lambda each: str(each.meaning)),
        Col(standards.LIMIT, lambda each: standards.limits(each.rule)),
        Col(definition.BASIS, lambda each: str(monitoring.basis(each.basis))),
    ]
    table = tables.simple(columns, list(monitoring.rules().values()), str(GROUPS["rules"]))
    return html.Section([html.H2(str(GROUPS["rules"])), table], className="panel")


def _dimensions(ask: Ask) -> html.Section:
    columns = [
        Col(NAME, lambda each: str(each.label)),
        Col(KEY, lambda each: html.Code(each.key)),
        Col(ABOVE, lambda each: str(dimensions.ALL[each.parent].label) if each.parent else ""),
        Col(VALUES, lambda each: _values(each, ask)),
    ]
    table = tables.simple(columns, list(dimensions.ALL.values()), str(DIMENSIONS))
    return html.Section([html.H2(str(DIMENSIONS)), table], className="panel")


def _values(each, ask: Ask) -> str:
    names = [str(name) for name in ask.names.choices(each).values()]
    return " · ".join(names[:12]) + (" …" if len(names) > 12 else "")


def _filters() -> html.Section:
    columns = [Col(NAME, lambda each: str(each.label)), Col(KEY, lambda each: html.Code(each.key))]
    return html.Section([html.H2(str(FILTERS)), tables.simple(columns, list(filters.ALL.values()), str(FILTERS))], className="panel")
