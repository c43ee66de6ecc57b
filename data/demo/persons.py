"""Who is involved: the same persons through arrest, prosecution and appeal; some come back in other cases.

Knows numbers per case, names, ages, custody and what was decided for each. Must not know the procedures.
"""

import numpy as np

from data.demo import mix
from data.demo.cases import Cases, World
from data.demo.days import AS_OF, NEVER, year_of
from data.demo.staffing import name_parts_sizes
from data.demo.vocabulary import COERCIVE, OUTCOME, TYPE

_MORE = (0.74, 0.15, 0.055, 0.025, 0.015, 0.008, 0.005, 0.002)  # one person, two, three …
_LIMIT_DAYS = {"detained": 37, "arrested": 62, "bail": 365, "surveillance": 183, "liuzhi": 90}
JUVENILE_TYPES = tuple(TYPE[code] for code in ("1701", "1722", "1723"))


class Persons:
    """One row per case and person."""

    def __init__(self, rng: np.random.Generator, world: World, cases: Cases, portion: int):
        root = _roots(cases)
        count = np.where(np.isin(cases.type, mix.WITH_PERSONS), rng.choice(8, len(cases), p=_MORE) + 1, 0)[root]
        self.case = np.repeat(np.arange(len(cases), dtype=np.int32), count)
        self.first = np.concatenate([[0], np.cumsum(count)[:-1]])
        self.order = (np.arange(len(self.case)) - self.first[self.case] + 1).astype(np.int32)
        self.count, self.root = count, root
        self.identity = self._identities(rng, root, portion)
        self._nature(cases)
        self._decided(rng, cases)
        self._custody(cases)

    def _identities(self, rng: np.random.Generator, root: np.ndarray, portion: int) -> np.ndarray:
        """A number for each human being; one in forty is already known from another case of the same portion."""
        own = self.first[root[self.case]] + self.order - 1
        known = np.arange(len(self.case))
        adult = np.flatnonzero(rng.random(len(known)) < 0.025)
        known[adult] = rng.integers(0, max(len(known), 1), len(adult)) if len(known) else adult
        return known[own].astype(np.int64) + np.int64(portion) * 10_000_000 + 1

    def _nature(self, cases: Cases) -> None:
        surnames, givens = name_parts_sizes()
        mixed = _mixed(self.identity)
        self.surname = (mixed % np.uint64(surnames * 97) // np.uint64(97)).astype(np.int32)
        self.given = (mixed // np.uint64(1 << 20) % np.uint64(givens)).astype(np.int32)
        self.male = mixed // np.uint64(1 << 40) % np.uint64(100) < 83
        minor = np.isin(cases.type[self.root[self.case]], JUVENILE_TYPES)
        spread = (mixed // np.uint64(1 << 30) % np.uint64(1000)).astype(np.int64)
        born = 2004 - (spread * spread) // 20000
        self.age = np.where(minor, 14 + spread % 4, np.maximum(year_of(cases.accept[self.root[self.case]]) - born, 18)).astype(np.int32)
        self.age = np.where(~minor & (spread == 7), 17, self.age)
        self.age = np.where(spread % 97 == 3, -1, np.where(spread == 11, 0, self.age))
        self.unit = mixed // np.uint64(1 << 50) % np.uint64(1000) < 3

    def _decided(self, rng: np.random.Generator, cases: Cases) -> None:
        """The first person's outcome is the case's; others mostly share it."""
        outcome = cases.outcome[self.case]
        other = np.select(
            [outcome == OUTCOME["arrested"], outcome == OUTCOME["not_arrested"], outcome == OUTCOME["indicted"]],
            [OUTCOME["not_arrested"], OUTCOME["arrested"], OUTCOME["nonpros_discretionary"]],
            outcome,
        )
        self.outcome = np.where((self.order > 1) & (rng.random(len(self.case)) < 0.08), other, outcome)
        refused = self.outcome == OUTCOME["not_arrested"]
        reason = cases.refusal[self.case]
        self.refusal = np.where(refused, np.where(reason >= 0, reason, 1), -1)  # one refused beside an arrest: for want of evidence
        self.plea = cases.plea[self.case] & ((self.order == 1) | (rng.random(len(self.case)) < 0.96))
        self.charge = cases.charge[self.case]
        self.coercive = cases.coercive[self.case]
        self.indicted = np.where(self.outcome == OUTCOME["indicted"], cases.indicted[self.case], NEVER)
        judged = (self.outcome == OUTCOME["indicted"]) & (cases.judged[self.case] <= AS_OF)
        self.judged = np.where(judged, cases.judged[self.case], NEVER)
        self.sentence = np.where(judged, cases.sentence[self.case], -1)
        self.months = np.where(judged, cases.months[self.case], -1)

    def _custody(self, cases: Cases) -> None:
        """In custody since some days before the first case of the matter; until released, or judged."""
        root = self.root[self.case]
        days = (_mixed(self.identity + 17) % np.uint64(24)).astype(np.int32) + 2
        days = np.where(cases.type[root] == TYPE["0301"], days + 25, days)
        held = cases.custody[self.case] & (self.coercive >= 0)
        self.since = np.where(held, cases.accept[root] - days, NEVER)
        refused = np.isin(
            self.outcome, [OUTCOME[name] for name in OUTCOME if name.startswith(("not_arrested", "nonpros", "arrest_withdrawn"))]
        )
        until = np.where(refused, np.minimum(cases.decided[self.case], NEVER), self.judged)
        self.until = np.where(held, until, NEVER)


def measures(persons: Persons, cases: Cases) -> dict[str, np.ndarray]:
    """Coercive measures: the detention before a request for arrest, the arrest itself, what applied at prosecution."""
    kind = cases.type[persons.case]
    arrest, pros = np.isin(kind, [TYPE["0201"], TYPE["1701"]]), np.isin(kind, [TYPE["0301"], TYPE["1722"]])
    detained = np.flatnonzero(arrest & (persons.coercive == COERCIVE["detained"]))
    executed = cases.executed[persons.case]
    arrested = np.flatnonzero(arrest & (persons.outcome == OUTCOME["arrested"]) & (executed <= AS_OF))
    later = np.flatnonzero(pros & (persons.coercive >= 0) & (persons.coercive != COERCIVE["none"]))
    accept = cases.accept[persons.case]
    before = accept - (_mixed(persons.identity + 5) % np.uint64(150)).astype(np.int32) - 3
    began = [persons.since[detained], executed[arrested], np.where(persons.since < NEVER, persons.since, before)[later]]
    ended = [cases.decided[persons.case][detained], np.full(len(arrested), NEVER), persons.until[later]]
    what = [persons.coercive[detained], np.full(len(arrested), COERCIVE["arrested"]), persons.coercive[later]]
    rows, what = np.concatenate([detained, arrested, later]), np.concatenate(what)
    began, ended = np.concatenate(began), np.concatenate(ended)
    span = np.array([_LIMIT_DAYS.get(code, 1) for code in COERCIVE])
    by_case = np.lexsort((began, rows))
    return {
        name: value[by_case]
        for name, value in (("row", rows), ("what", what), ("began", began), ("ended", ended), ("legal", began + span[what]))
    }


def _roots(cases: Cases) -> np.ndarray:
    """The first case of the matter each case belongs to."""
    root = np.where(cases.parent >= 0, cases.parent, np.arange(len(cases)))
    return root[root[root]]


def _mixed(values: np.ndarray) -> np.ndarray:
    """A well-mixed 64-bit number for each (splitmix64), so that a person's name follows from the person's number."""
    mixed = values.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
