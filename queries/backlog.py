"""What is in hand and how long it has lain: the oldest cases with where they stand, and the queue of each unit weighed.

Knows indicators, the cases and where each stands. Must not know words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data import catalogue
from data.answer import Figure, Group, Head, Table
from data.ask import Ask
from data.catalogue import norms
from data.definitions import opened
from data.definitions.dimensions import TYPE, Dimension
from data.definitions.indicators.backlog import LONG_1, LONG_2, LONG_3
from data.definitions.indicators.flow import ACCEPTED, CONCLUDED, DISPOSITION, PENDING
from data.definitions.relations import CASES, EVENTS
from data.edition import Row
from data.text import Text
from queries import lists, measure, places, sources
from queries.lists import Sort

SHOWN = 12
OF_CASE = ("case_no", "case_id", "case_name", "type_code", "office", "handler", "accepted_on", "due_on", "stage")
WEIGHTED = Text("加权未结", "Pending, weighed")


@dataclass(frozen=True)
class Oldest:
    """The oldest of the long pending, each with the stay it stands in (none where events were not delivered), and how many there are."""

    rows: tuple[Row, ...]
    stands: Mapping[int, Row]
    total: int
    steps: Group  # how many have passed each step

    def table(self, ask: Ask) -> Table:
        heads = [Head(CASES.table.c[name].info["about"].label, "day" if name.endswith("_on") else "text") for name in OF_CASE[1:]]
        return Table(tuple(heads), tuple(tuple(_said(name, row[name], ask) for name in OF_CASE[1:]) for row in self.rows))


def _said(name: str, value, ask: Ask):
    codes = CASES.table.c[name].info["about"].codes
    return ask.names.of(codes, value) if codes and value is not None else value


def oldest(ask: Ask) -> Oldest:
    there = ask.with_(behind=LONG_1.key)
    total = lists.count(CASES, there)
    columns = [name for name in OF_CASE if name != "case_no"]
    rows = lists.page(CASES, there, 0, SHOWN, (Sort("accepted_on"),), columns).rows if total else []
    numbers = _numbers(ask, rows)
    named = tuple({**row, "case_no": numbers[row["case_id"]]} for row in rows)
    steps = measure.total(LONG_1, LONG_2, LONG_3)(ask).groups[0]
    return Oldest(named, _stands(ask, [row["case_no"] for row in named]), total, steps)


def _numbers(ask: Ask, rows: list[Row]) -> dict[str, int]:
    """The keys of cases that are long pending: few enough to look through by their names, fewer by their days."""
    if not rows:
        return {}
    c, days = sources.standing(ask, LONG_1.count, ask.period.until).c, sorted(row["accepted_on"] for row in rows)
    named = c.accepted_on.between(days[0], days[-1]), c.case_id.in_([row["case_id"] for row in rows])
    return {row["case_id"]: row["case_no"] for row in ask.scope.fetch(sa.select(c.case_id, c.case_no).where(*named))}


def _stands(ask: Ask, numbers: list[int]) -> dict[int, Row]:
    """Where each of the cases stands, since when and with which day planned."""
    if not numbers or EVENTS.key not in ask.scope.snapshot.supplied:
        return {}
    c = ask.scope.histogram(opened.TABLES[EVENTS]).c
    names = ("case_no", "activity", "occurred_on", "planned_due_on", "holder")
    rows = ask.scope.fetch(sa.select(*(c[name] for name in names)).where(c.case_no.in_(numbers), c.left_on.is_(None)))
    return {row["case_no"]: row for row in rows}


@dataclass(frozen=True)
class Queue:
    """A unit, department or person: what is in hand, the same weighed, what came and went, days to clear it."""

    code: object
    figures: Mapping[str, Figure]
    weighed: float


@dataclass(frozen=True)
class Queues:
    level: Dimension
    rows: tuple[Queue, ...]
    unconfirmed: bool

    def table(self, ask: Ask) -> Table:
        shown = (PENDING, ACCEPTED, CONCLUDED, DISPOSITION)
        heads = (Head(self.level.label), Head(WEIGHTED, "decimal"), *(Head(each.label, "decimal") for each in shown))
        return Table(heads, tuple((ask.names.value(self.level, row.code), row.weighed, *(row.figures[each.key].value for each in shown))
                                  for row in self.rows))  # fmt: skip


def queues(ask: Ask) -> Queues:
    """By the units below the one in force, down to the prosecutors of a department."""
    level = places.org_child(ask)
    groups = measure.by(level, PENDING, ACCEPTED, CONCLUDED, DISPOSITION)(ask).groups
    weights = norms.on(norms.of_work(), ask.period.until)
    weighed: dict[object, float] = {}
    for group in measure.crossed(level, TYPE, PENDING)(ask).groups:
        code = group.codes[level.key]
        weighed[code] = weighed.get(code, 0.0) + group[PENDING.key].n * _weight(group.codes[TYPE.key], weights)
    rows = tuple(Queue(group.codes[level.key], group.figures, weighed.get(group.codes[level.key], 0.0)) for group in groups)
    return Queues(level, rows, not all(each.confirmed for each in weights.values()))


def _weight(type_code: object, weights: Mapping[tuple[str, int], norms.Norm]) -> float:
    """What a case of the type weighs; one where no row says so."""
    known = catalogue.case_types().get(str(type_code))
    found = weights.get((known.family if known else "other", 1))
    return found.size if found else 1.0
