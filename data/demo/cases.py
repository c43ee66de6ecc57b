"""The cases of one portion: what arrives where and when, and which case grew out of which.

Knows arrivals, types, charges, numbers. Must not know the procedures, which fill in the rest.
"""

from dataclasses import dataclass, field

import numpy as np

from data.demo import mix
from data.demo.days import AS_OF, NEVER, arrivals, drawn, first_day, next_workday, year_of
from data.demo.people import ECONOMIC as ECONOMIC_GROUP
from data.demo.people import Staff
from data.demo.units import Unit
from data.demo.vocabulary import CHARGES, ECONOMIC, TYPE

_DAYS = [
    "accept",
    "assigned",
    "started",
    "decided",
    "completed",
    "archived",
    "due",
    "plain_due",
    "return1",
    "resubmit1",
    "return2",
    "resubmit2",
    "extend1",
    "extend2",
    "extend3",
    "indicted",
    "judged",
    "appealed",
    "withdrawn",
    "executed",
]
_CODES = ["outcome", "refusal", "charge", "parent", "link", "procedure", "sentence", "department", "seat"]
_FLAGS = ["custody", "plea", "overdue", "stopped", "leader"]


class Cases:
    """Columns of cases as arrays. Days that have not come are NEVER, codes that do not apply are -1."""

    office: np.ndarray
    type: np.ndarray

    def __init__(self, office: np.ndarray, kinds: np.ndarray):
        self.office, self.type = office, kinds
        for name in _DAYS:
            setattr(self, name, np.full(len(office), NEVER, np.int32))
        for name in _CODES:
            setattr(self, name, np.full(len(office), -1, np.int32))
        for name in _FLAGS:
            setattr(self, name, np.zeros(len(office), bool))
        self.coercive = np.full(len(office), -1, np.int8)
        self.months = np.full(len(office), -1, np.int32)
        self.approval = np.zeros(len(office), np.int8)  # days between submission and approval, for findings

    def __len__(self) -> int:
        return len(self.office)

    def of(self, *codes: str) -> np.ndarray:
        return np.flatnonzero(np.isin(self.type, [TYPE[code] for code in codes]))


@dataclass
class World:
    """What all portions share: offices and their manners, staff, the course of the years."""

    units: list[Unit]
    staff: Staff
    years: int
    seed: int
    refusal: np.ndarray = field(init=False)
    returns: np.ndarray = field(init=False)
    pace: np.ndarray = field(init=False)
    review: np.ndarray = field(init=False)
    flaws: np.ndarray = field(init=False)
    arrest_charges: np.ndarray = field(init=False)
    prosecution_charges: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng, count = np.random.default_rng([self.seed, 3]), len(self.units)
        self.first = first_day(self.years)
        self.season = arrivals(self.first, AS_OF)
        self.refusal, self.returns = rng.lognormal(0, 0.18, count), rng.lognormal(0, 0.3, count)
        self.pace, self.review, self.flaws = rng.lognormal(0, 0.1, count), rng.uniform(0.085, 0.15, count), rng.lognormal(0, 0.25, count)
        local = rng.lognormal(0, 0.35, (count, len(CHARGES)))
        self.arrest_charges = _cumulative(local * [each.arrests for each in CHARGES])
        self.prosecution_charges = _cumulative(local * [each.prosecutions for each in CHARGES])
        self.code = {unit.code: at for at, unit in enumerate(self.units)}
        self.group = np.array([self.code.get(unit.group, 0) for unit in self.units], np.int32)

    def elapsed(self, day: np.ndarray) -> np.ndarray:
        """0 at the beginning of the extract, 1 at its end."""
        return np.clip((day - self.first) / (AS_OF - self.first), 0, 1)

    def within(self, office: np.ndarray, code: str) -> np.ndarray:
        """Cases of an office and of those below it."""
        return (self.group[office] == self.code[code]) if code in self.code else np.zeros(len(office), bool)

    def at(self, office: np.ndarray, code: str) -> np.ndarray:
        return office == self.code.get(code, -1)


