"""Whether allotment by turn is even: per rotation group what each member was given against the expected share; who allots otherwise.

Expected is an equal share for each month in post within the period; members whose number chance alone explains are within the exact
limits of the binomial. By hand means with a reason and somebody's approval. Knows allotments and postings. Must not know words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sqlalchemy as sa

from data.answer import Answer, Head, Table
from data.ask import Ask
from data.definitions.dimensions import HANDLER, MODE
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.edition import Row
from data.text import Text
from queries import measure, parts, sources
from queries.fair import funnel
from queries.performance import given, people
from queries.performance.given import Given

VERDICTS = WITHIN, NEAR, BEYOND = "within", "near", "beyond"
MOST = 10  # approvers, those of most allotments by hand
AT_MOST = 200  # members of whom all are told
GROUP = Text("轮案组", "Rotation group")
HEADS = (
    Head(GROUP), Head(HANDLER.label), Head(Text("在岗月数", "Months in post"), "decimal"), Head(Text("轮案件数", "By rotation"), "count"),
    Head(Text("应占", "Expected"), "decimal"), Head(Text("偏差", "Deviation"), "percent"), Head(Text("加权件数", "Weighted"), "decimal"),
    Head(Text("加权偏差", "Weighted deviation"), "percent"), Head(Text("指定件数", "By hand"), "count"),
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """`expected` of `rotation` by the months in post; `said` whether chance alone explains the difference."""

    group: str
    code: str
    months: float
    rotation: int
    expected: float
    weighted: float
    weighted_expected: float
    manual: int
    said: str

    @property
    def deviation(self) -> float | None:
        return self.rotation / self.expected - 1 if self.expected else None

    @property
    def weighted_deviation(self) -> float | None:
        return self.weighted / self.weighted_expected - 1 if self.weighted_expected else None


@dataclass(frozen=True)
class Members:
    """Members by group. There may be sixty thousand, of whom a page tells those beyond the limits: what no more than these are told
    by is asked for them alone. Of all `given` the months in post, the number expected and what is said are known."""

    given: Given
    months: np.ndarray
    expected: np.ndarray
    said: np.ndarray
    at_most = AT_MOST

    def __len__(self) -> int:
        return len(self.said)

    def __iter__(self) -> Iterator[Member]:
        return self._made(np.arange(len(self))) if self.many else iter(self.shown)

    @property
    def many(self) -> bool:
        return len(self) > AT_MOST

    @property
    def groups(self) -> int:
        return len(np.unique(self.given.team))

    @cached_property
    def shown(self) -> list[Member]:
        """All, or of many those beyond the limits."""
        return list(self._made(np.flatnonzero(self.said == VERDICTS.index(BEYOND)) if self.many else np.arange(len(self))))

    @property
    def beyond(self) -> list[Member]:
        return [one for one in self.shown if one.said == BEYOND]

    def _made(self, places: np.ndarray) -> Iterator[Member]:
        """What a whole group weighs is expected of its members as its number is."""
        if not len(places):
            return
        given, expected = self.given, self.expected[places]
        turns = np.bincount(given.team, given.number)[given.team[places]]
        told = given.told(places)
        loads = told.weighed, told.load * (expected / turns), told.others.astype(int)
        numbers = self.months[places], given.number[places].astype(int), expected, *loads
        said = [VERDICTS[each] for each in self.said[places].tolist()]
        for group, code, verdict, *row in zip(told.group, told.code, said, *(each.tolist() for each in numbers), strict=True):
            yield Member(str(group or ""), code, *row, verdict)


@dataclass(frozen=True)
class Balance:
    """Members by group; allotments by hand by reason, with how many nobody is recorded to have approved, and by who approved most.
    Each is asked for when it is looked at: no panel shows all of it."""

    ask: Ask

    @cached_property
    def members(self) -> Members:
        return _members(given.given(self.ask))

    @cached_property
    def by_hand(self) -> list[Row]:
        return self.ask.scope.fetch(_reasons_and_approvers(self.ask))

    @property
    def reasons(self) -> tuple[tuple[str | None, int, int], ...]:
        return tuple((row["reason"], row["n"], row["open"]) for row in self.by_hand if row["of_reason"])

    @property
    def approvers(self) -> tuple[tuple[str | None, int], ...]:
        return tuple((row["approved_by"], row["n"]) for row in self.by_hand if not row["of_reason"])

    @cached_property
    def answer(self) -> Answer:
        return measure.measured(self.ask, (flow.ALLOCATED,), (MODE,), (self.ask.period,))

    def table(self, ask: Ask) -> Table:
        return Table(HEADS, tuple(
            (one.group, ask.names.value(HANDLER, one.code), one.months, one.rotation, one.expected, one.deviation, one.weighted,
             one.weighted_deviation, one.manual)
            for one in self.members
        ))  # fmt: skip


def balance(ask: Ask) -> Balance | None:
    """The members of each group; None without the right to see single persons."""
    return _asked(ask, lambda found: found.members.shown)


def by_hand(ask: Ask) -> Balance | None:
    """The allotments by hand; None without the right to see single persons."""
    return _asked(ask, lambda found: found.by_hand)


def _asked(ask: Ask, part: Callable[[Balance], object]) -> Balance | None:
    """With what a panel is about; the rest is asked for when somebody looks at it."""
    if not ask.viewer.may(people.RIGHT):
        return None
    parts.check(ask, (flow.ALLOCATED,))
    found = Balance(ask)
    part(found)
    return found


def _reasons_and_approvers(ask: Ask) -> sa.Select:
    """Allotments by hand by reason, and by who approved most, in one reading."""
    source = sources.few(ask, ALLOCATIONS)
    c, n = source.c, sa.func.count().label("n")
    within = source.where, flow.ALLOCATED.behind(c, ask.period), c["mode"] == "manual"
    each = sa.func.grouping_sets(sa.tuple_(c.reason), sa.tuple_(c.approved_by))
    unapproved = sa.func.count().filter(c.approved_by.is_(None)).label("open")
    of_reason = (sa.func.grouping(c.reason) == 0).label("of_reason")
    t = sa.select(c.reason, c.approved_by, n, unapproved, of_reason).where(*within).group_by(each).subquery("told").c
    place = sa.func.row_number().over(partition_by=t.of_reason, order_by=(t.n.desc(), t.reason, t.approved_by)).label("place")
    ranked = sa.select(*t, place).subquery("ranked")
    return sa.select(ranked).where(sa.or_(ranked.c.of_reason, ranked.c.place <= MOST)).order_by(ranked.c.place)


def _members(given: Given) -> Members:
    """A group is that of one department: its number is the same in every office."""
    months, team = given.days / people.MONTH, given.team
    there, total = _of_all(team, months), _of_all(team, given.number)
    part = months / np.where(there > 0, there, 1)
    return Members(given, months, total * part, _said(given.number, total, part))


def _of_all(team: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each member the sum over its group."""
    return np.bincount(team, values)[team] if len(team) else values


def _said(number: np.ndarray, total: np.ndarray, part: np.ndarray) -> np.ndarray:
    """For each member whether months in post and chance explain its share of the group's cases, as a place among the verdicts: all at
    once, for they are thousands."""
    asked, said = np.flatnonzero((part > 0) & (part < 1) & (total > 0)), np.zeros(len(number), int)
    for found in funnel.outside(number[asked], part[asked], total[asked], (funnel.INNER, funnel.OUTER)).values():
        said[asked] += found
    return said
