"""The way of one case from node to node, beside the days that cases of its type usually spend there.

Usual is what the asking viewer may see of the last twelve months. Knows events and the indicators of stays.
Must not know words.
"""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from data.answer import Figure
from data.ask import Ask
from data.catalogue import acts
from data.catalogue.acts import Act
from data.definitions.dimensions import ACTIVITY
from data.definitions.filters import Filters
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_P90, STAYS
from data.definitions.relations import EVENTS
from data.edition import Row
from queries import measure, parts
from queries.casefile import head_of

BEGINS = "accept"


@dataclass(frozen=True)
class Usual:
    """How long stays at a node last among cases of the type, and how many there are for each case that begins."""

    median: Figure
    p90: Figure
    per_case: float | None


@dataclass(frozen=True)
class Step:
    """A stay of the case; `days` count to the data's day where it still stands there."""

    activity: str
    arrived_on: object
    left_on: object
    days: int | None
    standing: bool
    usual: Usual | None

    @property
    def long(self) -> bool:
        """Longer than nine in ten."""
        return bool(self.usual and self.days is not None and self.usual.p90.value is not None and self.days > self.usual.p90.value)


@dataclass(frozen=True)
class Passed:
    """An act of the legal backbone: how often the case went through it, whether it stands there, and how usual the act is."""

    act: Act
    times: int
    standing: bool
    per_case: float | None


@dataclass(frozen=True)
class Way:
    """`backbone` is empty for a type that has none; `asked` is the question of what is usual."""

    head: Row
    steps: tuple[Step, ...]
    backbone: tuple[Passed, ...]
    asked: Ask


def of_case(ask: Ask) -> Way:
    """The way of the case whose number the filter `case` gives. Raises NotFound, and NotSupplied without events."""
    head = head_of(ask)
    ask.scope.check_supplied(EVENTS.key)
    asked = replace(ask, filters=Filters.of({"type": head["type_code"]}))
    usual = _usual(asked)
    steps = tuple(_step(row, ask, usual) for row in _stays(ask, head["case_no"]))
    passed = (_passed(act, steps, usual) for act in acts.of_type(head["type_code"]))
    return Way(head, steps, tuple(each for each in passed if each.times or each.per_case), asked)


def _passed(act: Act, steps: tuple[Step, ...], usual: dict[str, Usual]) -> Passed:
    """How usual an act is, is how usual its most frequent node is: its nodes mostly come together."""
    mine = [step for step in steps if step.activity in act.nodes]
    known = [usual[node].per_case for node in act.nodes if node in usual and usual[node].per_case]
    return Passed(act, len(mine), any(step.standing for step in mine), max(known, default=None))


def _stays(ask: Ask, case_no: int) -> list[Row]:
    rows = ask.scope.rows(EVENTS)
    columns = (rows.c[name] for name in ("activity", "occurred_on", "left_on", "stay_days"))
    mine = sa.select(*columns).where(rows.c.case_no == case_no, rows.c.voided.is_not(True))
    return ask.scope.fetch(mine.order_by(rows.c.seq))


def _usual(asked: Ask) -> dict[str, Usual]:
    """Nothing where the data hold no stays of known length."""
    if not all(parts.available(asked, each) for each in (STAYS, STAY_MEDIAN, STAY_P90)):
        return {}
    groups = measure.by(ACTIVITY, STAYS, STAY_MEDIAN, STAY_P90)(asked).groups
    begun = sum(group[STAYS.key].n for group in groups if group.codes[ACTIVITY.key] == BEGINS)
    return {
        group.codes[ACTIVITY.key]: Usual(group[STAY_MEDIAN.key], group[STAY_P90.key], group[STAYS.key].n / begun if begun else None)
        for group in groups
    }


def _step(row: Row, ask: Ask, usual: dict[str, Usual]) -> Step:
    standing = row["left_on"] is None
    days = (ask.scope.as_of - row["occurred_on"]).days if standing else row["stay_days"]
    return Step(row["activity"], row["occurred_on"], row["left_on"], days, standing, usual.get(row["activity"]))
