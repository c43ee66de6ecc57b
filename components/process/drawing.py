"""The map as a drawing: acts as boxes, moves as lines through their labels; every number is a link to the cases behind it.

What is drawn, and where, comes from the basis of a process, so that two drawings of one type lie on each other.
Knows a process and its links. Must not know queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, sqrt

from components import numbers
from components.figures.graph import text_width
from components.process.dot import Box, Line, Placed, Point, place
from components.svg import Mark, mark
from data.ask import Ask
from data.definitions.indicators import process as records
from data.definitions.indicators import stays
from data.definitions.moving import ANY
from data.text import Text

ACT_HEIGHT, LABEL_HEIGHT, START = 36, 17, 12
STEPS = (1, 7, 15, 30)  # days at which the colour of a line changes: a day, a week, half a month, a month
ARROW, MARGIN = 7.0, 6
STANDING = Text("停留 {n}", "{n} waiting")
DAYS = Text("{days} 天", "{days} d")
SHARES = (0.05, 0.1, 0.25, 0.5)  # of moves beyond the usual days, at which the colour changes
OVER = Text("{said}；超参考天数 {over} / {limited}", "{said}; beyond the usual days {over} / {limited}")
FROM_TO = Text("{source} → {target}：{n} 次，中位 {median} 自然日，九成不超过 {p90} 自然日",
               "{source} → {target}: {n} times, median {median} calendar days, nine in ten within {p90}")  # fmt: skip
ENTERED = Text("{act}：进入 {n} 次，期末停留 {waiting} 件", "{act}: entered {n} times, {waiting} cases waiting at the end")
BEGINS = Text("起始：{n} 件", "records begin: {n}")
START_BOX = "start"
COLOURED_BY = {"n": "median", "over": "share_over"}


@dataclass(frozen=True)
class Drawing:
    """One period or unit of a process: its traffic, the question it answers, and moves to be marked as different."""

    process: object
    traffic: object
    ask: Ask
    overlay: str = "n"
    differs: frozenset = frozenset()
    waiting: bool = True


def layout(process, overlay: str) -> Placed:
    """Positions for a process in the reader's language; the same whatever period or unit is drawn."""
    weights = process.basis
    most = max((weights[key] for key in process.drawn), default=1)
    width = _label_width(process, overlay)
    rank = {code: position for position, code in enumerate(process.acts)}
    ends = {end for key in keys(process) for end in key}
    boxes = [Box(code, _act_width(process, process.acts[code]), ACT_HEIGHT) for code in process.acts if code in ends]
    lines = [
        Line(source or START_BOX, target, Box(name_of((source, target)), width, LABEL_HEIGHT),
             1 + round(60 * weights[source, target] / most) if source else 20,
             bool(source) and not process.discovered and rank[source] > rank[target])
        for source, target in keys(process)
    ]  # fmt: skip
    return place([Box(START_BOX, START, START), *boxes], lines)


def keys(process) -> list[tuple[str, str]]:
    """The lines of the map by their ends, in order; those from the start have no source."""
    rank = {code: position for position, code in enumerate(process.acts)}
    return [*(("", code) for code in process.begins), *sorted(process.drawn, key=lambda key: (rank[key[0]], rank[key[1]]))]


def name_of(key: tuple[str, str]) -> str:
    """Of the box that a line's label is."""
    source, target = key
    return f"{source}>{target}" if source else f"to {target}"


def _act_width(process, act) -> float:
    """Room for the name, and below it for the most that may ever stand there, whatever is asked."""
    most = max(sum(n for ends, n in process.basis.items() if ends[end] == act.code) for end in (0, 1))
    below = f"{numbers.digits(most)} {STANDING.format(n=numbers.digits(most // 10))}"
    return max(text_width(str(act.label)) + 22, text_width(below) + 22, 104)


def _label_width(process, overlay: str) -> float:
    longest = numbers.digits(max(process.basis.values(), default=0)) if overlay == "n" else DAYS.format(days="999.5")
    return text_width(longest + "▲") * 0.92 + 10


def svg(drawing: Drawing, says: str) -> Mark:
    process, placed = drawing.process, layout(drawing.process, drawing.overlay)
    lines = [part for key, halves in zip(keys(process), placed.lines, strict=True) for part in _line(drawing, key, halves)]
    labels = [_label(drawing, key, placed) for key in keys(process)]
    acts = [_act(drawing, code, placed.boxes[code]) for code in process.acts if code in placed.boxes]
    start = [mark("circle", cx=_n(x), cy=_n(y), r=START / 2, className="map-start") for x, y in [placed.boxes[START_BOX]] if process.begins]
    width, height = placed.width + 2 * MARGIN, placed.height + 2 * MARGIN
    inner = mark("g", [*lines, *start, *(each for each in labels if each), *acts], transform=f"translate({MARGIN} {MARGIN})")
    return mark("svg", [mark("title", says), inner], viewBox=f"0 0 {_n(width)} {_n(height)}", width=_n(width), height=_n(height),
                role="group", className=f"map map-{drawing.overlay}")  # fmt: skip


def _move(drawing: Drawing, key):
    return drawing.traffic.moves.get(key)


def _line(drawing: Drawing, key, halves) -> Iterator[Mark]:
    """Both halves, and the head of the arrow; a move that the period does not have is a faint line."""
    n, days = _volume(drawing, key)
    most = max((move.n for move in drawing.traffic.moves.values()), default=1)
    width = 1 + 6 * sqrt(n / most) if n else 1
    look = f"map-line {_colour(drawing, days)}" if n else "map-line map-none"
    if key in drawing.differs:
        look += " map-differs"
    first, last = halves
    across = "" if n else f"L{_n(last[0][0])},{_n(last[0][1])}"  # no label stands between the halves
    yield mark("path", d=f"{_path(first)} {across}{_path(last)}", className=look, stroke_width=_n(width))
    yield mark("polygon", points=_arrow(last, max(ARROW, width * 1.6)), className=look.replace("map-line", "map-arrow"))


