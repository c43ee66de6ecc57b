"""A portion of the country: some offices' cases with everything that belongs to them, made together.

Knows the order in which procedures run, because cases grow out of one another. Must not know how tables are written.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from data.demo import arrest, matters, numbering, prosecution, turns
from data.demo import columns as col
from data.demo.cases import Cases, World, drawn_cases, linked, serials
from data.demo.days import AS_OF, NEVER
from data.demo.flow import Events, Log
from data.demo.intake import handed_over
from data.demo.persons import JUVENILE_TYPES, Persons
from data.demo.vocabulary import ASSISTANT, HEAD, INTAKE, LEADER, NODE, OUTCOME, TYPE

ARREST_PROSECUTION, APPEAL, RECONSIDERATION = range(3)  # places in the list link_kind
_DECISIONS = ("arrest_decide", "refuse_arrest", "indict", "nonpros", "civil_protest", "no_support", "correction_notice", "decide")


@dataclass
class Portion:
    at: int
    slice: tuple[int, int]  # which of how many slices of the same offices
    world: World
    cases: Cases
    persons: Persons
    events: Events
    first_handler: np.ndarray
    handler: np.ndarray
    handed_over: np.ndarray
    in_turn: np.ndarray  # as the story of turns has it
    rng: np.random.Generator

    def __post_init__(self) -> None:
        count, rng = len(self.cases), self.rng
        self.accepted_second = self.events.first_second(count)
        self.serial = serials(self.cases, self.accepted_second, *self.slice)
        self.rare = [rng.random(count) < share for share in (0.004, 0.006, 0.01, 0.012)]
        self.risk = rng.choice(3, count, p=(0.9, 0.08, 0.02))
        self.mode = rng.choice((0, 1, 2), count, p=(0.12, 0.18, 0.7))
        self.sealed = np.isin(self.cases.type, JUVENILE_TYPES) & (self.cases.completed <= AS_OF) & (rng.random(count) < 0.9)
        apart = np.random.default_rng([self.world.seed, 9, self.at])  # draws of its own: what else is drawn stays as it was
        self.secrecy = apart.choice(3, count, p=(0.996, 0.003, 0.001))
        self.sensitive = apart.random(count) < 0.003

    @cached_property
    def number(self) -> pa.Array:
        return numbering.cases(self)

    @cached_property
    def matter_number(self) -> pa.Array:
        return numbering.matters(self)

    @cached_property
    def person_number(self) -> pa.Array:
        return numbering.persons(self)

    @cached_property
    def person_name(self) -> pa.Array:
        return numbering.person_names(self)

    @cached_property
    def status(self) -> np.ndarray:
        """0 accepted, 1 handling, 2 concluded, 3 archived."""
        each = self.cases
        return np.select([each.archived <= AS_OF, each.decided <= AS_OF, each.assigned <= AS_OF], [3, 2, 1], 0)

    @cached_property
    def warning(self) -> np.ndarray:
        each = self.cases
        counted = ~each.stopped & (each.due < NEVER)
        late = counted & (np.minimum(each.decided, AS_OF) > each.due)
        soon = counted & (each.decided > AS_OF) & (each.due - AS_OF <= 3)
        return np.where(late, 2, np.where(soon, 1, 0))

    @cached_property
    def changed_second(self) -> np.ndarray:
        """The last event entered."""
        found = np.zeros(len(self.cases), np.int64)
        np.maximum.at(found, self.events.case, self.events.recorded)
        return found

    @cached_property
    def actor(self) -> np.ndarray:
        """Who did each event: the prosecutor of that day, an assistant, the head, a leader, the intake desk."""
        each, staff, cases = self.events, self.world.staff, self.cases
        department = np.maximum(cases.department[each.case], 0)
        own = np.where(each.day >= self.handed_over[each.case], self.handler[each.case], self.first_handler[each.case])
        office = cases.office[each.case]
        leaders, desk = staff.of_group[office, -1], staff.of_group[office, 7]
        choices = {ASSISTANT: staff.assistant[department], HEAD: staff.head(department, each.day)}
        choices |= {LEADER: staff.head(leaders, each.day), INTAKE: staff.head(desk, each.day)}
        return np.select([each.role == role for role in choices], list(choices.values()), own)

    @cached_property
    def decisions(self) -> np.ndarray:
        """Events that leave a document behind."""
        return np.flatnonzero(np.isin(self.events.node, [NODE[name] for name in _DECISIONS]))

    @cached_property
    def document_ids(self) -> pa.Array:
        return col.glue("WS", col.whole(col.numbers(self.at, 3, len(self.decisions))))

    @cached_property
    def event_document(self) -> pa.Array:
        place = np.full(len(self.events), -1, np.int64)
        place[self.decisions] = np.arange(len(self.decisions))
        return col.picked(self.document_ids, place)


def portion(world: World, at: int, part: tuple[int, int], counts: dict[int, int]) -> Portion:
    rng = np.random.default_rng([world.seed, 4, at])
    cases, log = drawn_cases(rng, world, counts), Log()
    arrest.arrests(rng, world, cases, cases.of("0201", "1701"), log)
    _after_arrest(rng, cases)
    prosecution.prosecutions(rng, world, cases, cases.of("0301", "1722"), log)
    _after_judgment(rng, world, cases)
    matters.others(rng, world, cases, log)
    first, last, day = handed_over(world, cases, log)
    persons = Persons(rng, world, cases, at)
    events = log.events(rng)
    first, in_turn = turns.allotted(world, cases, events, first, whole=part[1] == 1)
    last = np.where(in_turn == turns.ELSEWHERE, last, first)
    return Portion(at, part, world, cases, persons, events, first, last, day, in_turn, rng)


def _after_arrest(rng: np.random.Generator, cases: Cases) -> None:
    """Arrested suspects are sent for prosecution weeks later; some refusals are contested within days."""
    for before, after in (("0201", "0301"), ("1701", "1722")):
        arrested = cases.of(before)
        arrested = arrested[cases.outcome[arrested] == OUTCOME["arrested"]]
        linked(rng, cases, arrested, cases.decided[arrested], cases.office[arrested], cases.of(after), 0.5, (22, 70), ARREST_PROSECUTION)
    refused = np.flatnonzero((cases.outcome == OUTCOME["not_arrested"]) & (cases.type == TYPE["0201"]))
    linked(rng, cases, refused, cases.decided[refused], cases.office[refused], cases.of("0202"), 0.9, (3, 10), RECONSIDERATION)


def _after_judgment(rng: np.random.Generator, world: World, cases: Cases) -> None:
    """Appeals go to the city's office."""
    appealed = cases.of("0301")
    appealed = appealed[cases.appealed[appealed] <= AS_OF]
    offices = world.group[cases.office[appealed]]
    linked(rng, cases, appealed, cases.appealed[appealed], offices, cases.of("0303"), 0.9, (5, 25), APPEAL)
