"""Review for prosecution: rounds of a month, extensions, returns to the police, the decision, and the court afterwards.

Knows its steps, limits and outcomes. Must not know other procedures.
"""

import numpy as np

from data.demo import stories
from data.demo.cases import Cases, World
from data.demo.days import AS_OF, NEVER, add_months, next_workday, number
from data.demo.flow import Log
from data.demo.intake import approved, between, closed, late, pace, taken_in
from data.demo.trial import tried
from data.demo.vocabulary import ASSISTANT, COERCIVE, DUTY, FAST, GRAVITY, HOLDER, OUTCOME, TYPE

POLICE, APPRAISER = HOLDER["police"], HOLDER["appraiser"]
FAST_TRACK, SUMMARY, ORDINARY = range(3)


def prosecutions(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> None:
    _nature(rng, cases, at)
    taken_in(rng, world, cases, at, log)
    end = _rounds(rng, world, cases, at, log)
    _outcome(rng, world, cases, at)
    _decided(rng, world, cases, at, end, log)
    gone = np.flatnonzero(cases.outcome[at] == OUTCOME["indicted"])
    tried(rng, cases, at[gone], log)
    stayed = np.flatnonzero(cases.outcome[at] != OUTCOME["indicted"])
    closed(rng, cases, at[stayed], next_workday(cases.decided[at[stayed]] + 3), log)


def _nature(rng: np.random.Generator, cases: Cases, at: np.ndarray) -> None:
    charge, chance = cases.charge[at], rng.random(len(at))
    arrested = cases.parent[at] >= 0
    kinds = np.where(chance < 0.86, COERCIVE["bail"], np.where(chance < 0.9, COERCIVE["surveillance"], COERCIVE["none"]))
    kinds = np.where(~arrested & (chance > 0.95), COERCIVE["detained"], kinds)
    held_before = arrested & (cases.outcome[np.maximum(cases.parent[at], 0)] == OUTCOME["arrested"])
    kinds = np.where(held_before & (chance < 0.93), COERCIVE["arrested"], kinds)
    cases.coercive[at] = np.where(DUTY[charge] & ~arrested, COERCIVE["liuzhi"], kinds)
    cases.custody[at] = np.isin(cases.coercive[at], [COERCIVE[code] for code in ("arrested", "detained", "liuzhi")])
    cases.plea[at] = rng.random(len(at)) < 0.93 - 0.3 * GRAVITY[charge]
    fast = cases.plea[at] & (rng.random(len(at)) < FAST[charge] * np.where(arrested, 0.6, 1))
    ordinary = rng.random(len(at)) < 0.12 + 0.75 * GRAVITY[charge]
    cases.procedure[at] = np.where(fast, FAST_TRACK, np.where(ordinary, ORDINARY, SUMMARY))


def _rounds(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray, log: Log) -> np.ndarray:
    """Up to three rounds of review with returns in between; the end of the last one."""
    begin, starts = cases.accept[at].copy(), cases.accept[at].copy()
    wish = _return_shares(rng, world, cases, at)
    end, active = np.full(len(at), NEVER, np.int32), np.ones(len(at), bool)
    for turn in (1, 2, 3):
        due, finish = _one_round(rng, world, cases, at, begin, turn, active, log)
        back = active & (wish >= turn) if turn < 3 else np.zeros(len(at), bool)
        end = np.where(active & ~back, finish, end)
        seen = active & (begin <= AS_OF)
        cases.due[at[seen]] = due[seen]
        if turn == 1:
            _first_steps(rng, cases, at, starts, np.minimum(finish, due), log)
        begin = _returned(rng, cases, at, np.where(back, finish, NEVER), turn, log)
        active = back
    cases.started[at] = np.where(cases.assigned[at] <= AS_OF, cases.assigned[at], NEVER)
    return _held_up(rng, world, cases, at, end, log)


def _return_shares(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray) -> np.ndarray:
    """How often each case goes back: 0, 1 or 2 times."""
    office, accept = cases.office[at], cases.accept[at]
    share = 0.1 * world.returns[office] * (0.45 + 1.5 * GRAVITY[cases.charge[at]]) * (1.45 - 0.9 * world.elapsed(accept))
    share = np.where(cases.procedure[at] == FAST_TRACK, share * 0.1, share)
    story = stories.RETURNS
    planted = np.where(accept >= number(story.since), story.facts["after"], story.facts["before"])
    share = np.where(world.at(office, story.unit), planted, share)
    chance = rng.random(len(at))
    return np.where(chance < share * 0.16, 2, np.where(chance < share, 1, 0))


def _one_round(rng, world: World, cases: Cases, at, begin, turn: int, active, log: Log) -> tuple[np.ndarray, np.ndarray]:
    """Due day and last day of one round; the work crowds before the limit, and half a month may be added."""
    fast, gravity = cases.procedure[at] == FAST_TRACK, GRAVITY[cases.charge[at]]
    due = np.where(fast, begin + 10, add_months(begin)).astype(np.int32)
    extended = active & ~fast & (rng.random(len(at)) < 0.03 + 0.1 * gravity * (1.4 - world.elapsed(cases.accept[at])))
    ordered = np.where(extended, due - rng.integers(0, 4, len(at)), NEVER).astype(np.int32)
    setattr(cases, f"extend{turn}", _put(getattr(cases, f"extend{turn}"), at, ordered))
    log.add(at, ordered, f"extend{turn}", role=ASSISTANT)
    due = np.where(extended, due + 15, due)
    cases.plain_due[at] = due
    held = cases.custody[at] & ~_moved_off_holidays(world, cases, at)
    due = np.where(held, due, next_workday(due)).astype(np.int32)
    days = np.exp(rng.normal(np.log(21), 0.4, len(at))) * (0.78 + 0.45 * gravity)
    days = np.where(fast, rng.triangular(2, 6, 11, len(at)), np.where(extended, np.maximum(days, 33), days)) * pace(world, cases, at)
    wanted = begin + np.maximum(days, 2).astype(np.int32)
    crowded = due - rng.choice(4, len(at), p=(0.46, 0.27, 0.17, 0.1)).astype(np.int32)
    finish = np.minimum(next_workday(np.where(wanted >= due - 2, crowded, wanted)), due) + late(rng, due, 0.012)
    finish = np.where(extended, np.maximum(finish, ordered + 1), finish)
    return due, np.where(active, np.maximum(finish, cases.assigned[at]), NEVER).astype(np.int32)


def _moved_off_holidays(world: World, cases: Cases, at: np.ndarray) -> np.ndarray:
    """Where the system is set wrongly: due days of cases in custody move too."""
    story = stories.MOVED_OFF_HOLIDAYS
    return world.at(cases.office[at], story.unit) & (cases.accept[at] >= number(story.since))


def _returned(rng: np.random.Generator, cases: Cases, at: np.ndarray, day: np.ndarray, turn: int, log: Log) -> np.ndarray:
    """Back to the police, and in again within the month; a few late."""
    if turn > 2:
        return day
    days = np.where(rng.random(len(at)) < 0.04, rng.integers(32, 60, len(at)), np.rint(rng.triangular(17, 29, 31, len(at))))
    again = np.where(day < NEVER, next_workday((np.minimum(day, NEVER // 2) + days).astype(np.int32)), NEVER).astype(np.int32)
    again = np.where((days <= 31) & (day < NEVER), np.minimum(again, day + 31), again).astype(np.int32)
    for name, value, holder in ((f"return{turn}", day, POLICE), (f"resubmit{turn}", again, HOLDER["own_office"])):
        setattr(cases, name, _put(getattr(cases, name), at, value))
        log.add(at, value, name, holder=holder)
    cases.stopped[at] |= (day <= AS_OF) & (again > AS_OF)
    return again


def _held_up(rng, world: World, cases: Cases, at: np.ndarray, end: np.ndarray, log: Log) -> np.ndarray:
    """Some cases wait for an appraisal; in one office many of them still do."""
    facts = stories.LONG_PENDING.facts
    accept, office = cases.accept[at], cases.office[at]
    until = np.datetime64(facts["accepted_until"]).astype(int)
    story = world.at(office, stories.LONG_PENDING.unit) & (accept >= number(stories.LONG_PENDING.since)) & (accept <= until)
    stuck = story & (rng.random(len(at)) < facts["share"]) & (cases.return1[at] > AS_OF)
    usual = ~stuck & (rng.random(len(at)) < 0.008) & (cases.return1[at] >= NEVER) & (end - accept > 8)
    sent = np.where(stuck, next_workday(accept + 33), between(cases.assigned[at], np.minimum(end, accept + 20), 0.6))
    log.add(at[stuck | usual], sent[stuck | usual], "appraisal", holder=APPRAISER)
    back = next_workday(np.where(usual, sent + rng.integers(18, 60, len(at)), NEVER).astype(np.int32))
    away = np.where(usual, back - sent, 0).astype(np.int32)
    log.add(at, back, "appraisal_back")
    due = cases.plain_due[at] + away
    cases.due[at] = np.where(usual & (cases.due[at] < NEVER), np.where(cases.custody[at], due, next_workday(due)), cases.due[at])
    cases.stopped[at] |= stuck | (usual & (sent <= AS_OF) & (back > AS_OF))
    return np.where(stuck, NEVER, np.where(usual, np.maximum(next_workday(end + away), back), end)).astype(np.int32)


def _outcome(rng: np.random.Generator, world: World, cases: Cases, at: np.ndarray) -> None:
    office, charge, accept = cases.office[at], cases.charge[at], cases.accept[at]
    elapsed = world.elapsed(accept)
    lenient = (0.1 + 0.13 * np.sin(np.pi * elapsed**0.8)) * (1.35 - GRAVITY[charge]) * world.refusal[office]
    changed = world.within(office, stories.POLICY.unit) & (accept >= number(stories.POLICY.since))
    lenient = lenient + np.where(changed, stories.POLICY.facts["nonpros_added"], 0)
    doubt = np.where(cases.return1[at] < NEVER, 0.1, 0.014)
    conditional = np.where(cases.type[at] == TYPE["1722"], 0.17, 0)
    gone = np.where(cases.return1[at] < NEVER, 0.03, 0)
    shares = np.stack(
        [lenient, doubt, np.full(len(at), 0.008), conditional, gone, np.full(len(at), 0.018), np.full(len(at), 0.008)], axis=1
    )
    names = (
        "nonpros_discretionary",
        "nonpros_insufficient",
        "nonpros_statutory",
        "nonpros_conditional",
        "not_resubmitted",
        "pros_withdrawn",
        "transferred",
    )
    picked = (np.cumsum(shares, axis=1) < rng.random(len(at))[:, None]).sum(axis=1)
    cases.outcome[at] = np.array([*(OUTCOME[name] for name in names), OUTCOME["indicted"]])[picked]


def _first_steps(rng, cases: Cases, at, start, end, log: Log) -> None:
    begin, held = cases.assigned[at], cases.custody[at]
    log.sometimes(
        rng,
        0.97,
        at,
        np.maximum(np.minimum(next_workday(start + rng.integers(0, 4, len(at)).astype(np.int32)), end), begin),
        "notify_rights",
        role=ASSISTANT,
    )
    log.add(at[held], begin[held], "custody_handover", role=ASSISTANT)
    log.sometimes(rng, 0.16, at, between(begin, end, 0.08), "legal_aid", role=ASSISTANT)
    log.sometimes(rng, 0.3, at, between(begin, end, 0.12), "notify_victim", role=ASSISTANT)
    log.add(at, between(begin, end, 0.3), "read_file")
    log.sometimes(rng, 0.96, at, between(begin, end, 0.45), "interrogate")
    log.sometimes(rng, 0.42, at, between(begin, end, 0.55), "hear_defence")
    log.sometimes(rng, 0.05, at, between(begin, end, 0.58), "own_supplement")


def _decided(rng, world: World, cases: Cases, at, end, log: Log) -> None:
    """From the plea to the decision, in the last round."""
    last = np.where(
        cases.resubmit2[at] < NEVER, cases.resubmit2[at], np.where(cases.resubmit1[at] < NEVER, cases.resubmit1[at], cases.assigned[at])
    )
    begin, due = np.minimum(last, end), cases.due[at]
    cases.decided[at] = end
    plead = cases.plea[at] & (cases.outcome[at] != OUTCOME["pros_withdrawn"])
    log.add(at[plead], between(begin, end, 0.6)[plead], "plea_notice", role=ASSISTANT)
    log.add(at[plead], between(begin, end, 0.7)[plead], "plea_sign")
    log.sometimes(rng, np.where(plead, 0.9, 0.3), at, between(begin, end, 0.75), "sentencing_advice")
    log.sometimes(rng, 0.05 * GRAVITY[cases.charge[at]], at, between(begin, end, 0.8), "joint_meeting")
    log.add(at, between(begin, end, 0.85), "report", due=due)
    indicted = cases.outcome[at] == OUTCOME["indicted"]
    approved(rng, world, cases, at, end, ~indicted | (rng.random(len(at)) < 0.3), log)
    cases.indicted[at] = np.where(indicted, end, NEVER)
    log.add(at, cases.indicted[at], "indict", holder=HOLDER["court"], due=due)
    for outcome, node in (("pros_withdrawn", "sender_withdraws"), ("transferred", "transfer"), ("not_resubmitted", "terminate")):
        chosen = cases.outcome[at] == OUTCOME[outcome]
        log.add(at[chosen], end[chosen], node, due=due[chosen])
    refused = np.isin(cases.outcome[at], [OUTCOME[name] for name in OUTCOME if name.startswith("nonpros")])
    log.add(at[refused], end[refused], "nonpros", due=due[refused])
    log.add(at[refused], next_workday(end + rng.integers(1, 8, len(at)).astype(np.int32))[refused], "announce")


def _put(column: np.ndarray, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    column[at] = values
    return column
