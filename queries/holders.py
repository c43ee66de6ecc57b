"""Who holds the cases of a type: every day between two events belongs to whoever has the case in between.

Knows moves. Must not know how they are shown.
"""

from dataclasses import dataclass, field

from data.ask import Ask
from data.catalogue import acts as backbones
from data.definitions import flows
from data.definitions.filters import MISSING
from queries import moves, process

OWN = "own_office"


@dataclass(frozen=True)
class Held:
    """Stays that ended in the period with one holder: how many, their days in all, and of which nodes, the longest first."""

    holder: str
    texts: dict[str, str]  # the filters that list these stays
    n: int
    days: int
    nodes: tuple[tuple[str, int, int], ...]  # node, stays, days
    waiting: int = 0


@dataclass(frozen=True)
class Holders:
    type_code: str
    held: tuple[Held, ...]
    ask: Ask
    given: bool = True  # the source says who holds a case; else the catalogue does
    total: int = field(default=0)


def holders(ask: Ask) -> Holders | None:
    """By holder, the most days first; beside it the cases that are with each on the last day of the data."""
    type_code = process.chosen_type(ask)
    if type_code is None:
        return None
    one = ask.with_(type=type_code)
    given = ("events", "holder") not in ask.scope.snapshot.absent
    stays, standing = _stays(one), _standing(one)
    by_holder: dict[str, dict[str, tuple[int, int]]] = {}
    for row in stays:
        nodes = by_holder.setdefault(_holder(row, given), {})
        n, days = nodes.get(row["activity"], (0, 0))
        nodes[row["activity"]] = n + row["n"], days + (row["sum_days"] or 0)
    waiting: dict[str, int] = {}
    for row in standing:
        waiting[_holder(row, given)] = waiting.get(_holder(row, given), 0) + row["n"]
    found = [_held(code, by_holder.get(code, {}), waiting.get(code, 0), given) for code in by_holder.keys() | waiting.keys()]
    held = tuple(sorted(found, key=lambda each: (-each.days, each.holder)))
    return Holders(type_code, held, one, given, sum(each.days for each in held))


def _stays(ask: Ask) -> list[dict]:
    found = moves.source(ask, flows.MOVES, ask.period)
    keys = {"holder": found.c.holder, "activity": found.c.activity}
    return moves.spread(ask, found, keys, found.c.activity.is_not(None), found.c.next_activity.is_not(None))


def _standing(ask: Ask) -> list[dict]:
    found = moves.source(ask, flows.MOVES, None)
    return moves.counted(ask, found, {"holder": found.c.holder, "activity": found.c.activity}, found.c.standing)


def _holder(row: dict, given: bool) -> str:
    return (row["holder"] if given else backbones.holders().get(row["activity"])) or OWN


def _held(holder: str, nodes: dict[str, tuple[int, int]], waiting: int, given: bool) -> Held:
    listed = sorted(((node, n, days) for node, (n, days) in nodes.items()), key=lambda each: (-each[2], each[0]))
    texts = {"holder": f"{OWN},{MISSING}" if holder == OWN else holder} if given else {"activity": ",".join(sorted(nodes))}
    return Held(holder, texts, sum(each[1] for each in listed), sum(each[2] for each in listed), tuple(listed), waiting)
