"""Lines over time: one indicator or several, against the year before, with a target; and small multiples of them.

Knows answers over time. Must not know queries. The last part of a period that is not over yet is drawn hollow.
"""

from collections.abc import Sequence
from datetime import timedelta

from components import drill, numbers, theme
from components.figures.graph import Figure, axis, layout, text_width
from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.text import Text

YEAR = 12
NOT_OVER = Text("（未满）", " (to date)")
YEAR_BEFORE = Text("上年同期", "year before")


def lines(answer: Answer, each: Indicator, ask: Ask, target: float | None = None, height: int = 260) -> Figure:
    """The last year solid; where the answer holds the twelve months before, those dashed behind it."""
    now, before = split(answer.groups)
    c = theme.colours()
    traces = [_trace(now, each, ask, c.s1)]
    if before:
        traces.insert(0, {**_trace(before, each, ask, c.faint), "x": ticks(now), "line": {"color": c.faint, "width": 1.5, "dash": "dot"}})
    marks = [_end_label(now, each, c.s1), *([_end_label(before, each, c.muted, str(YEAR_BEFORE))] if before else [])]
    shown = [group for group in (now, before) if group]
    return {"data": traces, "layout": _layout(now, each, ticks(now), height, _apart(marks, shown, (each,), height), target)}


def several(answer: Answer, chosen: Sequence[Indicator], ask: Ask, height: int = 260) -> Figure:
    """A few lines of one unit, each named at its end."""
    traces = [_trace(answer.groups, each, ask, colour) for each, colour in zip(chosen, theme.series(), strict=False)]
    marks = [
        _end_label(answer.groups, each, colour, str(each.label))
        for each, colour in zip(chosen, theme.series(), strict=False)
    ]
    marks = _apart(marks, [answer.groups], chosen, height)
    return {"data": traces, "layout": _layout(answer.groups, chosen[0], ticks(answer.groups), height, marks, None)}


def split(groups: Sequence[Group]) -> tuple[Sequence[Group], Sequence[Group]]:
    """The last twelve months, and the twelve before them when all are there."""
    months = len(groups) >= 2 * YEAR and all(group.period.days <= 31 for group in groups)
    return (groups[-YEAR:], groups[-2 * YEAR : -YEAR]) if months else (groups, ())


def ticks(groups: Sequence[Group]) -> list[str]:
    return [short(group) for group in groups]


def short(group: Group) -> str:
    """`2025-03` for a month; a statistical month is named by the month it ends in."""
    period = group.period
    if period.days <= 31:
        return f"{period.until:%Y-%m}"
    return str(period.label)


def unfinished(group: Group) -> bool:
    """A month that the data do not see the end of."""
    after = group.period.until + timedelta(days=1)
    return group.period.days < 31 and after.day not in (1, group.period.since.day)


def _trace(groups: Sequence[Group], each: Indicator, ask: Ask, colour: str) -> Figure:
    symbols = ["circle-open" if unfinished(group) else "circle" for group in groups]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": str(each.label),
        "x": ticks(groups),
        "y": [group[each.key].value for group in groups],
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 7, "symbol": symbols, "line": {"width": 2, "color": colour}},
        "hovertext": [hover(group, each, ask) for group in groups],
        "hoverinfo": "text",
        "customdata": [drill.behind(ask, each, group) for group in groups],
        "cliponaxis": False,
        "connectgaps": False,
    }


def hover(group: Group, each: Indicator, ask: Ask) -> str:
    late = str(NOT_OVER) if unfinished(group) else ""
    return f"<b>{group.period.label}</b>{late}<br>{numbers.spoken(each, group[each.key], ask)}"


def _end_label(groups: Sequence[Group], each: Indicator, colour: str, name: str = "") -> Figure:
    """The last value that there is, at its point."""
    shown = [(short(group), group[each.key]) for group in groups if group[each.key].value is not None]
    if not shown:
        return {"text": "", "showarrow": False, "x": 0, "y": 0, "xref": "paper", "yref": "paper"}
    _, figure = shown[-1]
    text = f"{name} {numbers.shown(each, figure)}".strip()
    return {
        "text": text, "x": 1, "xref": "paper", "y": figure.value, "xanchor": "left", "xshift": 10,
        "showarrow": False, "font": {"color": colour, "size": 12}, "align": "left",
    }  # fmt: skip


def _apart(marks: list[Figure], shown: Sequence[Sequence[Group]], chosen: Sequence[Indicator], height: int) -> list[Figure]:
    """End labels moved apart where they would lie on each other."""
    values = [group[each.key].value or 0 for groups in shown for group in groups for each in chosen]
    scale = (height - 60) / ((max(values, default=1) * 1.08) or 1)
    ordered = sorted(marks, key=lambda mark: mark["y"])
    last = -1e9
    for mark in ordered:
        at = max(mark["y"] * scale, last + 15)
        mark["yshift"] = at - mark["y"] * scale
        last = at
    return marks


def _layout(groups, each: Indicator, categories: list[str], height: int, marks: list[Figure], target: float | None) -> Figure:
    c = theme.colours()
    drawn = layout(
        height,
        margin={"l": 8, "r": 22 + max(text_width(mark["text"]) for mark in marks), "t": 14, "b": 8},
        xaxis=axis("category", showgrid=False, categoryorder="array", categoryarray=categories, tickangle=0, nticks=8),
        yaxis=axis(rangemode="tozero", nticks=5, tickformat=".0%" if each.percent else ",", side="left"),
        annotations=marks,
    )
    if target is not None:
        at = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target}
        drawn["shapes"] = [{**at, "line": {"color": c.due_soon, "width": 1.5, "dash": "dash"}}]
    return drawn
