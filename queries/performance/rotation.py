"""Whether allotment by turn is even: per rotation group what each member was given against the expected share; who allots otherwise.

Expected is an equal share for each month in post within the period; members whose number chance alone explains are within the exact
limits of the binomial. By hand means with a reason and somebody's approval. Knows allotments and postings. Must not know words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import sqlalchemy as sa

from data import catalogue
from data.answer import Answer, Head, Table
from data.ask import Ask
from data.definitions.dimensions import HANDLER, MODE
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.edition import Row
from data.text import Text
from queries import measure, parts, sources
from queries.fair import funnel
from queries.performance import people, workload

WITHIN = "within"
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
class Balance:
    """Members by group; allotments by hand by reason, with how many nobody is recorded to have approved, and by who approved most."""

    members: tuple[Member, ...]
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
    return None if found is None else replace(found, members=tuple(_members(ask, _given(ask))))


def _given(ask: Ask) -> list[Row]:
    source = sources.facts(ask, ALLOCATIONS)
    c = source.c
    keys = c.office, c.department, c.group_id, c.assigned_to, c.type_code, c.mode
    within = sa.and_(source.where, flow.ALLOCATED.behind(c, ask.period), c.assigned_to.is_not(None))
    return ask.scope.fetch(sa.select(*keys, sa.func.count().label("n")).where(within).group_by(*keys))


def by_hand(ask: Ask) -> Balance | None:
    """Without the members; None without the right to see single persons."""
    if not ask.viewer.may(people.RIGHT):
        return None
    parts.check(ask, (flow.ALLOCATED,))
    source = sources.facts(ask, ALLOCATIONS)
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
    return Balance((), reasons, tuple((row["approved_by"], row["n"]) for row in approved), answer)


def _members(ask: Ask, given):
    """A group is that of one department: its number is the same in every office."""
    held = people.postings(ask, {row["assigned_to"] for row in given})
    groups: dict[tuple, dict[str, list[float]]] = {}
    by_hand: dict[tuple[str, str], int] = {}
    weights = {code: workload.weight(_family(code), ask) for code in {row["type_code"] for row in given}}
    for row in given:
        key, code = (row["department"], row["group_id"]), row["assigned_to"]
        if row["mode"] != "rotation":
            by_hand[row["department"], code] = by_hand.get((row["department"], code), 0) + row["n"]
            continue
        cell = groups.setdefault(key, {}).setdefault(code, [0, 0.0])
        cell[0] += row["n"]
        cell[1] += row["n"] * weights[row["type_code"]]
    told = [
        one for (department, group), members in sorted(groups.items(), key=str)
        for one in _group(ask, department, str(group or ""), members, held, by_hand)
    ]  # fmt: skip
    for (member, *_), said in zip(told, _said(*(np.array([one[at] for one in told], float) for at in (1, 2, 3))), strict=True):
        yield replace(member, said=said)


def _family(type_code: str) -> str:
    known = catalogue.case_types().get(type_code)
    return known.family if known else "other"


def _group(ask: Ask, department: str, group: str, members, held, by_hand):
    """Each member of a group with its number, that of all, and the part of the months in post."""
    months = {code: people.months_in_post(held.get(code, ()), department, ask.period) or 0.0 for code in members}
    whole = sum(months.values()) or 1.0
    total, weighted = (sum(cell[at] for cell in members.values()) for at in (0, 1))
    for code, (number, load) in sorted(members.items()):
        part, manual = months[code] / whole, by_hand.get((department, code), 0)
        yield Member(group, code, months[code], int(number), total * part, load, weighted * part, manual, WITHIN), number, total, part


def _said(number: np.ndarray, total: np.ndarray, part: np.ndarray) -> Iterator[str]:
    """For each member whether months in post and chance explain its share of the group's cases: all at once, for they are thousands."""
    asked = (part > 0) & (part < 1) & (total > 0)
    share, base = np.divide(number, total, out=np.zeros_like(total), where=asked), np.maximum(total, 1)
    outside = []
    for level in (funnel.OUTER, funnel.INNER):
        low, high = funnel.share_limits(part, base, level)
        outside.append(asked & ((share < low - 1e-9) | (share > high + 1e-9)))
    return ("beyond" if beyond else "near" if near else WITHIN for beyond, near in zip(*outside, strict=True))
