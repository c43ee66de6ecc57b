"""A plan as it is read: how many of which layer and why, what it will tell, what falls to each unit, each case with its reason.

Knows a plan as it is handed in. Must not know queries.
"""

from dash import html

from components import body, links, numbers, tables, words
from components.messages import LAYERS as LAYER_NAMES
from components.planning.form import PATH, form
from components.tables import Col
from data import catalogue
from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import planning as catalogued
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.planning import LAYERS
from data.text import Text, same

SAYS = Text(
    "拟评查 {n} 件：必评 {mandatory}、风险 {risk}、类别补足 {type}、随机 {random}；统计期内办结 {concluded} 件，已评或在评 {reviewed} 件，"
    "完成后评查比例 {rate}",
    "{n} cases to review: {mandatory} mandatory, {risk} by risk, {type} for their type, {random} at random; {concluded} concluded in the "
    "period, {reviewed} reviewed or in review, {rate} once done",
)
PRECISE = Text(
    "若有问题的案件占 {share}（{source}），随机层 {n} 件可把全部办结案件的比例估计在 {low} 至 {high} 之间（95%），即 ±{half} 个百分点",
    "If {share} of cases have problems ({source}), the {n} cases at random put the share among all concluded between {low} and {high} "
    "(95 %): ± {half} points",
)
SEEN = Text("统计期内评查所见", "as reviews of the period found")
SUPPOSED = Text("没有评查可依，按最不利假设", "no reviews to go by: the worst case")
NO_RANDOM = Text("本计划没有随机层，不能由评查结果推及未评查的案件", "Without a random layer nothing is said of the cases not reviewed")
WHOLE = Text("全部办结案件都将评查，没有抽样误差", "All concluded cases will be reviewed: there is no sampling error")
UNREVIEWABLE = Text("没有提供评查数据，无法排除已评查的案件", "Reviews were not supplied: cases reviewed before cannot be left out")
SEED_SAYS = Text(
    "随机种子 {seed}、数据版本 {snapshot}：同样的条件得到同样的计划", "Seed {seed}, snapshot {snapshot}: equal terms give an equal plan",
)
RATE, LARGER, BOUNDS, HALF = (
    Text("总体评查比例", "Review rate"), Text("随机抽取（件）", "At random"), Text("估计区间（95%）", "Bounds (95 %)"),
    Text("误差（百分点）", "± points"),
)  # fmt: skip
UNIT, DONE, TOTAL, AFTER = (
    Text("办结", "Concluded"), Text("已评在评", "Reviewed or in review"), Text("拟评查", "To review"), Text("完成后比例", "Rate once done"),
)  # fmt: skip
REASONS = {
    "mandatory": Text("属于 {what}", "Comes under {what}"),
    "risk": Text("风险：{what}（按风险抽取）", "Risk: {what} (drawn in proportion)"),
    "type": Text("该案件类别不足最少件数", "Its type had too few"),
    "random": Text("在 {owner} 的办结案件中随机抽取", "At random among the cases of {owner}"),
}
LAYER, REASON, CHANCE = Text("层", "Layer"), Text("选取理由", "Why chosen"), Text("入选概率", "Chance")
CASE, SHOWN, ALL = Text("案件", "Case"), 200, Text("全部", "All")
FIRST = Text("仅显示前 {n} 件，全部见导出", "the first {n}; all of them in the export")
LISTED = Text("{layer}：{n} 件，每件附选取理由", "{layer}: {n} cases, each with its reason")
PARTS = Text("拟评查 {n} 件分到 {k} 个{what}；完成后评查比例在 {low} 至 {high} 之间",
             "{n} cases to review in {k} units ({what}); the review rate will then lie between {low} and {high}")  # fmt: skip
NONE = Text("没有要评查的案件", "No case to review")


def plan(found, ask: Ask) -> html.Div:
    """What it chooses, what it will tell, and how that would change with its size."""
    notes = [html.P(str(each), className="muted note") for each in _notes(found, ask)]
    said = html.P(says(found), className="headline")
    return html.Div([form(found, ask), said, html.P(precise(found)), *notes, *_rates(found), body.foot(ask, (CONCLUDED,))],
                    className="drawn")  # fmt: skip


