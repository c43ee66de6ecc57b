"""One department whose turns follow a rule to the letter: its members, their leave, and who gets each case.

Knows the story and its rule, in whole numbers. Must not know how a reader of the records finds it out. Only where all cases of the
office are made together: what is made in slices has no order.
"""

from datetime import date
from math import lcm

import numpy as np

from data import catalogue
from data.catalogue import norms
from data.demo import stories
from data.demo.days import AS_OF, NEVER, number, year_of
from data.demo.staffing import People, Seat, hire
from data.demo.vocabulary import NODE, TYPES

FACTS = stories.TURNS.facts
BY_HAND, BY_TURN, ELSEWHERE = 0, 1, -1
PARTS = lcm(*range(1, 13))  # whatever the number of members, up to twelve, an equal part is whole


def settled(people: People, units: list, seed: int) -> None:
    """Members who stay from the beginning to the end, but for their leave, take the seats of the department."""
    department = _department(people, units)
    if department is None:
        return
    at, one = people.departments.index(department), department
    rng, known = np.random.default_rng([seed, 9]), len(people.persons) - sum(each.office == one.office for each in people.persons)
    count = max(FACTS["members"], len(one.seats))
    members = [hire(people, rng, one.office, known, "prosecutor", False, one.valid_from) for _ in range(count)]
    one.seats, one.base = [Seat([member], []) for member in members], count
    people.postings = [each for each in people.postings if each[1] != at or people.persons[each[0]].category == "assistant"]
    for place, member in enumerate(members):
        people.postings += [(member, at, *span) for span in _spans(place, one.valid_from)]


def _department(people: People, units: list):
    offices = [at for at, unit in enumerate(units) if unit.code == stories.TURNS.unit]
    return next((each for each in people.departments if each.office in offices and each.code == FACTS["department"]), None)


def _leave(place: int) -> list[tuple[int, int]]:
    days = [(date.fromisoformat(since), date.fromisoformat(until)) for who, since, until in FACTS["leave"] if who == place]
    return sorted((number(since), number(until)) for since, until in days)


def _spans(place: int, first: int) -> list[tuple[int, int]]:
    """The days in post: what leave leaves of them."""
    begins = [first, *(until + 1 for _, until in _leave(place))]
    ends = [*(since - 1 for since, _ in _leave(place)), int(NEVER)]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin <= end]


def allotted(world, cases, events, handler: np.ndarray, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """The handlers, with those of the department by its rule; and of each case whether it came by turn, by hand, or is none of these."""
    way, department = np.full(len(cases), ELSEWHERE, np.int8), _department(world.staff.people, world.units)
    if department is None or not whole:
        return handler, way
    here = (cases.department == world.staff.people.departments.index(department)) & (cases.assigned <= AS_OF)
    second = np.zeros(len(cases), np.int64)
    chosen = events.node == NODE["assign"]
    second[events.case[chosen]] = events.second[chosen]
    at = np.flatnonzero(here)
    at = at[np.argsort(second[at], kind="stable")]
    by_turn = np.random.default_rng([world.seed, 10]).random(len(at)) >= FACTS["by_hand"]
    way[at] = np.where(by_turn, BY_TURN, BY_HAND)
    handler = handler.copy()
    members = np.array([seat.persons[0] for seat in department.seats])
    handler[at] = _dealt(members, handler[at], by_turn, second[at] // 86400, _weights()[cases.type[at]])
    return handler, way


def _weights() -> np.ndarray:
    """Hundredths, by type."""
    weights, types = norms.on(norms.of_work(), date.fromordinal(719163 + AS_OF)), catalogue.case_types()
    return np.array([round(weights[types[code].family, 1].size * 100) for code in TYPES], np.int64)


def _dealt(members: np.ndarray, handler: np.ndarray, by_turn: np.ndarray, day: np.ndarray, weight: np.ndarray) -> np.ndarray:
    found, owed, year = handler.copy(), np.zeros(len(members), np.int64), None
    years = year_of(day.astype(np.int32))
    for at in range(len(found)):
        if years[at] != year:
            owed[:], year = 0, years[at]
        there = np.array([not any(since <= day[at] <= until for since, until in _leave(place)) for place in range(len(members))])
        owed[there] += weight[at] * PARTS // there.sum()
        if by_turn[at]:
            found[at] = members[np.flatnonzero(there)[np.argmax(owed[there])]]
        owed[members == found[at]] -= weight[at] * PARTS
    return found
