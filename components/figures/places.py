"""Where things are: provinces as tiles of equal area, or the units of a level as a list, both in the catalogue's order.

Links and words of HTML, not a picture: read by a screen reader, reached by keyboard, printed. Positions are data.
Knows answers by a level of the tree of organisations. Must not know queries.
"""

from collections.abc import Sequence

from dash import html

from components import drill, numbers, words
from data import catalogue
from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.dimensions import PROVINCE
from data.definitions.indicators.base import Indicator
from data.text import Text, locale

STEPS = 5
THOUSANDS = Text("{n}万", "{n}k")


def places(answer: Answer, each: Indicator, ask: Ask, path: str = "/") -> html.Div:
    """Tiles where the answer is by province and holds several, else the list of units."""
    whole = answer.dimensions[-1] == PROVINCE and len(answer.groups) > 1
    return tiles(answer, each, ask, path) if whole else units(answer, each, ask, path)


def tiles(answer: Answer, each: Indicator, ask: Ask, path: str = "/") -> html.Div:
    found = {group.codes[PROVINCE.key]: group for group in answer.groups}
    scale = Scale.of(answer.groups, each)
    drawn = [_tile(code, tile, found.get(code), each, ask, scale, path) for code, tile in catalogue.tiles().items()]
    return html.Div([html.Ul(drawn, className="tiles"), scale.legend(each)], className="tile-map")


def units(answer: Answer, each: Indicator, ask: Ask, path: str = "/") -> html.Div:
    """One line for each unit: its name, a bar, the number. Not ranked."""
    most = max((group[each.key].value or 0 for group in answer.groups), default=0) or 1
    rows = [_unit(group, answer, each, ask, path, most) for group in answer.groups]
    return html.Div(html.Ul(rows, className="units" if each.of else "units of-counts"))


class Scale:
    """Five equal steps from the least to the most; counts begin at zero."""

    def __init__(self, low: float, high: float):
        self.low, self.high = low, high

    @classmethod
    def of(cls, groups: Sequence[Group], each: Indicator) -> "Scale":
        values = [group[each.key].value for group in groups if group[each.key].value is not None] or [0]
        return cls(0 if each.additive else min(values), max(values))

    def step(self, value: float) -> int:
        """From 1 to 5."""
        wide = self.high - self.low
        return 1 if wide <= 0 else min(STEPS, 1 + int((value - self.low) / wide * STEPS))

    def legend(self, each: Indicator) -> html.Ul:
        ends = [self.low + (self.high - self.low) * place / STEPS for place in range(STEPS + 1)]
        steps = [html.Li(f"{_end(each, ends[i])} – {_end(each, ends[i + 1])}", className=f"step-{i + 1}") for i in range(STEPS)]
        rest = [html.Li(str(words.WITHHELD), className="step-withheld"), html.Li(str(words.NOT_COVERED), className="step-none")]
        return html.Ul([*steps, *rest], className="scale")


def _end(each: Indicator, value: float) -> str:
    return numbers.plain(each, round(value) if each.additive else value)


def _tile(code: str, tile: catalogue.Tile, group: Group | None, each: Indicator, ask: Ask, scale: Scale, path: str) -> html.Li:
    name, place = str(tile.label), {"gridRow": tile.row, "gridColumn": tile.column}
    if group is None:
        return html.Li(html.Div([html.Span(name), html.B(numbers.UNDEFINED)], className="tile step-none"), style=place)
    figure = group[each.key]
    look = f"tile step-{scale.step(figure.value)}" if figure.value is not None else "tile step-withheld"
    inside = [html.Span(name), html.B(_brief(each, figure))]
    href = drill.deeper(ask, path, PROVINCE, code)
    return html.Li(html.A(inside, href=href, className=look, title=f"{name} · {numbers.spoken(each, figure, ask)}"), style=place)


def _brief(each: Indicator, figure) -> str:
    """Counts of five digits and more by their language's thousand, so that they fit a tile; the full number is in the list."""
    if figure.value is not None and each.additive and figure.value >= 100_000:
        unit = 10_000 if locale.get() == "zh" else 1_000
        return THOUSANDS.format(n=f"{figure.value / unit:,.1f}")
    return numbers.shown(each, figure)


def _unit(group: Group, answer: Answer, each: Indicator, ask: Ask, path: str, most: float) -> html.Li:
    dimension, figure = answer.dimensions[-1], group[each.key]
    code = group.codes[dimension.key]
    wide = 0 if figure.value is None else max(figure.value / most * 100, 0.5)
    bar = html.Span(html.Span(style={"width": f"{wide:.1f}%"}, className="unit-fill"), className="unit-bar", **{"aria-hidden": "true"})
    number = html.A(numbers.shown(each, figure), href=drill.behind(ask, each, group, answer.dimensions), className="unit-number")
    if figure.value is None:
        number = html.Span(numbers.why_not(each, figure, ask), className="unit-number muted")
    name = html.A(str(ask.names.value(dimension, code)), href=drill.deeper(ask, path, dimension, code), className="unit-name")
    return html.Li([name, bar, number, html.Span(numbers.parts(figure), className="unit-parts")])
