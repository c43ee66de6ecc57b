"""The one way to put a figure on a page: no cloud button, the reader's language, a text for those who do not see it.

Knows `dcc.Graph`. Must not know what is drawn. A test proves that nothing else makes a graph.
"""

import re
from typing import Any

from dash import dcc, html

from components import theme
from data.text import locale

Figure = dict[str, Any]
MARKUP = re.compile(r"<(?!/?b>|br>|/?extra>)")
LETTER, WIDE_LETTER, WIDE_FROM = 6.8, 12.5, 0x2E80
FEW = 3  # from here on a scale finds whole steps by itself
CONFIG = {
    "showSendToCloud": False,
    "displaylogo": False,
    "responsive": True,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


def graph(figure: Figure, name: str, says: str) -> html.Div:
    """The figure, `says` being what a screen reader says of it. A click goes where the point's `customdata` leads."""
    config = {**CONFIG, "locale": "zh-CN" if locale.get() == "zh" else "en-US"}
    height = figure["layout"]["height"]
    drawn = dcc.Graph(id={"graph": name}, figure=literal(figure), config=config, style={"height": f"{height}px"}, className="graph")
    return html.Div(drawn, role="img", className="figure", **{"aria-label": says})


def literal(part: Any) -> Any:
    """The figure with names that look like markup written out: Plotly makes links of `<a>` in any label. Our own bold and breaks stay."""
    if isinstance(part, str):
        return MARKUP.sub("&lt;", part) if "<" in part else part
    if isinstance(part, dict):
        return {key: each if key == "customdata" else literal(each) for key, each in part.items()}
    return [literal(each) for each in part] if isinstance(part, list | tuple) else part


def layout(height: int, **more: Any) -> Figure:
    """What all figures have in common; axes are made with `axis`."""
    c = theme.colours()
    label = {"family": theme.FONT, "size": 12, "color": c.ink}
    return {
        "height": height,
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": label,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": c.surface, "bordercolor": c.rule, "font": label, "align": "left"},
        "uniformtext": {"mode": "show", "minsize": 10},
        **more,
    }


def titled(said: object) -> Figure:
    """The name of an axis, with its unit."""
    return {"title": {"text": str(said), "font": {"color": theme.colours().muted, "size": 11}, "standoff": 4}}


def text_width(text: str) -> int:
    """About how many pixels a text of the figures' size takes."""
    return round(sum(LETTER if ord(letter) < WIDE_FROM else WIDE_LETTER for letter in text))


def whole(most: float) -> Figure:
    """A scale of a few whole things: no half of a case stands at it."""
    return {"tickmode": "linear", "dtick": 1, "range": [0, max(most, 1) * 1.08]} if most < FEW else {}


def axis(kind: str = "linear", **more: Any) -> Figure:
    """A quiet axis. Categories are said to be such: "2024-01" would become a date."""
    c = theme.colours()
    return {
        "type": kind,
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": c.rule,
        "gridwidth": 1,
        "tickfont": {"color": c.muted, "size": 11},
        **more,
    }
