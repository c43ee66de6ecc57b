"""Whether allotment by turn is even: per rotation group what each member was given against the expected share; who allots otherwise.

Expected is an equal share for each month in post within the period; members whose number chance alone explains are within the exact
limits of the binomial. By hand means with a reason and somebody's approval. Knows allotments and postings. Must not know words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import sqlalchemy as sa

from data import catalogue
from data.answer import Answer, Head, Table
from data.ask import Ask
from data.definitions.dimensions import HANDLER, MODE
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.text import Text
from queries import measure, parts, sources
from queries.fair import funnel
from queries.numbered import numbered
from queries.performance import people, workload

WITHIN, NEAR, BEYOND = "within", "near", "beyond"
MOST = 10  # approvers, those of most allotments by hand
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
    """Members by group, by columns in the order of `Member`: there may be sixty thousand, of whom a page tells a few, and only those
    asked for are made."""

    columns: tuple[Sequence, ...]
    groups: int

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Member]:
        return map(Member, *self.columns)

    @property
    def beyond(self) -> list[Member]:
        *_, said = self.columns
        return [Member(*(column[place] for column in self.columns)) for place, each in enumerate(said) if each == BEYOND]


@dataclass(frozen=True)
class Balance:
    """Members by group; allotments by hand by reason, with how many nobody is recorded to have approved, and by who approved most."""

    members: Members
    reasons: tuple[tuple[str | None, int, int], ...]
    approvers: tuple[tuple[str | None, int], ...]
    answer: Answer

    def table(self, ask: Ask) -> Table:
        return Table(HEADS, tuple(
            (one.group, ask.names.value(HANDLER, one.code), one.months, one.rotation, one.expected, one.deviation, one.weighted,
             one.weighted_deviation, one.manual)
            for one in self.members
        ))  # fmt: skip


def balance(ask: Ask) -> Balance | None:
    """With the members of each group; None without the right to see single persons."""
    found = by_hand(ask)
    return None if found is None else replace(found, members=_members(ask, _given(ask)))


def _given(ask: Ask) -> dict[str, Sequence]:
    """By department, group and member: allotments, those by turn, and what these weigh. All taken together by the engine, which weighs
    each type once."""
    source = sources.facts(ask, ALLOCATIONS)
    c = source.c
    names = c.department, c.group_id, c.assigned_to
    by_turn = sa.func.count().filter(c["mode"] == "rotation").label("by_turn")
    within = source.where, flow.ALLOCATED.behind(c, ask.period), c.assigned_to.is_not(None)
    counted = sa.select(*names, c.type_code, sa.func.count().label("n"), by_turn).where(*within).group_by(*names, c.type_code)
    t = counted.subquery("typed").c
    sums = {"n": t.n, "rotation": t.by_turn, "weighted": t.by_turn * _weight(ask, t.type_code)}
    keys = t.department, t.group_id, t.assigned_to
    statement = sa.select(*keys, *(sa.cast(sa.func.sum(value), sa.Double).label(name) for name, value in sums.items()))
    return ask.scope.arrays(statement.group_by(*keys).order_by(*keys))


def _weight(ask: Ask, type_code: sa.ColumnElement[str]) -> sa.ColumnElement[float]:
    alike, other = {}, workload.weight("other", ask)
    for code, known in catalogue.case_types().items():
        alike.setdefault(workload.weight(known.family, ask), []).append(code)
    whens = [(type_code.in_(codes), sa.literal(weight, sa.Double)) for weight, codes in alike.items() if weight != other]
    return sa.case(*whens, else_=sa.literal(other, sa.Double)) if whens else sa.literal(other, sa.Double)


def by_hand(ask: Ask) -> Balance | None:
    """Without the members; None without the right to see single persons."""
    if not ask.viewer.may(people.RIGHT):
        return None
    parts.check(ask, (flow.ALLOCATED,))
    source = sources.few(ask, ALLOCATIONS)
    c, n = source.c, sa.func.count().label("n")
    within = sa.and_(source.where, flow.ALLOCATED.behind(c, ask.period))
    by_hand = ask.scope.fetch(
        sa.select(c.reason, n, sa.func.count().filter(c.approved_by.is_(None)).label("open"))
        .where(within, c["mode"] == "manual").group_by(c.reason).order_by(n.desc(), c.reason)
    )  # fmt: skip
    approved = ask.scope.fetch(
        sa.select(c.approved_by, n).where(within, c["mode"] == "manual").group_by(c.approved_by)
        .order_by(n.desc(), c.approved_by).limit(MOST)
    )
    answer = measure.measured(ask, (flow.ALLOCATED,), (MODE,), (ask.period,))
    reasons = tuple((row["reason"], row["n"], row["open"]) for row in by_hand)
    return Balance(Members(((),), 0), reasons, tuple((row["approved_by"], row["n"]) for row in approved), answer)


def _members(ask: Ask, given: Mapping[str, Sequence]) -> Members:
    """A group is that of one department: its number is the same in every office."""
    n, rotation, weighted = (np.array(given[name], float) for name in ("n", "rotation", "weighted"))
    by_hand: Counter = Counter()
    for department, code, number in zip(given["department"], given["assigned_to"], n - rotation, strict=True):
        by_hand[department, code] += int(number)
    some = np.flatnonzero(rotation)
    of, named, code = ([given[name][at] for at in some] for name in ("department", "group_id", "assigned_to"))
    post = people.days_in_post(ask, set(of))
    months = np.array([post.get(each, 0) for each in zip(code, of, strict=True)], float) / people.MONTH
    group = numbered(zip(of, named, strict=True))
    number, load = rotation[some], weighted[some]
    part = months / np.maximum(_of_all(group, months), np.where(_of_all(group, months) > 0, 0, 1))
    total = _of_all(group, number)
    numbers = months, number.astype(int), total * part, load, _of_all(group, load) * part
    manual = [by_hand[each] for each in zip(of, code, strict=True)]
    columns = [str(each or "") for each in named], code, *(each.tolist() for each in numbers), manual, list(_said(number, total, part))
    return Members(columns, int(group.max(initial=-1)) + 1)


def _of_all(group: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each member the sum over its group."""
    return np.bincount(group, values)[group] if len(group) else values


def _said(number: np.ndarray, total: np.ndarray, part: np.ndarray) -> Iterator[str]:
    """For each member whether months in post and chance explain its share of the group's cases: all at once, for they are thousands."""
    asked = (part > 0) & (part < 1) & (total > 0)
    share, base = np.divide(number, total, out=np.zeros_like(total), where=asked), np.maximum(total, 1)
    outside = []
    for level in (funnel.OUTER, funnel.INNER):
        low, high = funnel.share_limits(part, base, level)
        outside.append(asked & ((share < low - 1e-9) | (share > high + 1e-9)))
    return (BEYOND if beyond else NEAR if near else WITHIN for beyond, near in zip(*outside, strict=True))
