"""Quality reviews of concluded cases, on the scale of 2017.

What is chosen for a reason is flawed more often than what is drawn at random, some reviewers are milder than others, some
cases were checked by their own department before or reviewed by somebody else again.
Knows kinds, grades and how often each comes. Must not know procedures.
"""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo import stories
from data.demo.days import AS_OF, NEVER, next_workday, year_of
from data.demo.people import CRIME, MANAGEMENT
from data.demo.portion import Portion
from data.demo.vocabulary import OUTCOME, TYPES

ROUTINE, SPECIAL, RANDOM, KEY, OFFLINE = range(5)
KINDS = ("001", "003", "007", "008", "009")
STATES = ("005", "006", "007", "008", "010", "011")
GRADES = ("优质案件", "合格案件", "瑕疵案件", "不合格案件")
EXCELLENT, QUALIFIED, FLAWED, UNQUALIFIED = range(4)
OWN, UPPER, CROSS, SELF = range(4)
_LINES = ("02", "03", "07", "09", "17")
_WATCHED = tuple(OUTCOME[name] for name in ("nonpros_statutory", "nonpros_insufficient", "arrest_withdrawn", "pros_withdrawn"))


@dataclass
class Reviews:
    """One row per review; a day that has not come is NEVER."""

    case: np.ndarray
    kind: np.ndarray
    mode: np.ndarray
    began: np.ndarray
    ended: np.ndarray
    state: np.ndarray
    grade: np.ndarray
    proposed: np.ndarray
    objected: np.ndarray
    rectified: np.ndarray
    office: np.ndarray  # of the reviewer
    reviewer: np.ndarray
    follows: np.ndarray  # the review whose problems a self-check saw a part of; -1 for a review of its own

    @property
    def done(self) -> np.ndarray:
        return self.ended <= AS_OF

    def and_(self, other: "Reviews") -> "Reviews":
        return Reviews(**{each.name: np.concatenate([getattr(self, each.name), getattr(other, each.name)]) for each in fields(self)})


def reviews_of(portion: Portion) -> Reviews:
    rng, cases = portion.rng, portion.cases
    at, kind, began = _chosen(portion)
    ended = _ended(rng, began, 17)
    deserved = _graded(portion, at, ended, kind)
    mode = np.where(cases.leader[at], UPPER, rng.choice(4, len(at), p=(0.74, 0.12, 0.1, 0.04)))
    office = np.where(mode == UPPER, portion.world.group[cases.office[at]], cases.office[at])
    office = np.where(mode == CROSS, rng.integers(0, len(portion.world.units), len(at)), office)
    reviewer = _reviewers(portion, office, at, began)
    grade = _as_seen_by(portion, reviewer, at, deserved)
    first = _made(portion, at, kind, mode, began, ended, grade, office, reviewer)
    return first.and_(_again(portion, first)).and_(_self_checks(portion, first))


