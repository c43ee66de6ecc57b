"""The forecast of missed days on a page: what is expected of whom, how far it came true before, what it knows and what not.

A forecast that did not stand its test is a sentence that says so. Knows forecasts and links. Must not know queries.
"""

from dash import html

from components import body, notices, numbers, tables, words
from components.figures.graph import graph
from components.figures.reliability import CAME, SAID, percent, reliability
from components.tables import Col
from data.ask import Ask
from data.definitions.relations import RISK_CHECKS, RISKS
from data.definitions.risk import CLOCKS, FEATURES, NEXT
from data.text import Text, locale

SHOWN = 20  # departments on the page; the list behind the whole has all
HEAD = Text(
    "未来{days}日内到期的 {n} 个{what}，预计约 {expected} 个会超期（九成可能在 {low} 至 {high} 之间）",
    "Of {n} {what} due within {days} days, about {expected} are expected to be missed (nine chances in ten: {low} to {high})",
)
NONE_AHEAD = Text("未来{days}日内没有{what}到期", "No {what} are due within {days} days")
BETTER = Text(
    "检验：{day} 当日进行中的 {n} 个，后来超期 {missed} 个；预测的布里尔分数 {brier}，同类基准率 {base}，误差少 {gain}",
    "Test: {n} running on {day}, of which {missed} were missed later; Brier score {brier} against {base} for the base rate of each "
    "kind, an error {gain} smaller",
)
HERE = Text(
    "在当前范围内，检验日的预测不优于基准率（布里尔分数 {brier}，基准率 {base}），请按清单核实，不宜据此比较部门",
    "Within this range the forecasts of the test were no better than the base rate (Brier score {brier} against {base}): "
    "check the list, and compare no departments by it",
)
NOT_BETTER = Text(
    "{what}：用过去的记录检验（{day}），预测不比同类期限平常的超期率更准（布里尔分数 {brier}，基准率 {base}），因此不显示预测",
    "{what}: tested on past records ({day}), forecasts were no better than the usual rate of each kind of clock (Brier score {brier}, "
    "base rate {base}); so none is shown",
)
FEW = Text(
    "{what}：过去超期的记录太少，无从学习，因此不作预测",
    "{what}: too few were missed in the past to learn from; so nothing is forecast",
)
NO_MODEL = Text("数据中没有可以预测的期限", "There are no clocks in the data to forecast")
OF_CLOCKS = Text("期限", "clocks")
OF_A_LOG = Text("“{label}”的事项", "matters of “{label}”")
DEPARTMENT, DUE = Text("部门", "Department"), Text("到期数", "Due")
EXPECTED, RANGE = Text("预计超期", "Expected"), Text("九成区间", "9 in 10")
REST = Text("其余 {n} 个部门见清单", "{n} more departments: see the list")
WHOLE_LIST = Text("按可能性排序的清单", "The list, most likely first")
ORDER = Text("按预计超期数排列，供安排工作，不作评价", "In order of work to come; no judgement of anyone")
KNOWS, KNOWS_NOT = Text("预测所知", "What the forecast knows"), Text("预测所不知", "What it does not know")
BLIND = (
    Text("案件的难易、证据和材料", "how hard the case is, its evidence and papers"),
    Text("已发生而尚未录入的事", "what has happened and is not entered yet"),
    Text("今后受理的案件", "cases yet to be accepted"),
    Text("部门、案由、人数的变更过程（按现有记录）", "how department, charge and persons changed (they stand as recorded today)"),
)
LEARNT = Text(
    "检验所用的预测只学习了 {until} 以前的 {n} 条记录；现用的预测以同样方法学习到 {day}；超过 {horizon} 日以后到期的不预测",
    "The forecasts tested had learnt from {n} records up to {until} only; those in use have learnt in the same way up to {day}; what is "
    "due more than {horizon} days ahead is not forecast",
)
LEARNT_HERE = Text(
    "检验所用的预测只学习了 {until} 以前的记录；现用的预测以同样方法学习到 {day}；超过 {horizon} 日以后到期的不预测",
    "The forecasts tested had learnt from records up to {until} only; those in use have learnt in the same way up to {day}; what is due "
    "more than {horizon} days ahead is not forecast",
)
BAND, NUMBER, CAME_TRUE = Text("预测", "Forecast"), Text("个数", "Number"), Text("实际超期", "Missed")
CURVE = Text("预测与实际（{day} 的检验）", "Forecast and outcome (test of {day})")
AHEAD = Text("{since} 至 {until} 到期", "due {since} to {until}")
DETAILS = Text("依据与局限", "Grounds and limits")


def view(found, ask: Ask) -> html.Div:
    """Every forecast there is, one under the other."""
    if not found:
        return html.Div(html.P(str(NO_MODEL), className="headline"), className="drawn")
    return html.Div([_one(each, ask) for each in found], className="drawn")


def _one(each, ask: Ask) -> html.Div:
    if not each.about["used"]:
        return html.Div(html.P(_why_not(each.about), className="headline"))
    if each.whole is None and each.test is None:
        return notices.empty()
    parts = [html.P(_headline(each), className="headline"), html.Div([_ahead(each, ask), _tested(each, ask)], className="side-by-side")]
    return html.Div([*parts, _grounds(each), _foot(each, ask)])


def _label(about) -> str:
    return about["label_zh"] if locale.get() == "zh" else about["label_en"]


def _what(about) -> str:
    return str(OF_CLOCKS) if about["model"] == CLOCKS else OF_A_LOG.format(label=_label(about))


