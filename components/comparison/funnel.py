"""The funnel: each unit a point at its size, between the limits within which chance alone would leave it; raw or adjusted.

Knows a comparison as it is handed in. Must not know queries.
"""

from collections.abc import Sequence

import numpy as np

from components import body, messages, notices, numbers, theme, words
from components.comparison import units as rows
from components.figures.graph import Figure, axis, graph, layout, titled
from data.ask import Ask
from data.text import Text

ALL_IN = Text("{n} 个{what}都在 99.8% 界限内：高低不同多为偶然，没有真实差异的证据",
              "All {n} units ({what}) lie within the 99.8 % limits: no evidence that they differ by more than chance")  # fmt: skip
SOME_OUT = Text("{n} 个{what}中 {inside} 个在 99.8% 界限内；在界限外、值得了解的：{names}",
                "{inside} of {n} units ({what}) lie within the 99.8 % limits; beyond them, worth a look: {names}")  # fmt: skip
ADJUSTED = Text("扣除案件构成的影响后，{said}", "The mix of cases taken out: {said}")
ONLY_RARE = Text("{n} 个{what}的期望数都不足 1，不作判断", "Under one is expected of each of {n} units ({what}): no statement")
AND_RARE = Text("另 {n} 个期望不足 1，不作判断", "{n} more, of which under one is expected: no statement")
MORE = Text("{names}等 {n} 个", "{names} and others, {n} in all")
HIGH, LOW = Text("偏高", "high"), Text("偏低", "low")
OWN = Text("{name} {value}，{said}", "{name} {value}, {said}")
VERDICTS = {
    "within": Text("在界限内", "within the limits"), "near": Text("在 95% 与 99.8% 界限之间", "between the limits of 95 and 99.8 %"),
    "beyond": Text("在 99.8% 界限外", "beyond 99.8 %"), "rare": Text("期望不足 1，不作判断", "under one expected, no statement"),
}  # fmt: skip
ALONE = Text("这一级只有一个单位，没有同类可比；请在“比较层级”中选下一级",
             "The only unit at this level: nothing like it to compare with; choose the level below")  # fmt: skip
TOO_FEW = Text("没有样本足够的单位可比", "No unit has enough to be compared")
NOTE = {
    False: Text("横轴为分母（对数），点越靠右样本越大；细虚线 95%、粗虚线 99.8% 界限（{law}），横线为全体 {target}。{spread}",
                "Across: the base (logarithmic), larger units to the right; thin dashes 95 %, thick 99.8 % limits ({law}), the line is all "
                "together, {target}. {spread}"),
    True: Text("横轴为期望数（对数），纵轴为实际÷期望×全体；界限按平均构成画出，判断按各单位自己的构成。{spread}",
               "Across: what is expected (logarithmic); up: observed ÷ expected × all together; limits are drawn for the average mix, each "
               "unit is judged by its own. {spread}"),
}  # fmt: skip
BINOMIAL, POISSON = Text("二项分布精确界限", "exact binomial"), Text("泊松分布精确界限", "exact Poisson")
EVEN = Text("单位间差异未超出偶然。", "Units differ by no more than chance.")
SPREAD = Text("单位间差异大于偶然（φ = {phi}），界限已按过度离散放宽。",
              "Units differ by more than chance (φ = {phi}): the limits are widened for it.")
ACROSS = {False: Text("分母，{unit}（对数）", "base, {unit} (logarithmic)"),
          True: Text("期望数，{unit}（对数）", "expected, {unit} (logarithmic)")}  # fmt: skip
LEVELS = ((0.95, 1.0, "95%"), (0.998, 1.8, "99.8%"))
HEIGHT, NAMED, GRID = 360, 6, 60


def raw(found, ask: Ask):
    return _panel(found, ask, adjusted=False)


def adjusted(found, ask: Ask):
    return _panel(found, ask, adjusted=True)