def _made(portion: Portion, at, kind, mode, began, ended, grade, office, reviewer, follows=None) -> Reviews:
    """The rest of what a review is: where it stands, what was proposed, whether the handler objected, whether it was put right."""
    rng, n = portion.rng, len(at)
    state = np.where(ended <= AS_OF, 5, np.clip((AS_OF - began) // 5, 0, 4))
    proposed = np.where(rng.random(n) < 0.06, np.minimum(grade + 1, UNQUALIFIED), grade)
    objected = (grade >= FLAWED) & (rng.random(n) < np.where(state == 3, 0.6, 0.12))
    rectified = (grade >= FLAWED) & (rng.random(n) < 0.9)
    follows = np.full(n, -1) if follows is None else follows
    return Reviews(at, kind, mode, began, ended, state, grade, proposed, objected, rectified, office, reviewer, follows)


def _ended(rng: np.random.Generator, began: np.ndarray, days: int) -> np.ndarray:
    ended = next_workday(began + np.maximum(np.exp(rng.normal(np.log(days), 0.5, len(began))), 2).astype(np.int32))
    return np.where(rng.random(len(began)) < 0.012, NEVER, ended).astype(np.int32)


def _reviewers(portion: Portion, office: np.ndarray, at: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Half from the office's case management, half drawn from its criminal department; never whoever handled the case."""
    staff, rng = portion.world.staff, portion.rng
    department = np.where(rng.random(len(at)) < 0.5, staff.of_group[office, MANAGEMENT], staff.of_group[office, CRIME])
    drawn = staff.person(staff.seat(rng, department, day), day)
    return np.where(drawn == portion.handler[at], staff.head(staff.of_group[office, MANAGEMENT], day), drawn)


def _as_seen_by(portion: Portion, reviewer: np.ndarray, at: np.ndarray, grade: np.ndarray) -> np.ndarray:
    """One in ten reviewers lets half of the flawed pass, one in ten sees flaws where others see none; a story is left alone."""
    manner = np.random.default_rng(11).random(len(portion.world.staff.people.persons))[reviewer]
    manner = np.where(portion.world.at(portion.cases.office[at], stories.IMPROVING.unit), 0.5, manner)
    chance = portion.rng.random(len(grade))
    mild = (manner > 0.9) & (grade == FLAWED) & (chance < 0.5)
    return np.select([mild, (manner < 0.1) & (grade == QUALIFIED) & (chance < 0.15)], [QUALIFIED, FLAWED], grade)


def _again(portion: Portion, first: Reviews) -> Reviews:
    """Some reviewed cases are looked at again, by the office above or another one, by somebody else; they mostly agree."""
    rng, units = portion.rng, portion.world.units
    own = first.done & (first.mode == OWN) & (first.ended < AS_OF - 30)
    row = np.flatnonzero(own & (rng.random(len(own)) < 0.06))
    at, n = first.case[row], len(row)
    mode = rng.choice((UPPER, CROSS), n, p=(0.6, 0.4))
    office = np.where(mode == UPPER, portion.world.group[portion.cases.office[at]], rng.integers(0, len(units), n))
    began = next_workday(first.ended[row] + rng.integers(10, 90, n).astype(np.int32))
    keep = began <= AS_OF
    row, at, mode, office, began = (each[keep] for each in (row, at, mode, office, began))
    reviewer = _reviewers(portion, office, at, began)
    moved = np.clip(first.grade[row] + rng.choice((-1, 0, 1), len(row), p=(0.06, 0.8, 0.14)), EXCELLENT, UNQUALIFIED)
    grade = _as_seen_by(portion, reviewer, at, np.where(moved == UNQUALIFIED, first.grade[row], moved))
    return _made(portion, at, first.kind[row], mode, began, _ended(rng, began, 12), grade, office, reviewer)


def _self_checks(portion: Portion, first: Reviews) -> Reviews:
    """Some departments had checked the case themselves within days of its conclusion, and seen some of what was found later."""
    rng, cases = portion.rng, portion.cases
    row = np.flatnonzero((first.mode != SELF) & (rng.random(len(first.case)) < 0.12))
    at = first.case[row]
    began = next_workday(cases.decided[at] + 1)
    ended = np.minimum(next_workday(began + rng.integers(1, 6, len(row)).astype(np.int32)), first.began[row]).astype(np.int32)
    grade = np.where((first.grade[row] >= FLAWED) & (rng.random(len(row)) < 0.6), QUALIFIED, first.grade[row])
    department = np.maximum(cases.department[at], 0)
    reviewer = portion.world.staff.head(department, began)
    kind = np.full(len(row), ROUTINE)
    return _made(portion, at, kind, np.full(len(row), SELF), began, ended, grade, cases.office[at], reviewer, row)


def _chosen(portion: Portion) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A share of the concluded cases, different by office; what must be looked at is looked at more."""
    rng, cases = portion.rng, portion.cases
    reviewable = np.isin(cases.type, [at for at, code in enumerate(TYPES) if code[:2] in _LINES])
    watched = np.isin(cases.outcome, _WATCHED)
    share = portion.world.review[cases.office] * 1.05 + np.where(watched, 0.4, 0)
    at = np.flatnonzero(reviewable & (cases.decided <= AS_OF) & (rng.random(len(cases)) < share))
    began = next_workday(cases.decided[at] + rng.integers(15, 150, len(at)).astype(np.int32))
    at, began = at[began <= AS_OF], began[began <= AS_OF]
    kind = rng.choice(5, len(at), p=(0.79, 0.1, 0.09, 0.0, 0.02))
    return at, np.where(watched[at], KEY, kind), began


def _graded(portion: Portion, at: np.ndarray, ended: np.ndarray, kind: np.ndarray) -> np.ndarray:
    world, cases, chance = portion.world, portion.cases, portion.rng.random(len(at))
    office = cases.office[at]
    flawed = 0.135 * world.flaws[office] * np.where(portion.warning[at] == 2, 3, 1) * np.where(np.isin(kind, (KEY, SPECIAL)), 1.8, 1)
    elapsed = world.elapsed(np.minimum(ended, AS_OF))
    facts = stories.IMPROVING.facts
    improving = facts["flawed_first"] + (facts["flawed_last"] - facts["flawed_first"]) * elapsed
    flawed = np.where(world.at(office, stories.IMPROVING.unit), improving, flawed)
    return np.select([chance < 0.006, chance < 0.006 + flawed, chance > 0.95], [UNQUALIFIED, FLAWED, EXCELLENT], QUALIFIED)


def reviews(portion: Portion, each: Reviews) -> pa.Table:
    """YX_PC_JBXX."""
    units, staff, done = portion.world.units, portion.world.staff, each.done
    year = year_of(each.began)
    serial = col.numbers(portion.at, 9, len(each.case))
    codes = [unit.code for unit in units]
    return col.table(
        len(each.case),
        PCSLBM=col.whole(serial),
        PCSAH=col.glue("鄂检评查受[", col.whole(year), "]", col.picked(codes, each.office), col.padded(serial % 1_000_000, 6), "号"),
        PCDWBM=col.picked(codes, each.office),
        PCFLBM=col.picked(KINDS, each.kind),
        PCFS_MC=col.picked(("本级评查", "上级评查", "交叉评查", "部门自查"), each.mode),
        PCHDBM=col.glue(col.picked(codes, each.office), col.whole(year), col.picked(KINDS, each.kind)),
        BMSAH=portion.number.take(pa.array(each.case)),
        PCR_MC=col.picked(staff.names, each.reviewer),
        PCR_GH=col.picked(staff.badges, each.reviewer),
        PCR_DWBM=col.picked(codes, each.office),
        PCJDBH=col.picked(STATES, each.state),
        KSRQ=col.day(each.began),
        DQRQ=col.day(next_workday(each.began + 30), col.FAR),
        JSRQ=col.day(each.ended),
        PCBZ="2017",
        NDDC_MC=col.only(col.picked(GRADES, each.proposed), each.state >= 2),
        PCJL_MC=col.only(col.picked(GRADES, each.grade), done),
        SFYY=col.only(col.flag(each.objected), each.state >= 3),
        SFZG=col.only(col.flag(each.rectified), done & (each.grade >= FLAWED)),
    )
