"""Units as a table: raw and adjusted side by side, observed against expected with its interval, what chance leaves open. No rank.

An office that switches ranks on gets the note of the law beside them.
Knows a comparison as it is handed in. Must not know queries.
"""

from dash import html

from components import body, drill, notices, numbers, tables, views, words
from components.tables import Col
from data.answer import Answer
from data.ask import Ask
from data.definitions import indicators
from data.definitions.dimensions import HANDLER
from data.definitions.indicators import persons
from data.text import Text

PATH = "/comparison"
RAW, ADJUSTED = Text("原始", "Raw"), Text("调整后", "Adjusted")
EXPECTED, RATIO = Text("期望", "Expected"), Text("实际/期望", "O/E")
BOUNDS, SHRUNK, DEVIATION = Text("95% 区间", "95 % interval"), Text("收缩估计", "Shrunk"), Text("偏离度", "Deviation")
AGAINST, RANK = Text("与界限", "Against the limits"), Text("名次", "Rank")
VERDICTS = {
    "within": Text("界限内", "within"), "near": Text("95% 外、99.8% 内", "between 95 and 99.8 %"),
    "beyond": Text("99.8% 外", "beyond 99.8 %"), "rare": Text("期望不足 1", "under one expected"),
}  # fmt: skip
NONE_OUT = Text("调整案件构成前后都没有单位在 99.8% 界限外：高低不同不足以说明办案有别",
                "Before and after adjusting for mix no unit lies beyond the 99.8 % limits: high and low say nothing of how they work")
SAYS = Text("值得了解的（在 99.8% 界限外）：调整案件构成前 {raw} 个单位，调整后 {adjusted} 个；其余高低多为偶然",
            "Worth a look (beyond the 99.8 % limits): {raw} units before adjusting for mix, {adjusted} after it; the rest is mostly chance")
FEW = Text("{n} 个样本不足不显示", "{n} withheld as too few")
NOTE = Text("按单位序列列出，不排名次。收缩估计把小样本向全体拉近；偏离度 =（本单位 − 均值）÷ 标准差。点数字看案件。",
            "In the order of the register, not ranked. Shrunk estimates draw small units towards all together; deviation = "
            "(own − mean of the units) ÷ their standard deviation. Every number leads to its cases.")  # fmt: skip
ABOLISHED = Text("名次由本院设置开启：2024年10月起“一取消三不再”，全国已取消考核排名。",
                 "Ranks were switched on by this office; assessment rankings were abolished nationally in October 2024.")  # fmt: skip


NO_RATE = Text("“{name}”没有可作界限的分母（计数或中位数），只看走势；比较单位请选用比率指标",
               "“{name}” has no base to draw limits over (a count or a median): read its trend, or choose a rate")  # fmt: skip


def no_rate(ask: Ask) -> html.Div:
    return html.Div(html.P(NO_RATE.format(name=chosen(ask).label), className="headline"), className="drawn")


def chosen(ask: Ask):
    """The indicator the address names, for a sentence."""
    return indicators.ALL.get(ask.filters.text("indicator")) or persons.RETURN_RATE


def rate(found, value: float, ask: Ask) -> str:
    """A rate in the indicator's way."""
    return numbers.plain(found.indicator, value * found.indicator.factor(ask.period))


def texts(unit, found, ask: Ask) -> dict[str, str | None]:
    """The filter that the unit is, in place of the one in force."""
    return {"tier": None, **drill.texts(ask, found.level, unit.code)}


def behind(unit, found, ask: Ask) -> str:
    return found.ask.behind(found.indicator, ask.period, **drill.texts(ask, found.level, unit.code))


def units(found, ask: Ask):
    """The comparison; of what cannot be compared the figures by unit."""
    if isinstance(found, Answer):
        return views.table(PATH)(found, ask)
    if not found.cells.units:
        return notices.empty()
    out = [sum(getattr(unit, name) == "beyond" for unit in found.units) for name in ("said_raw", "said")]
    said = SAYS.format(raw=out[0], adjusted=out[1]) if any(out) else str(NONE_OUT)
    says = words.sentence([said, FEW.format(n=len(found.few)) if found.few else ""])
    notes = [html.P(str(NOTE), className="note muted"), *([html.P(str(ABOLISHED), className="note")] if ask.settings.rankings else [])]
    foot = body.foot(ask, (found.indicator,))
    return html.Div([html.P(says, className="headline"), table(found, ask), *notes, foot], className="drawn")


def table(found, ask: Ask):
    columns = [
        Col(found.level.label, lambda one: html.A(str(ask.names.value(found.level, one.code)), href=deeper(one, found, ask))),
        Col(words.PARTS, lambda one: _parts(one, found, ask), "number"), Col(RAW, lambda one: rate(found, one.raw, ask), "number"),
        Col(ADJUSTED, lambda one: rate(found, one.adjusted, ask), "number"),
        Col(EXPECTED, lambda one: numbers.digits(one.expected, 1), "number"),
        Col(RATIO, lambda one: "—" if one.said == "rare" else f"{one.ratio:.2f}", "number"),
        Col(BOUNDS, lambda one: "—" if one.said == "rare" else f"{one.low:.2f}–{one.high:.2f}", "number"),
        Col(SHRUNK, lambda one: rate(found, one.shrunk, ask), "number"),
        Col(DEVIATION, lambda one: "—" if one.deviation is None else numbers.digits(one.deviation, 1), "number"),
        Col(AGAINST, lambda one: _against(one)),
    ]  # fmt: skip
    if ask.settings.rankings:
        ranks = {one.code: place + 1 for place, one in enumerate(sorted(found.units, key=lambda one: -one.adjusted))}
        columns.insert(1, Col(RANK, lambda one: str(ranks[one.code]), "number"))
    return tables.simple(columns, found.units, str(found.indicator.label))


def deeper(one, found, ask: Ask) -> str:
    """The same page for one unit; a prosecutor's cases."""
    if found.level == HANDLER:
        return behind(one, found, ask)
    return found.ask.link(PATH, **texts(one, found, ask))


def _parts(one, found, ask: Ask) -> list:
    below = found.ask.behind(found.indicator.of, ask.period, **drill.texts(ask, found.level, one.code))
    return [html.A(numbers.digits(one.observed), href=behind(one, found, ask)), " / ", html.A(numbers.digits(one.base), href=below)]


def _against(one) -> html.Span:
    said = str(VERDICTS[one.said]) if one.said == one.said_raw else words.changed_to(VERDICTS[one.said_raw], VERDICTS[one.said])
    return html.Span(said, className="beyond" if one.said == "beyond" else "muted" if one.said in ("rare", "within") else "")
