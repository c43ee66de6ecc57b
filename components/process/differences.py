"""Where two periods or units differ: in the share of cases that take a move, or in the days it takes.

Only what chance does not explain is marked: for shares two proportions three standard errors and five points apart; for days
a median at least a quarter and two days away, on thirty moves or more each.
Knows a process. Must not know how it is drawn.
"""

from dataclasses import dataclass
from math import sqrt

from dash import html

from components import numbers
from components.process.drawing import behind
from data.text import Text

ERRORS, POINTS, DAYS, PART, FEWEST = 3.0, 0.05, 2.0, 0.25, 30
MOST = 8
OF_SHARE = Text("{source} → {target}：占离开“{source}”的 {now}，对比 {then}",
                "{source} → {target}: {now} of what leaves “{source}”, against {then}")  # fmt: skip
OF_DAYS = Text("{source} → {target}：中位 {now} 自然日，对比 {then}", "{source} → {target}: median {now} calendar days, against {then}")
NONE = Text("没有超出偶然波动的差异", "No difference beyond chance")


@dataclass(frozen=True)
class Difference:
    key: tuple[str, str]
    said: Text
    now: str
    then: str
    size: float


def of(process) -> list[Difference]:
    """The largest first."""
    if process.then is None:
        return []
    found = [each for key in process.drawn for each in (_share(process, key), _days(process, key)) if each is not None]
    return sorted(found, key=lambda each: -each.size)


def _share(process, key) -> Difference | None:
    (n, base), (m, other) = (_parts(traffic, key) for traffic in (process.now, process.then))
    if min(base, other) < FEWEST:
        return None
    pooled = (n + m) / (base + other)
    error = sqrt(pooled * (1 - pooled) * (1 / base + 1 / other))
    apart = n / base - m / other
    if abs(apart) < POINTS or not error or abs(apart) / error < ERRORS:
        return None
    return Difference(key, OF_SHARE, f"{n / base:.0%}", f"{m / other:.0%}", abs(apart) / error)


def _parts(traffic, key) -> tuple[int, int]:
    left = sum(move.n for (source, _), move in traffic.moves.items() if source == key[0])
    return traffic.moves[key].n if key in traffic.moves else 0, left


def _days(process, key) -> Difference | None:
    moves = [traffic.moves.get(key) for traffic in (process.now, process.then)]
    if any(move is None or move.n < FEWEST or move.median is None for move in moves):
        return None
    now, then = (move.median for move in moves)
    if abs(now - then) < DAYS or abs(now - then) < PART * max(now, then):
        return None
    return Difference(key, OF_DAYS, numbers.digits(now, 1), numbers.digits(then, 1), abs(now - then))


def listed(found: list[Difference], process) -> html.Ul | None:
    """The largest in sentences that lead to the cases; what is marked in the map with ▲."""
    if process.then is None:
        return None
    items = [
        html.Li(html.A(["▲ ", each.said.format(source=process.acts[each.key[0]].label, target=process.acts[each.key[1]].label, now=each.now,
                                               then=each.then)], href=behind(process.ask, process.acts, each.key)))
        for each in found[:MOST]
    ]  # fmt: skip
    return html.Ul(items or [html.Li(str(NONE))], className="map-differences")
