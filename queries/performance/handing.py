"""Through whose hands cases went: changes of handler in the period, the cases with most of them, each step with reason and approver.

Knows allotments. Must not know words.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import schema
from data.answer import Head, Table
from data.ask import Ask
from data.definitions.dimensions import HANDLER
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.text import Text
from queries import keyed, parts, sources
from queries.performance import people

LONGEST = 20
ORDER = ("allocated_at", "allocation_id")
CASE, DAY, TO, REASON, APPROVED = (Text("案件", "Case"), Text("日期", "Day"), Text("分给", "Given to"), Text("理由", "Reason"),
                                   Text("批准人", "Approved by"))  # fmt: skip


@dataclass(frozen=True)
class Step:
    on: date
    to: str
    reason: str | None
    approved_by: str | None
    change: bool


@dataclass(frozen=True)
class Chain:
    case_id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Handed:
    """`changes` in the period of `cases`, `several` of which changed more than once; `open` changes with nobody's approval."""

    changes: int
    cases: int
    several: int
    open: int
    chains: tuple[Chain, ...]

    def table(self, ask: Ask) -> Table:
        heads = (Head(CASE), Head(DAY, "day"), Head(TO), Head(REASON), Head(APPROVED))
        return Table(heads, tuple(
            (chain.case_id, step.on, ask.names.value(HANDLER, step.to), step.reason, step.approved_by)
            for chain in self.chains for step in chain.steps
        ))  # fmt: skip


def handed(ask: Ask) -> Handed | None:
    """None without the right to see single persons."""
    if not ask.viewer.may(people.RIGHT):
        return None
    parts.check(ask, (flow.ALLOCATED,))
    source = sources.few(ask, ALLOCATIONS)
    c, n = source.c, sa.func.count().label("n")
    within = sa.and_(source.where, flow.ALLOCATED.behind(c, ask.period), c.is_change.is_(True))
    unapproved = sa.func.count().filter(c.approved_by.is_(None)).label("open")
    of = sa.select(c.case_no, n, unapproved).where(within).group_by(c.case_no).cte("by_case").c
    counted = sa.select(sa.func.sum(of.n).label("changes"), sa.func.count().label("cases"), sa.func.sum(of.open).label("open"),
                        sa.func.count().filter(of.n > 1).label("several")).subquery("counted")  # fmt: skip
    most = sa.select(of.case_no, of.n).order_by(of.n.desc(), of.case_no).limit(LONGEST).subquery("most")
    beside = sa.select(counted, most.c.case_no).select_from(counted.outerjoin(most, sa.true())).order_by(most.c.n.desc(), most.c.case_no)
    rows = ask.scope.fetch(beside)
    total, longest = rows[0], [row["case_no"] for row in rows if row["case_no"] is not None]
    return Handed(*(int(total[name] or 0) for name in ("changes", "cases", "several", "open")), tuple(_chains(ask, longest)))


def _chains(ask: Ask, numbers: list[int]):
    """All allotments of the cases, in order."""
    source, of = sources.facts(ask, ALLOCATIONS), schema.cases.c
    shown = (source.c[name] for name in ("case_no", "allocated_on", "assigned_to", "reason", "approved_by", "is_change", *ORDER))
    case_ids = {row["case_no"]: row["case_id"] for row in keyed.rows(ask, (of.case_no, of.case_id), of.case_no, numbers)}
    found: dict[int, list] = {number: [] for number in numbers}
    rows = keyed.rows(ask, tuple(shown), source.c.case_no, numbers, source.where)
    for row in sorted(rows, key=lambda row: tuple(row[name] for name in ORDER)):
        found[row["case_no"]].append(row)
    for number, steps in found.items():
        yield Chain(case_ids[number], tuple(
            Step(row["allocated_on"], row["assigned_to"], row["reason"], row["approved_by"], bool(row["is_change"])) for row in steps
        ))  # fmt: skip
