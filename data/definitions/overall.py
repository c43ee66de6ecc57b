"""The course of cases as a whole: which step follows which and how often, after how many days in the middle, first and last steps,
variants, durations.

Medians of moments are of fractions of days, which no histogram of whole days has; over all cases, and over all of one type, the course
is kept as it is told. Knows the columns, and which rows count. Must not know how the table is filled or asked.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from data.definitions import flows
from data.definitions.moments import metadata
from data.definitions.relations import CASES, EVENTS

# `type_code` is NULL for the course of all types; `told` is JSON: what `course` gives.
TABLE = sa.Table("overall_flow", metadata, sa.Column("type_code", sa.String), sa.Column("told", sa.String))

Counted = Iterable[tuple[str, int]]  # activity, how many


def counted(c: sa.ColumnCollection) -> dict[str, sa.ColumnElement[bool]]:
    """The lists of activities, and which events each counts."""
    return {"activities": sa.true(), "starts": c.seq == 1, "ends": c.next_activity.is_(None)}


def fills() -> tuple[sa.ColumnElement, ...]:
    """All that decides what the numbers are."""
    events, cases = EVENTS.table.c, CASES.table.c
    return flows.real(events), *counted(events).values(), events.next_activity, events.gap_days, cases.variant, cases.throughput_days


def course(numbers: Mapping, throughput: Mapping, lists: Mapping[str, Counted], pairs: Iterable[tuple]) -> dict:
    """What is told: `numbers` of cases, variants and events; how long cases took, in days; of each list and each pair (from, to,
    count, median days) the most frequent first, ties by name."""
    listed = {name: [{"activity": activity, "count": n} for activity, n in sorted(rows, key=_place)] for name, rows in lists.items()}
    told = [{"from": one, "to": other, "count": n, "median_days": days} for one, other, n, days in sorted(pairs, key=_place_of_pair)]
    return {**numbers, "throughput_days": dict(throughput), "activities": listed["activities"], "pairs": told,
            "starts": listed["starts"], "ends": listed["ends"]}  # fmt: skip


def _place(row: tuple) -> tuple[int, str]:
    return -row[1], str(row[0])


def _place_of_pair(row: tuple) -> tuple[int, str, str]:
    return -row[2], str(row[0]), str(row[1])
