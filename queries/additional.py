"""案-件比 as a composition: how many further 件 the cases of prosecution caused, by what, and who could have avoided them.

Knows the catalogue of what counts and moves. Must not know how it is shown. It is neither a target nor a rank.
"""

from dataclasses import dataclass

from data.ask import Ask
from data.catalogue import acts as backbones
from data.catalogue.acts import Additional
from data.definitions import flows
from data.definitions.dimensions import TYPE
from data.definitions.indicators import flow
from queries import measure, moves

CAUSES = ("law", "others", "avoidable")


@dataclass(frozen=True)
class Item:
    what: Additional
    n: int


@dataclass(frozen=True)
class Composition:
    """`base` cases and the further items they caused, in the period; `ask` is the question without case types."""

    base: int
    items: tuple[Item, ...]
    ask: Ask

    def of(self, cause: str) -> int:
        return sum(item.n for item in self.items if item.what.cause == cause)

    @property
    def extra(self) -> int:
        return sum(item.n for item in self.items)


def composition(ask: Ask) -> Composition:
    """Of all types that count: a filter on the type does not act on it."""
    whole = ask.with_(type=None, line=None)
    listed = backbones.additional()
    accepted = {group.codes["type"]: group["accepted"].value or 0 for group in measure.by(TYPE, flow.ACCEPTED)(whole).groups}
    entered = _entered(whole, [each.code for each in listed if each.kind == "node"])
    base = sum(accepted.get(each.code, 0) for each in listed if each.kind == "base")
    found = {"node": entered, "type": accepted}
    items = (Item(each, found[each.kind].get(each.code, 0)) for each in listed if each.kind in found)
    return Composition(base, tuple(item for item in items if item.n), whole)


def _entered(ask: Ask, nodes: list[str]) -> dict[str, int]:
    found = moves.source(ask, flows.MOVES, ask.period)
    rows = moves.counted(ask, found, {"node": found.c.next_activity}, found.c.next_activity.in_(nodes))
    return {row["node"]: row["n"] for row in rows}
