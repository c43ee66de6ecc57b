"""Units beside one another, raw and adjusted for what they had to do; and those that are most like the one in force.

Knows the tables that are compared and the ways to compare. Must not know words or figures on a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.answer import Answer, Head, Table
from data.ask import Ask
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator
from data.text import Text
from queries import complement, measure, parts
from queries.fair import cells, peers, standard
from queries.fair.cells import Cells
from queries.fair.peers import Peer
from queries.fair.sides import Side

HEADS = (
    Head(Text("单位", "Unit")), Head(Text("分子", "Numerator"), "count"), Head(Text("分母", "Denominator"), "count"),
    Head(Text("原始值", "Raw"), "decimal"), Head(Text("调整后", "Adjusted"), "decimal"), Head(Text("期望", "Expected"), "decimal"),
    Head(Text("实际/期望", "Observed / expected"), "decimal"), Head(Text("95%下限", "95 % low"), "decimal"),
    Head(Text("95%上限", "95 % high"), "decimal"), Head(Text("收缩估计", "Shrunk"), "decimal"),
    Head(Text("偏离度", "Deviation"), "decimal"),
    Head(Text("原始：与界限", "Raw against the limits")), Head(Text("调整后：与界限", "Adjusted against the limits")),
)  # fmt: skip
SAID = {
    "within": Text("界限内", "within the limits"), "near": Text("95%与99.8%之间", "between 95 and 99.8 %"),
    "beyond": Text("99.8%之外", "beyond 99.8 %"), "rare": Text("期望不足1，不作判断", "under one expected: no statement"),
}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One unit. `raw` with its exact bounds, `adjusted` and `shrunk` are rates; `ratio` is observed ÷ expected with its bounds;
    `deviation` in standard deviations of its like; `said_raw` and `said` are how it lies to the limits; `place` is its row."""

    code: str
    observed: int
    base: int
    expected: float
    raw: float
    raw_low: float
    raw_high: float
    adjusted: float
    ratio: float
    low: float
    high: float
    shrunk: float
    deviation: float | None
    said_raw: str
    said: str
    place: int


@dataclass(frozen=True)
class Compared:
    """`units` have enough to be shown; `few` codes have not. `own` is the unit in force when it is among those compared."""

    indicator: Indicator
    level: Dimension
    cells: Cells
    target: float
    raw: Side
    adjusted: Side
    shown: np.ndarray
    own: str | None
    ask: Ask

    @property
    def answer(self) -> Answer:
        return Answer((), (self.indicator,), (self.level,))

    @property
    def few(self) -> tuple[str, ...]:
        return tuple(code for code, is_shown in zip(self.cells.units, self.shown, strict=True) if not is_shown)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return self._told(np.arange(self.shown.sum()))

    def at(self, places: Iterable[int]) -> dict[int, Unit]:
        """The units in these rows of the table, as far as they are shown."""
        rows = np.cumsum(self.shown) - 1
        told = self._told(np.array([rows[place] for place in places if self.shown[place]], int))
        return {unit.place: unit for unit in told}

    def _told(self, rows: np.ndarray) -> tuple[Unit, ...]:
        """The units in these rows of what is shown, by columns in the order of `Unit`: there may be thousands, of which some panels
        tell a few."""
        adjusted, raw = self.adjusted.only(rows), self.raw.only(rows)
        (low, high), (raw_low, raw_high), ratio = adjusted.bounds, raw.bounds, adjusted.ratio
        places = np.flatnonzero(self.shown)[rows].tolist()
        counted = (each.astype(int).tolist() for each in (adjusted.found.observed, adjusted.found.base))
        rates = raw.ratio * self.target, raw_low * self.target, raw_high * self.target, ratio * self.target
        told = (each.tolist() for each in (adjusted.found.expected, *rates, ratio, low, high, adjusted.shrunk * self.target))
        apart = _deviations(self.raw.ratio * self.target)
        codes, deviations = [self.cells.units[place] for place in places], [apart[row] for row in rows.tolist()]
        return tuple(map(Unit, codes, *counted, *told, deviations, raw.said, adjusted.said, places))

    def unit(self, code: str | None) -> Unit | None:
        places = (self.cells.units.index(code),) if code in self.cells.units else ()
        return next(iter(self.at(places).values()), None)

    def table(self, ask: Ask) -> Table:
        return Table(HEADS, tuple(self._row(one, ask, self.indicator.factor(ask.period)) for one in self.units))

    def _row(self, one: Unit, ask: Ask, factor: float) -> tuple:
        return (
            ask.names.value(self.level, one.code), one.observed, one.base, one.raw * factor, one.adjusted * factor, one.expected, one.ratio,
            one.low, one.high, one.shrunk * factor, one.deviation, SAID[one.said_raw], SAID[one.said],
        )  # fmt: skip


