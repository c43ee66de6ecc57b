"""Drawing by numbers that are nobody's choice: each case has one, made of its own number and the recorded seed.

The same seed gives the same numbers whatever the order or the number of cases, so a plan can be drawn again by anyone, and a case
more or less moves no other. Two ways: the lowest numbers of each stratum, a simple sample without replacement of known size; and
a systematic sample with chances in proportion to weights, in the order of the numbers.
The numbers: the first eight bytes of BLAKE2b of the case number, mixed with the seed by the finaliser of splitmix64 (Steele,
Lea, Flood 2014), taken as a fraction of 2^64. Knows arrays. Must not know cases, layers or the database.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
STEPS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
LAST = np.uint64(31)


def keys(names: Iterable[str]) -> np.ndarray:
    """A well-mixed 64-bit number for each name."""
    digests = b"".join([blake2b(name.encode(), digest_size=8).digest() for name in names])
    return np.frombuffer(digests, ">u8").astype(np.uint64)


def numbers(of: np.ndarray, seed) -> np.ndarray:
    """The number of each key under a seed, from 0 up to 1. An array of seeds along a first axis gives a row for each."""
    seeds = np.asarray(seed, np.uint64)
    start = _mixed(seeds[..., None] + GOLDEN)
    # 53 bits, as many as a float holds: every number is below 1.
    return (_mixed((of ^ start) + GOLDEN) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def lowest(drawn: np.ndarray, strata: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which have one of the `wanted[stratum]` lowest numbers of their stratum. The last axis is the case."""
    order = np.argsort(strata + drawn, axis=-1, kind="stable")
    sizes = np.bincount(strata, minlength=len(wanted))
    starts = np.cumsum(sizes) - sizes
    inside = np.arange(len(strata)) - np.repeat(starts, sizes) < np.repeat(wanted, sizes)
    chosen = np.zeros(drawn.shape, bool)
    np.put_along_axis(chosen, order, np.broadcast_to(inside, drawn.shape), axis=-1)
    return chosen


def chances(weights: np.ndarray, size: int) -> np.ndarray:
    """Chances of inclusion in proportion to weights that add up to `size`; what would be above 1 is certain, the rest shares on."""
    found, open_ = np.zeros(len(weights)), weights > 0
    size = min(size, int(open_.sum()))
    while open_.any() and size - found.sum() > 1e-9:
        found[open_] = (size - (found >= 1)[~open_].sum()) * weights[open_] / weights[open_].sum()
        if (found[open_] <= 1).all():
            break
        open_ &= found < 1
        found = np.minimum(found, 1)
        found[open_] = 0
    return np.minimum(found, 1)


def in_proportion(drawn: np.ndarray, start: float, chance: np.ndarray) -> np.ndarray:
    """A systematic sample: walking along the cases in the order of their numbers, one at each whole step of the chances added up."""
    order = np.argsort(drawn, kind="stable")
    passed = np.floor(np.round(np.cumsum(chance[order]) + start, 9))
    chosen = np.zeros(len(drawn), bool)
    chosen[order] = np.diff(passed, prepend=np.floor(start)) > 0
    return chosen


def _mixed(values: np.ndarray) -> np.ndarray:
    for shift, factor in STEPS:
        values = (values ^ (values >> shift)) * factor
    return values ^ (values >> LAST)
