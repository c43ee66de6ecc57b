"""Who may not review what, and why: one table of true and false for each ban, over cases and reviewers.

Hard: nothing outweighs them. A case that is left with no reviewer says which bans took how many of them.
Knows cases and reviewers as plain records. Must not know where they come from, nor how cases are dealt out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Task:
    """A case to be reviewed: what bans ask of it. `roles` are persons with an earlier part in it, `recused` those on record as
    standing aside; `above` is the office above its own."""

    key: str
    handler: str | None
    department: str | None
    office: str | None
    above: str | None
    line: str | None
    leader: bool
    weight: float
    roles: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reviewer:
    """`lines` is what they know; `load` the weight of reviews they have not finished; `reviewed_by` who reviewed their cases lately."""

    code: str
    office: str
    departments: frozenset[str]
    lines: frozenset[str]
    load: float = 0.0
    reviewed_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rules:
    """`crossed` forbids the case's own office; `related` are pairs of persons on record as related, in either order."""

    crossed: bool = False
    related: frozenset[tuple[str, str]] = frozenset()

    def relates(self, one: str, other: str) -> bool:
        return (one, other) in self.related or (other, one) in self.related


Ban = Callable[[Task, Reviewer, Rules], bool]

# In the order in which they are told.
BANS: Mapping[str, Ban] = {
    "own_case": lambda task, who, _: task.handler == who.code,
    "earlier_role": lambda task, who, _: who.code in task.roles,
    "own_department": lambda task, who, _: task.department in who.departments,
    "leader_above": lambda task, who, _: task.leader and who.office != task.above,
    "same_office": lambda task, who, rules: rules.crossed and task.office == who.office,
    "recused": lambda task, who, _: who.code in task.recused,
    "related": lambda task, who, rules: task.handler is not None and rules.relates(task.handler, who.code),
    "reciprocity": lambda task, who, _: task.handler in who.reviewed_by,
}


def tables(tasks: Sequence[Task], reviewers: Sequence[Reviewer], rules: Rules) -> dict[str, np.ndarray]:
    """Ban → cases by reviewers, true where it applies. Cases that look alike to a ban are asked about once."""
    alike: dict[Task, list[int]] = {}
    for place, task in enumerate(tasks):
        alike.setdefault(_looks(task), []).append(place)
    found = {name: np.zeros((len(tasks), len(reviewers)), bool) for name in BANS}
    for task, places in alike.items():
        for name, ban in BANS.items():
            found[name][places] = [ban(task, who, rules) for who in reviewers]
    return found


def _looks(task: Task) -> Task:
    """All that bans can see of a case."""
    return Task("", task.handler, task.department, task.office, task.above, None, task.leader, 0.0, task.roles, task.recused)


def allowed(found: Mapping[str, np.ndarray]) -> np.ndarray:
    return ~np.logical_or.reduce(list(found.values()))


@dataclass(frozen=True)
class Stuck:
    """Cases without any reviewer, alike in why: how many reviewers the first ban that applies took away, ban by ban."""

    tasks: tuple[int, ...]
    taken: tuple[tuple[str, int], ...]


def stuck(found: Mapping[str, np.ndarray]) -> tuple[Stuck, ...]:
    """Of the cases nobody may review, those with the same counts together; the largest group first."""
    left = np.ones(next(iter(found.values())).shape, bool)
    taken = []
    for table in found.values():
        taken.append((left & table).sum(1))
        left &= ~table
    groups: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for place in np.flatnonzero(~left.any(1)):
        told = tuple((name, int(counts[place])) for name, counts in zip(found, taken, strict=True) if counts[place])
        groups.setdefault(told, []).append(int(place))
    return tuple(sorted((Stuck(tuple(places), told) for told, places in groups.items()), key=lambda each: (-len(each.tasks), each.taken)))
