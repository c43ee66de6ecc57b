"""Stays of every unit and node, now and before, as arrays to be compared; and what the build has compared already.

Knows stays. Must not know how they are compared.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np
import sqlalchemy as sa

from data.ask import Ask
from data.definitions import delays as declared
from data.definitions import moments
from data.definitions.dimensions import TYPE, Dimension
from data.definitions.relations import EVENTS
from data.delays import MOMENTS, Cells, Delay
from data.edition import Row
from data.period import Period
from queries import sources, stays, told

KEYS = ("line", "activity", "type_code")  # like is compared with like
COUNTS = ("n", "passed", "all_long", "all_passed")
NAMED = ("level", "unit", "line", "activity")


def cells(ask: Ask, levels: Sequence[Dimension], period: Period, before: Period | None = None) -> list[Cells]:
    """Of each level, from one reading by all of them."""
    names = [level.column for level in levels]
    both = stays.both_of_rows(ask, (*names, *KEYS), period, before) if before else None
    sides = [_side(ask, (*names, *KEYS), each, place) for place, each in enumerate((period, before)) if each] if both is None else [both]
    read = told.read(ask, sides[0] if len(sides) == 1 else sa.union_all(*sides), {"unit": names, "kind": KEYS})
    return [_cells(read, place) for place in range(len(levels))]


def _side(ask: Ask, columns: tuple[str, ...], period: Period, place: int) -> sa.Select:
    c = stays.adding_up(ask, columns, period).subquery(f"side_{place}").c
    numbers = [sa.cast(c[name], sa.Double).label(name) for name in MOMENTS]
    return sa.select(*(c[name] for name in columns), *numbers, sa.literal_column(str(place)).label("earlier"))


def _cells(read: told.Told, place: int) -> Cells:
    """What is of no unit of the level is left out."""
    units, number = told.by_one(read.keys["unit"], place)
    kinds, unit = read.keys["kind"], number[read["unit"]]
    cell, size = unit * len(kinds) + read["kind"], len(units) * len(kinds)
    sides = [np.flatnonzero((unit >= 0) & (read["earlier"] == earlier)) for earlier in (0, 1)]
    now, before = ({name: np.bincount(cell[rows], read[name][rows], size) for name in MOMENTS} for rows in sides)
    found = np.flatnonzero(now["n"])
    now, before = ({name: each[found] for name, each in side.items()} for side in (now, before))
    return Cells(units, kinds, *(np.divmod(found, len(kinds)) if kinds else (found, found)), now, before)


def kept(ask: Ask, levels: Sequence[Dimension], period: Period) -> dict[Dimension, tuple[list[Delay], int]] | None:
    """Of each level what stands out and of how many, where the build has compared all units in scope; None where not."""
    if not told_of_all(ask, levels, period):
        return None
    ask.scope.check_supplied(EVENTS.key)
    number, found = _rows(ask, declared.COMPARED), sorted(_rows(ask, declared.FOUND), key=lambda row: row["place"])
    looked_at = {row["level"]: row["n"] for row in number}
    return {
        level: ([_delay(row) for row in found if row["level"] == level.column], looked_at.get(level.column, 0)) for level in levels
    }


def told_of_all(ask: Ask, levels: Sequence[Dimension], period: Period) -> bool:
    """Whether the build has compared the units of these levels, and whether the question is about all of them."""
    compared = {each.column for each in levels} <= set(declared.LEVELS) and period == moments.last(ask.scope.as_of)
    return compared and sources.one_type(ask) is not None and ask.scope.fits(()) and ask.scope.grant.all_kinds


def lying(ask: Ask, levels: Sequence[Dimension], fewest: int, times: float) -> list[Row]:
    """The units and nodes of the levels where so many cases lie, about so many times those expected or more, beside all at the node; and,
    without a node, how many were compared."""
    ask.scope.check_supplied(EVENTS.key)
    rows = ask.scope.histogram(declared.LYING)
    place = sa.case({level.column: at for at, level in enumerate(levels)}, value=rows.c.level).label("place")
    names = (rows.c[name].label(new) for name, new in (("unit", "unit"), ("activity", "node"), *((name, name) for name in COUNTS)))
    n, passed, all_long, all_passed = (rows.c[name] for name in COUNTS)
    more = sa.and_(n >= fewest, n * (all_passed - passed) >= sa.cast(0.999 * times, sa.Double) * (all_long - n) * passed)
    wanted = rows.c.level.in_([level.column for level in levels]), sa.or_(more, rows.c.activity.is_(None))
    return ask.scope.fetch(sa.select(place, *names).where(_asked(ask, rows.c), *wanted))


def _rows(ask: Ask, table: sa.Table) -> list[Row]:
    rows = ask.scope.histogram(table)
    return ask.scope.fetch(sa.select(rows).where(_asked(ask, rows.c)))


def _asked(ask: Ask, c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """Of the type asked for, or of all together."""
    return sa.and_(sources.asked(ask, c, EVENTS), *([] if ask.filters.get(TYPE.key) else [c.type_code.is_(None)]))


def _delay(row) -> Delay:
    return Delay(**{name: row[name] for name in declared.TOLD} | {"days": float(row["days"])}, beyond=True)


Which = tuple[object, ...]  # level, unit, line, activity


def which(level: Dimension, each: Delay) -> Which:
    return level.column, each.unit, each.line, each.activity


def lasted(ask: Ask, some: Sequence[Which]) -> dict[Which, dict[tuple[date, bool], Counter[int]]]:
    """Of what stands out: (month, here or elsewhere) → days of stay with their frequencies."""
    found: dict[Which, defaultdict] = {each: defaultdict(Counter) for each in some}
    for *one, month, value, here, elsewhere in ask.scope.tuples(_of(ask, declared.LASTED, some, "month", "value", "here", "elsewhere")):
        months = found[tuple(one)]
        if here > 0:
            months[month, True][value] = here
        if elsewhere > 0:
            months[month, False][value] = elsewhere
    return {which: dict(months) for which, months in found.items()}


def parts(ask: Ask, some: Sequence[Which]) -> dict[Which, list[Row]]:
    """Of what stands out the parts of the unit with the nodes that follow: `place`, `next_activity`, `n`, `days`."""
    found: dict[Which, list[Row]] = {each: [] for each in some}
    names = "part", "next_activity", "n", "days"
    for row in ask.scope.tuples(_of(ask, declared.PARTS, some, *names)):
        found[row[: len(NAMED)]].append(dict(zip(("place", *names[1:]), row[len(NAMED) :], strict=True)))
    return found


def _of(ask: Ask, table: sa.Table, some: Sequence[Which], *names: str) -> sa.Select:
    c = ask.scope.histogram(table).c
    named = (sa.and_(*(c[name] == value for name, value in zip(NAMED, each, strict=True))) for each in some)
    return sa.select(*(c[name] for name in (*NAMED, *names))).where(_asked(ask, c), sa.or_(*named))
