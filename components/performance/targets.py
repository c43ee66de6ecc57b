"""Targets of the year as a table: last year, band, so far, what it will come to, in or out of the band.

Knows targets as they are handed in. Must not know queries.
"""

from collections import Counter

from dash import html

from components import body, notices, numbers, tables, words
from components.performance.scheme import PATH, RIGHT, TITLE
from components.tables import Col
from data.ask import Ask
from data.text import Text

INDICATOR, UNIT, LAST, BAND, SO_FAR, FORECAST, SAID = (
    Text("指标", "Indicator"), Text("单位", "Unit"), Text("上年", "Last year"), Text("目标区间", "Band"),
    Text("本年至今", "This year so far"), Text("年末预测（90%）", "Forecast (90 %)"), Text("与目标", "Against the band"),
)  # fmt: skip
VERDICTS = {
    "in": Text("在区间内", "in the band"), "likely_in": Text("预计在内", "likely in"), "likely_out": Text("预计在外", "likely out"),
    "out": Text("在区间外", "out of the band"), "": Text("样本不足", "too few to say"),
}  # fmt: skip
ALL_IN = Text("{year} 年 {n} 项目标，预计全部落在区间内", "{n} targets of {year}: all are expected to lie in their bands")
SOME_OUT = Text("{year} 年 {n} 项目标：{out} 项在区间外{which}，{maybe} 项不确定，其余在区间内",
                "{n} targets of {year}: {out} out of the band{which}, {maybe} not certain, the others in it")  # fmt: skip
ORDER = ("out", "likely_out", "", "likely_in", "in")  # what asks for something first
NOTE = Text("区间由本院导入。预测 = 已发生的 + 上年余下时段按今年水平折算；期内存量类指标不作预测，按至今判断。目标不是名次。",
            "Bands are the office's own, imported from a file. Forecast: what has been, and last year's rest at this year's level; "
            "what does not add up over a year is judged as it stands. A target is no rank.")  # fmt: skip
FURTHER = Text("另有 {n} 项目标属于再下级单位：选择其上级单位后显示",
               "{n} more targets are of units further down: choose the unit above them")  # fmt: skip
NONE_HERE = Text("所选单位没有目标参数", "There are no targets for the units chosen")
NO_FORECAST = Text("不预测", "none")


def targets(found, ask: Ask) -> html.Div:
    further = [html.P(FURTHER.format(n=found.further), className="note muted")] if found.further else []
    if not found.lines:
        return html.Div([notices.empty(NONE_HERE), *further])
    outside = Counter(str(one.indicator.label) for one in found.lines if one.said == "out")
    out, which = outside.total(), words.enumerated(f"{words.inside(name)} {n}" for name, n in outside.most_common())
    maybe = sum(one.said in ("likely_in", "likely_out", "") for one in found.lines)
    says = (SOME_OUT if out or maybe else ALL_IN).format(year=found.year, n=len(found.lines), out=out, maybe=maybe,
                                                         which=words.bracketed("", which) if which else "")
    columns = [
        Col(UNIT, lambda one: str(ask.names.of("org", one.unit))), Col(INDICATOR, lambda one: str(one.indicator.label)),
        Col(LAST, lambda one: _figure(one, one.last), "number"), Col(BAND, _band, "number"),
        Col(SO_FAR, lambda one: html.A(_figure(one, one.so_far), href=one.ask.behind(one.indicator, one.year)), "number"),
        Col(FORECAST, _forecast, "number"), Col(SAID, _said),
    ]  # fmt: skip
    table = tables.simple(columns, sorted(found.lines, key=lambda one: ORDER.index(one.said)), str(INDICATOR))
    scheme = [html.P(html.A(str(TITLE), href=ask.link(PATH)))] if ask.settings.schemes and ask.viewer.may(RIGHT) else []
    shown = list(dict.fromkeys(one.indicator for one in found.lines))
    return html.Div([html.P(says, className="headline"), table, html.P(str(NOTE), className="note muted"), *further, *scheme,
                     body.foot(ask, shown, over=str(found.lines[0].year.label))], className="drawn")  # fmt: skip


def _figure(one, figure) -> str:
    parts = numbers.parts(figure)
    said = numbers.shown(one.indicator, figure)
    return words.bracketed(said, parts) if parts else said


def _band(one) -> str:
    low, high = (None if end is None else numbers.plain(one.indicator, end) for end in (one.low, one.high))
    if low is None or high is None:
        return f"≥ {low}" if high is None else f"≤ {high}"
    return f"{low}–{high}"


def _forecast(one) -> str:
    if one.forecast is None:
        return str(NO_FORECAST)
    low, high = (numbers.plain(one.indicator, end) for end in (one.forecast.low, one.forecast.high))
    return words.bracketed(numbers.plain(one.indicator, one.forecast.mean), f"{low}–{high}")


def _said(one) -> html.Span:
    return html.Span(str(VERDICTS[one.said]), className="beyond" if one.said == "out" else None)
