"""Where stays are longer than those of like cases elsewhere, and longer than before: one row for each unit, line and node.

The mix of types is taken out first: what is expected of a unit are the days that cases of the same types took at the same node in
all other units (or in the same unit before). Knows arrays. Must not know where they are read, words, nor which findings are worth
telling.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data import unusual

MOMENTS = ("n", "days", "s", "q")  # stays, their days, the logarithms of these and their squares
FEWEST_STAYS = 10
LEAST_DAYS = 1.0  # less than a day more is no delay that anybody could act on
LEAST_SHARE = 0.25  # nor is a stay longer by a quarter
TOLD = ("unit", "line", "activity", "n", "days", "expected_days")
MEASURED = ("n", "days", "expected_days", "s", "expected_s", "within", "around")
Moments = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Delay:
    """A unit, line and node with `n` stays of `days` in all, where `expected` days were to be expected; `far` in units of what is usual."""

    unit: object
    line: str
    activity: str
    n: int
    days: float
    expected: float
    far: float
    beyond: bool

    @property
    def excess(self) -> float:
        return self.days - self.expected


@dataclass(frozen=True)
class Delays:
    """All that were compared, by columns, with how `far` each lies from the middle of its like; `stands_out` where that is worth telling.

    There may be a hundred thousand, of which a page tells four: only those asked for are made.
    """

    columns: Mapping[str, Sequence]
    far: np.ndarray
    stands_out: np.ndarray

    def __len__(self) -> int:
        return len(self.far)

    def __iter__(self) -> Iterator[Delay]:
        return map(self._delay, range(len(self)))

    @property
    def beyond(self) -> list[Delay]:
        return [self._delay(place) for place in np.flatnonzero(self.stands_out)]

    def _delay(self, place: int) -> Delay:
        unit, line, activity, n, days, expected = (self.columns[name][place] for name in TOLD)
        return Delay(unit, line, activity, int(n), float(days), float(expected), float(self.far[place]), bool(self.stands_out[place]))


@dataclass(frozen=True)
class Cells:
    """Stays by unit and kind of case and node (KEYS), as arrays: of each cell the places of its unit and its kind, and what was `now`
    and `before`."""

    units: Sequence[object]
    kinds: Sequence[tuple]
    unit: np.ndarray
    kind: np.ndarray
    now: Moments
    before: Moments


def standing_out(of: Cells, ever_before: bool) -> tuple[list[Delay], int]:
    """What stands out against others first; what that does not show may show against the same unit before. And of how many."""
    found = against_others(of)
    beyond = found.beyond
    known = {(each.unit, each.line, each.activity) for each in beyond}
    earlier = against_before(of).beyond if ever_before else []
    later = [each for each in earlier if (each.unit, each.line, each.activity) not in known]
    return [*beyond, *later], len(found) + len(later)


def against_others(of: Cells) -> Delays:
    """Every unit and node compared with all other units."""
    others = {name: np.bincount(of.kind, of.now[name], len(of.kinds))[of.kind] - of.now[name] for name in MOMENTS}
    return _judged(*_compared(of, others))


def against_before(of: Cells) -> Delays:
    """Every unit and node compared with the same unit in an earlier period; what moved everywhere explains itself."""
    found, peers = _compared(of, of.before)
    alone = len(set(found["unit"])) < unusual.FEWEST_PEERS
    return _judged(found, np.zeros(len(peers), int) if alone else peers)


def _compared(of: Cells, others: Moments) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """By unit and node: what was and what was to be expected of the same types; cases whose type nobody else has are left out. And a
    number for each line and node."""
    nodes = tuple(dict.fromkeys((line, activity) for line, activity, _ in of.kinds))
    numbers = {node: number for number, node in enumerate(nodes)}
    node = np.array([numbers[line, activity] for line, activity, _ in of.kinds], int)
    there = np.flatnonzero((of.now["n"] > 0) & (others["n"] > 0))
    n, days, s, q = (of.now[name][there] for name in MOMENTS)
    o_n, o_days, o_s, _ = (others[name][there] for name in MOMENTS)
    share = n / o_n
    parts = n, days, share * o_days, s, share * o_s, q - s * s / n, share * share * o_n
    size = len(of.units) * len(nodes)
    at = of.unit[there] * len(nodes) + node[of.kind[there]]
    summed = {name: np.bincount(at, each, size) for name, each in zip(MEASURED, parts, strict=True)}
    enough = np.flatnonzero(summed["n"] >= FEWEST_STAYS)
    unit, peers = np.divmod(enough, len(nodes)) if nodes else (enough, enough)
    named = {"unit": _among(of.units, unit), **{
        name: _among([each[place] for each in nodes], peers) for place, name in enumerate(("line", "activity"))
    }}  # fmt: skip
    return named | {name: each[enough] for name, each in summed.items()}, peers


def _among(codes: Sequence, places: np.ndarray) -> np.ndarray:
    found = np.empty(len(codes), object)
    found[:] = codes
    return found[places]


def _judged(found: Mapping[str, Sequence], peers: np.ndarray) -> Delays:
    n, days, expected, s, expected_s, within, around = (found[name] for name in MEASURED)
    # Mean logarithm above the expected one. Its error is that of the unit's own stays and of those it is compared with.
    each = np.maximum(within, 0) / n + 0.01
    far = unusual.apart_within((s - expected_s) / n, each * (n + around) / n**2, peers)
    sizes = np.bincount(peers) if len(peers) else peers
    bounds = {size: unusual.limit(len(far), size) for size in set(sizes.tolist())}
    bound = np.array([bounds[size] for size in sizes.tolist()])[peers] if len(peers) else far
    worth = (days - expected) / n >= np.maximum(LEAST_DAYS, LEAST_SHARE * expected / n)
    return Delays(found, far, (far > bound) & worth)
