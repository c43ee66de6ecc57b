"""The layers of a plan: what must be reviewed, what shows a risk, what makes up the number of a type, what is drawn at random.

Each layer is drawn from what the layers before it left, with chances that are known: certain, in proportion to risk, equal within
a type, equal within a prosecutor's cases. Pure: the same pool, recipe and seed give the same plan.
Knows arrays and numbers. Must not know where a pool comes from, nor words.
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from data.definitions.planning import LAYERS
from queries.planning import draw
from queries.sampling import Strata

MANDATORY, RISK, TYPE, RANDOM = LAYERS
LEAST_DRAWN = 2  # of each stratum, or all there is: fewer tell nothing about how much its cases differ


@dataclass(frozen=True)
class Recipe:
    """What a plan asks for: shares of concluded cases in hundredths, least numbers for each prosecutor and type.

    `rate` of all cases, `quota` of each prosecutor's; `risky` is the share of the cases with a sign of risk.
    """

    mandatory: bool
    rate: float
    quota: float
    least: int
    each_type: int
    risky: float
    seed: int


@dataclass(frozen=True)
class Pool:
    """Cases as arrays. `strata` and `types` are numbered from 0; `weights` are nought without risk.

    `keys` are made of case numbers, those of `free` ones at least. `counted` were concluded in the period; others are there because they
    must be reviewed. `reviewed` need no review any more.
    """

    keys: np.ndarray
    strata: np.ndarray
    types: np.ndarray
    weights: np.ndarray
    counted: np.ndarray
    mandatory: np.ndarray
    reviewed: np.ndarray

    @property
    def free(self) -> np.ndarray:
        """What any layer but the first may draw."""
        return self.counted & ~self.reviewed


@dataclass(frozen=True)
class Drawn:
    """Of every case of the pool its layer (a place in LAYERS, -1 for none) and its chance of being in it; the random layer's strata."""

    layer: np.ndarray
    chance: np.ndarray
    strata: Strata

    @property
    def chosen(self) -> np.ndarray:
        return self.layer >= 0


def drawn(pool: Pool, recipe: Recipe) -> Drawn:
    layer, chance = np.full(len(pool.keys), -1), np.zeros(len(pool.keys))
    if recipe.mandatory:
        _mark(layer, chance, pool.mandatory & ~pool.reviewed, MANDATORY, 1.0)
    _risk(pool, recipe, layer, chance)
    _types(pool, recipe, layer, chance)
    strata = _random(pool, recipe, layer, chance)
    return Drawn(layer, chance, strata)


def _mark(layer: np.ndarray, chance: np.ndarray, rows: np.ndarray, name: str, value) -> None:
    layer[rows] = LAYERS.index(name)
    chance[rows] = value


def _numbers(pool: Pool, rows: np.ndarray, recipe: Recipe, name: str) -> np.ndarray:
    """Those of some cases. Each layer draws by numbers of its own: to be low in one says nothing of the next."""
    return draw.numbers(pool.keys[rows], recipe.seed * len(LAYERS) + LAYERS.index(name))


def _risk(pool: Pool, recipe: Recipe, layer: np.ndarray, chance: np.ndarray) -> None:
    weights = np.where(pool.free & (layer < 0), pool.weights, 0.0)
    found = draw.chances(weights, floor(recipe.risky / 100 * int((weights > 0).sum()) + 0.5))
    start = float(draw.numbers(np.zeros(1, np.uint64), recipe.seed)[0])
    some = np.flatnonzero(found)  # the others have no chance, whatever their numbers
    rows = some[draw.in_proportion(_numbers(pool, some, recipe, RISK), start, found[some])]
    _mark(layer, chance, rows, RISK, found[rows])


def _types(pool: Pool, recipe: Recipe, layer: np.ndarray, chance: np.ndarray) -> None:
    """So many of each type that the layers before have not reached; what was reviewed in the period counts."""
    kinds = int(pool.types.max(initial=-1)) + 1
    there = np.bincount(pool.types[pool.counted & ((layer >= 0) | pool.reviewed)], minlength=kinds)
    rest = pool.free & (layer < 0)
    left = np.bincount(pool.types[rest], minlength=kinds)
    wanted = np.minimum(np.maximum(recipe.each_type - there, 0), left)
    rows = _lowest(pool, recipe, TYPE, pool.types, rest, wanted)
    _mark(layer, chance, rows, TYPE, (wanted / np.maximum(left, 1))[pool.types[rows]])


def _random(pool: Pool, recipe: Recipe, layer: np.ndarray, chance: np.ndarray) -> Strata:
    people = int(pool.strata.max(initial=-1)) + 1
    cases = np.bincount(pool.strata[pool.counted], minlength=people)
    done = pool.counted & ((layer >= 0) | pool.reviewed)
    known = np.bincount(pool.strata[done], minlength=people)
    wanted = allotted(cases, known, recipe)
    rows = _lowest(pool, recipe, RANDOM, pool.strata, pool.free & (layer < 0), wanted)
    _mark(layer, chance, rows, RANDOM, (wanted / np.maximum(cases - known, 1))[pool.strata[rows]])
    nothing = np.zeros(people)
    return Strata(cases, known, nothing, wanted, nothing)


def allotted(cases: np.ndarray, known: np.ndarray, recipe: Recipe) -> np.ndarray:
    """How many to draw at random of each prosecutor's cases: the quota less what is in already, then on to the rate of all."""
    rest = cases - known
    if not (recipe.rate or recipe.quota or recipe.least):
        return np.zeros(len(cases), int)
    quota = np.array([ceil(recipe.quota * int(n) / 100 - 1e-9) for n in cases], int)
    wanted = np.maximum(np.maximum(quota, recipe.least) - known, LEAST_DRAWN if recipe.rate or recipe.least else 0)
    wanted = np.minimum(np.maximum(wanted, 0), rest)
    missing = ceil(recipe.rate * int(cases.sum()) / 100 - 1e-9) - int(known.sum() + wanted.sum())
    return wanted + shared_out(max(missing, 0), rest - wanted)


def shared_out(number: int, room: np.ndarray) -> np.ndarray:
    """A number in proportion to room, whole, by the largest remainders; the first in order goes first where they are equal."""
    number = min(number, int(room.sum()))
    exact = room * (number / max(int(room.sum()), 1))
    found = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-(exact - found), kind="stable")
    found[order[: number - int(found.sum())]] += 1
    return found


def _lowest(pool: Pool, recipe: Recipe, name: str, groups: np.ndarray, rows: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which of `rows` have the lowest numbers of their group."""
    chosen = np.zeros(len(rows), bool)
    chosen[rows] = draw.lowest(_numbers(pool, rows, recipe, name), groups[rows], wanted)
    return chosen
