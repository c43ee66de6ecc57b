"""Cases dealt out to reviewers, evenly by weight: after shares of each line first, then moved and exchanged as long as that helps.

How much of each line each reviewer should have, so that all are equally heavy and as much as possible goes to who knows the line,
is a linear programme of a few hundred numbers (scipy's HiGHS). Cases follow it one by one. Exchanges then always lower the sum of
squared loads, so they end; when loads are as even as the bounds allow, or nothing helps any more, so it stays. Without chance:
equal questions have equal answers. Knows arrays. Must not know bans, nor words.
"""

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np

NOBODY = -1
NEVER = np.iinfo(np.int64).max
NEAR = 24  # thirds that are tried; each costs as much as looking at everybody


class Dealing:
    """Who has what, while it is dealt out. Weights are whole numbers; `expert` says whose line a case is."""

    def __init__(self, allowed: np.ndarray, expert: np.ndarray, weights: np.ndarray, start: np.ndarray):
        self.allowed, self.expert, self.weights = allowed, expert, weights
        self.who = np.full(len(weights), NOBODY)
        self.start = start.astype(np.int64)
        self.loads = self.start.copy()

    @property
    def difference(self) -> int:
        return int(self.loads.max() - self.loads.min())

    def keep(self, before: np.ndarray) -> None:
        """Leave with whom they were all cases that may stay there."""
        stays = (before != NOBODY) & self.allowed[np.arange(len(before)), before]
        for task in np.flatnonzero(stays):
            self._give(int(task), int(before[task]))

    def deal(self, lines: np.ndarray) -> None:
        """The rest: the cases fewest may review first, then the heaviest, each where most of its line's share is left."""
        free = np.flatnonzero((self.who == NOBODY) & self.allowed.any(1))
        left = shares(self._of_lines(free, lines), self._knowing(free, lines), self.loads)
        for task in free[np.lexsort((free, -self.weights[free], self.allowed[free].sum(1)))]:
            reviewer = self._next(int(task), left[lines[task]])
            left[lines[task], reviewer] -= self.weights[task]
            self._give(int(task), reviewer)

    def _of_lines(self, free: np.ndarray, lines: np.ndarray) -> np.ndarray:
        return np.bincount(lines[free], weights=self.weights[free], minlength=int(lines.max()) + 1)

    def _knowing(self, free: np.ndarray, lines: np.ndarray) -> np.ndarray:
        """Line by reviewer, true for who knows it."""
        found = np.zeros((int(lines.max()) + 1, len(self.loads)), bool)
        found[lines[free]] = self.expert[free]
        return found

    def _next(self, task: int, left: np.ndarray) -> int:
        """Of those who may have it: who has most of the line's share left; once it is used up, the lightest."""
        may = np.flatnonzero(self.allowed[task])
        most = may[np.lexsort((may, self.loads[may], -np.round(left[may], 6)))[0]]
        return int(most if left[most] > 0 else may[np.lexsort((may, self.loads[may]))[0]])

    def even_out(self, until: int) -> None:
        """Move and exchange until the difference is no more than `until`, or nothing helps.

        The heaviest load is only lightened when every one of the heaviest is, so where the first cannot be, none is tried.
        """
        while self.difference > until:
            heavy, light = int(self.loads.argmax()), int(self.loads.argmin())
            if not any(way(heavy, light) for way in (self._straight, self._passed_on, self._handed_on)):
                return

    def give_back(self, earlier: np.ndarray, until: int) -> None:
        """Cases that left whoever had them go back, one by one or in exchange for one that was not there either, within `until`."""
        until, again = max(until, self.difference), True
        while again:
            again = any(self._back(int(task), earlier, until) for task in self._away(earlier))

    def _away(self, earlier: np.ndarray) -> np.ndarray:
        might = (earlier != NOBODY) & self.allowed[np.arange(len(earlier)), earlier]
        return np.flatnonzero(might & (self.who != earlier))

    def _back(self, task: int, earlier: np.ndarray, until: int) -> bool:
        home, now = int(earlier[task]), int(self.who[task])
        newer = np.flatnonzero((self.who == home) & (earlier != home) & self.allowed[:, now])
        for other in (NOBODY, *newer.tolist()):
            self._give(task, home)
            if other != NOBODY:
                self._give(other, now)
            if self.difference <= until:
                return True
            self._give(task, now)
            if other != NOBODY:
                self._give(other, home)
        return False

    def _straight(self, heavy: int, light: int) -> bool:
        return self._relieved(heavy) or self._filled(light)

    def _handed_on(self, heavy: int, light: int) -> bool:
        """In two steps: a third becomes as heavy as the heaviest was, or as light as the lightest, if it can then be helped itself."""
        return self._in_two(heavy, lambda third: self._exchange(heavy, third, 1), self._relieved) or self._in_two(
            light, lambda third: self._exchange(third, light, 1), self._filled
        )

    def _in_two(self, one: int, first: Callable[[int], bool], then: Callable[[int], bool]) -> bool:
        who, loads = self.who.copy(), self.loads.copy()
        apart = np.abs(self.loads - self.loads[one])
        for third in [each for each in np.argsort(apart, kind="stable") if apart[each]][:NEAR]:
            if first(int(third)):
                if then(int(third)):
                    return True
                self.who, self.loads = who.copy(), loads.copy()
        return False

    def _relieved(self, heavy: int) -> bool:
        return any(self._exchange(heavy, int(other)) for other in np.argsort(self.loads, kind="stable"))

    def _filled(self, light: int) -> bool:
        return any(self._exchange(int(other), light) for other in np.argsort(-self.loads, kind="stable"))

    def _exchange(self, heavy: int, light: int, turn: int = 0) -> bool:
        """The exchange of up to two cases for up to two that leaves the loads closest together, if it brings them closer at all.

        With `turn` 1 it is enough that they change places.
        """
        gap = int(self.loads[heavy] - self.loads[light])
        if gap < 2 - turn:
            return False
        give, take = self._handfuls(heavy, light), self._handfuls(light, heavy)
        moved = np.array([each[1] for each in give])[:, None] - np.array([each[1] for each in take])[None, :]
        lost = np.array([each[2] for each in give])[:, None] + np.array([each[2] for each in take])[None, :]
        score = np.where((moved > 0) & (moved < gap + turn), np.abs(2 * moved - gap) * 8 + lost, NEVER)
        a, b = np.unravel_index(int(score.argmin()), score.shape)
        if score[a, b] == NEVER:
            return False
        for task in give[a][0]:
            self._give(task, light)
        for task in take[b][0]:
            self._give(task, heavy)
        return True

    def _handfuls(self, before: int, after: int) -> list[tuple[tuple[int, ...], int, int]]:
        """None, one or two cases that may go from one to another: the cases, their weight, what knowledge of lines is lost.

        Cases of one weight are as good as each other, so of each weight the two are looked at that lose least.
        """
        tasks = np.flatnonzero((self.who == before) & self.allowed[:, after])
        lost, weights = self._lost(tasks, before, after), self.weights[tasks]
        order = np.lexsort((tasks, lost, weights))
        rank = np.arange(len(order)) - np.searchsorted(weights[order], weights[order])
        few = [(int(tasks[at]), int(weights[at]), int(lost[at])) for at in order[rank < 2]]
        pairs = [((a[0], b[0]), a[1] + b[1], a[2] + b[2]) for a, b in combinations(few, 2)]
        return [((), 0, 0), *(((task,), weight, gone) for task, weight, gone in few), *pairs]

    def _lost(self, tasks: np.ndarray, before: int, after: int) -> np.ndarray:
        """1 for a case that goes from somebody who knows its line to somebody who does not; -1 the other way."""
        return self.expert[tasks, before].astype(np.int64) - self.expert[tasks, after]

    def _passed_on(self, heavy: int, light: int) -> bool:
        """A chain: a case of one weight to a third, one of the same from there on; from the heaviest to somebody, or to the lightest."""
        for weight in np.unique(self.weights):
            steps = self._steps(int(weight))
            goals = {int(each) for each in np.flatnonzero(self.loads[heavy] - self.loads > weight)}
            starts = np.flatnonzero(self.loads - self.loads[light] > weight)
            path = _path(steps, heavy, goals) or _path(steps.T, light, {int(each) for each in starts})[::-1]
            if path:
                for one, other in pairwise(path):
                    self._give(int(steps[one, other]), other)
                return True
        return False

    def _steps(self, weight: int) -> np.ndarray:
        """(from, to) → a case of this weight that can go there, NOBODY for none."""
        steps = np.full((len(self.loads), len(self.loads)), NOBODY)
        for task in np.flatnonzero((self.weights == weight) & (self.who != NOBODY))[::-1]:
            steps[self.who[task], self.allowed[task]] = task
        np.fill_diagonal(steps, NOBODY)
        return steps

    def _give(self, task: int, reviewer: int) -> None:
        before = self.who[task]
        if before != NOBODY:
            self.loads[before] -= self.weights[task]
        self.who[task] = reviewer
        self.loads[reviewer] += self.weights[task]


