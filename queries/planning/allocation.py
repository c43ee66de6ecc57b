"""Cases allocated to reviewers: within the bans, evenly by weight, as close to the bounds as can be, with a reason for each.

After a change the cases stay with whom they were; evenness is mended only where loads are further apart than the heaviest case, or
than they must be, and then what can go back goes back. How few must move is bounded too.
Nobody reviews the cases of somebody who reviews theirs: where a dealing out has such pairs, one direction is forbidden, that with
less weight in it, and the cases concerned are dealt out anew; the others stay. Knows the order of work. Must not know the database,
nor words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd

import numpy as np

from queries.planning import bans
from queries.planning.bans import Reviewer, Rules, Stuck, Task
from queries.planning.bounds import Bounds, bounds, least_moved
from queries.planning.dealing import NOBODY, Dealing

HUNDREDTHS = 100  # weights are told apart to this part of an ordinary case


@dataclass(frozen=True)
class Given:
    """A case with its reviewer, and why: how many might have had it, whether its line is known, whether it was theirs before."""

    task: int
    reviewer: int
    among: int
    knows: bool
    kept: bool


@dataclass(frozen=True)
class Allocation:
    """`loads` are weights, unfinished reviews included; `difference` of the heaviest and lightest, and the least there can be."""

    given: tuple[Given, ...]
    stuck: tuple[Stuck, ...]
    loads: tuple[float, ...]
    difference: float
    least: float
    moved: int  # cases whose earlier reviewer might have kept them
    least_moved: int  # so many at least, were loads to be no further apart
    forced: int  # cases whose earlier reviewer may not, or is not there any more

    @property
    def fewest(self) -> bool:
        """Whether no dealing out as even moves fewer."""
        return self.moved <= self.least_moved

    @property
    def proven(self) -> bool:
        """Whether no dealing out is more even."""
        return self.difference <= self.least + 1e-9


def allocate(
    tasks: Sequence[Task], reviewers: Sequence[Reviewer], rules: Rules, before: Mapping[str, str] | None = None
) -> Allocation:
    """`before` says who had which case."""
    if not reviewers or not tasks:
        return Allocation((), (), tuple(each.load for each in reviewers), 0.0, 0.0, 0, 0, 0)
    unit, weights, start = _whole(tasks, reviewers)
    expert, lines = _expert(tasks, reviewers)
    earlier, forced = _earlier(tasks, reviewers, before or {})
    tables = bans.tables(tasks, reviewers, rules)
    least: Bounds | None = None
    kept = earlier
    while True:
        dealing = Dealing(bans.allowed(tables), expert, weights, start)
        dealing.keep(kept)
        dealing.deal(lines)
        if least is not None and not before:
            dealing.even_out(int(weights.max()))
        least = least or bounds(dealing.allowed[dealing.who != NOBODY], weights[dealing.who != NOBODY], start, dealing.loads)
        until = max(int(weights.max()), least.difference) if before else least.difference
        dealing.even_out(until)
        if before:
            dealing.give_back(earlier, until)
        turned = _turned(tasks, reviewers, dealing, earlier)
        if not turned:
            break
        tables, kept = _turn(tables, tasks, reviewers, turned), dealing.who
    return _told(dealing, expert, earlier, forced, tables, least, unit)


def _whole(tasks: Sequence[Task], reviewers: Sequence[Reviewer]) -> tuple[float, np.ndarray, np.ndarray]:
    """Weights and loads as whole numbers of the largest part they share."""
    weights = np.array([max(round(each.weight * HUNDREDTHS), 1) for each in tasks], np.int64)
    start = np.array([round(each.load * HUNDREDTHS) for each in reviewers], np.int64)
    part = reduce(gcd, (int(each) for each in (*weights, *start)))
    return part / HUNDREDTHS, weights // part, start // part


def _expert(tasks: Sequence[Task], reviewers: Sequence[Reviewer]) -> tuple[np.ndarray, np.ndarray]:
    """Case by reviewer, true for who knows its line; and the place of each case's line."""
    known, lines = np.unique([each.line or "" for each in tasks], return_inverse=True)
    knowing = np.array([[line in who.lines for who in reviewers] for line in known])
    return knowing[lines], lines


def _earlier(tasks, reviewers, before: Mapping[str, str]) -> tuple[np.ndarray, int]:
    """The place of each case's earlier reviewer; how many of them are not there any more."""
    place = {who.code: at for at, who in enumerate(reviewers)}
    found = np.array([place.get(before.get(each.key, ""), NOBODY) for each in tasks])
    return found, sum(each.key in before and before[each.key] not in place for each in tasks)


def _turned(tasks, reviewers, dealing: Dealing, earlier: np.ndarray) -> frozenset[tuple[str, str]]:
    """(reviewer, handler) to forbid, of every pair that reviews each other: the direction whose cases are easier to move."""
    codes = {reviewer.code: at for at, reviewer in enumerate(reviewers)}
    ways: dict[tuple[int, int], list[int]] = {}
    for task, reviewer in enumerate(dealing.who.tolist()):
        handler = codes.get(tasks[task].handler or "")
        if reviewer != NOBODY and handler is not None:
            ways.setdefault((reviewer, handler), []).append(task)
    pairs = [(a, b) for a, b in ways if a < b and (b, a) in ways]
    easier = [min((a, b), (b, a), key=lambda way: (*_hold(ways[way], dealing, earlier), way)) for a, b in pairs]
    return frozenset((reviewers[a].code, reviewers[b].code) for a, b in easier)


def _hold(rows: list[int], dealing: Dealing, earlier: np.ndarray) -> tuple[bool, int, int]:
    """How firmly cases are where they are: whether one has nobody else, how many were there before, how heavy they are."""
    alone = bool((dealing.allowed[rows].sum(1) < 2).any())
    return alone, int((earlier[rows] == dealing.who[rows]).sum()), int(dealing.weights[rows].sum())


def _turn(tables, tasks, reviewers, turned: frozenset[tuple[str, str]]) -> dict[str, np.ndarray]:
    """The ban with more pairs in it."""
    handlers = np.array([each.handler or "" for each in tasks])
    more = tables["reciprocity"].copy()
    places = {who.code: at for at, who in enumerate(reviewers)}
    for reviewer, handler in turned:
        more[handlers == handler, places[reviewer]] = True
    return {**tables, "reciprocity": more}


def _told(dealing: Dealing, expert, earlier, forced: int, tables, least: Bounds, unit: float) -> Allocation:
    among, who = dealing.allowed.sum(1), dealing.who
    given = tuple(
        Given(task, int(who[task]), int(among[task]), bool(expert[task, who[task]]), bool(earlier[task] == who[task]))
        for task in np.flatnonzero(who != NOBODY).tolist()
    )
    had = np.flatnonzero(earlier != NOBODY)
    might = dealing.allowed[had, earlier[had]]
    moved = int((might & (who[had] != earlier[had])).sum())
    stayed = np.where((earlier != NOBODY) & dealing.allowed[np.arange(len(earlier)), earlier], earlier, NOBODY)
    others = int(dealing.weights[(stayed == NOBODY) & (who != NOBODY)].sum())
    fewest = least_moved(stayed, dealing.weights, dealing.start, others, max(dealing.difference, int(dealing.weights.max())))
    loads = tuple(round(float(load) * unit, 2) for load in dealing.loads)
    return Allocation(given, bans.stuck(tables), loads, round(dealing.difference * unit, 2), round(least.difference * unit, 2), moved,
                      fewest, forced + int((~might).sum()))  # fmt: skip
