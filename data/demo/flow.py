"""The log of what happened to the cases of one portion, and its order in time.

Knows events as arrays. Must not know procedures: they add to the log.
"""

import numpy as np

from data.demo.days import AS_OF, NEVER
from data.demo.vocabulary import HANDLER, HOLDER, NODE

OWN = HOLDER["own_office"]
_OPENS, _HOURS = 8 * 3600 + 30 * 60, 9 * 3600


class Log:
    """Events are added step by step, for many cases at once; the order of adding settles the order within a day."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, ...]] = []

    def add(self, cases: np.ndarray, day: np.ndarray, node: str, holder: int = OWN, role: int = HANDLER, due: np.ndarray | None = None):
        seen = day <= AS_OF
        count = int(seen.sum())
        order = len(self._parts)
        expected = np.full(count, NEVER, np.int32) if due is None else due[seen].astype(np.int32)
        fixed = [np.full(count, value, np.int16) for value in (NODE[node], holder, role, order)]
        self._parts.append((cases[seen].astype(np.int64), day[seen].astype(np.int64), expected, *fixed))

    def sometimes(
        self, rng: np.random.Generator, share: float | np.ndarray, cases: np.ndarray, day: np.ndarray, node: str, due=None, **more
    ):
        chosen = rng.random(len(cases)) < share
        self.add(cases[chosen], day[chosen], node, due=None if due is None else due[chosen], **more)

    def done_by(self, cases: np.ndarray, day: np.ndarray, until: np.ndarray, nodes: tuple[str, ...]):
        """What the handler did between the two days was done by the first of them: whoever hands a case on waits."""
        first, last = np.full((2, max((int(part[0].max(initial=0)) for part in self._parts), default=0) + 1), NEVER, np.int64)
        first[cases], last[cases] = day, until
        for case, when, _, node, *_ in self._parts:
            moved = np.isin(node, [NODE[name] for name in nodes]) & (when > first[case]) & (when <= last[case])
            when[moved] = first[case[moved]]

    def events(self, rng: np.random.Generator) -> "Events":
        case, day, due, node, holder, role, order = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        by_time = np.argsort((case << 40) | (day << 16) | order, kind="stable")
        return Events(rng, *(part[by_time] for part in (case, day, due, node, holder, role)))


class Events:
    """The events of one portion, by case and time."""

    def __init__(self, rng, case, day, due, node, holder, role):
        self.case, self.due, self.node, self.holder, self.role = case.astype(np.int32), due, node, holder, role
        self.day = day.astype(np.int32)
        self.second = self.day.astype(np.int64) * 86400 + _clock(rng, case, day)
        self.recorded = _recorded(rng, self.second)
        self.voided = (node == NODE["read_file"]) & (rng.random(len(node)) < 0.002)

    def __len__(self) -> int:
        return len(self.case)

    def first_second(self, cases: int) -> np.ndarray:
        found = np.zeros(cases, np.int64)
        found[self.case[::-1]] = self.second[::-1]
        return found

    def last_node(self, cases: int) -> np.ndarray:
        """Where each case stands; that somebody else took over does not move it."""
        found, moving = np.full(cases, NODE["accept"], np.int16), self.node != NODE["reassign"]
        found[self.case[moving]] = self.node[moving]
        return found


def _clock(rng: np.random.Generator, case: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Seconds of the day: what one case sees on one day is spread over the hours in order."""
    starts = np.flatnonzero(np.r_[True, (case[1:] != case[:-1]) | (day[1:] != day[:-1])])
    size = np.diff(np.r_[starts, len(case)])
    place = np.arange(len(case)) - np.repeat(starts, size)
    return (_OPENS + (place + rng.random(len(case)) * 0.98) / np.repeat(size, size) * _HOURS).astype(np.int64)


def _recorded(rng: np.random.Generator, second: np.ndarray) -> np.ndarray:
    """Most events are entered within the hour, some days later; none after the extract was taken."""
    chance = rng.random(len(second))
    delay = np.where(chance < 0.94, chance * 3600, (chance - 0.94) * 6e6)
    return np.minimum(second + delay.astype(np.int64), AS_OF * 86400 + 23 * 3600)