def _why_not(about) -> str:
    if about["reason"] == "few":
        return FEW.format(what=_label(about))
    return NOT_BETTER.format(what=_label(about), day=about["validated_on"], brier=score(about["brier"]), base=score(about["brier_base"]))


def score(brier: float) -> str:
    return f"{brier:.4f}"


def _headline(each) -> str:
    whole = each.whole
    if whole is None:
        return NONE_AHEAD.format(days=NEXT, what=_what(each.about))
    said = {"low": numbers.digits(whole.low), "high": numbers.digits(whole.high), "n": numbers.digits(whole.n)}
    return HEAD.format(days=NEXT, what=_what(each.about), expected=amount(whole.expected), **said)


def amount(expected: float) -> str:
    """As finely as a sum of chances deserves."""
    return numbers.digits(expected, 1 if expected < 10 else 0)


# --- what is expected ------------------------------------------------------------------------------------------------------


def _ahead(each, ask: Ask) -> html.Div:
    shown, rest = each.departments[:SHOWN], len(each.departments) - SHOWN
    columns = (
        Col(DEPARTMENT, lambda row: _named(row, ask)),
        Col(DUE, lambda row: html.A(numbers.digits(row.n), href=_list(each, ask, row)), "number"),
        Col(EXPECTED, lambda row: _withheld(row, ask) or amount(row.expected), "number"),
        Col(RANGE, lambda row: "" if _withheld(row, ask) else f"{row.low}–{row.high}", "number"),
    )
    more = [html.P(REST.format(n=rest), className="muted note")] if rest > 0 else []
    link = html.P(html.A(str(WHOLE_LIST), href=_list(each, ask)), className="note")
    return html.Div([html.P(str(ORDER), className="muted note"), tables.simple(columns, shown, _headline(each)), *more, link])


def _named(row, ask: Ask) -> str:
    """A department with its office, for many offices name theirs alike."""
    return f"{ask.names.of('org', row.office)} {ask.names.of('department', row.department)}"


def _withheld(row, ask: Ask) -> str:
    few = row.n < ask.settings.minimum_n
    return numbers.FEW.format(least=ask.settings.minimum_n) if few else ""


def _list(each, ask: Ask, row=None) -> str:
    """The clocks whose chances were summed, the most likely first."""
    where = f"model:equals:{each.about['model']};due_on:since:{each.ahead.since};due_on:until:{each.ahead.until}"
    own = {} if row is None else {"office": row.office, "department": row.department or "-"}
    return ask.with_(since=None, until=None, period=None).rows(RISKS, sort="-probability", where=where, **own)


# --- how far it came true ----------------------------------------------------------------------------------------------------


def _tested(each, ask: Ask) -> html.Div:
    if each.test is None:
        return html.Div(html.P(str(words.NO_ROWS), className="muted note"))
    bands = [band for band in each.test.bands if band.n >= ask.settings.minimum_n]
    says = CURVE.format(day=each.about["validated_on"])
    drawn = graph(reliability(bands, lambda band: _checked(each, ask, band)), f"reliability-{each.about['model']}", says) if bands else None
    columns = (
        Col(BAND, lambda band: f"{percent(band.low)}–{percent(band.high)}"),
        Col(NUMBER, lambda band: html.A(numbers.digits(band.n), href=_checked(each, ask, band)), "number"),
        Col(SAID, lambda band: percent(band.expected / band.n), "number"),
        Col(CAME_TRUE, lambda band: numbers.digits(band.missed), "number"),
        Col(CAME, lambda band: _withheld(band, ask) or percent(band.missed / band.n), "number"),
    )
    table = body.folded(tables.simple(columns, each.test.bands, says))
    return html.Div([html.P(says, className="muted note"), drawn, _verdict(each), table])


def _verdict(each) -> html.P:
    test = each.test
    said = {"brier": score(test.brier), "base": score(test.brier_base)}
    if test.brier >= test.brier_base:
        return html.P(HERE.format(**said), className="note")
    gain = percent(1 - test.brier / test.brier_base)
    counts = {"n": numbers.digits(test.n), "missed": numbers.digits(test.missed)}
    return html.P(BETTER.format(day=each.about["validated_on"], gain=gain, **counts, **said), className="note")


def _checked(each, ask: Ask, band) -> str:
    where = f"model:equals:{each.about['model']};probability:least:{band.low:g};probability:most:{band.high:g}"
    return ask.with_(since=None, until=None, period=None).rows(RISK_CHECKS, sort="-probability", where=where)


# --- on what grounds -----------------------------------------------------------------------------------------------------------


def _grounds(each) -> html.Details:
    about = each.about
    said = {"until": about["trained_until"], "day": about["validated_on"], "horizon": about["horizon_days"]}
    learnt = LEARNT.format(n=numbers.digits(about["n_trained"]), **said) if "n_trained" in about else LEARNT_HERE.format(**said)
    knows = [_listed(KNOWS, [feature.label for feature in FEATURES]), _listed(KNOWS_NOT, BLIND)]
    return html.Details([html.Summary(str(DETAILS)), html.P(learnt, className="note"), *knows], className="as-table")


def _listed(head: Text, parts) -> html.P:
    joined = "、" if locale.get() == "zh" else "; "
    return html.P([html.Strong(words.about(head, "")), joined.join(map(str, parts))], className="note")


def _foot(each, ask: Ask) -> html.Div:
    ahead = AHEAD.format(since=each.ahead.since, until=each.ahead.until)
    parts = (words.UNIT.format(unit=RISKS.unit), ahead, words.AS_OF.format(day=ask.scope.as_of))
    return html.Div(html.Span(words.listed(parts), className="caption"), className="panel-foot")
