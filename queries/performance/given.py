"""What the members of rotation groups were given, as numbers: all at once, the codes and what allotments weigh only of some.

From the tables of those of the last twelve months where they fit the question, else from the rows. Knows allotments, postings and
weights. Must not know what is expected of a member, limits or words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data import engine, schema
from data.ask import Ask
from data.definitions import moments, turned
from data.definitions.relations import ALLOCATIONS
from queries import sources
from queries.performance import people, weighing


@dataclass(frozen=True)
class Told:
    """Of some members, in their order: codes, `weighed` allotments by turn, the `load` of the whole group, allotments otherwise."""

    group: Sequence[str | None]
    code: Sequence[str]
    weighed: np.ndarray
    load: np.ndarray
    others: np.ndarray


class Given:
    """Of each member who was given something by turn, in order of department, group and code: its group as a number from 0 on without
    gaps, how many, and the days in post in the department."""

    team: np.ndarray
    number: np.ndarray
    days: np.ndarray

    def told(self, places: np.ndarray) -> Told:
        raise NotImplementedError

    def _all(self, places: np.ndarray) -> bool:
        return len(places) == len(self.number)


def given(ask: Ask) -> Given:
    for table, keys in turned.TABLES.items():
        if _fits(ask, keys):
            return Kept(ask, table)
    return Rows(ask)


def _fits(ask: Ask, keys: Sequence[str]) -> bool:
    span = moments.last(ask.scope.as_of)
    return ask.period == span and ask.filters.columns(ask.scope.places) <= set(keys) and ask.scope.fits(keys)


class Rows(Given):
    """Counted among the rows."""

    def __init__(self, ask: Ask):
        self.ask, found = ask, ask.scope.arrays(_counted(ask))
        self.department, self.group, self.code = (found[name] for name in turned.CODES)
        self.number, self.days = found["number"].astype(float), found["days"].astype(float)
        first = np.ones(len(self.code), bool)
        first[1:] = (self.department[1:] != self.department[:-1]) | (self.group[1:] != self.group[:-1])
        self.team = np.cumsum(first) - 1

    def told(self, places: np.ndarray) -> Told:
        there, group, code = (each[places].tolist() for each in (self.department, self.group, self.code))
        known = weighing.weighed(self.ask, None if self._all(places) else set(there)) if len(places) else weighing.Weighed()
        keys = list(zip(there, group, code, strict=True))
        return Told(
            group, code, np.array([known.weighed[key] for key in keys]), np.array([known.load[key[:2]] for key in keys]),
            np.array([known.by_hand[department, code] for department, _, code in keys]),
        )  # fmt: skip


def _counted(ask: Ask) -> sa.Select:
    source = sources.facts(ask, ALLOCATIONS)
    c = source.c
    keys, number = (c.department, c.group_id, c.assigned_to), sa.func.count().label("number")
    each = sa.select(*keys, number).where(*weighing.within(ask, source), turned.by_turn(c)).group_by(*keys).subquery("given")
    g, post = each.c, schema.posting.c
    there, days = people.in_post(post, g.assigned_to, g.department, ask.period)
    in_post = sa.cast(sa.func.coalesce(sa.func.sum(days), 0), sa.BigInteger).label("days")
    listed = sa.select(*g, in_post).select_from(each.outerjoin(schema.posting, there)).group_by(*g)
    return listed.order_by(g.department, g.group_id, g.assigned_to)


class Kept(Given):
    """From the tables of the last twelve months. A member has a row for each kind of case, so numbers are added up by member."""

    def __init__(self, ask: Ask, table: sa.Table):
        self.ask, self.source = ask, sources.kept(ask, ALLOCATIONS, table)
        member, team, person, days, turns, others = self._read(self.source, "member", "team", "person", "days", *turned.COUNTS)
        given, self.others = np.bincount(member, turns), np.bincount(person, others)
        self.member = np.flatnonzero(given)
        self.number, self.days = given[self.member], _of_each(member, days)[self.member].astype(float)
        self.person, self.named = _of_each(member, person)[self.member], _of_each(member, team)[self.member]
        self.team = np.cumsum(np.diff(self.named, prepend=self.named[:1]) > 0)  # members are in the order of their groups

    def told(self, places: np.ndarray) -> Told:
        member, team = self.member[places], self.named[places]
        codes, weighed, load = self._codes(member), *self._weighed(team, self._all(places))
        return Told(*codes, weighed[member], load[team], self.others[self.person[places]])

    def _codes(self, member: np.ndarray) -> tuple[list, list]:
        c = self.source.c
        some = self.source.where, c.turns > 0, engine.among(c.member, member.tolist())
        found = {number: codes for number, *codes in self.ask.scope.tuples(sa.select(c.member, c.group_id, c.assigned_to).where(*some))}
        return tuple([found[each][place] for each in member.tolist()] for place in (0, 1))

    def _weighed(self, team: np.ndarray, every: bool) -> tuple[np.ndarray, np.ndarray]:
        """Allotments by turn as they weigh, by the number of the member and by that of the group."""
        source = sources.kept(self.ask, ALLOCATIONS, turned.KINDS)
        some = sa.true() if every else engine.among(source.c.team, np.unique(team).tolist())
        member, team, turns, types = self._read(source, "member", "team", "turns", "type_code", where=sa.and_(source.c.turns > 0, some))
        known = {code: weighing.of_type(self.ask, code) for code in dict.fromkeys(types.tolist())}
        weight = turns * np.array([known[code] for code in types.tolist()], float)
        return np.bincount(member, weight), np.bincount(team, weight)

    def _read(self, source: sources.Source, *names: str, where: sa.ColumnElement[bool] | None = None) -> list[np.ndarray]:
        columns = sa.select(*(source.c[name] for name in names)).where(source.where)
        found = self.ask.scope.arrays(columns if where is None else columns.where(where))
        return [each if name == "type_code" else each.astype(int, copy=False) for name, each in found.items()]


def _of_each(member: np.ndarray, values: np.ndarray) -> np.ndarray:
    """What is the same in all rows of a member, by its number."""
    found = np.zeros(member.max(initial=-1) + 1, int)
    found[member] = values
    return found
