"""What allotments weigh: each type once, by the weights of the office; of the departments asked for, or of all.

Knows allotments and weights. Must not know postings, limits or words.
"""

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from data import catalogue, engine
from data.ask import Ask
from data.definitions import turned
from data.definitions.indicators import flow
from data.definitions.relations import ALLOCATIONS
from queries import sources
from queries.performance import workload


@dataclass
class Weighed:
    """What allotments weigh: of groups, those by turn and their `load`; of their members; and how many others a person has had."""

    turns: Counter = field(default_factory=Counter)
    load: Counter = field(default_factory=Counter)
    weighed: Counter = field(default_factory=Counter)
    by_hand: Counter = field(default_factory=Counter)


def within(ask: Ask, source: sources.Source) -> tuple[sa.ColumnElement[bool], ...]:
    return source.where, flow.ALLOCATED.behind(source.c, ask.period), turned.given(source.c)


def weighed(ask: Ask, departments: set[str | None] | None) -> Weighed:
    """Of these departments, or of all; each type is weighed once."""
    source = sources.facts(ask, ALLOCATIONS)
    c, there = source.c, sa.true()
    if departments is not None:
        there = engine.among(c.department, sorted(departments - {None}))
        there = sa.or_(there, c.department.is_(None)) if None in departments else there
    names, by_turn = (c.department, c.group_id, c.assigned_to), sa.func.count().filter(turned.by_turn(c)).label("turns")
    counted = sa.select(*names, c.type_code, sa.func.count().label("n"), by_turn).where(*within(ask, source), there)
    t = counted.group_by(*names, c.type_code).subquery("typed").c
    keys, sums = (t.department, t.group_id, t.assigned_to), (t.n, t.turns, t.turns * _weight(ask, t.type_code))
    found = Weighed()
    for batch in ask.scope.stream(sa.select(*keys, *(sa.cast(sa.func.sum(each), sa.Double) for each in sums)).group_by(*keys)):
        for department, group, code, n, turns, weight in batch:
            found.turns[department, group] += turns
            found.load[department, group] += weight
            found.weighed[department, group, code] += weight
            found.by_hand[department, code] += int(n - turns)
    return found


def of_type(ask: Ask, code: str | None) -> float:
    """What a case of the type weighs."""
    known = catalogue.case_types().get(code)
    return workload.weight(known.family if known else "other", ask)


def _weight(ask: Ask, type_code: sa.ColumnElement[str]) -> sa.ColumnElement[float]:
    alike, other = {}, of_type(ask, None)
    for code in catalogue.case_types():
        alike.setdefault(of_type(ask, code), []).append(code)
    whens = [(type_code.in_(codes), sa.literal(weight, sa.Double)) for weight, codes in alike.items() if weight != other]
    return sa.case(*whens, else_=sa.literal(other, sa.Double)) if whens else sa.literal(other, sa.Double)
