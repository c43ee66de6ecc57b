"""A control chart: the months of one indicator with its usual range; months that give a sign of a cause stand out and say why.

Knows a trend as it is handed in. Must not know queries.
"""

from components import body, drill, messages, notices, numbers, tables, theme
from components.comparison import units
from components.figures import lines
from components.figures.graph import Figure, axis, graph, layout, text_width
from data.ask import Ask
from data.definitions.indicators.base import Better
from data.period import Period
from data.text import Text

KINDS = {
    "p": Text("p 控制图", "p-chart"), "p′": Text("p′ 控制图（月间波动大于偶然）", "p′-chart (months vary more than by chance)"),
    "u": Text("u 控制图", "u-chart"), "u′": Text("u′ 控制图（月间波动大于偶然）", "u′-chart (months vary more than by chance)"),
    "XmR": Text("XmR 控制图", "XmR chart"),
}  # fmt: skip
SIGNS = {  # of a value above and below its like
    "beyond": (Text("高于控制限", "above the limit"), Text("低于控制限", "below the limit")),
    "aside": (Text("连续 8 个月高于均值", "eight months above the mean"), Text("连续 8 个月低于均值", "eight months below the mean")),
    "drift": (Text("连续 6 个月上升", "six months rising"), Text("连续 6 个月下降", "six months falling")),
    "near": (Text("3 个月中 2 个月接近上限", "two of three near the upper limit"),
             Text("3 个月中 2 个月接近下限", "two of three near the lower limit")),
}  # fmt: skip
STEADY = Text("{name}：{last}为 {value}，{n} 个月都在常态范围内（均值 {centre}），没有值得追查的变化",
              "{name}: {value} in {last}; all {n} months within the usual range (mean {centre}), nothing to look into")  # fmt: skip
SIGNED = Text("{name}：{last}为 {value}，{n} 个月中 {k} 个月异于常态（均值 {centre}），值得查明原因；最近是 {sign}（{why}）",
              "{name}: {value} in {last}; {k} of {n} months unlike the usual (mean {centre}), worth a look: last {sign} ({why})")
BESIDE = Text("与“{name}”一并看：{said}", "Read with “{name}”. {said}")
TOO_FEW = Text("{name}：月份太少或有月份无分母，不画控制限", "{name}: too few months, or months without a base: no limits drawn")
NOTE = Text("{kind}；虚线为控制限，实线为均值，未满的月份不参与计算。界限描述本单位自身的波动，不是目标，也不是名次。",
            "{kind}; dashed lines are limits, the solid one the mean; a month that is not over takes no part. Limits describe the "
            "unit's own variation; they are neither a target nor a rank.")  # fmt: skip
ROLLED = Text("{name}：截至 {now} 的 {k} 个月为 {value}（n={n}），一年前为 {before}（n={n_before}）{judged}",
              "{name}: {value} (n={n}) in the {k} months to {now}, {before} (n={n_before}) a year before{judged}")  # fmt: skip
JUDGED = {"worse": Text("，变差超出偶然", ": worse by more than chance"), "better": Text("，好转超出偶然", ": better by more than chance"),
          "neutral": Text("，差别可能是偶然", ": the difference may be chance")}  # fmt: skip
NOTE_ROLLED = Text("每点为截至当月的 {k} 个月合计，用于件数少的单位；相邻各点大部分案件相同，因此不画控制限。",
                   "Each point is of the {k} months up to its own, for units with few cases; neighbouring points share most of their "
                   "cases, so no limits are drawn.")  # fmt: skip
LIMIT = Text("控制限", "limit")
NO_COUNTERPART = Text("该指标没有登记对照指标", "No counterpart is declared for this indicator")
HEIGHT = 280


def counterpart(found, ask: Ask):
    if not found:  # a count has no limits among units either: what says so takes this place
        return None if units.chosen(ask).of is None else notices.empty(NO_COUNTERPART)
    return _chart(found, ask, BESIDE.format(name=units.chosen(ask).label, said=headline(found)))


def chart(found, ask: Ask):
    return _chart(found, ask, headline(found))


def _chart(found, ask: Ask, says: str):
    if body.is_empty(found.answer):
        return notices.empty()
    each, groups = found.indicator, found.answer.groups
    over = str(Period(groups[0].period.since, groups[-1].period.until).label)
    drawn = graph(_figure(found, ask), f"control-{each.key}", says)
    table = tables.of_answer(found.answer, ask)
    if found.window > 1:
        return body.noted(ask, says, drawn, table, (each,), NOTE_ROLLED.format(k=found.window), over)
    if found.chart is None:
        return body.body(ask, says, drawn, table, (each,), over=over)
    return body.noted(ask, says, drawn, table, (each,), NOTE.format(kind=KINDS[found.chart.kind]), over)


def headline(found) -> str:
    each, made = found.indicator, found.chart
    if found.window > 1:
        return _rolled(found)
    if made is None:
        return TOO_FEW.format(name=each.label)
    said = {"name": each.label, "n": len(found.over), "centre": numbers.plain(each, made.centre * _factor(found)),
            "last": found.over[-1].period.label, "value": numbers.with_unit(each, found.over[-1][each.key])}  # fmt: skip
    places = sorted({place for _, place in made.signs})
    if not places:
        return STEADY.format(**said)
    return SIGNED.format(**said, k=len(places), sign=found.over[places[-1]].period.label, why=_why(made, places[-1]))


