"""Nodes by units: how many wait, how long stays are, what is beyond the usual days, each against the like units and a year before.

A column is a node within a line of business: like is compared with like. Knows stays, and the tree of units. Must not know colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from data import catalogue, unusual
from data.answer import Figure, Head, Table
from data.ask import Ask
from data.definitions import indicators
from data.definitions.dimensions import ACTIVITY, DEPARTMENT, HANDLER, LINE, Dimension
from data.definitions.indicators.base import Indicator
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_OVER, STAY_P90, STAYS, WAIT_CLEAR, WAITING
from data.period import Period
from queries import measure, parts, places, stays, waits
from queries.numbered import numbered

OFFERED = (STAY_MEDIAN, STAY_P90, WAITING, STAY_OVER)
BESIDE = {WAITING: WAIT_CLEAR}  # a number of cases says how large a unit is; compared are the days it would take to clear them
COUNTED = (WAITING, STAYS, STAY_OVER, WAIT_CLEAR)
QUANTILES = {STAY_MEDIAN.key: 0.5, STAY_P90.key: 0.9}
NODES = 9
FEWEST = 10  # stays on which a comparison may rest
MUCH, MORE = (2.0, 3.0), (1.5, 2.0)  # times the usual value, and so many days (or points of a hundred) above it
MORE_THAN = 1.25  # days beyond a quarter more than usual make a node worth a column
Node = tuple[str | None, str]  # line and activity
Figures = dict[str, Figure]


@dataclass(frozen=True)
class Cell:
    """A unit at a node. `deviation` runs from -1 (shorter) over 0 (usual) to 2 (much longer); None where too few to compare."""

    now: Figures
    before: Figures
    deviation: int | None


@dataclass(frozen=True)
class Heat:
    measure: Indicator
    level: Dimension
    units: tuple[object, ...]
    nodes: tuple[Node, ...]
    usual: dict[Node, float]
    cells: dict[tuple[object, Node], Cell]
    period: Period

    def table(self, ask: Ask) -> Table:
        shown = (*OFFERED, STAYS, WAIT_CLEAR)
        kinds = ["percent" if each.percent else "count" if each.additive else "decimal" for each in shown]
        heads = (*(Head(d.label) for d in (self.level, LINE, ACTIVITY)),
                 *(Head(each.label, kind) for each, kind in zip(shown, kinds, strict=True)))  # fmt: skip
        rows = [
            (*(ask.names.value(d, code) for d, code in zip((self.level, LINE, ACTIVITY), (unit, *node), strict=True)),
             *(cell.now[each.key].value for each in shown))
            for (unit, node), cell in self.cells.items()
        ]  # fmt: skip
        return Table(heads, tuple(rows))

    def longest(self) -> Sequence[tuple[object, Node]]:
        """The cells much above what is usual, the longest first."""
        much = [key for key, cell in self.cells.items() if cell.deviation == 2]
        return sorted(much, key=lambda key: (-(self.cells[key].now[self.measure.key].value or 0), str(key)))


def chosen(ask: Ask) -> Indicator:
    named = indicators.ALL.get(ask.filters.text("indicator"))
    return named if named in OFFERED else OFFERED[0]


def unit_level(ask: Ask) -> Dimension:
    """The units below the one in force; a department stands for itself, no single person is compared."""
    child = places.org_child(ask)
    return DEPARTMENT if child is HANDLER else child


def heat(ask: Ask, use_kept: bool = True) -> Heat:
    each, level, period = chosen(ask), unit_level(ask), ask.period
    kept, by = waits.kept(ask, level) if use_kept else None, _columns(level)
    known = _spreads(ask, level, 0, False) if kept is None else None
    codes, named, n, value = waits.every(ask, kept, by) if known is None else _every(known)
    nodes = _telling(named, n, value)
    here = _at(ask, nodes)
    found = known if known is not None or not nodes else _spreads(here, level, 0, use_kept)
    before = _spreads(here, level, 1, use_kept) if nodes else {}
    counted = _counted(here, level, nodes, use_kept)
    units = tuple(code for (code,) in places.in_order(ask, (level,), {(unit,) for unit in codes}))
    figures = {(unit, node): _figures(ask, counted, found, unit, node, 0) for unit in units for node in nodes}
    then = {(unit, node): _figures(ask, counted, before, unit, node, 1) for unit in units for node in nodes}
    usual = _usual(figures, BESIDE.get(each, each))
    cells = {key: Cell(now, then[key], _deviation(now, usual.get(key[1]), BESIDE.get(each, each))) for key, now in figures.items()}
    return Heat(each, level, units, nodes, usual, cells, period)


def _spreads(ask: Ask, level: Dimension, place: int, use_kept: bool) -> dict[tuple, waits.Spread]:
    """(unit, line, activity) → stays and their quantiles, in the period or a year before; what is of no unit is left out."""
    by, kept = _columns(level), waits.kept(ask, level) if use_kept else None
    if kept is not None:
        return waits.spreads(ask, kept, by, place)
    told = stays.spreads(ask, by, _periods(ask)[place], tuple(QUANTILES.values()))
    return {key: value for key, value in told.items() if key[0] is not None}


def _every(found: dict[tuple, waits.Spread]) -> waits.Every:
    median, high = (np.fromiter((values[place] for _, values in found.values()), float, len(found)) for place in (0, 1))
    n = np.fromiter((n for n, _ in found.values()), float, len(found))
    return {key[0] for key in found}, [key[1:] for key in found], n, median + high / 4


def _columns(level: Dimension) -> tuple[str, str, str]:
    return level.column, LINE.column, ACTIVITY.column


def _periods(ask: Ask) -> tuple[Period, Period]:
    return ask.period, ask.period.year_before()


def _at(ask: Ask, nodes: Sequence[Node]) -> Ask:
    """The question about these nodes and their lines, for there is more to read of the others than of these."""
    named = {LINE.key: {line for line, _ in nodes}, ACTIVITY.key: {node for _, node in nodes}}
    return ask.with_(**{key: ",".join(sorted(codes)) for key, codes in named.items() if codes and None not in codes})


def _telling(named: Sequence[Node], n: np.ndarray, value: np.ndarray) -> tuple[Node, ...]:
    """The nodes at which units lie most above what is usual at them, then those most passed; in the order of the path."""
    nodes, of = tuple(dict.fromkeys(named)), numbered(named)
    above, passed = _above(value, n, of, len(nodes)), np.bincount(of, n, len(nodes))
    ranked = sorted(zip(nodes, above.tolist(), passed.tolist(), strict=True), key=lambda each: (-each[1], -each[2], str(each[0])))
    order = {code: place for place, code in enumerate((*catalogue.codes("line"), *catalogue.nodes()))}
    largest = (node for node, _, _ in ranked[:NODES])
    return tuple(sorted(largest, key=lambda node: tuple((order.get(code, len(order)), str(code)) for code in node)))


def _above(value: np.ndarray, n: np.ndarray, of: np.ndarray, nodes: int) -> np.ndarray:
    """Of each node the days by which units exceed the middle one, of those with enough stays."""
    enough = n >= FEWEST
    value, n, of = value[enough], n[enough], of[enough]
    _, apart = np.unique(of, return_inverse=True)
    usual = unusual.middles(value, apart)[apart]
    return np.bincount(of, np.maximum(value - MORE_THAN * usual - 0.5, 0) * n, nodes)


def _counted(ask: Ask, level: Dimension, nodes: Sequence[Node], use_kept: bool) -> dict[tuple, Figures]:
    """(unit, node, now or a year before) → counts and shares."""
    if not nodes:
        return {}
    kept, by = waits.kept(ask, level) if use_kept else None, (level, LINE, ACTIVITY)
    if kept is None:
        groups = measure.measured(ask, COUNTED, by, _periods(ask)).groups
    else:
        block = waits.counted(ask, kept, _columns(level), parts.counts_of(COUNTED))
        wanted = {code for code in block.codes if code[1:] in nodes}
        groups = measure.of_read(ask, COUNTED, by, _periods(ask), block, wanted).groups
    return {
        (group.codes[level.key], (group.codes[LINE.key], group.codes[ACTIVITY.key]), place % 2): group.figures
        for place, group in enumerate(groups)
    }


def _figures(ask: Ask, counted: dict, found: dict, unit, node: Node, place: int) -> Figures:
    nothing = {each.key: Figure(0 if each.additive else None, 0, 0 if each.of else None, 0) for each in COUNTED}
    n, values = found.get((unit, *node), (0, (None, None)))
    few = n < ask.settings.minimum_n
    quantiles = {
        key: Figure(None if few else value, None, None, n, few and n > 0) for key, value in zip(QUANTILES, values, strict=True)
    }
    return {**counted.get((unit, node, place), nothing), **quantiles}


def _usual(figures: dict, compared: Indicator) -> dict[Node, float]:
    """What is usual at a node: the middle one of the units that have enough stays."""
    found: dict[Node, list[float]] = {}
    for (_, node), now in figures.items():
        if _enough(now, compared):
            found.setdefault(node, []).append(now[compared.key].value)
    return {node: median(values) for node, values in found.items()}


def _enough(now: Figures, compared: Indicator) -> bool:
    return now[compared.key].value is not None and now[STAYS.key].n >= FEWEST


def _deviation(now: Figures, usual: float | None, compared: Indicator) -> int | None:
    return None if usual is None or not _enough(now, compared) else deviation(now[compared.key].value, usual, compared.percent)


def deviation(value: float, usual: float, percent: bool = False) -> int:
    """By both a factor and a number of days (or points of a hundred): twice nothing is nothing."""
    points = 100 if percent else 1
    times, more = value / usual if usual else (float("inf") if value else 1.0), (value - usual) * points
    for size, (factor, least) in ((2, MUCH), (1, MORE)):
        if times >= factor and more >= least:
            return size
    return -1 if times <= 1 / MORE[0] and -more >= MORE[1] else 0
