"""Which routes finished cases took, how often they were returned or extended, and how many days each stage of it took.

Knows routes and moves. Must not know how they are shown.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.catalogue import acts as backbones
from data.definitions import flows
from data.text import Text
from queries import moves, process

SEPARATOR = "\x1f"
MOST = 20


@dataclass(frozen=True)
class Path:
    """Cases alike in route or pattern: the key as it stands in an address, how many, and their days from acceptance to the end."""

    key: str
    n: int
    median: float | None
    p90: float | None
    acts: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Paths:
    """`shown` are the most frequent, the first first; `kinds` how many there are; `total` all cases whose process ended."""

    type_code: str
    shown: tuple[Path, ...]
    kinds: int
    total: int
    ask: Ask

    @property
    def coverage(self) -> float:
        return sum(each.n for each in self.shown) / self.total if self.total else 0.0


def routes(ask: Ask) -> Paths | None:
    """The twenty most frequent routes over the milestones of the backbone."""
    found = _paths(ask, "route", MOST)
    if found is None:
        return None
    named = _named(found)
    return Paths(
        found.type_code, tuple(Path(each.key, each.n, each.median, each.p90, named[each.key]) for each in found.shown),
        found.kinds, found.total, found.ask,
    )  # fmt: skip


def reworked(ask: Ask) -> Paths | None:
    """Every order of returns and extensions that occurs."""
    return _paths(ask, "rework", None)


def _paths(ask: Ask, key: str, most: int | None) -> Paths | None:
    type_code = process.chosen_type(ask)
    if type_code is None:
        return None
    one = ask.with_(type=type_code)
    found = moves.source(one, flows.PATHS, one.period)
    rows = moves.spread(one, found, {"key": found.c[key]}, found.c[key].is_not(None))
    ordered = sorted(rows, key=lambda row: (-row["n"], str(row["key"])))
    shown = tuple(Path(str(row["key"]), row["n"], row["median"], row["p90"]) for row in ordered[:most])
    return Paths(type_code, shown, len(rows), sum(row["n"] for row in rows), one)


def _named(found: Paths) -> dict[str, tuple[Text, ...]]:
    """Route → the names of its acts in order; of a type without a backbone those of its nodes."""
    c = schema.routes.c
    wanted = [int(each.key) for each in found.shown]
    rows = found.ask.scope.fetch(sa.select(c.route, c.acts).where(c.route.in_(wanted))) if wanted else []
    labels = {act.code: act.label for act in backbones.of_type(found.type_code)}
    return {
        str(row["route"]): tuple(labels.get(code) or found.ask.names.of("node", code) for code in row["acts"].split(SEPARATOR) if code)
        for row in rows
    }
