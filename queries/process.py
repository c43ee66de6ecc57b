"""The process of one case type: its acts, what moves between them, and which moves are drawn.

Acts and the choice of moves come from all that the viewer may see of the type, whatever is asked of it: so the picture stays
where it is from month to month, and a filter changes its numbers only.
Knows backbones and moves. Must not know how a process is drawn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import acts as backbones
from data.definitions import flows
from data.definitions.dimensions import ACTIVITY, TYPE
from data.definitions.indicators import stays
from data.definitions.indicators.flow import ACCEPTED
from data.period import Period
from data.text import Text
from queries import histograms, measure, moves

USUALLY_SHOWN = 80  # percent of the traffic
FEW = 0.01  # of the records: where fewer begin is not marked
MOST_DRAWN = 120  # moves; beyond it nobody can read a map


@dataclass(frozen=True)
class Act:
    """A step of the map: the nodes it is made of, and its place in the backbone (None beside it)."""

    code: str
    label: Text
    nodes: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True)
class Move:
    source: str
    target: str
    n: int
    median: float | None = None
    p90: float | None = None
    over: int = 0  # how often longer than the usual days of the node it leaves, of the times that such days are known
    limited: int = 0

    @property
    def share_over(self) -> float | None:
        return self.over / self.limited if self.limited else None

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.target


@dataclass(frozen=True)
class Traffic:
    """What moved in a period: moves by their ends, how often each act was entered, and where records begin and end."""

    period: Period
    moves: dict[tuple[str, str], Move]
    entered: dict[str, int]
    begun: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    source: str = "rows"

    @property
    def total(self) -> int:
        return sum(each.n for each in self.moves.values())

    def entered_by_move(self, code: str) -> int:
        """How often an act was entered from another one."""
        return self.entered.get(code, 0) - self.begun.get(code, 0)


@dataclass(frozen=True)
class Process:
    """`basis` are all moves the viewer may see of the type, `drawn` those of the map; `discovered` says it has no backbone."""

    type_code: str
    acts: dict[str, Act]
    basis: dict[tuple[str, str], int]
    drawn: tuple[tuple[str, str], ...]
    discovered: bool
    percent: int
    now: Traffic
    then: Traffic | None = None
    waiting: dict[str, int] = field(default_factory=dict)  # cases that stand at each act on the last day of the period
    begins: tuple[str, ...] = ()  # acts at which records begin, but for a few
    ask: Ask | None = None  # the question of one type that the numbers answer
    ask_then: Ask | None = None

    @property
    def coverage(self) -> float:
        """The share of the period's traffic that is drawn."""
        seen = sum(self.now.moves[key].n for key in self.drawn if key in self.now.moves)
        return seen / self.now.total if self.now.total else 0.0


def process(ask: Ask) -> Process | None:
    """The map of the type asked for, or of the most frequent one; None where there is nothing."""
    type_code = chosen_type(ask)
    if type_code is None:
        return None
    one = ask.with_(type=type_code)
    acts, basis, begins = _basis(one, type_code)
    percent = ask.filters.get("paths") or USUALLY_SHOWN
    drawn = _drawn(acts, basis, percent)
    other = _other(one)
    known = bool(backbones.of_type(type_code))
    return Process(
        type_code, acts, basis, drawn, not known, percent, traffic(one, acts, one.period),
        traffic(other, acts, other.period) if other else None, _waiting(one, acts), begins, one, other,
    )  # fmt: skip


def chosen_type(ask: Ask) -> str | None:
    """The one asked for; else the one of which most cases came in the period, or ever."""
    if named := ask.filters.get("type"):
        return named[0]
    came = {group.codes[TYPE.key]: group[ACCEPTED.key].value or 0 for group in measure.by(TYPE, ACCEPTED)(ask).groups}
    return _most(came) or _most(_began(ask))


def _began(ask: Ask) -> dict[str | None, int]:
    found = moves.source(ask, flows.MOVES, None)
    return {row["type"]: row["n"] for row in moves.counted(ask, found, {"type": found.c.type_code}, found.c.activity.is_(None))}


def _most(numbers: Mapping[str | None, int]) -> str | None:
    return min((code for code, n in numbers.items() if n), key=lambda code: (-numbers[code], str(code)), default=None)


def _waiting(ask: Ask, acts: dict[str, Act]) -> dict[str, int]:
    act_of = {node: act.code for act in acts.values() for node in act.nodes}
    found: dict[str, int] = {}
    for group in measure.by(ACTIVITY, stays.WAITING)(ask).groups:
        code = act_of.get(group.codes["activity"])
        found[code] = found.get(code, 0) + (group["waiting"].value or 0)
    return found


def _other(ask: Ask) -> Ask | None:
    """The question that the map is compared with: the period before, the year before, or another unit."""
    versus = ask.filters.text("versus")
    if not versus:
        return None
    if versus in ("before", "year"):
        days = ask.period.before() if versus == "before" else ask.period.year_before()
        return ask.with_(since=str(days.since), until=str(days.until), period=None)
    return ask.with_(org=versus)


