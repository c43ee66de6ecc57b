"""What sticks: the largest delays that neither the mix of cases, nor how units differ anyhow, nor chance explains.

Each is looked into: how long it was here and elsewhere, since when, where inside the unit, on the way to which node.
Knows delays and stays. Must not know words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

import sqlalchemy as sa

from data import unusual
from data.ask import Ask
from data.definitions.dimensions import CITY, DEPARTMENT, HANDLER, PROVINCE, Dimension
from data.definitions.indicators.stays import STAYS
from data.delays import Delay, standing_out
from data.edition import Row
from data.period import DAY, Period
from queries import delays, places, sources
from queries.stays import of_histogram, stays

AT_MOST = 4
MOSTLY = 0.6  # so much of the delay in one place inside the unit is worth naming


@dataclass(frozen=True)
class Spread:
    """The median of so many stays."""

    median: float | None
    n: int


@dataclass(frozen=True)
class Month:
    day: date
    here: Spread
    others: Spread


@dataclass(frozen=True)
class Inside:
    """The place inside a unit where most of it lies."""

    level: Dimension
    code: object
    share: float


@dataclass(frozen=True)
class Sticking:
    """A delay that stands out, `excess` days more than expected in the period; `since` is the month in which it began."""

    level: Dimension
    delay: Delay
    period: Period
    now: Spread = Spread(None, 0)
    others: Spread = Spread(None, 0)
    before: Spread = Spread(None, 0)
    since: date | None = None
    following: str | None = None
    inside: Inside | None = None
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class Search:
    """What was found, and how much was looked at to find it."""

    found: tuple[Sticking, ...]
    looked_at: int
    period: Period


def search(ask: Ask, at_most: int = AT_MOST, use_kept: bool = True) -> Search:
    """Over all units, lines and nodes in scope, without anybody choosing one."""
    period = ask.period.whole_pieces(ask.scope.snapshot.statistical_day, ask.scope.as_of) or ask.period
    at = levels(ask)
    kept = delays.kept(ask, at, period) if use_kept else None
    seen = kept or _delays(ask, at, period)
    beyond = _innermost(ask, [(level, each) for level, (found, _) in seen.items() for each in found])
    largest = sorted(beyond, key=lambda pair: (-pair[1].excess, str(pair[1].unit)))[:at_most]
    looked_at = sum(number for _, number in seen.values())
    sticking = [Sticking(level, each, period) for level, each in largest]
    found = _kept(ask, sticking) if kept else [_looked_into(ask, each) for each in sticking]
    return Search(tuple(found), looked_at, period)


def _kept(ask: Ask, sticking: Sequence[Sticking]) -> list[Sticking]:
    """Looked into by what the build has put down of them."""
    which = [delays.which(each.level, each.delay) for each in sticking]
    if not which:
        return []
    lasted, parts = delays.lasted(ask, which), delays.parts(ask, which)
    return [_told(each, lasted[one], parts[one]) for each, one in zip(sticking, which, strict=True)]


def levels(ask: Ask) -> tuple[Dimension, ...]:
    """The units compared: those below the one in force; nationwide the cities too. No single person is named."""
    child = places.org_child(ask)
    return {PROVINCE: (PROVINCE, CITY), HANDLER: (DEPARTMENT,)}.get(child, (child,))


def _delays(ask: Ask, levels: tuple[Dimension, ...], period: Period) -> dict[Dimension, tuple[list[Delay], int]]:
    """Of each level what stands out against others first; what that does not show may show against the same unit before. And of how
    many."""
    first, last = ask.scope.snapshot.about["first_on"], period.since - DAY
    before = Period(first.replace(day=1), last) if first and first < last else None
    cells = delays.cells(ask, levels, period, before)
    return {level: standing_out(each, before is not None) for level, each in zip(levels, cells, strict=True)}


def _innermost(ask: Ask, found: list[tuple[Dimension, Delay]]) -> list[tuple[Dimension, Delay]]:
    """A province is not named beside the city in it that makes it late."""
    units = ask.scope.places.units
    within = {(units[each.unit].province, each.line, each.activity) for level, each in found if level is CITY and each.unit in units}
    return [(level, each) for level, each in found if level is not PROVINCE or (each.unit, each.line, each.activity) not in within]


def _looked_into(ask: Ask, sticking: Sticking) -> Sticking:
    each, level = sticking.delay, sticking.level
    return _told(sticking, _history(ask, level, each, sticking.period), _parts(ask, level, each, places.BELOW[level], sticking.period))


def _told(sticking: Sticking, history: "History", parts: list[Row]) -> Sticking:
    months = tuple(Month(day, _spread(history, {day}, True), _spread(history, {day}, False)) for day in sorted({day for day, _ in history}))
    since = _since(history, [month.day for month in months])
    days = {month.day for month in months}
    now = {day for day in days if day >= sticking.period.since.replace(day=1)}
    earlier = {day for day in days if day < (since or min(now, default=date.max))}
    inside, following = _inside(sticking.level, sticking.delay, parts)
    return replace(
        sticking, now=_spread(history, now, True), others=_spread(history, now, False), before=_spread(history, earlier, True), since=since,
        inside=inside, following=following, months=months,
    )  # fmt: skip


History = dict[tuple[date, bool], Counter[int]]


def _history(ask: Ask, level: Dimension, each: Delay, period: Period) -> History:
    """(month, here or elsewhere) → days of stay with their frequencies, from the beginning of the data to the end of the period.

    Elsewhere is all of it less what was here: each is then read from the smallest histogram that has it.
    """
    first = ask.scope.snapshot.about["first_on"] or period.since
    whole = Period(min(first, period.since).replace(day=1), period.until)
    here, everywhere = _by_month(ask, each, whole, _narrowed(ask, level, each.unit)), _by_month(ask, each, whole, {})
    elsewhere = {month: counted - here.get(month, Counter()) for month, counted in everywhere.items()}
    sides = ((True, here), (False, elsewhere))
    return {(month, side): counted for side, months in sides for month, counted in months.items() if counted}


def _narrowed(ask: Ask, level: Dimension, code: object) -> dict[str, object]:
    """A city is looked for within its province: tables lie in the order of provinces."""
    unit = ask.scope.places.units.get(str(code)) if level is CITY else None
    return {level.column: code, **({PROVINCE.column: unit.province} if unit else {})}


def _by_month(ask: Ask, each: Delay, period: Period, units: Mapping[str, object]) -> dict[date, Counter[int]]:
    """Month → days of stay with their frequencies, at the node, in the units named."""
    found = stays(ask, (*units, "line", "activity"), period)
    c = found.c
    where = sa.and_(found.where, c.line == each.line, c.activity == each.activity, *(c[name] == code for name, code in units.items()))
    rows = sa.select(found.month.label("month"), found.value.label("value"), found.n.label("n")).where(where).subquery()
    keys, n = (rows.c.month, rows.c.value), sa.cast(sa.func.sum(rows.c.n), sa.BigInteger).label("n")
    months: dict[date, Counter[int]] = {}
    for row in ask.scope.fetch(sa.select(*keys, n).group_by(*keys)):
        months.setdefault(row["month"], Counter())[row["value"]] += row["n"]
    return months


def _spread(history: History, days: set[date], here: bool) -> Spread:
    each = [history[day, here] for day in days if (day, here) in history]
    counted = each[0] if len(each) == 1 else Counter()
    for more in each if len(each) > 1 else ():
        counted.update(more)
    return Spread(of_histogram(counted), counted.total())


def _since(history: History, days: Sequence[date]) -> date | None:
    """The month from which on the unit lay higher than the others do, if there is one."""
    both = [day for day in days if (day, True) in history]
    heights = [_height(history[day, True]) - _height(history.get((day, False), Counter())) for day in both]
    found = unusual.step(heights, [history[day, True].total() for day in both])
    return both[found.at] if found else None


def _height(counted: Counter[int]) -> float:
    return sum(log(1 + value) * n for value, n in counted.items()) / (counted.total() or 1)


def _inside(level: Dimension, each: Delay, parts: list[Row]) -> tuple[Inside | None, str | None]:
    """Where inside the unit most of the delay lies, and the node that mostly follows."""
    below = places.BELOW[level]
    rows = [row for row in parts if row["place"] is not None]
    follows = Counter()
    for row in rows:
        follows[row["next_activity"]] += row["n"]
    following = follows.most_common(1)[0][0] if follows else None
    return (None if below is HANDLER else _most(below, rows, each)), following


def _parts(ask: Ask, level: Dimension, each: Delay, below: Dimension, period: Period) -> list[Row]:
    source = sources.facts(ask, STAYS.over)
    c = source.c
    keys = c[below.column].label("place"), c.next_activity
    sums = sa.func.count().label("n"), sa.cast(sa.func.sum(c.stay_days), sa.BigInteger).label("days")
    here = c[level.column] == each.unit, c.line == each.line, c.activity == each.activity
    return ask.scope.fetch(sa.select(*keys, *sums).where(source.where, STAYS.behind(c, period), *here).group_by(*keys))


def _most(below: Dimension, rows: list[Row], each: Delay) -> Inside | None:
    usual, more = each.expected / each.n, Counter()
    for row in rows:
        more[row["place"]] += row["days"] - usual * row["n"]
    over = sum(value for value in more.values() if value > 0)
    if len(more) < 2 or over <= 0:
        return None
    code, value = max(more.items(), key=lambda pair: (pair[1], str(pair[0])))
    return Inside(below, code, value / over) if value / over >= MOSTLY else None