def _panel(found, ask: Ask, adjusted: bool):
    if found is None:
        return None if adjusted else rows.no_rate(ask)
    if not found.units:
        return notices.empty(TOO_FEW)
    if len(found.units) == 1:
        return notices.empty(ALONE)
    told = headline(found, ask, adjusted)
    says = ADJUSTED.format(said=words.inside(told)) if adjusted else told
    side = found.adjusted if adjusted else found.raw
    spread = SPREAD.format(phi=f"{side.spread.phi:.1f}") if side.spread.found else str(EVEN)
    law, target = BINOMIAL if side.binomial else POISSON, rows.rate(found, found.target, ask)
    note = NOTE[adjusted].format(law=law, target=target, spread=spread)
    drawn = graph(_figure(found, ask, adjusted), f"funnel-{'adjusted' if adjusted else 'raw'}-{found.indicator.key}", says)
    return body.noted(ask, says, drawn, rows.table(found, ask), (found.indicator,), note)


def headline(found, ask: Ask, adjusted: bool) -> str:
    judged = [unit for unit in found.units if _said(unit, adjusted) != "rare"]
    out = [unit for unit in judged if _said(unit, adjusted) == "beyond"]
    rare, what, own = len(found.units) - len(judged), words.inside(found.level.label), found.unit(found.own)
    said = {"n": len(judged), "what": what}
    if not judged:
        return ONLY_RARE.format(n=rare, what=what)
    first = SOME_OUT.format(**said, inside=len(judged) - len(out), names=_out(out, found, ask, adjusted)) if out else ALL_IN.format(**said)
    return words.sentence([first, AND_RARE.format(n=rare) if rare else "", _own(own, found, ask, adjusted) if own else ""])


def _out(out: Sequence, found, ask: Ask, adjusted: bool) -> str:
    """The first few by name, each high or low."""
    named = [words.bracketed(_name(unit, found, ask), HIGH if _value(unit, adjusted) > found.target else LOW) for unit in out[:NAMED]]
    names = str(messages.OR).join(named)
    return MORE.format(names=names, n=len(out)) if len(out) > NAMED else names


def _own(own, found, ask: Ask, adjusted: bool) -> str:
    value = rows.rate(found, _value(own, adjusted), ask)
    return OWN.format(name=_name(own, found, ask), value=value, said=VERDICTS[_said(own, adjusted)])


def _said(unit, adjusted: bool) -> str:
    return unit.said if adjusted else unit.said_raw


def _value(unit, adjusted: bool) -> float:
    return unit.adjusted if adjusted else unit.raw


def _size(unit, adjusted: bool) -> float:
    return unit.expected if adjusted else unit.base


def _name(unit, found, ask: Ask) -> str:
    return str(ask.names.value(found.level, unit.code))


def _figure(found, ask: Ask, adjusted: bool) -> Figure:
    c, each = theme.colours(), found.indicator
    factor = each.factor(ask.period)
    shown = [unit for unit in found.units if _said(unit, adjusted) != "rare"]
    sizes = [_size(unit, adjusted) for unit in shown] or [1.0, 10.0]
    span = [np.log10(min(sizes)) - 0.08, np.log10(max(sizes)) + 0.12]
    grid = np.logspace(*span, GRID)
    drawn = layout(
        HEIGHT, margin={"l": 8, "r": 14, "t": 14, "b": 8}, annotations=_names(shown, found, ask, adjusted, factor, c),
        xaxis=axis("log", showgrid=False, range=[float(end) for end in span], tickformat=",.0f", dtick=_ticks(span)),
        yaxis=axis(nticks=6, tickformat=".0%" if each.percent else ",.3~g", rangemode="tozero"),
    )  # fmt: skip
    drawn["xaxis"] |= titled(ACROSS[adjusted].format(unit=each.of.unit))
    drawn["annotations"] += _limit_names(found, grid, adjusted, factor, c)
    return {"data": [*_limits(found, grid, adjusted, factor, c), _points(shown, found, ask, adjusted, factor, c)], "layout": drawn}


def _ticks(span) -> object:
    """Twos and fives as well where there are less than two powers of ten."""
    return "D2" if span[1] - span[0] < 2 else 1


