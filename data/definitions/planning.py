"""What a review plan asks of cases: the signs of risk as conditions, and the texts in an address that say what is planned.

Knows columns of cases. Must not know how a plan is drawn. Declarations.
"""

from collections.abc import Callable

import sqlalchemy as sa

from data.catalogue import planning
from data.definitions.moving import NEVER

# Sign → condition over the columns of a case. Their weights stand in the catalogue.
SIGNS: dict[str, Callable[[sa.ColumnCollection], sa.ColumnElement[bool]]] = {
    "findings": lambda c: c.finding_count > 0,
    "returned": lambda c: sa.and_(c.rework.is_not(None), c.rework != NEVER),
    "late": lambda c: c.concluded_on > c.due_on,
    "supervised": lambda c: sa.or_(c.supervised.is_(True), c.assigned_from_above.is_(True), c.followed.is_(True)),
    "reopened": lambda c: c.reopened_on.is_not(None),
    "flagged": lambda c: c.flag_count > 0,
}
LAYERS = ("mandatory", "risk", "type", "random")
KINDS = tuple(planning.standards())
# What an address says of a plan.
KEYS = ("plan", "seed", "rate", "quota", "least", "each_type", "risky", "crossed", "allot", "layer", "saved")


def hundredths(text: str) -> float:
    """A share from 0 to 100."""
    value = float(text)
    if not 0 <= value <= 100:
        raise ValueError(text)
    return value


def whole(most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not 0 <= value <= most:
            raise ValueError(text)
        return value

    return parse


def pairs(text: str) -> dict[str, float]:
    """`a:1,b:2.5`."""
    found = dict(part.split(":") for part in text.split(",") if part)
    return {key.strip(): float(value) for key, value in found.items()}
