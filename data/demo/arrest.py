"""Arrest review: seven days when the suspect is detained, fifteen or twenty when not.

Knows its steps, limits and outcomes. Must not know other procedures.
"""

import numpy as np

from data.demo import stories
from data.demo.cases import Cases, World
from data.demo.days import NEVER, next_workday, number, previous_workday
from data.demo.flow import Log
from data.demo.intake import approved, between, closed, late, pace, taken_in
from data.demo.vocabulary import ASSISTANT, COERCIVE, FAST, GRAVITY, HOLDER, OUTCOME

REASONS = ("no_crime", "insufficient", "no_danger", "other")
POLICE = HOLDER["police"]


def arrests(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> None:
    cases.custody[at] = rng.random(len(at)) < 0.84
    taken_in(rng, world, cases, at, log)
    _deadline(rng, world, cases, at, log)
    _outcome(rng, world, cases, at)
    _steps(rng, world, cases, at, log)


def _deadline(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> None:
    held, accept = cases.custody[at], cases.accept[at]
    complicated = ~held & (rng.random(len(at)) < 0.06)
    limit = np.where(held, 7, np.where(complicated, 20, 15))
    due = np.where(held, accept + limit, next_workday(accept + limit)).astype(np.int32)
    days = np.where(held, rng.triangular(1.6, 5.2, 7.4, len(at)), rng.triangular(4, 11, 17, len(at))) * np.clip(
        pace(world, cases, at), 0.75, 1.25
    )
    wanted = next_workday((accept + np.maximum(np.rint(days), 1)).astype(np.int32))
    cases.decided[at] = decided = np.maximum(np.minimum(wanted, due) + late(rng, due, 0.009), cases.assigned[at])
    extended = complicated & (decided > previous_workday(accept + 13))
    cases.due[at] = np.where(complicated & ~extended, next_workday(accept + 15), due)
    log.add(at[extended], previous_workday(accept + 13)[extended], "extend1", role=ASSISTANT)


def _outcome(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray) -> None:
    """Refusals rise until 2023 and fall again; graver charges are refused less; one city changes its policy."""
    elapsed, charge, office = world.elapsed(cases.accept[at]), cases.charge[at], cases.office[at]
    share = (0.27 + 0.17 * np.sin(np.pi * elapsed)) * (1.5 - GRAVITY[charge]) * world.refusal[office]
    changed = world.within(office, stories.POLICY.unit) & (cases.accept[at] >= number(stories.POLICY.since))
    share = np.clip(share + np.where(changed, stories.POLICY.facts["refused_added"], 0), 0.02, 0.92)
    refused = rng.random(len(at)) < share
    cases.outcome[at] = np.where(refused, OUTCOME["not_arrested"], OUTCOME["arrested"])
    cases.outcome[at[rng.random(len(at)) < 0.015]] = OUTCOME["arrest_withdrawn"]
    reason = rng.choice(len(REASONS), len(at), p=(0.06, 0.42, 0.47, 0.05))
    cases.refusal[at] = np.where(cases.outcome[at] == OUTCOME["not_arrested"], reason, -1)
    before = np.where(cases.custody[at], COERCIVE["detained"], np.where(rng.random(len(at)) < 0.7, COERCIVE["bail"], COERCIVE["none"]))
    cases.coercive[at] = before


def _steps(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> None:
    begin, end, due = cases.assigned[at], cases.decided[at], cases.due[at]
    log.sometimes(rng, 0.95, at, between(begin, end, 0.15), "notify_rights", role=ASSISTANT)
    log.add(at, between(begin, end, 0.3), "read_file")
    log.sometimes(rng, 0.72 + 0.2 * FAST[cases.charge[at]], at, between(begin, end, 0.5), "interrogate")
    log.sometimes(rng, 0.22, at, between(begin, end, 0.6), "hear_defence")
    log.sometimes(rng, 0.03, at, between(begin, end, 0.7), "hearing")
    log.add(at, between(begin, end, 0.85), "report", due=due)
    refused = cases.outcome[at] == OUTCOME["not_arrested"]
    approved(rng, world, cases, at, end, refused | (rng.random(len(at)) < 0.2), log)
    for outcome, node in (("arrested", "arrest_decide"), ("not_arrested", "refuse_arrest"), ("arrest_withdrawn", "arrest_withdrawn")):
        chosen = cases.outcome[at] == OUTCOME[outcome]
        log.add(at[chosen], end[chosen], node, due=due[chosen])
    served = next_workday(end + (rng.random(len(at)) < 0.3))
    log.add(at, served, "deliver", holder=POLICE, role=ASSISTANT)
    receipt = next_workday(served + rng.integers(1, 5, len(at)).astype(np.int32))
    log.add(at, receipt, "execution_receipt", role=ASSISTANT)
    cases.executed[at] = np.where(cases.outcome[at] == OUTCOME["arrested"], served + 1, NEVER)
    closed(rng, cases, at, receipt, log)
