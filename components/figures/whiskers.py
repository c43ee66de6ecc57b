"""Points with the bounds between which they may lie: a dot, a line through it, its figures beside it; a second mark to compare.

Knows plain numbers. Must not know queries, nor what the points are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from components import theme
from components.figures.graph import Figure, axis, layout, text_width, titled

ROW = 30


@dataclass(frozen=True)
class Whisker:
    """One row: its name, its value with bounds, what is written beside it and on hovering, where it leads; `other` is compared."""

    name: str
    value: float | None
    low: float
    high: float
    said: str
    hover: str
    href: str
    other: float | None = None
    strong: bool = False


def whiskers(rows: Sequence[Whisker], percent: bool = True, line: float | None = None, axis_name: object = "") -> Figure:
    """Rows in their order, from the top; `line` is where no difference would be, `axis_name` what the axis measures."""
    c = theme.colours()
    shown = [(place, row) for place, row in enumerate(rows) if row.value is not None]
    traces = [_others(shown, c), _dots(shown, c)]
    ends = [end for _, row in shown for end in (row.low, row.high, row.other) if end is not None] + ([line] if line is not None else [])
    low, high = min(ends, default=0), max(ends, default=1)
    pad = (high - low or 1) * 0.06
    span = [max(low - pad, 0), min(high + pad, 1)] if percent else [low - pad, high + pad]
    drawn = layout(
        max(110, ROW * len(rows) + 40) + (18 if axis_name else 0),
        margin={"l": 8, "r": 16 + max((text_width(row.said) for row in rows), default=0), "t": 6, "b": 8},
        xaxis=axis(range=span, tickformat=".0%" if percent else ".1f", nticks=6, **(titled(axis_name) if axis_name else {})),
        yaxis=axis(showgrid=False, tickmode="array", tickvals=list(range(len(rows))), ticktext=[_name(r) for r in rows],
                   tickfont={"color": c.ink, "size": 12}, ticklabelstandoff=8, range=[len(rows) - 0.5, -0.5]),
        annotations=[_beside(place, row, c) for place, row in enumerate(rows)],
        shapes=[] if line is None else [_line(line, c)],
    )  # fmt: skip
    return {"data": traces, "layout": drawn}


def _name(row: Whisker) -> str:
    return f"<b>{row.name}</b>" if row.strong else row.name


def _dots(shown, c) -> Figure:
    up = [row.high - row.value for _, row in shown]
    down = [row.value - row.low for _, row in shown]
    return {
        "type": "scatter", "mode": "markers", "x": [row.value for _, row in shown], "y": [place for place, _ in shown],
        "marker": {"color": c.s1, "size": 9},
        "error_x": {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "color": c.s1, "thickness": 1.5, "width": 4},
        "hovertext": [row.hover for _, row in shown], "hoverinfo": "text", "customdata": [row.href for _, row in shown],
    }  # fmt: skip


def _others(shown, c) -> Figure:
    compared = [(place, row) for place, row in shown if row.other is not None]
    return {
        "type": "scatter", "mode": "markers", "x": [row.other for _, row in compared], "y": [place for place, _ in compared],
        "marker": {"color": c.s2, "size": 9, "symbol": "diamond-open", "line": {"width": 2, "color": c.s2}},
        "hovertext": [row.hover for _, row in compared], "hoverinfo": "text", "customdata": [row.href for _, row in compared],
    }  # fmt: skip


def _beside(place: int, row: Whisker, c) -> Figure:
    return {"text": row.said, "x": 1, "xref": "paper", "y": place, "xanchor": "left", "xshift": 8, "showarrow": False, "align": "left",
            "font": {"size": 12, "color": c.ink}}  # fmt: skip


def _line(at: float, c) -> Figure:
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": {"color": c.faint, "width": 1.5}}
