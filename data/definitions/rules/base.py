"""What a rule is: an entry of the catalogue, and conditions of a few kinds over days of a case.

A condition says from which day to which; how long is a parameter of the catalogue. Knows columns and activities. Must not know
how a condition is asked of the database, nor which rules there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from data import schema
from data.catalogue import monitoring
from data.catalogue.monitoring import Entry, Parameter

TABLES = ("persons", "measures", "clocks")  # whose rows a rule may look at one by one
OPEN, DONE, WARNING = "overdue_open", "overdue_done", "warning"
DEFECT = "defect"
FIRINGS = (OPEN, DONE, WARNING)


@dataclass(frozen=True)
class Node:
    """Any of these activities, on the day each occurred."""

    activities: tuple[str, ...]


def node(*activities: str) -> Node:
    return Node(activities)


Point = sa.ColumnElement | Node


@dataclass(frozen=True)
class Within:
    """From a day, so long, until the first of some others. A start that is an activity begins anew each time it occurs.

    `after` names a parameter that is added to the start first. `custody` says when holidays do not move the due day: never (""),
    always ("held"), or when the case is one of custody ("case"). `without` are activities that take a case out.
    """

    begins: Point
    ends: tuple[Point, ...]
    limit: str = "limit"
    after: str = ""
    rows: sa.ColumnElement[bool] | None = None
    custody: str = ""
    without: Node | None = None
    occurrence: int = 1
    fires: tuple[str, ...] = FIRINGS


@dataclass(frozen=True)
class Clock:
    """A clock of the ledger, whose due day the law's own arithmetic has found."""

    clock: str
    rows: sa.ColumnElement[bool] | None = None
    fires: tuple[str, ...] = FIRINGS


@dataclass(frozen=True)
class Sooner:
    """A day too soon after another: fewer days than the parameter says. Known on the day `known`, or on the later one."""

    begins: Point
    ends: Point
    limit: str = "least"
    known: sa.ColumnElement | None = None


@dataclass(frozen=True)
class Order:
    """A day that lies before the one it must follow."""

    first: sa.ColumnElement
    then: sa.ColumnElement
    occurrence: int = 1


@dataclass(frozen=True)
class More:
    """More occurrences of an activity than the parameter says; warns when there are just as many and the case is open."""

    of: Node
    most: str = "most"


@dataclass(frozen=True)
class Crowded:
    """More days of one kind between two turns than the parameter says. `turns` part the time of a case into rounds."""

    days: tuple[sa.ColumnElement, ...]
    turns: tuple[sa.ColumnElement, ...]
    most: str = "most"


@dataclass(frozen=True)
class Holds:
    """Rows that come under a rule since a day, and what is wrong about some: a condition with the parameter's value in it."""

    since: sa.ColumnElement
    broken: Callable[[int], sa.ColumnElement[bool]]
    rows: sa.ColumnElement[bool] | None = None
    limit: str = ""


@dataclass(frozen=True)
class LateExtension:
    """An extension of a clock entered after the day that was then its last."""

    clock: str


@dataclass(frozen=True)
class Shifted:
    """The source moved the last day of a clock to the next working day; `rows` says where it must not."""

    clock: str
    rows: sa.ColumnElement[bool]


Check = Within | Clock | Sooner | Order | More | Crowded | Holds | LateExtension | Shifted


@dataclass(frozen=True)
class Rule:
    """`entry` and `parameters` come from the catalogue, `checks` from code."""

    entry: Entry
    parameters: tuple[Parameter, ...]
    checks: tuple[Check, ...]

    @property
    def key(self) -> str:
        return self.entry.rule

    def values(self, name: str) -> tuple[Parameter, ...]:
        """A parameter, once for each group of case types and each time of validity."""
        return tuple(each for each in self.parameters if each.name == name)

    def needs(self) -> tuple["Need", ...]:
        """What must have been delivered, each once."""
        return tuple(dict.fromkeys(need for check in self.checks for need in _needs(check)))


@dataclass(frozen=True)
class Need:
    """A column, or any of some activities."""

    table: str
    column: str = ""
    activities: tuple[str, ...] = ()


def rule(key: str, checks: tuple[Check, ...]) -> Rule:
    own = tuple(each for each in monitoring.parameters() if each.rule == key)
    return Rule(monitoring.rules()[key], own, checks)


def columns_of(*expressions: sa.ColumnElement | Node | None) -> tuple[sa.Column, ...]:
    """The columns that expressions read, each once."""
    plain = [each for each in expressions if isinstance(each, sa.ClauseElement)]
    return tuple(dict.fromkeys(part for each in plain for part in visitors.iterate(each) if isinstance(part, sa.Column)))


def parts(check: Check) -> tuple[Point | None, ...]:
    """All points and conditions of a check."""
    match check:
        case Within():
            return check.begins, *check.ends, check.rows
        case Clock():
            return schema.clocks.c.due_on, check.rows
        case Sooner():
            return check.begins, check.ends, check.known
        case Order():
            return check.first, check.then
        case More():
            return (check.of,)
        case Crowded():
            return *check.days, *check.turns
        case LateExtension():
            return schema.clock_entries.c.entered_on, schema.clock_entries.c.due_on
        case Shifted():
            return schema.clocks.c.due_on, schema.clocks.c.source_due_on, check.rows
        case Holds():
            return check.since, check.rows, check.broken(0)


def _needs(check: Check) -> Iterator[Need]:
    for part in parts(check):
        if isinstance(part, Node):
            yield Need("events", activities=part.activities)
        elif part is not None:
            yield from (Need(column.table.name, column.name) for column in columns_of(part))


def entries_in_force(day: date) -> dict[str, Entry]:
    return {key: each for key, each in monitoring.rules().items() if monitoring.in_force(each, day)}