def _basis(ask: Ask, type_code: str) -> tuple[dict[str, Act], dict[tuple[str, str], int], tuple[str, ...]]:
    """The acts that occur, how often each move was made, and where records begin: of all that the viewer may see of the type."""
    whole = ask.with_(**{key: None for key, _ in ask.filters.texts if key != "type"})
    found = moves.source(whole, flows.MOVES, None)
    rows = moves.counted(whole, found, {"source": found.c.activity, "target": found.c.next_activity})
    acts = _acts(ask, type_code, {row[end] for row in rows for end in ("source", "target")} - {None})
    act_of = {node: act.code for act in acts.values() for node in act.nodes}
    basis: dict[tuple[str, str], int] = {}
    begun = {act_of[row["target"]]: row["n"] for row in rows if row["source"] is None}
    for row in rows:
        key = act_of.get(row["source"]), act_of.get(row["target"])
        if None not in key and (key[0] != key[1] or len(acts[key[0]].nodes) == 1):  # what happens within an act is no move
            basis[key] = basis.get(key, 0) + row["n"]
    return acts, basis, tuple(code for code in acts if begun.get(code, 0) >= FEW * sum(begun.values()) > 0)


def _acts(ask: Ask, type_code: str, nodes: set[str]) -> dict[str, Act]:
    """Those of the backbone that occur; beside it each node for itself."""
    backbone = [
        Act(act.code, act.label, tuple(node for node in act.nodes if node in nodes), act.rank)
        for act in backbones.of_type(type_code)
    ]
    found = {act.code: act for act in backbone if act.nodes}
    known = {node for act in found.values() for node in act.nodes}
    beside = (Act(node, ask.names.of("node", node), (node,), None) for node in sorted(nodes - known))
    return found | {(act.code if act.code not in found else f"{act.code}*"): act for act in beside}


def _drawn(acts: dict[str, Act], basis: dict[tuple[str, str], int], percent: int) -> tuple[tuple[str, str], ...]:
    """The most frequent moves up to that share of all; and of each act of the backbone its main way in and out."""
    ordered = sorted(basis, key=lambda key: (-basis[key], key))
    wanted, seen, chosen = sum(basis.values()) * percent / 100, 0, []
    for key in ordered:
        if seen >= wanted or len(chosen) == MOST_DRAWN:
            break
        chosen.append(key)
        seen += basis[key]
    on_it = {code for code, act in acts.items() if act.rank is not None} or {end for key in chosen for end in key}
    for end in (0, 1):
        reached = {key[end] for key in chosen if key[0] != key[1]}
        for key in ordered:
            if key[end] in on_it - reached and key[1 - end] in on_it and key[0] != key[1]:
                chosen.append(key)
                reached.add(key[end])
    return tuple(dict.fromkeys(chosen))


def traffic(ask: Ask, acts: dict[str, Act], period: Period, use_marts: bool = True) -> Traffic:
    found = moves.source(ask, flows.MOVES, period, use_marts)
    rows = moves.spread(ask, found, {"source": found.c.activity, "target": found.c.next_activity}, named=_between(acts))
    made = {(r["source"], r["target"]): Move(r["source"], r["target"], r["n"], r["median"], r["p90"]) for r in rows}
    if ask.filters.text("overlay") == "over":
        made = _with_over(ask, found, made, acts)
    entered: dict[str, int] = {}
    for (out, into), move in made.items():
        if into is not None and out != into:
            entered[into] = entered.get(into, 0) + move.n
    return Traffic(
        period, {key: move for key, move in made.items() if None not in key}, entered,
        {into: move.n for (out, into), move in made.items() if out is None},
        {out: move.n for (out, into), move in made.items() if into is None}, found.name,
    )  # fmt: skip


def _with_over(ask: Ask, found: moves.Source, made: dict, acts: dict[str, Act]) -> dict:
    """How often each move took longer than is usual: asked only when the map shows it."""
    named, limit = _naming(acts.values()), stays.usual_at(found.c.activity, found.c.day)
    keys = {"source": named(found.c.activity), "target": named(found.c.next_activity)}
    rows = moves.beyond(ask, found, keys, limit, found.c.activity.is_not(None), found.c.next_activity.is_not(None))
    counts = {(row["source"], row["target"]): {name: row[name] for name in ("over", "limited")} for row in rows}
    return {key: replace(move, **counts.get(key, {})) for key, move in made.items()}


def _between(acts: dict[str, Act]) -> histograms.Named:
    """Of a step from node to node the acts; none where it goes from one node of an act to another."""
    act_of = {node: act.code for act in acts.values() for node in act.nodes}
    alone = {node for act in acts.values() if len(act.nodes) == 1 for node in act.nodes}

    def named(step: tuple) -> tuple | None:
        ends = tuple(act_of.get(node, node) for node in step)
        within = step[0] is not None and ends[0] == ends[1] and step[0] not in alone
        return None if within else ends

    return named


def _naming(acts: Iterable[Act]) -> Callable[[sa.ColumnElement], sa.ColumnElement]:
    """Node → its act, in SQL; a node that is its own act keeps its name."""
    grouped: Sequence[Act] = [act for act in acts if act.nodes != (act.code,)]

    def named(column) -> sa.ColumnElement:
        whens = [(column.in_(act.nodes), sa.literal(act.code)) for act in grouped]
        return sa.case(*whens, else_=column) if whens else column

    return named
