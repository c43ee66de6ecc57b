"""A plan for a question: the recipe the address gives, the pool, the layers drawn, what they will tell. Nothing is written.

Knows recipes and the order of work. Must not know how layers are drawn, nor how a plan is shown.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from data.ask import Ask
from data.catalogue import planning as catalogued
from data.catalogue.planning import Standard
from data.definitions.indicators import reviews as of
from data.definitions.planning import LAYERS
from data.period import DAY, Period
from queries import measure
from queries.planning import layers, precision
from queries.planning.layers import Drawn, Recipe
from queries.planning.pool import Case, Gathered, gathered
from queries.planning.precision import Expected

DEFAULT_KIND, DEFAULT_SEED = "routine", 1
UNKNOWN_SHARE = 0.5  # where no review says how many cases have problems: what makes the bounds widest


@dataclass(frozen=True)
class Choice:
    """A chosen case: its layer, and its chance of being in it."""

    case: Case
    layer: str
    chance: float


@dataclass
class Part:
    """A unit's or prosecutor's part of a plan; `inside` are the chosen cases that were concluded in the period."""

    code: str | None
    concluded: int = 0
    reviewed: int = 0
    inside: int = 0
    chosen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LAYERS, 0))

    @property
    def rate(self) -> float | None:
        return (self.inside + self.reviewed) / self.concluded if self.concluded else None


@dataclass(frozen=True)
class Plan:
    """`quotas` tells of each owner of cases: concluded, in already, chosen by layer. `share` is what reviews found before."""

    standard: Standard
    recipe: Recipe
    gathered: Gathered
    drawn: Drawn
    share: float
    share_known: bool
    expected: Expected | None

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What was drawn, in the order of case numbers."""
        chosen, drawn = np.flatnonzero(self.drawn.chosen), self.drawn
        found = (Choice(self.gathered.cases[at], LAYERS[drawn.layer[at]], float(drawn.chance[at])) for at in chosen)
        return tuple(sorted(found, key=lambda each: each.case.case_id))

    @property
    def counted(self) -> int:
        return int(self.gathered.pool.counted.sum())

    @property
    def reviewed(self) -> int:
        pool = self.gathered.pool
        return int((pool.counted & pool.reviewed).sum())

    @property
    def of_layer(self) -> dict[str, int]:
        return {name: int((self.drawn.layer == place).sum()) for place, name in enumerate(LAYERS)}

    @property
    def rate(self) -> float | None:
        """The share of the period's cases that will have been reviewed; those that came from before are not in it."""
        inside = int((self.drawn.chosen & self.gathered.pool.counted).sum())
        return (inside + self.reviewed) / self.counted if self.counted else None

    def by(self, column: str) -> list["Part"]:
        """What falls to each value of a column of cases."""
        pool, found = self.gathered.pool, {}
        asked = (self.gathered.cases.columns[column].tolist(), pool.counted.tolist(), pool.reviewed.tolist(), self.drawn.layer.tolist())
        for code, counted, reviewed, layer in zip(*asked, strict=True):
            part = found.get(code) or found.setdefault(code, Part(code))
            part.concluded += counted
            part.reviewed += counted and reviewed
            if layer >= 0:
                part.chosen[LAYERS[layer]] += 1
                part.inside += counted
        return list(found.values())

    def rates(self) -> list[tuple[float, int, Expected | None]]:
        return precision.by_rate(self.gathered.pool, self.drawn.strata.known, self.recipe, self.share)


_made: WeakKeyDictionary[Ask, Plan] = WeakKeyDictionary()  # as long as the question lives: a page's panels ask the same


def plan(ask: Ask) -> Plan:
    found = _made.get(ask)
    if found is None:
        found = _made[ask] = _plan(ask)
    return found


def _plan(ask: Ask) -> Plan:
    standard, recipe = recipe_of(ask)
    there = gathered(ask)
    drawn = layers.drawn(there.pool, recipe)
    share, known = _share(ask)
    return Plan(standard, recipe, there, drawn, share, known, precision.expected(drawn.strata, share))


def recipe_of(ask: Ask) -> tuple[Standard, Recipe]:
    """The standard of the kind, with what the address says otherwise. A prosecutor's least number is of a year: of it, what falls due."""
    standard = catalogued.standards()[ask.filters.text("plan") or DEFAULT_KIND]

    def given(key: str, usual):
        return usual if ask.filters.get(key) is None else ask.filters.get(key)

    usual = {key: getattr(standard, key) for key in ("rate", "quota", "each_type", "risky")}
    usual["least"] = falling_due(standard.least, ask.period)
    numbers = {key: given(key, value) for key, value in usual.items()}
    return standard, Recipe(standard.mandatory, **numbers, seed=given("seed", DEFAULT_SEED))


def falling_due(in_a_year: int, period: Period) -> int:
    """So many of a year's number as fall due in the period when they are spread evenly: the parts of a year add up to the year's."""

    def by(day: date) -> int:
        first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        return in_a_year * day.year + in_a_year * (day - first).days // (last - first).days

    return by(period.until + DAY) - by(period.since)


def _share(ask: Ask) -> tuple[float, bool]:
    """The share of reviews with problems in the period; unknown where there are too few."""
    if "reviews" not in ask.scope.snapshot.supplied:
        return UNKNOWN_SHARE, False
    figure = measure.total(of.PROBLEM_SHARE)(ask).groups[0][of.PROBLEM_SHARE.key]
    return (figure.value, True) if figure.value else (UNKNOWN_SHARE, False)
