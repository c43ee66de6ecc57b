"""Departments and the people in them: seats that are handed on, careers that cross departments, one department that merges.

Knows which department handles which group of cases in which kind of office. Must not know cases.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from data.demo import stories, turns
from data.demo.days import AS_OF, NEVER, first_day, number
from data.demo.staffing import Department, People, Seat, hire
from data.demo.units import CITY, COUNTY, PRISON, PROVINCE, Unit
from data.demo.vocabulary import name_parts

CRIME, ECONOMIC, JUVENILE, CIVIL, PUBLIC, COMPLAINTS, EXECUTION, MANAGEMENT, APPEAL, LEADERS = range(10)
GROUP_SHARE = (0.6, 0.11, 0.05, 0.07, 0.03, 0.05, 0.05, 0.04, 0.02, 0.0)
CASES_A_YEAR = 75  # of one seat
_CMD = ("案件管理办公室", ("management", "committee", "technical"), (MANAGEMENT,))
_LEADERS = ("院领导", (), (LEADERS,))
_SMALL = (
    _LEADERS,
    ("第一检察部", ("arrest", "prosecution", "retrial"), (CRIME, ECONOMIC, APPEAL)),
    ("第二检察部", ("civil", "administrative", "public_interest", "execution"), (CIVIL, PUBLIC, EXECUTION)),
    ("第三检察部", ("complaints", "juvenile"), (COMPLAINTS, JUVENILE)),
    _CMD,
)
_LARGE = (
    _LEADERS,
    ("第一检察部", ("arrest", "prosecution", "retrial"), (CRIME, APPEAL)),
    ("第二检察部", ("arrest", "prosecution"), (ECONOMIC,)),
    ("第三检察部", ("execution",), (EXECUTION,)),
    ("第四检察部", ("civil", "administrative", "public_interest"), (CIVIL, PUBLIC)),
    ("第五检察部", ("complaints",), (COMPLAINTS,)),
    ("未成年人检察部", ("juvenile",), (JUVENILE,)),
    _CMD,
)
_CITY = (
    _LEADERS,
    ("第一检察部", ("arrest", "prosecution"), (CRIME,)),
    ("第二检察部", ("arrest", "prosecution"), (ECONOMIC,)),
    ("第三检察部", ("retrial", "prosecution"), (APPEAL,)),
    ("第四检察部", ("execution", "self_investigation"), (EXECUTION,)),
    ("第五检察部", ("civil", "administrative"), (CIVIL,)),
    ("第六检察部", ("public_interest",), (PUBLIC,)),
    ("第七检察部", ("juvenile",), (JUVENILE,)),
    ("第八检察部", ("complaints",), (COMPLAINTS,)),
    _CMD,
)
_PRISON = (
    _LEADERS,
    ("第一检察部", ("execution",), (EXECUTION, CRIME, ECONOMIC, JUVENILE, CIVIL, PUBLIC, COMPLAINTS, APPEAL)),
    _CMD,
)


class Staff:
    """The same as arrays, to ask for many cases at once."""

    def __init__(self, people: People):
        departments = people.departments
        seats = [seat for each in departments for seat in each.seats]
        self.people = people
        self.of_group = np.array(people.of_group, np.int32)
        self.later = people.later
        self.first_seat = np.array([each.first_seat for each in departments], np.int32)
        self.base = np.array([each.base for each in departments], np.int32)
        self.extra = np.array([len(each.seats) - each.base for each in departments], np.int32)
        self.persons = np.array([(each.persons * 3)[:1] + (each.persons[1:] + each.persons[-1:] * 2)[:2] for each in seats], np.int32)
        self.cuts = np.array([(each.cuts + [int(NEVER)] * 2)[:2] for each in seats], np.int32)
        self.assistant = np.array(people.assistants, np.int32)
        surnames, givens = name_parts()
        self.names = pa.array([str(surnames[each.surname] + givens[each.given]) for each in people.persons])
        self.badges = pa.array([each.badge for each in people.persons])
        self.pace = np.random.default_rng(7).lognormal(0, 0.14, len(people.persons))

    def department(self, office: np.ndarray, group: np.ndarray, day: np.ndarray) -> np.ndarray:
        found = self.of_group[office, group]
        for (at, which), (since, other) in self.later.items():
            found = np.where((office == at) & (group == which) & (day >= since), other, found)
        return found

    def seat(self, rng: np.random.Generator, department: np.ndarray, day: np.ndarray) -> np.ndarray:
        extra = np.where(day >= number(stories.MERGED.since), self.extra[department], 0)
        places = self.base[department] + extra
        return self.first_seat[department] + np.minimum((rng.random(len(day)) ** 1.25 * places).astype(np.int32), places - 1)

    def person(self, seat: np.ndarray, day: np.ndarray) -> np.ndarray:
        cuts = self.cuts[seat]
        return self.persons[seat, (day >= cuts[:, 0]).astype(np.int8) + (day >= cuts[:, 1])]

    def head(self, department: np.ndarray, day: np.ndarray) -> np.ndarray:
        return self.person(self.first_seat[department], day)


def staff(units: list[Unit], cases: int, years: int, seed: int) -> Staff:
    rng = np.random.default_rng([seed, 2])
    people = People()
    mean = float(np.mean([each.weight for each in units if each.kind == COUNTY]))
    for office, unit in enumerate(units):
        _office(people, rng, office, unit, unit.weight >= mean, cases / years, first_day(years))
    turns.settled(people, units, seed)
    at = 0
    for each in people.departments:
        each.first_seat, at = at, at + len(each.seats)
    return Staff(people)


def _office(people: People, rng: np.random.Generator, office: int, unit: Unit, large: bool, a_year: float, first: int) -> None:
    plan = {CITY: _CITY, PROVINCE: _CITY, PRISON: _PRISON}.get(unit.kind, _LARGE if large else _SMALL)
    start = len(people.departments)
    known = len(people.persons)
    for at, (name, lines, groups) in enumerate(plan, 1):
        people.departments.append(Department(office, f"{at:04d}", name, lines, groups, first - 400))
    made = people.departments[start:]
    for each in made:
        _seats(people, rng, each, unit.weight * a_year, first, known)
    _careers([seat for each in made[1:] for seat in each.seats if len(seat.cuts) == 1])
    people.of_group.append([next(start + at for at, each in enumerate(made) if group in each.groups) for group in range(LEADERS + 1)])
    if unit.code == stories.MERGED.unit:
        _merge(people, office, made)
    _retire(people, made, known)
    for at, each in enumerate(made, start):
        _post(people, at, each)
        people.assistants.append(hire(people, rng, office, known, "assistant", False, first - 200))
        people.postings.append((people.assistants[-1], at, first - 200, min(each.valid_to, int(NEVER))))


def _seats(people: People, rng: np.random.Generator, department: Department, a_year: float, first: int, known: int) -> None:
    leader = department.groups == (LEADERS,)
    wanted = 2 if leader else round(a_year * sum(GROUP_SHARE[group] for group in department.groups) / CASES_A_YEAR)
    for _ in range(min(max(wanted, 1), 12)):
        changes = int(rng.choice(3, p=(0.56, 0.36, 0.08)))
        cuts = sorted(int(day) for day in rng.integers(first + 120, max(AS_OF - 60, first + 121), changes))
        began = [first - int(rng.integers(60, 3000)), *[cut - int(rng.integers(0, 90)) for cut in cuts]]
        persons = [hire(people, rng, department.office, known, "prosecutor", leader, day) for day in began]
        department.seats.append(Seat(persons, cuts))
    department.base = len(department.seats)


def _careers(seats: list[Seat]) -> None:
    """Two who would have been replaced change places instead, on one day."""
    for one, other in zip(seats[::2], seats[1::2], strict=False):
        other.cuts = list(one.cuts)
        one.persons[1], other.persons[1] = other.persons[0], one.persons[0]


def _merge(people: People, office: int, made: list[Department]) -> None:
    day = number(stories.MERGED.since)
    old = next(each for each in made if each.code == stories.MERGED.facts["department"])
    new = next(each for each in made if each.code == stories.MERGED.facts["successor"])
    old.valid_to, old.successor = day - 1, new.code
    for seat in old.seats:
        at = sum(cut <= day for cut in seat.cuts)
        new.seats.append(Seat(seat.persons[at:], seat.cuts[at:]))
    target = people.departments.index(new)
    for group in old.groups:
        people.later[(office, group)] = (day, target)


def _retire(people: People, made: list[Department], known: int) -> None:
    """Whoever left a seat and took no other has left the office."""
    last: dict[int, int] = {}
    for each in made:
        for seat in each.seats:
            for at, person in enumerate(seat.persons):
                last[person] = max(last.get(person, 0), seat.cuts[at] - 1 if at < len(seat.cuts) else int(NEVER))
    for person, day in last.items():
        people.persons[person].active_to = day


def _post(people: People, at: int, department: Department) -> None:
    for place, seat in enumerate(department.seats):
        begin = department.valid_from if place < department.base else number(stories.MERGED.since)
        for order, person in enumerate(seat.persons):
            start = max(begin, seat.cuts[order - 1]) if order else begin
            end = min(seat.cuts[order] - 1 if order < len(seat.cuts) else int(NEVER), int(department.valid_to))
            if start <= end:
                people.postings.append((person, at, start, end))


def day_text(day: int) -> str:
    return date.fromordinal(719163 + day).isoformat() if day < NEVER else ""
