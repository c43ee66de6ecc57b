"""Arrivals, closures and stock with their usual range; and the cumulative flow of a type.

Knows what was found. Must not know queries.
"""

from itertools import pairwise

from components import body, messages, notices, numbers, tables, theme
from components.figures import lines
from components.figures.graph import Figure, axis, graph, layout, text_width
from components.figures.multiples import Small, multiples
from data.ask import Ask
from data.text import Text

SAYS = Text("{type}：{said}", "{type}: {said}")
WITHIN = Text("{name}在常态范围 {low} 至 {high} 之内", "{name} within its usual range of {low} to {high}")
BEYOND = Text("{name}有 {n} 个月超出常态范围 {low} 至 {high}（最近为 {last}）",
              "{name} beyond its usual range of {low} to {high} in {n} months (last in {last})")  # fmt: skip
TOO_FEW = Text("{name}月份太少，不画界限", "{name}: too few months for limits")
NOTE = Text("虚线为 XmR 图的自然过程界限（均值 ± 2.66 × 平均移动极差，Wheeler & Chambers 1992）；未满的月份不参与计算。"
            "界限描述波动，不是目标。",
            "Dashed: natural process limits of an XmR chart (mean ± 2.66 × mean moving range, Wheeler & Chambers 1992); a month that is "
            "not over takes no part. Limits describe variation; they are no target.")  # fmt: skip
FLOWING = Text("{type}：{month}末，受理未办结 {open} 件，办结未完成 {ending} 件，完成未归档 {filing} 件",
               "{type}: at the end of {month}, {open} accepted and not concluded, {ending} concluded and not completed, "
               "{filing} completed and not archived")  # fmt: skip
CUMULATED = Text("各线为数据起始以来的累计件数，减去图中首月之前已归档的件数；两线之间的高度是该环节的在办量，水平距离近似其用时。",
                 "Lines are cases since the data begin, less those archived before the first month; the height between two lines is the "
                 "work in that stage, the distance across about its time.")  # fmt: skip
HEIGHT = 320


def control(found, ask: Ask):
    if found is None or body.is_empty(found.answer):
        return notices.empty()
    each_says = [_said(each, found.limits[each.key]) for each in found.answer.indicators]
    says = SAYS.format(type=ask.names.of("case_type", found.type_code), said=str(messages.SEMICOLON).join(each_says))
    figure = multiples([Small(str(each.label), each, found.answer.groups) for each in found.answer.indicators], ask, 3)
    for place, each in enumerate(found.answer.indicators):
        figure["layout"]["shapes"] += _lines(place, found.limits[each.key])
        _mark(figure["data"][place], found.answer.groups, found.limits[each.key])
    shown = graph(figure, "control", says)
    return body.noted(found.ask, says, shown, tables.of_answer(found.answer, found.ask), found.answer.indicators, NOTE)


def _said(each, limits) -> str:
    if limits is None:
        return TOO_FEW.format(name=each.label)
    said = {"name": each.label, "low": numbers.digits(limits.low), "high": numbers.digits(limits.high)}
    if not limits.outside:
        return WITHIN.format(**said)
    return BEYOND.format(**said, n=len(limits.outside), last=lines.short(limits.outside[-1]))


def _lines(place: int, limits) -> list[Figure]:
    if limits is None:
        return []
    c, number = theme.colours(), str(place + 1) if place else ""
    looks = ((limits.low, "dash", c.due_soon), (limits.centre, "solid", c.faint), (limits.high, "dash", c.due_soon))
    return [
        {"type": "line", "xref": f"x{number} domain", "yref": f"y{number}", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
         "line": {"color": colour, "width": 1, "dash": dash}}
        for y, dash, colour in looks
    ]  # fmt: skip


def _mark(trace: Figure, groups, limits) -> None:
    """Months beyond the range stand out by size and colour."""
    outside = {group.period for group in limits.outside} if limits else set()
    colour = theme.colours()
    trace["marker"] = {
        "color": [colour.overdue if group.period in outside else colour.s1 for group in groups],
        "size": [9 if group.period in outside else 4 for group in groups],
    }


def flow(found, ask: Ask):
    if found is None or body.is_empty(found.answer):
        return notices.empty()
    groups, stages = found.answer.groups, found.answer.indicators
    last = [groups[-1][each.key].value or 0 for each in stages]
    between = [numbers.digits(before - after) for before, after in pairwise(last)]
    said = dict(zip(("open", "ending", "filing"), between, strict=True))
    says = FLOWING.format(type=ask.names.of("case_type", found.type_code), month=lines.short(_month(groups[-1])), **said)
    traces = [_area(found, place, each) for place, each in reversed(list(enumerate(stages)))]
    c = theme.colours()
    end = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "showarrow": False, "font": {"size": 12, "color": c.ink}}
    marks = [{**end, "text": str(each.label), "y": value - found.base} for each, value in zip(stages, last, strict=True)]
    drawn = layout(
        HEIGHT, margin={"l": 8, "r": 22 + max(text_width(mark["text"]) for mark in marks), "t": 10, "b": 8},
        annotations=_spaced(marks, last, found.base), xaxis=axis("category", showgrid=False, tickangle=0, nticks=8, ticklabelstandoff=6),
        yaxis=axis(rangemode="tozero", nticks=5, tickformat=","),
    )  # fmt: skip
    shown = graph({"data": traces, "layout": drawn}, "cumulative", says)
    return body.noted(found.ask, says, shown, tables.of_answer(found.answer, found.ask), stages, CUMULATED)


def _month(group):
    """The last month of a stretch that began with the data."""
    return type(group)(group.codes, group.period.parts("month")[-1], group.figures)


def _area(found, place: int, each) -> Figure:
    colours = theme.series()
    groups = found.answer.groups
    return {
        "type": "scatter", "mode": "lines", "name": str(each.label), "x": [lines.short(_month(group)) for group in groups],
        "y": [(group[each.key].value or 0) - found.base for group in groups], "fill": "tonexty" if place < 3 else "none",
        "fillcolor": colours[place] + "33", "line": {"color": colours[place], "width": 1.5},
        "hovertext": [f"{each.label} {lines.short(_month(group))}: {numbers.digits(group[each.key].value or 0)}" for group in groups],
        "hoverinfo": "text", "customdata": [found.ask.behind(each, group.period) for group in groups],
    }  # fmt: skip


def _spaced(marks: list[Figure], values: list[int], base: int) -> list[Figure]:
    """Names at the ends of the lines, moved apart where the lines meet."""
    scale = (HEIGHT - 60) / (max(max(values) - base, 1) * 1.05)
    last = None
    for mark in sorted(marks, key=lambda each: each["y"]):
        at = mark["y"] * scale if last is None else max(mark["y"] * scale, last + 15)
        mark["yshift"], last = at - mark["y"] * scale, at
    return marks
