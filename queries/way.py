"""The way of one case from node to node, beside the days that cases of its type usually spend there.

Usual is what the asking viewer may see of the last twelve months. Knows events and the indicators of stays.
Must not know words.
"""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from data.answer import Figure
from data.ask import Ask
from data.definitions.dimensions import ACTIVITY
from data.definitions.filters import Filters
from data.definitions.indicators.stays import STAY_MEDIAN, STAY_P90, STAYS
from data.definitions.relations import EVENTS
from data.edition import Row
from queries import measure, parts
from queries.casefile import head_of

BEGINS, OFTEN = "accept", 0.5


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
class Way:
    """`unseen` are the nodes that most cases of the type pass and this one has not; `asked` is the question of what is usual."""

    head: Row
    steps: tuple[Step, ...]
    unseen: tuple[tuple[str, Usual], ...]
    asked: Ask


def of_case(ask: Ask) -> Way:
    """The way of the case whose number the filter `case` gives. Raises NotFound, and NotSupplied without events."""
    head = head_of(ask)
    ask.scope.check_supplied(EVENTS.key)
    asked = replace(ask, filters=Filters.of({"type": head["type_code"]}))
    usual = _usual(asked)
    steps = tuple(_step(row, ask, usual) for row in _stays(ask, head["case_no"]))
    seen = {step.activity for step in steps}
    often = ((activity, each) for activity, each in usual.items() if activity not in seen and (each.per_case or 0) >= OFTEN)
    return Way(head, steps, tuple(often), asked)


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
