"""Who works where: departments with their seats, persons, postings, and how somebody is hired.

Knows their shape. Must not know which departments an office has, nor cases.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from data.demo.days import NEVER
from data.demo.vocabulary import name_parts


@dataclass
class Department:
    office: int
    code: str
    name: str
    lines: tuple[str, ...]
    groups: tuple[int, ...]
    valid_from: int
    valid_to: int = NEVER
    successor: str = ""
    seats: list["Seat"] = field(default_factory=list)
    base: int = 0  # seats from the beginning; the others came with a merger
    first_seat: int = 0


@dataclass
class Seat:
    """A place in a department and the persons who sat there, one after the other."""

    persons: list[int]
    cuts: list[int]


@dataclass
class Person:
    office: int
    badge: str
    surname: int
    given: int
    male: bool
    category: str
    leader: bool
    active_from: int
    active_to: int = NEVER


@dataclass
class People:
    departments: list[Department] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    postings: list[tuple[int, int, int, int]] = field(default_factory=list)  # person, department, from, to
    assistants: list[int] = field(default_factory=list)  # by department
    of_group: list[list[int]] = field(default_factory=list)  # by office and group: the department
    later: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # from a day on: another department


def hire(people: People, rng: np.random.Generator, office: int, known: int, category: str, leader: bool, day: int) -> int:
    surnames, givens = name_parts_sizes()
    badge = f"{len(people.persons) - known + 1:04d}"
    surname, given = int(rng.integers(surnames)), int(rng.integers(givens))
    people.persons.append(Person(office, badge, surname, given, bool(rng.random() < 0.58), category, leader, day))
    return len(people.persons) - 1


@cache
def name_parts_sizes() -> tuple[int, ...]:
    return tuple(len(each) for each in name_parts())
