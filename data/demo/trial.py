"""What follows an indictment: the court, the judgment and its review, until it takes effect.

Knows the durations of court procedures. Must not know how a case came to be indicted.
"""

import numpy as np

from data.demo.cases import Cases
from data.demo.days import NEVER, next_workday
from data.demo.flow import Log
from data.demo.intake import closed
from data.demo.vocabulary import ASSISTANT, CHARGES, GRAVITY, HOLDER

COURT = HOLDER["court"]
MEDIAN_DAYS = np.array([9.0, 20.0, 55.0])  # fast, summary, ordinary
FIXED, DETENTION, CONTROL, LIFE, REPRIEVE, DEATH, FINE, EXEMPTED, ACQUITTED = range(9)
_FINES_ONLY = np.array([each.code in ("illegal_fishing", "gambling", "property_damage") for each in CHARGES])


def tried(rng: np.random.Generator, cases: Cases, at: np.ndarray, log: Log) -> None:
    sent, procedure = cases.indicted[at], cases.procedure[at]
    accepted = next_workday(sent + rng.integers(1, 6, len(at)).astype(np.int32))
    days = np.exp(rng.normal(np.log(MEDIAN_DAYS[procedure]), 0.38, len(at)))
    judged = next_workday(accepted + np.maximum(days, 2).astype(np.int32))
    withdrawn = rng.random(len(at)) < 0.002
    cases.withdrawn[at] = np.where(withdrawn, judged, NEVER)
    cases.judged[at] = judged = np.where(withdrawn, NEVER, judged)
    log.add(at, accepted, "court_accept", holder=COURT, role=ASSISTANT)
    log.sometimes(rng, 0.08 * GRAVITY[cases.charge[at]], at, accepted + 8, "pretrial", holder=COURT)
    log.sometimes(rng, 0.97, at, np.maximum(judged - rng.integers(0, 12, len(at)), accepted), "trial", holder=COURT)
    log.add(at, cases.withdrawn[at], "withdraw_pros")
    log.add(at, judged, "judgment", holder=COURT)
    _sentenced(rng, cases, at)
    received = next_workday(judged + rng.integers(0, 6, len(at)).astype(np.int32))
    effective = _reviewed(rng, cases, at, received, log)
    closed(rng, cases, at, np.where(withdrawn, cases.withdrawn[at], effective).astype(np.int32), log)


def _reviewed(rng: np.random.Generator, cases: Cases, at: np.ndarray, received: np.ndarray, log: Log) -> np.ndarray:
    """The judgment is reviewed within ten days, mostly on the last two; then it takes effect or goes up."""
    log.add(at, received, "judgment_received", role=ASSISTANT)
    wait = rng.choice((2, 4, 6, 8, 9, 10), len(at), p=(0.1, 0.1, 0.13, 0.17, 0.27, 0.23)).astype(np.int32)
    log.sometimes(rng, 0.75, at, received + wait, "judgment_review", due=received + 10)
    up = rng.random(len(at)) < 0.05 + 0.16 * GRAVITY[cases.charge[at]]
    cases.appealed[at] = np.where(up & (received < NEVER), received + 9, NEVER)
    protested = ~up & (rng.random(len(at)) < 0.006)
    log.add(at, cases.appealed[at], "appealed", holder=COURT, role=ASSISTANT)
    log.add(at[protested], (received + 10)[protested], "protest", holder=COURT)
    days = np.where(up | protested, rng.integers(50, 120, len(at)), 11)
    effective = next_workday((np.minimum(received, NEVER) + days).astype(np.int32))
    log.add(at, effective, "effective", role=ASSISTANT)
    return effective


def _sentenced(rng: np.random.Generator, cases: Cases, at: np.ndarray) -> None:
    gravity, chance = GRAVITY[cases.charge[at]], rng.random(len(at))
    light = chance < 0.75 - gravity
    sentence = np.where(light, DETENTION, FIXED)
    sentence = np.where(_FINES_ONLY[cases.charge[at]] & (rng.random(len(at)) < 0.35), FINE, sentence)
    rare = rng.random(len(at))
    sentence = np.where(rare < 0.006, EXEMPTED, np.where(rare < 0.0068, ACQUITTED, sentence))
    sentence = np.where((gravity > 0.95) & (rare > 0.97), LIFE, np.where((gravity > 0.95) & (rare > 0.95), REPRIEVE, sentence))
    months = np.where(sentence == DETENTION, rng.integers(1, 6, len(at)), 6 + rng.gamma(1.3, 26 * (0.25 + gravity)).astype(np.int32))
    cases.sentence[at] = np.where(cases.judged[at] < NEVER, sentence, -1)
    cases.months[at] = np.where(np.isin(cases.sentence[at], (FIXED, DETENTION)), np.minimum(months, 180), -1)
