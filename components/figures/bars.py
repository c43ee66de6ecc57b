"""Bars: one for each value of a dimension, in the order of the answer, never ranked; the number stands at its bar.

Knows answers and links. Must not know queries.
"""

from components import drill, numbers, theme, words
from components.figures.graph import Figure, axis, layout
from data.answer import Answer
from data.ask import Ask
from data.definitions.indicators.base import Indicator

BAR = 26  # pixels for one bar and its gap
LABEL = 0.16  # of the axis: what a number beside a bar takes at most


def bars(answer: Answer, each: Indicator, ask: Ask, path: str | None = "/", target: float | None = None) -> Figure:
    """Lying bars, so that Chinese names stand straight. A bar leads deeper on the page `path`; without one, to its rows."""
    names = [drill.name(ask, answer.dimensions, group) for group in answer.groups]
    values = [group[each.key].value for group in answer.groups]
    c = theme.colours()
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [value or 0 for value in values],
        "y": list(range(len(names))),
        "text": [said(each, group[each.key], ask) for group in answer.groups],
        "textposition": _places(values, target),
        "insidetextfont": {"color": c.on_accent},
        "cliponaxis": False,
        "textfont": {"color": c.ink, "size": 12},
        "marker": {"color": c.s1},
        "hovertext": _hovers(answer, each, names, ask),
        "hoverinfo": "text",
        "customdata": [_href(ask, answer, each, group, path) for group in answer.groups],
    }
    most = max([value or 0 for value in values] + [target or 0])
    return {"data": [trace], "layout": _layout(names, most, target)}


def _places(values: list[float | None], target: float | None) -> list[str]:
    """Beside the bar; within it where the line of the target would run through the number."""
    most = max([value or 0 for value in values] + [target or 0])
    through = [target is not None and (value or 0) <= target < (value or 0) + most * LABEL for value in values]
    return ["inside" if hit and (value or 0) > most * LABEL else "outside" for hit, value in zip(through, values, strict=True)]


def said(each: Indicator, figure, ask: Ask) -> str:
    """The label at a mark: the value, or why there is none."""
    return numbers.shown(each, figure) if figure.value is not None else numbers.why_not(each, figure, ask)


def _hovers(answer: Answer, each: Indicator, names: list[str], ask: Ask) -> list[str]:
    said = [numbers.spoken(each, group[each.key], ask) for group in answer.groups]
    return [f"<b>{name}</b><br>{text}" for name, text in zip(names, said, strict=True)]


def _href(ask: Ask, answer: Answer, each: Indicator, group, path: str | None) -> str:
    if path is None:
        return drill.behind(ask, each, group, answer.dimensions)
    return drill.deeper(ask, path, answer.dimensions[-1], group.codes[answer.dimensions[-1].key])


def _layout(names: list[str], most: float, target: float | None) -> Figure:
    c = theme.colours()
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names}
    lines, names_of_lines = ([], []) if target is None else ([target_line(target)], [_target_name(target)])
    top = 8 if target is None else 24
    return layout(
        max(50, BAR * len(names) + 8 + top),
        margin={"l": 8, "r": 8, "t": top, "b": 8},
        annotations=names_of_lines,
        xaxis=axis(showgrid=False, showticklabels=False, range=[0, (most or 1) * 1.18]),
        yaxis=axis(autorange="reversed", showgrid=False, tickfont={"color": c.ink, "size": 12}, ticklabelstandoff=8, **ticks),
        bargap=0.32,
        shapes=lines,
    )


def target_line(value: float) -> Figure:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": value, "x1": value, "y0": 0, "y1": 1, "layer": "below",
        "line": {"color": theme.colours().due_soon, "width": 2, "dash": "dash"},
    }  # fmt: skip


def _target_name(value: float) -> Figure:
    said = words.TARGET.format(value=f"{value:.1%}")
    return {"text": said, "x": value, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "font": {"color": theme.colours().due_soon, "size": 12}}  # fmt: skip
