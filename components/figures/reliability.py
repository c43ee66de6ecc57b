"""How far forecasts came true: of so many said to miss their day, how many did. On the dashed line the two agree.

Both axes are drawn by the square root, since most chances are small. Knows bands of a test. Must not know queries.
"""

from collections.abc import Callable
from math import sqrt

from components import numbers, theme
from components.figures.graph import Figure, axis, layout
from data.text import Text

TICKS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
SAID, CAME = Text("预测的可能性", "Chance forecast"), Text("实际超期的比例", "Share that missed the day")
HOVER = Text(
    "预测 {low}–{high}：{n} 个，预计超期 {expected}，实际 {missed}（{share}）",
    "forecast {low}–{high}: {n} clocks, {expected} expected to miss, {missed} did ({share})",
)
Z = 1.96
MEANS = Text("预测与实际相符", "forecast and outcome agree")


def reliability(bands, href: Callable[[object], str], height: int = 320) -> Figure:
    """A point for each band, as large as it has clocks, with the 95 % range that so few can tell."""
    c = theme.colours()
    shares = [each.missed / each.n for each in bands]
    ranges = [wilson(each.missed, each.n) for each in bands]
    most = max(each.n for each in bands)
    trace = {
        "type": "scatter", "mode": "markers+lines",
        "x": [sqrt(each.expected / each.n) for each in bands],
        "y": [sqrt(share) for share in shares],
        "error_y": {
            "type": "data", "symmetric": False, "color": c.faint, "thickness": 1.5, "width": 4,
            "array": [sqrt(high) - sqrt(share) for share, (_, high) in zip(shares, ranges, strict=True)],
            "arrayminus": [sqrt(share) - sqrt(low) for share, (low, _) in zip(shares, ranges, strict=True)],
        },
        "line": {"color": c.s1, "width": 1.5},
        "marker": {"color": c.s1, "size": [8 + 14 * sqrt(each.n / most) for each in bands], "line": {"color": c.surface, "width": 1}},
        "hovertext": [_hover(each) for each in bands],
        "hoverinfo": "text",
        "customdata": [href(each) for each in bands],
        "cliponaxis": False,
    }  # fmt: skip
    return {"data": [trace], "layout": _layout(max([*trace["x"], *(sqrt(high) for _, high in ranges)]), height)}


def wilson(missed: int, n: int) -> tuple[float, float]:
    """The range of shares that make the number seen likely: 95 %, Wilson's score."""
    share, add = missed / n, Z * Z / n
    middle, half = share + add / 2, Z * sqrt(share * (1 - share) / n + add / (4 * n))
    return max(min((middle - half) / (1 + add), share), 0.0), min(max((middle + half) / (1 + add), share), 1.0)


def percent(share: float) -> str:
    return f"{share * 100:.{1 if share < 0.1 else 0}f}%"


def _hover(each) -> str:
    said = {"low": percent(each.low), "high": percent(each.high), "n": numbers.digits(each.n), "missed": numbers.digits(each.missed)}
    return HOVER.format(**said, expected=numbers.digits(each.expected, 1), share=percent(each.missed / each.n))


def _layout(most: float, height: int) -> Figure:
    c = theme.colours()
    top = min(most * 1.08 + 0.02, 1.04)
    ticks = {"tickmode": "array", "tickvals": [sqrt(each) for each in TICKS], "ticktext": [f"{each:.0%}" for each in TICKS]}
    title = {"font": {"size": 12, "color": c.muted}, "standoff": 8}
    agree = {"type": "line", "x0": 0, "y0": 0, "x1": top, "y1": top, "line": {"color": c.muted, "width": 1.5, "dash": "dash"}}
    return layout(
        height,
        margin={"l": 12, "r": 20, "t": 14, "b": 12},
        xaxis=axis(range=[-0.01, top], title={"text": str(SAID), **title}, **ticks),
        yaxis=axis(range=[-0.01, top], title={"text": str(CAME), **title}, **ticks),
        shapes=[agree],
        annotations=[{
            "x": top, "y": top, "text": str(MEANS), "showarrow": False, "xanchor": "right", "yanchor": "bottom", "xshift": -14,
            "font": {"size": 11, "color": c.muted},
        }],
    )  # fmt: skip