def _volume(drawing: Drawing, key) -> tuple[int, float | None]:
    """How often, and what the overlay colours by: days, or the share beyond the usual ones."""
    source, target = key
    if not source:
        return drawing.traffic.begun.get(target, 0), None
    move = _move(drawing, key)
    return (move.n, getattr(move, COLOURED_BY.get(drawing.overlay, drawing.overlay))) if move else (0, None)


def _colour(drawing: Drawing, value: float | None) -> str:
    if drawing.overlay == "n" or value is None:
        return "map-plain"
    return f"map-step-{sum(value >= step for step in (SHARES if drawing.overlay == 'over' else STEPS)) + 1}"


def _path(points: tuple[Point, ...]) -> str:
    first, *rest = points
    return f"M{_n(first[0])},{_n(first[1])}C" + " ".join(f"{_n(x)},{_n(y)}" for x, y in rest)


def _arrow(points: tuple[Point, ...], size: float) -> str:
    """A triangle whose tip is the end of the curve."""
    x, y = points[-1]
    from_x, from_y = next((each for each in reversed(points[:-1]) if each != points[-1]), (x, y - 1))
    length = hypot(x - from_x, y - from_y)
    along = (x - from_x) / length * size, (y - from_y) / length * size
    side = -along[1] * 0.45, along[0] * 0.45
    back = x - along[0], y - along[1]
    corners = (x, y), (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])
    return " ".join(f"{_n(a)},{_n(b)}" for a, b in corners)


def _label(drawing: Drawing, key, placed: Placed) -> Mark | None:
    n, value = _volume(drawing, key)
    if not n:
        return None
    x, y = placed.boxes[name_of(key)]
    width = _label_width(drawing.process, drawing.overlay)
    shown = _shown(drawing, key, n, value)
    look = "map-label map-differs" if key in drawing.differs else "map-label"
    sign = "▲" if key in drawing.differs else ""
    box = mark("rect", x=_n(x - width / 2), y=_n(y - LABEL_HEIGHT / 2), width=_n(width), height=LABEL_HEIGHT, rx=4)
    text = mark("text", sign + shown, x=_n(x), y=_n(y + 4), text_anchor="middle")
    said = _said(drawing, key, n)
    href = behind(drawing.ask, drawing.process.acts, key)
    return mark("a", [mark("title", said), box, text], href=href, className=look, **{"aria-label": said})


def _shown(drawing: Drawing, key, n: int, value: float | None) -> str:
    """What stands at a line; of a move whose node has no usual days nothing can be said."""
    if drawing.overlay == "n" or not key[0]:
        return numbers.digits(n)
    if value is None:
        return numbers.UNDEFINED
    return f"{value:.0%}" if drawing.overlay == "over" else DAYS.format(days=_days(value))


def _days(days: float) -> str:
    return numbers.digits(days, 0 if days == int(days) else 1)


def _said(drawing: Drawing, key, n: int) -> str:
    source, target = key
    if not source:
        return BEGINS.format(n=numbers.digits(n))
    move, acts = _move(drawing, key), drawing.process.acts
    said = FROM_TO.format(source=acts[source].label, target=acts[target].label, n=numbers.digits(n),
                          median=numbers.digits(move.median, 1), p90=numbers.digits(move.p90, 1))  # fmt: skip
    return OVER.format(said=said, over=numbers.digits(move.over), limited=numbers.digits(move.limited)) if move.limited else said


def behind(ask: Ask, acts, key) -> str:
    """The events behind a move; without a source, the first events of records that begin there."""
    source, target = key
    if not source:
        return ask.behind(records.BEGUN, activity=",".join(acts[target].nodes))
    return ask.behind(records.TRANSITIONS, pair=f"{','.join(acts[source].nodes)}>{','.join(acts[target].nodes)}")


def _act(drawing: Drawing, code: str, at: Point) -> Mark:
    act, traffic = drawing.process.acts[code], drawing.traffic
    entered, begun = traffic.entered_by_move(code), traffic.begun.get(code, 0)
    n = entered or begun
    waiting = drawing.process.waiting.get(code, 0) if drawing.waiting else 0
    width, (x, y) = _act_width(drawing.process, act), at
    into = {"pair": f"{ANY}>{','.join(act.nodes)}"}
    href = drawing.ask.behind(records.TRANSITIONS, **into) if entered else behind(drawing.ask, drawing.process.acts, ("", code))
    said = ENTERED.format(act=act.label, n=numbers.digits(n), waiting=numbers.digits(waiting))
    box = mark("rect", x=_n(x - width / 2), y=_n(y - ACT_HEIGHT / 2), width=_n(width), height=ACT_HEIGHT, rx=5)
    name = mark("text", str(act.label), x=_n(x), y=_n(y - 2.5), text_anchor="middle", className="map-name")
    count = mark("text", numbers.digits(n), x=_n(x - width / 2 + 8), y=_n(y + 13), className="map-count")
    look = "map-act" + ("" if act.rank is not None or drawing.process.discovered else " map-beside") + ("" if n else " map-none")
    parts = [mark("a", [mark("title", said), box, name, count], href=href, className=look, **{"aria-label": said})]
    if waiting:
        there = drawing.ask.behind(stays.WAITING, activity=",".join(act.nodes))
        text = mark("text", STANDING.format(n=numbers.digits(waiting)), x=_n(x + width / 2 - 8), y=_n(y + 13), text_anchor="end")
        parts.append(mark("a", [text], href=there, className="map-waiting", **{"aria-label": said}))
    return mark("g", parts)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
