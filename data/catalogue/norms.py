"""What an office takes as usual: days at a node, months after which a case is long pending, weights of work.

Each row has its validity, its basis, and whether the office has confirmed it; none is law by itself.
Knows the CSV files beside it. Must not know who compares anything with them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _rows

ANY = "*"  # a line that has no rows of its own goes by these


@dataclass(frozen=True, slots=True)
class Norm:
    """`size` is the number of the row (days, months or weight) for `key` (node, line or family); `step` tells grades apart."""

    key: str
    size: float
    valid_from: date | None
    valid_to: date | None
    basis: str
    confirmed: bool
    step: int = 1


@cache
def of_nodes() -> tuple[Norm, ...]:
    """The days that a stay at a node should not exceed; nodes without one are in nobody's share."""
    return _norms("norms.csv", "node", "days")


@cache
def of_pending() -> tuple[Norm, ...]:
    """The months after which a pending case of a line is long pending, in steps."""
    return _norms("long_pending.csv", "line", "months")


@cache
def of_work() -> tuple[Norm, ...]:
    """What a case of a family weighs against an ordinary prosecution."""
    return _norms("weights.csv", "family", "weight")


@cache
def beside() -> frozenset[str]:
    """Nodes that stand beside the path: a case waits where it waited before."""
    return frozenset(row["node"] for row in _rows("beside.csv"))


def on(norms: tuple[Norm, ...], day: date) -> dict[tuple[str, int], Norm]:
    """(key, step) → the row in force on a day."""
    return {
        (each.key, each.step): each for each in norms
        if (each.valid_from is None or each.valid_from <= day) and (each.valid_to is None or day <= each.valid_to)
    }


def _norms(file: str, key: str, size: str) -> tuple[Norm, ...]:
    return tuple(
        Norm(row[key], float(row[size]), _day(row["valid_from"]), _day(row["valid_to"]), row["basis"], row["confirmed"] == "yes",
             int(row.get("step") or 1))
        for row in _rows(file)
    )  # fmt: skip
