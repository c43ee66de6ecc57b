"""The cases a plan chooses from: concluded in the period, or such that they must be reviewed; with what the layers ask of each.

Knows how it is asked of the database. Must not know how layers are drawn. A pool beyond a bound is refused with a sentence:
plans are made for an office or a city, not for a country at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import planning as catalogued
from data.definitions.indicators import mandatory as counts
from data.definitions.indicators.flow import CONCLUDED
from data.definitions.planning import SIGNS
from data.definitions.relations import CASES, SELECTIONS
from data.errors import BadFilter
from data.text import Text
from queries import measure, sources
from queries.planning import added, draw
from queries.planning.layers import Pool

AT_MOST = 100_000
TOO_MANY = Text(
    "统计期内办结 {n:,} 件，超过一次抽取的上限 {most:,} 件：请选择单位，或缩短统计期",
    "{n:,} cases were concluded, more than the {most:,} that one plan may choose from: choose a unit, or a shorter period",
)
SHOWN = ("case_id", "case_no", "province", "city", "office", "department", "handler", "type_code", "line", "leader_case", "concluded_on")
TOLD = ("case_no", *(name for name in SHOWN if name != "case_no"), "marks")  # of all that is read of a case
NOBODY = "-"
DAYS = "datetime64[D]"
Columns = Mapping[str, np.ndarray]


class Case(NamedTuple):
    """A case of the pool: what a list shows of it, why it must be reviewed, which signs of risk it has."""

    case_id: str
    case_no: int
    province: str | None
    city: str | None
    office: str | None
    department: str | None
    handler: str | None
    type_code: str | None
    line: str | None
    leader_case: bool | None
    concluded_on: date | None
    classes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        return _owner(self.handler, self.department, self.office)


class Cases(Sequence):
    """The cases of a pool, each made when it is looked at: most are only counted."""

    def __init__(self, columns: Columns, classes: Mapping[int, tuple[str, ...]]):
        self.columns, self.classes = columns, classes

    def __len__(self) -> int:
        return len(self.columns["case_no"])

    def __getitem__(self, place: int) -> Case:
        number, *shown, day, marks = (self.columns[name][place] for name in TOLD)
        number = int(number)
        return Case(shown[0], number, *shown[1:], day.item(), self.classes.get(number, ()), _signs(int(marks)))

    def owners(self) -> list[str]:
        return list(map(_owner, *(self.columns[name].tolist() for name in ("handler", "department", "office"))))

    def in_order(self) -> list[int]:
        """Their places in the order of their case numbers."""
        return sorted(range(len(self)), key=self.columns["case_id"].tolist().__getitem__)


@dataclass(frozen=True)
class Gathered:
    """The cases as they lie, and the same as arrays; the names of strata and types by place."""

    cases: Cases
    pool: Pool
    owners: tuple[str, ...]
    types: tuple[str, ...]
    unreviewable: bool  # whether reviews were not delivered: then nothing is known to have been reviewed


def gathered(ask: Ask) -> Gathered:
    by_hand = added.all_of(ask)
    found, known = _columns(ask, tuple(by_hand)), "reviews" in ask.scope.snapshot.supplied
    numbers, marks = found["case_no"], found["marks"]
    cases = Cases(found, _with_added(_classes(ask), by_hand, found))
    (owners, strata), (types, kinds) = _numbered(cases.owners()), _numbered([code or NOBODY for code in found["type_code"]])
    reviewed = found["reviewed"] | np.isin(numbers, _begun(ask, numbers) if known else ())
    weight = np.array([_weight(each) for each in range(2 ** len(SIGNS))])[marks]
    mandatory = np.isin(numbers, list(cases.classes))
    pool = Pool(_keys(found, found["counted"] & ~reviewed), strata, kinds, weight, found["counted"], mandatory, reviewed)
    return Gathered(cases, pool, owners, types, not known)


def _keys(found: Columns, drawn: np.ndarray) -> np.ndarray:
    """Of those that may be drawn; all others are in for a reason or not at all, and need no number."""
    keys = np.zeros(len(drawn), np.uint64)
    keys[drawn] = draw.keys(found["case_id"][drawn].tolist())
    return keys


def _with_added(classes: dict[int, tuple[str, ...]], by_hand: Mapping[str, list], found: Columns) -> dict[int, tuple[str, ...]]:
    """What cases came under, and what they were added to by hand."""
    for case_id, number in zip(found["case_id"], found["case_no"].tolist(), strict=True) if by_hand else ():
        if more := tuple(each["mandatory"] for each in by_hand.get(case_id, ())):
            classes[number] = tuple(dict.fromkeys((*classes.get(number, ()), *more)))
    return classes


def _columns(ask: Ask, by_hand: tuple[str, ...]) -> Columns:
    """Countable cases concluded in the period, those that came under a class in it, and those added by hand."""
    _check_bound(ask)
    source = sources.facts(ask, CASES)
    c = source.c
    counted, must = CONCLUDED.behind(c, ask.period), sa.literal(False)
    if "selections" in ask.scope.snapshot.supplied:
        must = c.case_no.in_(_selected(ask).with_only_columns(_selections(ask).c.case_no))
    hand = sa.and_(c.case_no.in_(sorted(added.keys(ask, by_hand))), c.concluded_on.is_not(None))
    where = sa.and_(source.where, sa.or_(counted, must, hand))
    marks = sum(sa.case((condition(c), 2**place), else_=0) for place, condition in enumerate(SIGNS.values()))
    told = {"counted": sa.func.coalesce(counted, False), "reviewed": c.reviewed_on.is_not(None), "marks": marks}
    columns = [*(c[name] for name in SHOWN), *(each.label(name) for name, each in told.items())]
    statement = sa.select(*columns).select_from(source.rows).where(where)
    found, kinds = ask.scope.arrays(statement), {"case_no": int, "marks": int, "counted": bool, "reviewed": bool, "concluded_on": DAYS}
    found |= {name: found[name].astype(kind) for name, kind in kinds.items()}
    as_they_lie = np.argsort(found["case_no"], kind="stable")  # already so, but for neighbours
    return {name: each[as_they_lie] for name, each in found.items()}


def _check_bound(ask: Ask) -> None:
    n = measure.total(CONCLUDED)(ask).groups[0][CONCLUDED.key].n
    if n > AT_MOST:
        raise BadFilter(TOO_MANY, n=n, most=AT_MOST)


def _selections(ask: Ask) -> sa.FromClause:
    return sources.facts(ask, SELECTIONS).rows


def _selected(ask: Ask) -> sa.Select:
    """The rows of classes that cases came under in the period."""
    source = sources.facts(ask, SELECTIONS)
    return sa.select(source.c.case_no, source.c.mandatory).where(source.where, counts.LISTED.behind(source.c, ask.period))


def _classes(ask: Ask) -> dict[int, tuple[str, ...]]:
    if "selections" not in ask.scope.snapshot.supplied:
        return {}
    found: dict[int, set[str]] = {}
    rows = ask.scope.arrays(_selected(ask))
    for case, code in zip(rows["case_no"].tolist(), rows["mandatory"], strict=True):
        found.setdefault(case, set()).add(code)
    return {case: tuple(sorted(codes)) for case, codes in found.items()}


def _begun(ask: Ask, cases: np.ndarray) -> Sequence[int]:
    """Of the cases those with a review of any state, a department's check of itself apart: a case is reviewed once.

    Rows lie by case number, so its bounds leave all other units unread.
    """
    if not len(cases):
        return ()
    c = ask.scope.table("reviews").c
    near = sa.and_(c.case_no.between(int(cases.min()), int(cases.max())), c.case_concluded_on >= ask.period.since)
    return ask.scope.arrays(sa.select(c.case_no).where(c.self_check.is_(False), near))["case_no"].astype(int)


def _owner(handler: str | None, department: str | None, office: str | None) -> str:
    """Whose cases it is drawn among: its handler's; a department's or office's where nobody is named."""
    return handler or department or office or NOBODY


@cache
def _signs(marks: int) -> tuple[str, ...]:
    return tuple(key for place, key in enumerate(SIGNS) if marks >> place & 1)


def _weight(marks: int) -> float:
    return sum(catalogued.signs()[sign].weight for sign in _signs(marks)) if marks else 0.0


def _numbered(names: list[str]) -> tuple[tuple[str, ...], np.ndarray]:
    """The different names in order, and the place of each among them."""
    known = sorted(set(names))
    place = {name: at for at, name in enumerate(known)}
    return tuple(known), np.fromiter(map(place.__getitem__, names), int, len(names))