def _path(steps: np.ndarray, start: int, goals: set[int]) -> list[int]:
    """The shortest way along steps that there are; empty when there is none."""
    came, queue = {start: start}, [start]
    for place in queue:
        if place in goals:
            path = [place]
            while path[-1] != start:
                path.append(came[path[-1]])
            return path[::-1]
        for onward in np.flatnonzero(steps[place] != NOBODY):
            if int(onward) not in came:
                came[int(onward)] = place
                queue.append(int(onward))
    return []


def shares(lines: np.ndarray, knowing: np.ndarray, loads: np.ndarray) -> np.ndarray:
    """Line by reviewer: the weight each should have of each line, all equally heavy in the end, most of it with who knows it."""
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, kron

    room = np.maximum(level(loads, float(lines.sum())) - loads, 0.0)
    reviewers, kinds = len(loads), len(lines)
    every_line = kron(eye_array(kinds), np.ones((1, reviewers)))
    every_reviewer = kron(np.ones((1, kinds)), eye_array(reviewers))
    cost = np.where(knowing, 0.0, 1.0).ravel()
    found = linprog(cost, A_eq=every_line, b_eq=lines, A_ub=every_reviewer, b_ub=room + 1e-6, method="highs")
    return found.x.reshape(kinds, reviewers) if found.x is not None else np.outer(lines, room / max(room.sum(), 1))


def level(loads: np.ndarray, more: float) -> float:
    """Up to where loads are filled when so much more is poured in."""
    ordered = np.sort(loads).astype(float)
    filled = (np.cumsum(ordered) + more) / np.arange(1, len(ordered) + 1)
    return float(filled[np.flatnonzero(filled >= ordered)[-1]])