def drawn_cases(rng: np.random.Generator, world: World, counts: dict[int, int]) -> Cases:
    """So many cases for each office: type, charge, day of arrival; those that grow out of others get their day later."""
    office = np.repeat(np.fromiter(counts, np.int32), list(counts.values()))
    kinds = np.concatenate([mix.types_of(rng, world.units[at].kind, count) for at, count in counts.items()])
    cases = Cases(office, kinds)
    cases.accept = drawn(rng, world.season, world.first, len(office))
    arrests, prosecutions = (
        cases.of("0201", "1701", "0202", "0203", "0204", "0215"),
        cases.of("0301", "1722", "0303", "0304", "0305", "0306", "1723"),
    )
    cases.charge[arrests] = _charges(rng, world.arrest_charges, office[arrests])
    cases.charge[prosecutions] = _charges(rng, world.prosecution_charges, office[prosecutions])
    cases.leader = (rng.random(len(office)) < 0.03) & np.isin(cases.type, [TYPE["0201"], TYPE["0301"], TYPE["0303"]])
    return cases


def linked(rng, cases: Cases, parents, since, offices, children, share: float, gap: tuple[int, int], kind: int) -> None:
    """Let a share of the children of each office grow out of its parents, some days after `since`."""
    day = next_workday(since + rng.integers(*gap, len(parents)).astype(np.int32))
    usable = day <= AS_OF
    parents, day, offices = parents[usable], day[usable], offices[usable]
    limit = np.bincount(cases.office[children], minlength=int(cases.office.max()) + 1) * share
    child_rank = _ranks(rng, cases.office[children])
    children, child_rank = (part[child_rank < limit[cases.office[children]]] for part in (children, child_rank))
    parent_key = offices.astype(np.int64) << 32 | _ranks(rng, offices)
    child_key = cases.office[children].astype(np.int64) << 32 | child_rank
    _, of_parent, of_child = np.intersect1d(parent_key, child_key, assume_unique=True, return_indices=True)
    found, origin = children[of_child], parents[of_parent]
    cases.parent[found], cases.link[found], cases.accept[found] = origin, kind, day[of_parent]
    cases.charge[found] = cases.charge[origin]


def groups(cases: Cases) -> np.ndarray:
    group = mix.GROUP_OF_TYPE[cases.type].astype(np.int32)
    economic = (group == 0) & (cases.charge >= 0) & ECONOMIC[cases.charge]
    return np.where(economic, ECONOMIC_GROUP, group)


def serials(cases: Cases, second: np.ndarray, slice_at: int, slices: int) -> np.ndarray:
    """The running number of each case in its office and year, by arrival."""
    year = year_of(cases.accept)
    by_time = np.lexsort((second, year, cases.office))
    key = cases.office[by_time].astype(np.int64) * 10000 + year[by_time]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    rank = np.empty(len(cases), np.int64)
    rank[by_time] = np.arange(len(cases)) - np.repeat(starts, np.diff(np.r_[starts, len(cases)]))
    return rank * slices + slice_at + 1


def _cumulative(weights: np.ndarray) -> np.ndarray:
    return np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)


def _charges(rng: np.random.Generator, cumulative: np.ndarray, office: np.ndarray) -> np.ndarray:
    return np.minimum((cumulative[office] < rng.random(len(office))[:, None]).sum(axis=1), len(CHARGES) - 1)


def _ranks(rng: np.random.Generator, office: np.ndarray) -> np.ndarray:
    """A random order within each office."""
    mixed = np.lexsort((rng.random(len(office)), office))
    starts = np.flatnonzero(np.r_[True, np.diff(office[mixed]) != 0]) if len(office) else np.zeros(0, int)
    rank = np.empty(len(office), np.int64)
    rank[mixed] = np.arange(len(office)) - np.repeat(starts, np.diff(np.r_[starts, len(office)]))
    return rank
