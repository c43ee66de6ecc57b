"""Instances of an allocation: offices, handlers who review too, leaders, relations; and a plain look for what is forbidden."""

import numpy as np

from queries.planning.bans import Reviewer, Rules, Task

WEIGHTS = {"arrest": 0.6, "prosecution": 1.0, "civil": 1.2, "complaints": 0.5, "execution": 0.3, "juvenile": 1.0}
SHARES = (0.3, 0.4, 0.1, 0.1, 0.05, 0.05)


def instance(cases: int, reviewers: int, seed: int, offices: int = 24, handlers: int = 400) -> tuple[list[Task], list[Reviewer], Rules]:
    """Half of the reviewers handle cases too; every ban applies to some."""
    rng, lines = np.random.default_rng(seed), tuple(WEIGHTS)
    names = [f"4201{at:02d}" for at in range(offices)]
    people = [
        Reviewer(f"r{at}", names[at % offices], frozenset({f"{names[at % offices]}-{int(rng.integers(0, 5))}"}),
                 frozenset(map(str, rng.choice(lines, 2, replace=False))), float(rng.integers(0, 4)) * 0.5)
        for at in range(reviewers)
    ]  # fmt: skip
    handling = [(who.code, who.office, next(iter(who.departments))) for who in people[::2]]
    handling += [(f"h{at}", names[at % offices], f"{names[at % offices]}-{int(rng.integers(0, 5))}") for at in range(handlers)]
    tasks = [_task(at, rng, handling, names[0]) for at in range(cases)]
    related = {(f"r{int(a)}", handling[int(b)][0]) for a, b in rng.integers(0, (reviewers, len(handling)), (60, 2))}
    return tasks, people, Rules(crossed=True, related=frozenset(related))


def _task(at: int, rng, handling, above: str) -> Task:
    code, office, department = handling[int(rng.integers(0, len(handling)))]
    line = str(rng.choice(tuple(WEIGHTS), p=SHARES))
    roles = frozenset({handling[int(rng.integers(0, len(handling)))][0]} if rng.random() < 0.1 else ())
    aside = frozenset({handling[at % len(handling)][0]} if at % 50 == 0 else ())
    return Task(f"c{at}", code, department, office, above, line, bool(rng.random() < 0.03) and office != above, WEIGHTS[line], roles, aside)


def violations(tasks, reviewers, rules: Rules, found) -> list[tuple[str, str, str]]:
    """(case, reviewer, what is wrong), told case by case."""
    wrong = []
    for each in found.given:
        case, who = tasks[each.task], reviewers[each.reviewer]
        faults = {
            "own": case.handler == who.code, "role": who.code in case.roles, "aside": who.code in case.recused,
            "department": case.department in who.departments,
            "office": rules.crossed and case.office == who.office, "above": case.leader and who.office != case.above,
            "related": {(case.handler, who.code), (who.code, case.handler)} & rules.related, "before": case.handler in who.reviewed_by,
        }  # fmt: skip
        wrong += [(case.key, who.code, name) for name, holds in faults.items() if holds]
    return wrong


def pairs_of(tasks, reviewers, found) -> set[frozenset[str]]:
    """Two who review each other's cases."""
    ways = {(reviewers[each.reviewer].code, tasks[each.task].handler) for each in found.given}
    return {frozenset(way) for way in ways if way[::-1] in ways}
