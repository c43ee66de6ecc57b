"""All procedures that are not arrest review or prosecution: one way to run any that is declared.

Knows how a declaration becomes days and events. Must not know any one procedure.
"""

from datetime import date

import numpy as np

from data.demo.cases import Cases, World
from data.demo.days import AS_OF, NEVER, add_months, add_workdays, next_workday, number
from data.demo.flow import Log
from data.demo.intake import approved, between, closed, late, pace, taken_in
from data.demo.procedures import MATTERS, Matter
from data.demo.vocabulary import ASSISTANT, OUTCOME

EXCLUDED_SINCE = date(2021, 8, 1)  # civil rules of 2021, art. 52


def others(rng: np.random.Generator, world: World, cases: Cases, log: Log) -> None:
    for matter in MATTERS:
        at = cases.of(*matter.types)
        if len(at):
            _run(rng, world, cases, at, matter, log)


def _run(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, matter: Matter, log: Log) -> None:
    taken_in(rng, world, cases, at, log)
    _ends(rng, world, cases, at, matter)
    _fetched(rng, cases, at, matter, log)
    _suspended(rng, cases, at, matter, log)
    begin, end, due = cases.assigned[at], cases.decided[at], cases.due[at]
    for node, share, place in matter.steps:
        log.sometimes(rng, share, at, begin if place == 0 else between(begin, end, place), node)
    log.sometimes(rng, 0.9, at, between(begin, end, 0.85), "report", due=due if matter.limit else None)
    approved(rng, world, cases, at, end, rng.random(len(at)) < 0.4, log)
    _concluded(rng, cases, at, matter, log)


def _ends(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, matter: Matter) -> None:
    accept = cases.accept[at]
    days = np.exp(rng.normal(np.log(matter.median), 0.42, len(at))) * pace(world, cases, at)
    wanted = next_workday(accept + np.maximum(days, 0.6).astype(np.int32))
    if matter.limit:
        cases.due[at] = due = _due(cases, at, matter)
        crowded = due - rng.choice(3, len(at), p=(0.5, 0.3, 0.2)).astype(np.int32)
        wanted = np.minimum(next_workday(np.where(wanted >= due, crowded, wanted)), due) + late(rng, due, 0.014)
    end = np.where(rng.random(len(at)) < matter.unending, NEVER, np.maximum(wanted, cases.assigned[at]))
    cases.decided[at] = end


def _due(cases: Cases, at: np.ndarray, matter: Matter, away: np.ndarray | int = 0) -> np.ndarray:
    """The last day of the limit, moved off holidays unless it is counted in working days; days away are not counted."""
    first = (cases.assigned if matter.since == "assigned" else cases.accept)[at]
    if matter.unit == "wd":
        return add_workdays(first, matter.limit)
    plain = add_months(first, matter.limit) if matter.unit == "m" else first + matter.limit
    return next_workday((plain + away).astype(np.int32))


def _fetched(rng: np.random.Generator, cases: Cases, at: np.ndarray, matter: Matter, log: Log) -> None:
    """The court's file is fetched and comes back; in between the clock stands still where the rules say so."""
    some = at[rng.random(len(at)) < matter.borrowed]
    begin, end = cases.assigned[some], cases.decided[some]
    out = between(begin, np.minimum(end, AS_OF + 60), 0.15)
    back = np.maximum(between(begin, np.minimum(end, AS_OF + 60), 0.4), out)
    log.add(some, out, "retrieve_file")
    log.add(some, back, "file_arrived")
    counted = out < number(EXCLUDED_SINCE)
    cases.due[some] = _due(cases, some, matter, np.where(counted, 0, back - out))
    cases.stopped[some] |= ~counted & (out <= AS_OF) & (back > AS_OF)


def _suspended(rng: np.random.Generator, cases: Cases, at: np.ndarray, matter: Matter, log: Log) -> None:
    """A few wait for another case; their clock stands still."""
    chosen = rng.random(len(at)) < matter.suspended
    some = at[chosen]
    stop = next_workday(cases.accept[some] + 20)
    days = rng.integers(30, 200, len(some)).astype(np.int32)
    again = next_workday(stop + days)
    log.add(some, stop, "suspend")
    log.add(some, again, "resume")
    cases.stopped[some] = (stop <= AS_OF) & (again > AS_OF)
    cases.decided[some] = np.maximum(next_workday(cases.decided[some] + days), again)
    cases.due[some] = next_workday(cases.due[some] + days)


def _concluded(rng: np.random.Generator, cases: Cases, at: np.ndarray, matter: Matter, log: Log) -> None:
    shares = np.cumsum([share for _, _, share in matter.ends])
    which = np.minimum(np.searchsorted(shares, rng.random(len(at))), len(shares) - 1)
    end = cases.decided[at]
    for turn, (node, outcome, _) in enumerate(matter.ends):
        chosen = which == turn
        cases.outcome[at[chosen]] = OUTCOME[outcome]
        log.add(at[chosen], end[chosen], node, due=cases.due[at[chosen]] if matter.limit else None)
    log.sometimes(rng, 0.9, at, next_workday(end + (rng.random(len(at)) < 0.4)), "deliver", role=ASSISTANT)
    day = end
    for node, share, low, high in matter.after:
        chosen = rng.random(len(at)) < share
        day = np.where(chosen, next_workday(day + rng.integers(low, high + 1, len(at)).astype(np.int32)), day).astype(np.int32)
        log.add(at[chosen], day[chosen], node)
    closed(rng, cases, at, day, log)
