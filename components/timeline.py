"""The panorama of a case: its lanes over one axis of days, every item with its day and name in words beside its mark.

Labels that would lie on each other move to a row of their own, so nothing waits for a pointer to be read.
Knows marks and spans of days. Must not know which table a mark comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash import html

from components.figures.graph import text_width
from data.text import Text

WIDTH = 1040  # pixels the labels are laid out for; narrower screens scroll
LABEL_PAD, MANY_DAYS = 18, 360
NOW = Text("数据截至日", "day of the data")


@dataclass(frozen=True)
class Item:
    """A mark on a day, or a span of days; an open span runs to the day of the data. `role` is its meaning in colour."""

    began_on: date
    says: str
    until: date | None = None
    role: str = "plain"
    open: bool = False

    @property
    def is_span(self) -> bool:
        return self.until is not None


@dataclass(frozen=True)
class Lane:
    name: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Axis:
    """From day to percent of the width."""

    since: date
    until: date

    @classmethod
    def of(cls, lanes: Sequence[Lane], as_of: date) -> "Axis":
        items = [item for lane in lanes for item in lane.items]
        days = [day for item in items for day in (item.began_on, None if item.open else item.until) if day]
        since, until = min(days, default=as_of), max([as_of if _near(as_of, days) else min(days, default=as_of), *days])
        room = timedelta(days=max((until - since).days // 40, 1))
        return cls(since - room, until + 4 * room)

    @property
    def days(self) -> int:
        return max((self.until - self.since).days, 1)

    def at(self, day: date) -> float:
        """An open span may end beyond the axis, which then cuts it off."""
        return min((day - self.since).days / self.days * 100, 100)

    def ticks(self) -> list[date]:
        """Firsts of months, every so many that at most twelve are named."""
        firsts, day = [], self.since.replace(day=1)
        while day <= self.until:
            firsts.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        inside = [first for first in firsts if first >= self.since]
        return inside[:: max(1, -(-len(inside) // 12))]


def _near(as_of: date, days: Sequence[date]) -> bool:
    """Whether the data's day is worth showing: a case long done does not stretch to it."""
    return bool(days) and as_of - max(days) < max(max(days) - min(days), timedelta(days=30))


def panorama(lanes: Sequence[Lane], as_of: date) -> html.Div:
    shown = [lane for lane in lanes if lane.items]
    axis = Axis.of(shown, as_of)
    rows = [_lane(lane, axis) for lane in shown]
    inside = [_ticks(axis), *rows, *([_now(axis, as_of)] if axis.since <= as_of <= axis.until else [])]
    drawn = html.Div(inside, className="panorama", style={"minWidth": f"{WIDTH + 120}px"})
    return html.Div(drawn, className="panorama-frame", tabIndex="0")


def rows_of(items: Sequence[Item], axis: Axis) -> list[int]:
    """The row of each item: the first in which its label is free."""
    ends: list[float] = []
    found = []
    for item in items:
        left, right = _extent(item, axis)
        row = next((place for place, end in enumerate(ends) if end <= left), len(ends))
        ends[row:] = [right, *ends[row + 1 :]]
        found.append(row)
    return found


def _extent(item: Item, axis: Axis) -> tuple[float, float]:
    """What an item takes, in pixels of the nominal width.

    A label that would leave at the right ends at its mark, or at the end of its span, instead of beginning there; one that is
    longer than its span ends before it, so that the beginning of the span does not run through the words.
    """
    left, end, wide = _place(item, axis)
    if _before(item, axis):
        return left - wide, end + 4
    return (min(left, end - wide), end + LABEL_PAD) if _leftwards(item, axis) else (left, max(end + 4, left + wide))


def _leftwards(item: Item, axis: Axis) -> bool:
    left, end, wide = _place(item, axis)
    return left + wide > WIDTH and end > wide


def _before(item: Item, axis: Axis) -> bool:
    left, end, wide = _place(item, axis)
    return item.is_span and _leftwards(item, axis) and end - left < wide < left


def _place(item: Item, axis: Axis) -> tuple[float, float, float]:
    """Where an item begins and ends, and how wide its label is."""
    left = axis.at(item.began_on) * WIDTH / 100
    end = axis.at(item.until) * WIDTH / 100 if item.until else left
    return left, end, text_width(_label(item, axis)) + LABEL_PAD


def _label(item: Item, axis: Axis) -> str:
    """Its day and its words; the year too where the axis holds several."""
    form = "%m-%d" if axis.days < MANY_DAYS else "%Y-%m-%d"
    days = f"{item.began_on:{form}}"
    if item.is_span:
        days += " → " + ("…" if item.open else f"{item.until:{form}}")
    return f"{days} {item.says}"


def _lane(lane: Lane, axis: Axis) -> html.Section:
    items = sorted(lane.items, key=lambda item: (item.began_on, item.until or item.began_on))
    rows = rows_of(items, axis)
    drawn = [_item(item, row, axis) for item, row in zip(items, rows, strict=True)]
    height = {"height": f"{(max(rows) + 1) * 24 + 8}px"}
    return html.Section([html.H3(lane.name), html.Ul(drawn, className="lane", style=height)], className="lane-row")


def _item(item: Item, row: int, axis: Axis) -> html.Li:
    left = axis.at(item.began_on)
    side = " before" if _before(item, axis) else " leftwards" if _leftwards(item, axis) else ""
    style = {"left": f"{left:.2f}%", "top": f"{row * 24 + 6}px"}
    if item.is_span:
        style["width"] = f"{max(axis.at(item.until) - left, 0.3):.2f}%"
    kind = ("is-span" if item.is_span else "is-mark") + (" is-open" if item.open else "")
    return html.Li(html.Span(_label(item, axis)), className=f"item {kind} role-{item.role}{side}", style=style)


def _ticks(axis: Axis) -> html.Div:
    ticks = [html.Span(f"{day:%Y-%m}", style={"left": f"{axis.at(day):.2f}%"}) for day in axis.ticks() if axis.at(day) < 95]
    return html.Div(html.Div(ticks, className="ticks"), className="tick-row", **{"aria-hidden": "true"})


def _now(axis: Axis, as_of: date) -> html.Div:
    share = axis.at(as_of) / 100
    line = html.Div(html.Span(f"{NOW} {as_of}"), className="now", style={"left": f"calc({share:.4f} * (100% - 120px) + 120px)"})
    return line
