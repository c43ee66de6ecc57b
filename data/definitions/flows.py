"""The pre-aggregates of the flow: which step follows which, held by whom, after how many days; which route cases took.

Two relations, each as it reads from the rows and as three tables of it: one by province and attributes, one of the whole, and one
of the whole that no longer tells days apart.
`moves`: a row for each time a case goes from one activity to the next, on the day it arrives; `activity` is null where a case
begins, `next_activity` where its record ends; `standing` says that the case has not left. `paths`: a row for each case whose
process has ended, on the day it ended.
Whole days are their grain, so that every quantile of them is exact.
Knows their columns. Must not know how they are filled (snapshots) or asked (queries).
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data import engine
from data.definitions.relations import CASES, EVENTS, Relation

metadata = sa.MetaData()  # all pre-aggregates of a snapshot; data.definitions.marts adds its own

NEAR = ("province", "line", "type_code", "custody", "special")
WHOLE = ("line", "type_code", "special")
TYPES = {"special": sa.SmallInteger, "standing": sa.Boolean, "days": sa.Integer, "day": sa.Date, "route": sa.BigInteger}


@dataclass(frozen=True)
class Flow:
    """What is counted of a relation, told apart by `keys`; `ever`, `whole` and `near` are its tables, the smallest first."""

    relation: Relation
    keys: tuple[str, ...]
    ever: sa.Table
    whole: sa.Table
    near: sa.Table

    @property
    def tables(self) -> tuple[sa.Table, ...]:
        return self.ever, self.whole, self.near


def dimensions(table: sa.Table, flow: Flow) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name not in (*flow.keys, "day", "n"))


def _flow(name: str, relation: Relation, *keys: str) -> Flow:
    def table(size: str, dims: tuple[str, ...], *day: str) -> sa.Table:
        listed = (sa.Column(each, TYPES.get(each, sa.String)) for each in (*dims, *keys, *day))
        return sa.Table(f"{name}_{size}", metadata, *listed, sa.Column("n", sa.BigInteger))

    return Flow(relation, keys, table("ever", WHOLE), table("whole", WHOLE, "day"), table("near", NEAR, "day"))


MOVES = _flow("moves", EVENTS, "activity", "next_activity", "holder", "standing", "days")
PATHS = _flow("paths", CASES, "route", "rework", "days")
ALL = (MOVES, PATHS)


def real(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """A voided event takes no part."""
    return sa.func.coalesce(c.voided, sa.false()).is_(sa.false())


def moves(c: sa.ColumnCollection) -> list[tuple[sa.ColumnElement[bool], dict[str, sa.ColumnElement]]]:
    """The kinds of moves among events: which rows, and what each key and the day are."""
    nothing = {**dict.fromkeys(("activity", "next_activity", "holder", "days"), sa.null()), "standing": sa.literal_column("false")}
    begins = nothing | {"next_activity": c.activity, "day": c.occurred_on}
    days = engine.days_from(c.occurred_on, c.next_on)
    goes = nothing | {"activity": c.activity, "next_activity": c.next_activity, "holder": c.holder, "days": days, "day": c.next_on,
                      "standing": c.left_on.is_(None)}  # fmt: skip
    ends = nothing | {"activity": c.activity, "holder": c.holder, "standing": c.left_on.is_(None), "day": c.occurred_on}
    return [
        (sa.and_(c.seq == 1, real(c)), begins),
        (c.next_activity.is_not(None), goes),
        (sa.and_(c.next_activity.is_(None), real(c)), ends),
    ]


def paths(c: sa.ColumnCollection) -> list[tuple[sa.ColumnElement[bool], dict[str, sa.ColumnElement]]]:
    return [(c.ended_on.is_not(None), {"route": c.route, "rework": c.rework, "days": c.path_days, "day": c.ended_on})]


def kinds(flow: Flow, c: sa.ColumnCollection):
    """Which rows of the relation a flow counts, and as what."""
    return moves(c) if flow is MOVES else paths(c)