def compared(ask: Ask) -> Compared | None:
    """None where the indicator has no base to compare over."""
    each = cells.indicator(ask)
    if not cells.comparable(each):
        return None
    table, here = cells.of_units(ask, each), cells.own(ask)
    own = here[1] if here and here[0] == cells.level(ask) else None
    return of_cells(table, each, max(parts.least(ask, each), 1), cells.level(ask), own, cells.around(ask))


def by_unit(ask: Ask) -> Compared | Answer:
    """The comparison; of what cannot be compared the figures of the same units."""
    return compared(ask) or measure.by(cells.level(ask), cells.indicator(ask))(cells.around(ask))


def of_cells(table: Cells, each: Indicator, least: int, level: Dimension, own: str | None, ask: Ask) -> Compared:
    """Units with a base of `least` are shown; what is usual is that of all, of those not shown too."""
    top, base = table.top.sum(1, keepdims=True), table.base.sum(1, keepdims=True)
    shown = base[:, 0] >= least
    if ask.viewer.figures_only:
        shown = without_differences(base[:, 0], shown)
    raw, adjusted = (
        Side(standard.standardised(*pair, each.proportion).only(shown), each.proportion) for pair in ((top, base), (table.top, table.base))
    )
    target = float(top.sum() / base.sum()) if base.sum() else 0.0
    return Compared(each, level, table, target, raw, adjusted, shown, own, ask)


def without_differences(base: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Where one unit alone is withheld, the whole less the others would tell it: the smallest of the others is withheld with it."""
    some = np.flatnonzero(base > 0)
    hidden = complement.together(some[~shown[some]], base, [tuple(some)])
    return shown & ~np.isin(np.arange(len(base)), list(hidden))


def _deviations(values: np.ndarray) -> list[float | None]:
    """办案偏离度: how many standard deviations of its like a unit lies from their mean."""
    spread = values.std(ddof=1) if len(values) > 2 else 0.0
    return ((values - values.mean()) / spread).tolist() if spread > 0 else [None] * len(values)


@dataclass(frozen=True)
class Likes:
    """The unit in force and those most like it."""

    compared: Compared
    own: Unit | None
    peers: tuple[tuple[Peer, Unit], ...]

    def table(self, ask: Ask) -> Table:
        heads = (Head(self.compared.level.label), Head(Text("规模差（翻倍数）", "Size apart, doublings"), "decimal"),
                 Head(Text("构成差", "Mix apart"), "percent"), Head(Text("距离", "Distance"), "decimal"), *HEADS[1:5])  # fmt: skip
        named = [ask.names.value(self.compared.level, one.code) for _, one in self.peers]
        rows = [
            (name, peer.size, peer.mix, peer.distance, one.observed, one.base, one.raw, one.adjusted)
            for name, (peer, one) in zip(named, self.peers, strict=True)
        ]
        return Table(heads, tuple(rows))


def likes(ask: Ask) -> Likes | None:
    """None where no unit is in force, or the indicator has no base."""
    found = compared(ask)
    if found is None or found.own not in found.cells.units:
        return None
    near = peers.nearest(found.cells.base, found.cells.units.index(found.own), found.shown)
    unit = found.at(peer.place for peer in near)
    return Likes(found, found.unit(found.own), tuple((peer, unit[peer.place]) for peer in near))