def says(found) -> str:
    layers = {name: numbers.digits(n) for name, n in found.of_layer.items()}
    rate = numbers.UNDEFINED if found.rate is None else f"{found.rate * 100:.1f}%"
    return SAYS.format(n=numbers.digits(len(found.choices)), concluded=numbers.digits(found.counted),
                       reviewed=numbers.digits(found.reviewed), rate=rate, **layers)  # fmt: skip


def precise(found) -> str:
    said = found.expected
    if said is None:
        return str(NO_RANDOM)
    if said.half == 0:
        return str(WHOLE)
    return PRECISE.format(share=_percent(said.share), source=SEEN if found.share_known else SUPPOSED, n=numbers.digits(said.random),
                          low=_percent(said.low), high=_percent(said.high), half=f"{said.half * 100:.1f}")  # fmt: skip


def _notes(found, ask: Ask) -> list[str]:
    unknown = [str(UNREVIEWABLE)] if found.gathered.unreviewable else []
    return [*unknown, SEED_SAYS.format(seed=found.recipe.seed, snapshot=ask.scope.snapshot.key)]


def _percent(value: float) -> str:
    return f"{value * 100:.1f}%"


def _rates(found) -> list:
    """Larger and smaller plans with the same cases chosen for a reason; nothing to choose where there is no random layer."""
    rows = [each for each in found.rates() if each[2] is not None and each[2].half > 0] if found.expected else []
    columns = [
        Col(RATE, lambda row: f"{row[0]:g}%", "number"), Col(LARGER, lambda row: numbers.digits(row[1]), "number"),
        Col(BOUNDS, lambda row: f"{_percent(row[2].low)} – {_percent(row[2].high)}", "number"),
        Col(HALF, lambda row: f"±{row[2].half * 100:.1f}", "number"),
    ]  # fmt: skip
    return [tables.simple(columns, rows, str(BOUNDS))] if len(rows) > 1 else []


def parts(found, ask: Ask) -> html.Div:
    """What falls to each unit below the one in force, or to each prosecutor."""
    plan_, dimension = found
    rows = in_order(plan_.by(dimension.column), dimension, ask)
    if not rows:
        return html.Div(html.P(str(NONE), className="muted note"), className="drawn")
    columns = [
        Col(dimension.label, lambda row: _unit(row.code, dimension, ask)),
        Col(UNIT, lambda row: html.A(numbers.digits(row.concluded), href=_concluded(row.code, dimension, ask)), "number"),
        Col(DONE, lambda row: numbers.digits(row.reviewed), "number"),
        *(Col(LAYER_NAMES[name], lambda row, name=name: numbers.digits(row.chosen[name]), "number") for name in LAYERS),
        Col(TOTAL, lambda row: html.B(numbers.digits(sum(row.chosen.values()))), "number"),
        Col(AFTER, lambda row: numbers.UNDEFINED if row.rate is None else _percent(row.rate), "number"),
    ]
    rates = [row.rate for row in rows if row.rate is not None]
    said = PARTS.format(n=numbers.digits(sum(sum(row.chosen.values()) for row in rows)), k=len(rows), what=words.inside(dimension.label),
                        low=_percent(min(rates)), high=_percent(max(rates))) if rates else ""  # fmt: skip
    table = tables.simple(columns, rows, str(dimension.label))
    return html.Div([html.P(said, className="headline"), table, body.foot(ask, (CONCLUDED,))], className="drawn")


def in_order(rows, dimension, ask: Ask) -> list:
    ranks = ask.scope.places.ranks
    return sorted(rows, key=lambda row: (ranks.get(row.code or "", len(ranks)), row.code or ""))


def _unit(code, dimension, ask: Ask):
    name = str(ask.names.value(dimension, code))
    key = "org" if dimension.codes == "org" else dimension.key
    return html.A(name, href=ask.link(PATH, **{key: code})) if code else name


def _concluded(code, dimension, ask: Ask) -> str:
    return ask.behind(CONCLUDED, **{dimension.key: code or "-"})