def _rolled(found) -> str:
    groups = found.over[-1:] + found.over[-13:-12]
    if len(groups) < 2:
        return TOO_FEW.format(name=found.indicator.label)
    (now, was), each = groups, found.indicator
    told = [numbers.plain(each, value) if (value := group[each.key].value) is not None else numbers.UNDEFINED for group in groups]
    return ROLLED.format(name=each.label, k=found.window, now=_ticks(found, [now])[0], value=told[0], n=now[each.key].n, before=told[1],
                         n_before=was[each.key].n, judged=_judged(each, now, was))  # fmt: skip


def _judged(each, now, was) -> str:
    """Whether a year made a difference beyond chance; of what is neither good nor bad nothing is said."""
    change = numbers.change(each, now[each.key], was[each.key])
    if change is None or change.percent is None or each.better is Better.NEITHER:
        return ""
    return str(JUDGED[change.verdict])


def _ticks(found, groups) -> list[str]:
    """A stretch of months is named by the month it ends in, as a month is."""
    return [f"{group.period.until:%Y-%m}" for group in groups] if found.window > 1 else lines.ticks(groups)


def _why(made, place: int) -> str:
    return str(messages.SEMICOLON).join(str(SIGNS[kind][not _up(made, kind, place)]) for kind in made.at(place))


def _up(made, kind: str, place: int) -> bool:
    """Whether it rises, or lies above the middle: in shares of the way to its limit, as signs are told."""
    def score(at: int) -> float:
        reach = max(made.high[at] - made.centre, made.centre - made.low[at]) or 1.0
        return (made.values[at] - made.centre) / reach

    return score(place) > (score(place - 1) if kind == "drift" else 0)


def _factor(found) -> float:
    """What turns numerator ÷ base into the figure shown; the months of a chart of values are in its unit already."""
    return 1.0 if found.chart is None or found.chart.kind == "XmR" else found.indicator.factor(found.over[0].period)


def _figure(found, ask: Ask) -> Figure:
    each, c = found.indicator, theme.colours()
    traces, ticks = [*_limits(found, c), _values(found, ask, c)], _ticks(found, found.answer.groups)
    last = next((group for group in reversed(found.answer.groups) if group[each.key].value is not None), None)
    text = numbers.plain(each, last[each.key].value) if last else ""
    mark = {"text": text, "x": 1, "xref": "paper", "y": last[each.key].value if last else 0, "xanchor": "left", "xshift": 10,
            "showarrow": False, "font": {"color": c.s1, "size": 12}}  # fmt: skip
    drawn = layout(
        HEIGHT, margin={"l": 8, "r": 22 + text_width(text), "t": 14, "b": 8}, annotations=[mark, *_limit_names(found, c)],
        xaxis=axis("category", showgrid=False, categoryorder="array", categoryarray=ticks, tickangle=0, nticks=8),
        yaxis=axis(rangemode="nonnegative", nticks=5, tickformat=".1%" if each.percent else ","),
    )  # fmt: skip
    return {"data": traces, "layout": drawn}


def _limits(found, c) -> list[Figure]:
    if found.chart is None:
        return []
    factor, ticks, made = _factor(found), lines.ticks(found.over), found.chart
    looks = ((made.low, "dash", c.due_soon), ((made.centre,) * len(ticks), "solid", c.faint), (made.high, "dash", c.due_soon))
    return [
        {"type": "scatter", "mode": "lines", "x": ticks, "y": [value * factor for value in values], "hoverinfo": "skip",
         "line": {"color": colour, "width": 1.2, "dash": dash, "shape": "hvh"}, "customdata": []}
        for values, dash, colour in looks
    ]  # fmt: skip


def _limit_names(found, c) -> list[Figure]:
    """The upper limit says what it is, where it begins."""
    if found.chart is None:
        return []
    above = max(found.chart.high[:3]) * _factor(found)
    return [{"text": str(LIMIT), "x": 0, "y": above, "xanchor": "left", "yanchor": "bottom", "yshift": 2,
             "showarrow": False, "font": {"color": c.due_soon, "size": 11}}]  # fmt: skip


def _values(found, ask: Ask, c) -> Figure:
    each, groups = found.indicator, found.answer.groups
    signs = _signs(found)
    hovers = [lines.hover(group, each, ask) + ("<br>" + signs[group.period] if group.period in signs else "") for group in groups]
    return {
        "type": "scatter", "mode": "lines+markers", "name": str(each.label), "x": _ticks(found, groups),
        "y": [group[each.key].value for group in groups], "line": {"color": c.s1, "width": 1.5}, "connectgaps": False, "cliponaxis": False,
        "marker": {
            "color": [c.s2 if group.period in signs else c.s1 for group in groups],
            "size": [11 if group.period in signs else 6 for group in groups],
            "symbol": ["diamond" if group.period in signs else "circle-open" if lines.unfinished(group) else "circle" for group in groups],
        },
        "hovertext": hovers, "hoverinfo": "text", "customdata": [drill.behind(ask, each, group) for group in groups],
    }  # fmt: skip


def _signs(found) -> dict:
    """Period → why it stands out."""
    if found.chart is None:
        return {}
    return {found.over[place].period: _why(found.chart, place) for _, place in found.chart.signs}
