"""Which units are like one another: by size and by the mix of their work, not by where they lie.

Distance = √(size² + mix²). Size is how often one base must be doubled to make the other; mix is half the sum of the differences of
the strata's parts (how much of the work is of another kind) in units of `MIX`. Both are stated with every peer.
Knows arrays of numbers. Must not know units.
"""

from dataclasses import dataclass

import numpy as np

MIX = 0.1
NEAREST = 10


@dataclass(frozen=True)
class Peer:
    """`place` of the unit in the table; `size` in doublings, `mix` as a part of the work."""

    place: int
    size: float
    mix: float

    @property
    def distance(self) -> float:
        return float(np.hypot(self.size, self.mix / MIX))


def nearest(bases: np.ndarray, own: int, among: np.ndarray | None = None, count: int = NEAREST) -> list[Peer]:
    """Of a table of units by strata those most like the unit at `own`, the nearest first; `among` tells which may be named."""
    totals = bases.sum(1)
    if not totals[own]:
        return []
    parts = np.divide(bases, totals[:, None], out=np.zeros(bases.shape), where=totals[:, None] > 0)
    size = np.abs(np.log2(np.maximum(totals, 1e-9) / totals[own]))
    mix = np.abs(parts - parts[own]).sum(1) / 2
    named = np.ones(len(totals), bool) if among is None else among
    places = np.flatnonzero((totals > 0) & named & (np.arange(len(totals)) != own))
    nearest_first = places[np.lexsort((places, np.hypot(size, mix / MIX)[places]))]
    return [Peer(place, float(size[place]), float(mix[place])) for place in nearest_first[:count].tolist()]
