"""How a case enters the office, who gets it, and how it leaves: the steps every procedure shares.

Knows assignment, approval, completion, filing. Must not know any one procedure.
"""

import numpy as np

from data.demo import stories
from data.demo.cases import Cases, World, groups
from data.demo.days import AS_OF, NEVER, next_workday, number
from data.demo.flow import Log
from data.demo.people import LEADERS
from data.demo.vocabulary import HEAD, HOLDER, INTAKE, LEADER, TYPE

LEADERSHIP = HOLDER["leadership"]
PROSECUTIONS = (TYPE["0301"], TYPE["1722"])
BEFORE_APPROVAL = (
    "notify_rights", "custody_handover", "legal_aid", "notify_victim", "read_file", "interrogate", "hear_defence", "own_supplement",
    "plea_notice", "plea_sign", "sentencing_advice", "joint_meeting", "hearing", "report",
)  # fmt: skip


def taken_in(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> None:
    """Accepted at intake and assigned: the same day for 85 of 100, then to a seat of the department that is responsible."""
    accept = cases.accept[at]
    assigned = next_workday(accept + rng.choice(4, len(at), p=(0.85, 0.09, 0.04, 0.02)).astype(np.int32))
    cases.assigned[at] = assigned = np.where(assigned - accept > 4, accept + 1, assigned)  # somebody is on duty over the holidays
    cases.started[at] = assigned
    group = np.where(cases.leader[at], LEADERS, groups(cases)[at])
    department = world.staff.department(cases.office[at], group, assigned)
    cases.department[at], cases.seat[at] = department, world.staff.seat(rng, department, assigned)
    log.add(at, accept, "accept", role=INTAKE)
    log.add(at, assigned, "assign", role=INTAKE)


def pace(world: World, cases: Cases, at: np.ndarray) -> np.ndarray:
    """How slow this office and this prosecutor are, around one."""
    return world.pace[cases.office[at]] * world.staff.pace[world.staff.person(cases.seat[at], cases.assigned[at])]


def between(begin: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
    """A working day on the way from one day to another."""
    return np.minimum(next_workday((begin + np.maximum(end - begin, 0) * share).astype(np.int32)), end)


def approved(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, end: np.ndarray, needed: np.ndarray, log: Log) -> None:
    """Submitted and approved by the end; where the bottleneck is planted, submission lies days back."""
    wait = rng.choice(3, len(at), p=(0.62, 0.28, 0.1)).astype(np.int32)
    slow = world.within(cases.office[at], stories.BOTTLENECK.unit) & (end >= number(stories.BOTTLENECK.since)) & _prosecution(cases, at)
    low, high = stories.BOTTLENECK.facts["days_low"], stories.BOTTLENECK.facts["days_high"]
    wait = np.where(slow, rng.integers(low, high + 1, len(at)), wait).astype(np.int32)
    submitted = np.maximum(end - wait, np.minimum(cases.assigned[at], end))
    chosen = np.flatnonzero(needed)
    returned = chosen[(rng.random(len(chosen)) < 0.04) & (end[chosen] - submitted[chosen] > 1)]
    log.done_by(at[chosen], submitted[chosen], end[chosen], BEFORE_APPROVAL)
    log.add(at[chosen], submitted[chosen], "submit", holder=LEADERSHIP)
    log.add(at[returned], submitted[returned] + 1, "send_back", role=HEAD)
    log.add(at[chosen], end[chosen], "approve", role=LEADER)


def _prosecution(cases: Cases, at: np.ndarray) -> np.ndarray:
    return np.isin(cases.type[at], PROSECUTIONS)


def closed(rng: np.random.Generator, cases: Cases, at: np.ndarray, ready: np.ndarray, log: Log) -> None:
    """The flow completed some days after the last step, then filed: 35 days in the middle, 8 of 100 over 90; a few stay open."""
    cases.completed[at] = completed = next_workday(ready + rng.integers(0, 9, len(at)).astype(np.int32))
    forgotten = rng.random(len(at)) < 0.012
    cases.completed[at[forgotten]] = NEVER
    filing = np.exp(rng.normal(np.log(35), 0.68, len(at))).astype(np.int32)
    cases.archived[at] = np.where(forgotten, NEVER, next_workday(completed + filing))
    log.add(at, cases.completed[at], "complete", role=INTAKE)
    log.add(at, cases.archived[at], "archive", role=INTAKE)


def handed_over(world: World, cases: Cases, log: Log) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The prosecutor at assignment, the one at the end, and the day in between on which another took over (or NEVER)."""
    end = np.minimum(np.minimum(cases.decided, cases.completed), AS_OF)
    first = world.staff.person(cases.seat, cases.assigned)
    last = world.staff.person(cases.seat, np.maximum(end, cases.assigned))
    cuts = world.staff.cuts[cases.seat]
    day = np.where(cuts[:, 0] > cases.assigned, cuts[:, 0], cuts[:, 1])
    day = np.where((first != last) & (cases.assigned <= AS_OF), day, NEVER).astype(np.int32)
    log.add(np.arange(len(cases)), day, "reassign", role=INTAKE)
    return first, last, day


def late(rng: np.random.Generator, due: np.ndarray, share: float) -> np.ndarray:
    """Days over the limit: none for most, a week or two for very few, months for some of these."""
    over = 1 + rng.exponential(np.where(rng.random(len(due)) < 0.22, 110, 8)).astype(np.int32)
    return np.where(rng.random(len(due)) < share, over, 0).astype(np.int32)
