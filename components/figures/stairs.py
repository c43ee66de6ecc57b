"""From one total to another by steps: the totals as bars, each change where the one before it ends.

Knows plain numbers. Must not know what is counted.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from components import theme
from components.figures.graph import Figure, axis, layout

BAR = 26


class Step(NamedTuple):
    """`value` is a total, or a change of it; `href` is where it leads."""

    name: str
    value: float
    change: bool
    href: str


def stairs(steps: Sequence[Step], total: Callable[[float], str], signed: Callable[[float], str], colour: Callable[[float], str]) -> Figure:
    """From the top down; the bars of totals do not begin at zero, so that the changes can be seen."""
    c, spans = theme.colours(), _spans(steps)
    edges = [edge for (base, end), step in zip(spans, steps, strict=True) for edge in ((base, end) if step.change else (end,))]
    low, high = min(edges), max(edges)
    floor = max(low - (high - low) * 0.35, 0)
    room = (high - floor or 1) * 0.2
    trace = {
        "type": "bar", "orientation": "h", "y": list(range(len(steps))),
        "base": [base if step.change else floor for (base, _), step in zip(spans, steps, strict=True)],
        "x": [step.value if step.change else step.value - floor for step in steps],
        "marker": {"color": [colour(step.value) if step.change else c.s1 for step in steps]},
        "text": [signed(step.value) if step.change else total(step.value) for step in steps],
        "textposition": "outside", "cliponaxis": False, "textfont": {"color": c.ink, "size": 12},
        "hoverinfo": "text", "hovertext": [f"<b>{step.name}</b>" for step in steps], "customdata": [step.href for step in steps],
    }  # fmt: skip
    return {"data": [trace], "layout": ladder([step.name for step in steps], [floor - room * (floor > 0), high + room])}


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each bar begins and ends."""
    found, so_far = [], 0.0
    for step in steps:
        base = so_far if step.change else 0.0
        so_far = base + step.value
        found.append((base, so_far))
    return found


def ladder(names: Sequence[str], span: Sequence[float]) -> Figure:
    """Rows from the top down, each named at its left."""
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names)}
    return layout(
        BAR * len(names) + 24, bargap=0.32, xaxis=axis(showgrid=False, showticklabels=False, range=list(span)),
        yaxis=axis(autorange="reversed", showgrid=False, tickfont={"color": theme.colours().ink, "size": 12}, ticklabelstandoff=8, **ticks),
    )  # fmt: skip