def parts_sheet(found, ask: Ask) -> Table:
    plan_, dimension = found
    counts = (UNIT, DONE, *(LAYER_NAMES[name] for name in LAYERS), TOTAL)
    heads = (Head(dimension.label), *(Head(each, "count") for each in counts), Head(AFTER, "percent"))
    rows = [
        (ask.names.value(dimension, row.code), row.concluded, row.reviewed, *row.chosen.values(), sum(row.chosen.values()), row.rate)
        for row in in_order(plan_.by(dimension.column), dimension, ask)
    ]
    return Table(heads, tuple(rows))


def cases(found, ask: Ask) -> html.Div:
    """The chosen cases, layer by layer, each with why."""
    layer = ask.filters.text("layer")
    rows = chosen(found, ask)
    offered = [(ALL, None, not layer), *((LAYER_NAMES[name], name, name == layer) for name in LAYERS if found.of_layer[name])]
    links = [html.A(str(said), href=ask.link(PATH, layer=key), className="choice", **({"aria-current": "true"} if held else {}))
             for said, key, held in offered]  # fmt: skip
    said = LISTED.format(layer=LAYER_NAMES.get(layer, ALL), n=numbers.digits(len(rows)))
    more = [html.P(FIRST.format(n=SHOWN), className="muted note")] if len(rows) > SHOWN else []
    table = tables.simple(_columns(ask), rows[:SHOWN], said)
    return html.Div([html.P(said, className="headline"), html.Nav(links, className="choices"), table, *more, body.foot(ask, (CONCLUDED,))],
                    className="drawn")  # fmt: skip


def chosen(found, ask: Ask) -> list:
    layer = ask.filters.text("layer")
    shown = (each for each in found.choices if layer in ("", each.layer))
    return sorted(shown, key=lambda each: (LAYERS.index(each.layer), each.case.case_id))


def _columns(ask: Ask) -> list[Col]:
    names = ask.names
    return [
        Col(CASE, lambda row: links.case(row.case.case_id, ask)),
        Col(LAYER, lambda row: str(LAYER_NAMES[row.layer])), Col(REASON, lambda row: reason(row, ask)),
        Col(CHANCE, lambda row: _percent(row.chance), "number"),
        Col(HEADS["type_code"], lambda row: str(names.of("case_type", row.case.type_code))),
        Col(HEADS["office"], lambda row: str(names.of("org", row.case.office))),
        Col(HEADS["handler"], lambda row: str(names.of("prosecutor", row.case.handler))),
        Col(HEADS["concluded_on"], lambda row: str(row.case.concluded_on or ""), "day"),
    ]  # fmt: skip


HEADS = {
    "type_code": Text("案件类别", "Case type"), "office": Text("承办单位", "Office"), "handler": Text("承办检察官", "Prosecutor"),
    "concluded_on": Text("办结日期", "Concluded on"),
}  # fmt: skip


def reason(row, ask: Ask) -> str:
    labels = catalogue.codes("mandatory")
    signs = catalogued.signs()
    what = {"mandatory": [labels[code] for code in row.case.classes], "risk": [signs[sign].label for sign in row.case.signs]}
    owner = ask.names.of("prosecutor", row.case.handler) if row.case.handler else ask.names.of("department", row.case.owner)
    return REASONS[row.layer].format(what=words.listed(what.get(row.layer, ())), owner=owner)


def cases_sheet(found, ask: Ask) -> Table:
    facts = (Head(text, "day" if key.endswith("_on") else "text") for key, text in HEADS.items())
    heads = (Head(CASE), Head(LAYER), Head(REASON), Head(CHANCE, "percent"), *facts)
    rows = [
        (each.case.case_id, LAYER_NAMES[each.layer], same(reason(each, ask)), each.chance, ask.names.of("case_type", each.case.type_code),
         ask.names.of("org", each.case.office), ask.names.of("prosecutor", each.case.handler), each.case.concluded_on)
        for each in chosen(found, ask)
    ]  # fmt: skip
    return Table(heads, tuple(rows))
