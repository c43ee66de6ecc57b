"""A line the size of a word: an SVG picture, so that it prints, scales and needs no script.

Knows numbers and theme colours. Must not know what they count.
"""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html

from components import theme

WIDTH, HEIGHT, PAD = 180, 40, 4


def spark(values: Sequence[float | None], says: str, target: float | None = None) -> html.Img:
    """The values from left to right, zero at the foot, the last one marked; a target as a dashed line."""
    return html.Img(src="data:image/svg+xml," + quote(svg(values, target)), alt=says, className="spark")


def svg(values: Sequence[float | None], target: float | None = None) -> str:
    c = theme.colours()
    top = max([value for value in values if value is not None] + [target or 0], default=0) or 1
    points = [(_x(place, len(values)), _y(value, top)) for place, value in enumerate(values) if value is not None]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},{HEIGHT - PAD} {line} {points[-1][0]:.1f},{HEIGHT - PAD}" if points else ""
    parts = [
        f'<polygon points="{area}" fill="{c.s1}" fill-opacity="0.12"/>',
        f'<polyline points="{line}" fill="none" stroke="{c.s1}" stroke-width="1.8" stroke-linejoin="round"/>',
        *([_dot(points[-1], c.s1)] if points else []),
        *([] if target is None else [_rule(_y(target, top), c.due_soon)]),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
    return head + "".join(parts) + "</svg>"


def _x(place: int, count: int) -> float:
    return PAD + (WIDTH - 2 * PAD) * place / max(count - 1, 1)


def _y(value: float, top: float) -> float:
    return HEIGHT - PAD - (HEIGHT - 2 * PAD) * value / top


def _dot(point: tuple[float, float], colour: str) -> str:
    return f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="2.6" fill="{colour}"/>'


def _rule(y: float, colour: str) -> str:
    return f'<line x1="0" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="1.2" stroke-dasharray="4 3"/>'
