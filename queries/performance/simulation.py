"""Turns of one department: its record done again by the rule in force, how even it was month by month, and what comes next.

A break in a posting is leave. Cases to come are supposed to be of the types of the last ones by turn, in their order; the address may
suppose members away and every case alike. Knows allotments, postings, weights. Must not know words.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, cached_property

import numpy as np
import sqlalchemy as sa

from data import catalogue, schema
from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import norms, turning
from data.catalogue.turning import Turning
from data.definitions.dimensions import DEPARTMENT, HANDLER, TYPE
from data.definitions.filters import Filters
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from data.text import Text
from queries import measure, sources
from queries.performance import people, turns
from queries.performance.turns import Given, Standing, Turn

NEXT = 20  # cases that are dealt out ahead
OFFERED = 12
ALIKE = "cases"  # the way of weighing by which every case is one
DAY, DUE, GOT, CASE = Text("分案日期", "Allotted on"), Text("按规则应分给", "Due"), Text("实际分给", "Given to"), Text("案件", "Case")


@dataclass(frozen=True)
class Month:
    """How a member stood at the end of a month: the deviation from the own share since the year began, and the weight owed."""

    code: str
    month: str
    deviation: float | None
    owed: float


@dataclass(frozen=True)
class Replay:
    """`turns` are those by turn; `standing` is how all stand after the last; `there` who is in post on the last day."""

    department: str
    rule: Turning
    turns: tuple[Turn, ...]
    months: tuple[Month, ...]
    standing: Standing
    there: tuple[str, ...]
    away: tuple[str, ...]
    alike: bool
    ask: Ask

    @property
    def same(self) -> int:
        return sum(each.same for each in self.turns)

    @property
    def differing(self) -> list[Turn]:
        return [each for each in self.turns if not each.same]

    @property
    def members(self) -> list[str]:
        return sorted({*self.standing.shares, *self.standing.gotten, *self.there})

    @cached_property
    def coming(self) -> tuple[list[tuple[str, str]], Standing]:
        """(type, to whom) of each case to come, and how all stand then."""
        types = [each.given.type_code for each in self.turns][-NEXT:]
        present = [code for code in self.there if code not in self.away]
        given, after = turns.ahead(self.standing, present, [_weight(self.ask, code, self.alike) for code in types])
        return list(zip(types, given, strict=False)), after

    def uneven(self, code: str) -> bool:
        """Beyond the tolerance, and by more than one heavy case: a share is seldom a whole number of cases."""
        deviation, heaviest = self.standing.deviation(code), max((each.given.weight for each in self.turns), default=Fraction(1))
        return deviation is not None and abs(deviation) > self.rule.tolerance and abs(self.standing.owed(code)) > heaviest

    def table(self, ask: Ask) -> Table:
        heads = (Head(DAY, "day"), Head(CASE), Head(TYPE.label), Head(DUE), Head(GOT))
        return Table(heads, tuple(
            (one.given.on, one.given.case_id, ask.names.value(TYPE, one.given.type_code), ask.names.value(HANDLER, one.due),
             ask.names.value(HANDLER, one.given.to)) for one in self.turns
        ))  # fmt: skip


@dataclass(frozen=True)
class Simulated:
    """`departments` with the number of their turns, to choose from; `replay` of the one in force."""

    departments: tuple[tuple[str, int], ...]
    replay: Replay | None

    def table(self, ask: Ask) -> Table:
        return Table((), ()) if self.replay is None else self.replay.table(ask)


def simulated(ask: Ask) -> Simulated | None:
    """None without the right to see single persons."""
    if not ask.viewer.may(people.RIGHT):
        return None
    (codes,), numbers = measure.in_columns(ask, flow.ROTATION, (DEPARTMENT,))
    there = np.flatnonzero((codes != None) & (numbers > 0))  # noqa: E711 (of each)
    most = there if len(there) <= OFFERED else there[numbers[there] >= np.sort(numbers[there])[-OFFERED]]
    found = sorted(zip(codes[most].tolist(), numbers[most].tolist(), strict=True), key=lambda each: (-each[1], each[0]))
    chosen = found[0][0] if len(found) == 1 else None
    return Simulated(tuple(found[:OFFERED]), replay(ask, chosen) if chosen else None)


def replay(ask: Ask, department: str) -> Replay:
    """From the beginning of the year in which the period begins to the last day of the data, whatever else is filtered."""
    alike = ask.filters.text("weigh") == ALIKE
    rule = turning.of(department, ask.scope.as_of)
    given = _recorded(ask, department, date(ask.period.since.year, 1, 1), alike)
    there = _there(ask, department, {each.to for each in given})
    done, months, standing = [], {}, Standing(rule)
    for each, turn, standing in turns.replayed(rule, there, given):
        done += [turn] if turn else []
        months[f"{each.on:%Y-%m}"] = standing.copy()
    standing.begin(ask.scope.as_of)
    away = tuple(ask.filters.get("away") or ())
    return Replay(department, rule, tuple(done), tuple(_months(months)), standing, there(ask.scope.as_of), away, alike, ask)


def _months(found: dict[str, Standing]):
    for month, standing in found.items():
        for code in sorted(standing.shares):
            yield Month(code, month, standing.deviation(code), float(standing.owed(code)))


def _recorded(ask: Ask, department: str, since: date, alike: bool) -> list[Given]:
    alone = replace(ask, filters=Filters.of({"department": department}))
    source, of = sources.facts(alone, ALLOCATIONS), schema.cases.c
    c = source.c
    rows = ask.scope.fetch(
        sa.select(c.case_no, c.type_code, c.assigned_to, c.allocated_at, c.mode)
        .where(source.where, c.allocated_on >= since, c.assigned_to.is_not(None), sa.not_(sa.func.coalesce(c.is_change, sa.false())))
        .order_by(c.allocated_at, c.allocation_id)
    )  # fmt: skip
    weights = {code: _weight(ask, code, alike) for code in {row["type_code"] for row in rows}}
    numbers = [row["case_no"] for row in rows]
    lie = of.case_no.between(min(numbers), max(numbers)) if numbers else sa.false()  # the cases of a department lie together
    case_ids = {row["case_no"]: row["case_id"] for row in ask.scope.fetch(sa.select(of.case_no, of.case_id).where(lie))}
    return [
        Given(row["allocated_at"].date(), row["assigned_to"], weights[row["type_code"]], row["mode"] == "rotation",
              case_ids[row["case_no"]], row["type_code"])
        for row in rows
    ]  # fmt: skip


def _weight(ask: Ask, type_code: str, alike: bool) -> Fraction:
    """As it is written in the file, so that equal sums are equal."""
    known = catalogue.case_types().get(type_code)
    row = norms.on(norms.of_work(), ask.scope.as_of).get((known.family if known else "other", 1))
    return Fraction(1) if alike or row is None else Fraction(str(row.size))


def _there(ask: Ask, department: str, given: set[str]):
    """Who is in post in the department on a day: prosecutors, where their category is recorded."""
    c, who = schema.posting.c, schema.prosecutor.c
    of = schema.posting.outerjoin(schema.prosecutor, who.prosecutor_code == c.prosecutor_code)
    rows = ask.scope.fetch(
        sa.select(c.prosecutor_code, c.valid_from, c.valid_to, who.category).select_from(of)
        .where(c.department_code == department).order_by(c.prosecutor_code, c.valid_from)
    )  # fmt: skip
    held = [(row["prosecutor_code"], row["valid_from"], row["valid_to"]) for row in rows
            if row["category"] in (None, "prosecutor") or row["prosecutor_code"] in given]  # fmt: skip

    @cache
    def there(on: date) -> tuple[str, ...]:
        return tuple(sorted({code for code, since, until in held if since <= on and (until is None or on <= until)}))

    return there
