"""Small multiples: the same small line for each value of a dimension or each indicator, on one scale where the unit is one.

Knows answers by a dimension and over time. Must not know queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from components import numbers, theme
from components.figures import lines
from components.figures.graph import Figure, axis, layout, whole
from data.answer import Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator, Kind

ROW, GAP, TITLE = 118, 0.025, 28

COUNTED = (Kind.COUNT, Kind.STOCK, Kind.DISTINCT)


@dataclass(frozen=True)
class Small:
    """One of the small figures: its title, its indicator, its groups over time."""

    title: str
    each: Indicator
    groups: Sequence[Group]


def multiples(smalls: Sequence[Small], ask: Ask, columns: int = 4, one_scale: bool = False) -> Figure:
    """Titles stand above with the last value; all share the scale when asked to, else each starts at zero on its own."""
    rows = ceil(len(smalls) / columns) or 1
    height = rows * ROW + 8
    drawn = layout(height, margin={"l": 4, "r": 12, "t": 4, "b": 4}, annotations=[], shapes=[])
    traces, most = [], _most(smalls)
    for place, small in enumerate(smalls):
        x, y = _cell(place, columns, rows, height)
        traces.append(_trace(small, place, ask))
        drawn[_axis("xaxis", place)] = axis(
            "category", domain=x, anchor=_axis("y", place), showgrid=False, tickangle=0, tickvals=_ends(small), automargin=False,
            range=_room(small),
        )
        ends = {"range": [0, most * 1.08]} if one_scale else {"rangemode": "tozero"} | _whole(small)
        drawn[_axis("yaxis", place)] = axis(
            domain=y, anchor=_axis("x", place), nticks=3, ticklabelposition="inside top", automargin=False,
            tickformat=".0%" if small.each.percent else ",", **ends,
        )
        drawn["annotations"].append(_title(small, x, y))
    return {"data": traces, "layout": drawn}


def _whole(small: Small) -> Figure:
    """A count of a few has whole steps; a rate and a mean have none."""
    return whole(_most([small])) if small.each.kind in COUNTED else {}


def _ends(small: Small) -> list[str]:
    """The first and the last month are named, the others lie between."""
    return [lines.short(group) for group in (*small.groups[:1], *small.groups[-1:])]


def _room(small: Small) -> list[float]:
    """The numbers of the scale stand before the first month, not on its line."""
    months = len(small.groups)
    return [-0.13 * months - 0.3, months - 0.5]


def _axis(name: str, place: int) -> str:
    return name + (str(place + 1) if place else "")


def _cell(place: int, columns: int, rows: int, height: int) -> tuple[list[float], list[float]]:
    row, column = divmod(place, columns)
    wide, tall, head = 1 / columns, 1 / rows, TITLE / height
    top = 1 - row * tall
    return [column * wide, (column + 1) * wide - GAP], [top - tall + 24 / height, top - head]


def _trace(small: Small, place: int, ask: Ask) -> Figure:
    return {**lines._trace(small.groups, small.each, ask, theme.colours().s1), "xaxis": _axis("x", place), "yaxis": _axis("y", place),
            "marker": {"color": theme.colours().s1, "size": 4}}  # fmt: skip


def _title(small: Small, x: list[float], y: list[float]) -> Figure:
    values = [group[small.each.key] for group in small.groups]
    last = numbers.with_unit(small.each, values[-1]) if values else numbers.UNDEFINED
    return {
        "text": f"{small.title}  <b>{last}</b>", "x": x[0], "y": y[1], "xref": "paper", "yref": "paper",
        "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": theme.colours().ink},
    }  # fmt: skip


def _most(smalls: Sequence[Small]) -> float:
    return max((group[small.each.key].value or 0 for small in smalls for group in small.groups), default=1) or 1