def _limits(found, grid, adjusted: bool, factor: float, c) -> list[Figure]:
    side = found.adjusted if adjusted else found.raw
    expected = grid if adjusted else grid * found.target
    lines = [(np.ones(len(grid)), "solid", 1.2, c.faint)]
    for level, width, _ in LEVELS:
        lines += [(end, "dash", width, c.due_soon) for end in side.curve(expected, level)]
    return [
        {"type": "scatter", "mode": "lines", "x": [float(x) for x in grid], "y": [float(y * found.target * factor) for y in ends],
         "line": {"color": colour, "width": width, "dash": dash}, "hoverinfo": "skip", "customdata": []}
        for ends, dash, width, colour in lines
    ]  # fmt: skip


def _limit_names(found, grid, adjusted: bool, factor: float, c) -> list[Figure]:
    """At the left, where the limits are farthest apart, each upper one says what it is."""
    side, at = found.adjusted if adjusted else found.raw, grid[:1]
    tops = [(name, float(side.curve(at if adjusted else at * found.target, level)[1][0])) for level, _, name in LEVELS]
    return [
        {"text": name, "x": float(np.log10(at[0])) + 0.005, "y": top * found.target * factor, "xanchor": "left", "yanchor": "bottom",
         "yshift": 2, "showarrow": False, "font": {"color": c.due_soon, "size": 11}}
        for name, top in tops
    ]  # fmt: skip


def _points(shown, found, ask: Ask, adjusted: bool, factor: float, c) -> Figure:
    looks = {"beyond": (c.s2, 11), "near": (c.s1, 8), "within": (c.s1, 7)}
    own = [unit.code == found.own for unit in shown]
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [_size(unit, adjusted) for unit in shown], "y": [_value(unit, adjusted) * factor for unit in shown],
        "marker": {
            "color": [looks[_said(unit, adjusted)][0] for unit in shown],
            "size": [13 if is_own else looks[_said(unit, adjusted)][1] for unit, is_own in zip(shown, own, strict=True)],
            "symbol": ["star" if is_own else "diamond" if _said(unit, adjusted) == "beyond" else "circle"
                       for unit, is_own in zip(shown, own, strict=True)],
            "opacity": 0.85, "line": {"width": 1, "color": c.surface},
        },
        "hovertext": [_hover(unit, found, ask, adjusted) for unit in shown], "hoverinfo": "text",
        "customdata": [rows.behind(unit, found, ask) for unit in shown],
    }  # fmt: skip


def _hover(unit, found, ask: Ask, adjusted: bool) -> str:
    raw = f"{found.indicator.label} {rows.rate(found, unit.raw, ask)} ({numbers.digits(unit.observed)} / {numbers.digits(unit.base)})"
    more = f"{rows.ADJUSTED} {rows.rate(found, unit.adjusted, ask)}; {rows.RATIO} {unit.ratio:.2f} [{unit.low:.2f}, {unit.high:.2f}]"
    return f"<b>{_name(unit, found, ask)}</b><br>{raw}<br>{more}<br>{VERDICTS[_said(unit, adjusted)]}"


def _names(shown, found, ask: Ask, adjusted: bool, factor: float, c) -> list[Figure]:
    """Names beside the unit in force and those beyond or near the limits, unless they are too many to be read."""
    out = [unit for unit in shown if _said(unit, adjusted) == "beyond"]
    near = [unit for unit in shown if _said(unit, adjusted) == "near"]
    told = out + near if len(out + near) <= NAMED else out if len(out) <= NAMED else []
    named = [unit for unit in shown if unit.code == found.own or unit in told]
    middle = np.log10(np.median([_size(unit, adjusted) for unit in shown])) if shown else 0
    return [_label(unit, _name(unit, found, ask), adjusted, factor, middle, c) for unit in named]


def _label(unit, name: str, adjusted: bool, factor: float, middle: float, c) -> Figure:
    x = float(np.log10(_size(unit, adjusted)))
    right = x > middle
    return {"text": name, "x": x, "y": _value(unit, adjusted) * factor, "xanchor": "right" if right else "left",
            "xshift": -9 if right else 9, "showarrow": False, "bgcolor": c.surface,
            "font": {"color": c.ink, "size": 12}}  # fmt: skip
