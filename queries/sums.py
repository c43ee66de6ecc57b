"""Running sums of tallies, from a pre-aggregate or from the rows: every number up to every day asked, in one statement.

Knows sources and tallies. Must not know indicators, nor what a period means.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, chain

import numpy as np
import sqlalchemy as sa

from data import engine
from data.ask import Ask
from data.definitions import marts
from data.definitions.counting import Count, Tally
from data.period import Period
from queries.sources import Source

FEW_ROWS = {"handler", "office", "department"}  # of a person or an office there are few
FIRST, NEVER = date(2000, 1, 1), -1_000_000  # days are numbered from the first; none has the other
FEW = 8  # as many ends are told apart by the engine; for more, every day after the first is read and the ends are found here


class Running:
    """The running sum of one tally: how many rows up to and including a day."""

    def __init__(self, days: Sequence[date], numbers: Sequence[int]):
        self.days, self.sums = list(days), list(accumulate(numbers))

    def until(self, day: date) -> int:
        place = bisect_right(self.days, day)
        return self.sums[place - 1] if place else 0


Sums = dict[Tally, Running]


def nothing(counts: Sequence[Count]) -> Sums:
    """Where there are no rows at all."""
    return {tally: Running((), ()) for tally in tallies(counts)}


def number(count: Count, period: Period, sums: Sums) -> int:
    """How many rows the count has in the period."""
    return sum(term.sign * sums[term.tally].until(term.until) for term in count.terms(period))


def ends(counts: Sequence[Count], periods: Sequence[Period]) -> list[date]:
    """The days up to which anything is summed, in order."""
    return sorted({term.until for count in counts for period in periods for term in count.terms(period)})


def tallies(counts: Sequence[Count]) -> list[Tally]:
    return list(dict.fromkeys(tally for count in counts for tally in count.tallies))


def of_mart(ask: Ask, source: Source, counts: Sequence[Count], periods: Sequence[Period], by: Sequence[str] = ()) -> dict[tuple, Sums]:
    """Codes of the columns `by` → running sums, exact at the days that the periods need."""
    columns, rows = _summed(ask, source, counts, periods, by)
    names = list(dict.fromkeys(columns.values()))
    return {code: _sums(found, columns, names) for code, found in _by_code(rows, len(by)).items()}


def table(
    ask: Ask, source: Source, asked: Sequence[tuple[Count, Period]], by: Sequence[str]
) -> tuple[list[tuple], list[list[int]]]:
    """The codes of the columns `by`, and for each of them a row with a number for each count and period asked."""
    counts, periods = (list(dict.fromkeys(each)) for each in zip(*asked, strict=True))
    columns, rows = _summed(ask, source, counts, periods, by)
    days, names, keys = ends(counts, periods), list(dict.fromkeys(columns.values())), len(by)
    codes: dict[tuple, int] = {}
    into = [codes.setdefault(row[:keys], len(codes)) for row in rows]
    sums = np.zeros((len(codes), len(days), len(names)), np.int64)
    if rows:
        at = {day: bisect_left(days, day) for day in {row[keys] for row in rows}}
        np.add.at(sums, (into, [at[row[keys]] for row in rows]), np.array([row[keys + 1 :] for row in rows], np.int64))
    terms = [[(term.sign, days.index(term.until), names.index(columns[term.tally])) for term in count.terms(period)]
             for count, period in asked]  # fmt: skip
    signs, upto, which = (np.array(each) for each in zip(*chain.from_iterable(terms), strict=True))
    starts = list(accumulate((len(each) for each in terms[:-1]), initial=0))
    return list(codes), np.add.reduceat(np.cumsum(sums, axis=1)[:, upto, which] * signs, starts, axis=1).tolist()


def _summed(ask: Ask, source: Source, counts: Sequence[Count], periods: Sequence[Period], by: Sequence[str]):
    """(tally → name of its column, rows of codes, a day, and of each column the sum of what counts from that day on)."""
    columns = {tally: marts.column_of(tally, source.relation) for tally in tallies(counts)}
    names = list(dict.fromkeys(columns.values()))
    days = ends(counts, periods)
    upto = _upto(source.c.day, days) if len(days) <= FEW else engine.later(source.c.day, sa.literal(days[0], sa.Date))
    keys = [source.c[name].label(f"k{i}") for i, name in enumerate(by)]
    summed = [sa.cast(sa.func.sum(source.c[name]), sa.BigInteger).label(f"s{i}") for i, name in enumerate(names)]
    where = sa.and_(source.where, _within(source.c.day, counts, periods, days))
    groups = (*(f"k{i}" for i in range(len(by))), "upto")
    return columns, ask.scope.tuples(sa.select(*keys, upto.label("upto"), *summed).where(where).group_by(*groups).order_by("upto"))


def of_period(
    ask: Ask, source: Source, counts: Sequence[Count], period: Period, by: Sequence[str]
) -> tuple[list[tuple], list[tuple[int, Count]], list[tuple]]:
    """Codes of the columns `by`, what was asked (of the first period), and of each of the codes the numbers of the counts."""
    found = ask.scope.tuples(_together(source, counts, period, by, _within(source.c.day, counts, (period,), ends(counts, (period,)))))
    return [row[: len(by)] for row in found], [(0, count) for count in counts], [row[len(by) :] for row in found]


def in_columns(
    ask: Ask, source: Source, counts: Sequence[Count], period: Period, by: Sequence[str]
) -> tuple[list[np.ndarray], dict[Count, np.ndarray]]:
    """Taken together by the engine, for very many codes: an array of the codes of each column `by`, and one of each count's numbers.

    Numbers to which nothing adds are left out: of many units and strata that is most of them.
    """
    found = ask.scope.arrays(_together(source, counts, period, by, _adds(source, counts, period)))
    return [found[f"k{i}"] for i in range(len(by))], {count: found[f"n{i}"].astype(int) for i, count in enumerate(counts)}


def _together(source: Source, counts: Sequence[Count], period: Period, by: Sequence[str], where: sa.ColumnElement[bool]) -> sa.Select:
    keys = [source.c[name].label(f"k{i}") for i, name in enumerate(by)]
    listed = (number.label(f"n{i}") for i, number in enumerate(_numbers(source, counts, period)))
    return sa.select(*keys, *listed).where(source.where, where).group_by(*(key.name for key in keys))


def signed(source: Source, counts: Sequence[Count], period: Period) -> tuple[list[sa.ColumnElement[int]], sa.ColumnElement[bool]]:
    """The numbers of counts in one period, and the rows of the mart that anything adds to them."""
    return _numbers(source, counts, period), _adds(source, counts, period)


def _adds(source: Source, counts: Sequence[Count], period: Period) -> sa.ColumnElement[bool]:
    names = dict.fromkeys(marts.column_of(tally, source.relation) for tally in tallies(counts))
    return sa.and_(_within(source.c.day, counts, (period,), ends(counts, (period,))), sa.or_(*(source.c[name] != 0 for name in names)))


def _numbers(source: Source, counts: Sequence[Count], period: Period) -> list[sa.ColumnElement[int]]:
    days, anew = ends(counts, (period,)), _starts_anew(counts, (period,))
    return [_signed(source, count, period, days, anew) for count in counts]


def _within(day, counts: Sequence[Count], periods: Sequence[Period], days: Sequence[date]) -> sa.ColumnElement[bool]:
    """The days that matter: up to the last end; and of what happens in periods none before the first."""
    upto = day <= sa.literal(days[-1], sa.Date)
    return sa.and_(upto, day > sa.literal(days[0], sa.Date)) if _starts_anew(counts, periods) else upto


def _starts_anew(counts: Sequence[Count], periods: Sequence[Period]) -> bool:
    """Whether all that came before the first end is taken once and given once."""
    signs = ([term.sign for term in count.terms(period) if term.tally == tally]
             for count in counts for period in periods for tally in count.tallies)  # fmt: skip
    return not any(sum(each) for each in signs)


def _signed(source: Source, count: Count, period: Period, days: Sequence[date], anew: bool) -> sa.ColumnElement[int]:
    """The terms of a count, each summed up to its day: of the first day nothing is read that begins there, of the last all that is read."""
    parts = []
    for term in count.terms(period):
        if anew and term.until == days[0]:
            continue
        column = source.c[marts.column_of(term.tally, source.relation)]
        upto = column if term.until == days[-1] else sa.case((source.c.day <= sa.literal(term.until, sa.Date), column), else_=0)
        parts.append(upto if term.sign > 0 else -upto)
    return sa.cast(sa.func.sum(sum(parts[1:], parts[0] if parts else sa.literal(0))), sa.BigInteger)


def _upto(day, days: Sequence[date]) -> sa.ColumnElement:
    """The first of the days that does not lie before."""
    *earlier, last = (sa.literal(each, sa.Date) for each in days)
    return sa.case(*((day <= each, each) for each in earlier), else_=last) if earlier else last


def _by_code(rows: Sequence[tuple], keys: int) -> dict[tuple, list[tuple]]:
    found: dict[tuple, list[tuple]] = {}
    for row in rows:
        found.setdefault(row[:keys], []).append(row[keys:])
    return found


def _sums(rows: list[tuple], columns: dict[Tally, str], names: list[str]) -> Sums:
    days, *numbers = zip(*rows, strict=True)
    running = {name: Running(days, each) for name, each in zip(names, numbers, strict=True)}
    return {tally: running[name] for tally, name in columns.items()}


def of_rows(ask: Ask, source: Source, counts: Sequence[Count]) -> Sums:
    """The same from the rows themselves, each tally counted by day."""
    wanted = tallies(counts)
    if ask.filters.columns(ask.scope.places) & FEW_ROWS:
        return _of_few(ask, source, wanted)
    selects = [_counted(source, tally, place) for place, tally in enumerate(wanted)]
    found: dict[int, list[tuple[date, int]]] = {place: [] for place in range(len(wanted))}
    for row in ask.scope.fetch(selects[0] if len(selects) == 1 else sa.union_all(*selects)):
        found[row["place"]].append((row["day"], row["n"]))
    return {tally: _running(found[place]) for place, tally in enumerate(wanted)}


def _of_few(ask: Ask, source: Source, wanted: Sequence[Tally]) -> Sums:
    """Of few rows the days as they are: a statement that counts each tally by itself takes longer to plan than these to read."""
    days = [sa.cast(tally.day(source.c), sa.Date) for tally in wanted]
    numbers = [engine.days_from(sa.literal(FIRST, sa.Date), day) for day in days]
    told = [sa.case((tally.rows(source.c), number)) for tally, number in zip(wanted, numbers, strict=True)]
    listed = [sa.func.coalesce(each, sa.literal_column(str(NEVER))).label(f"d{place}") for place, each in enumerate(told)]
    found = ask.scope.arrays(sa.select(*listed).where(source.where))
    return {tally: _run(found[f"d{place}"].astype(int)) for place, tally in enumerate(wanted)}


def _run(days: np.ndarray) -> Running:
    each, numbers = np.unique(days[days != NEVER], return_counts=True)
    return Running([FIRST + timedelta(days=day) for day in each.tolist()], numbers.tolist())


def _counted(source: Source, tally: Tally, place: int) -> sa.Select:
    day = tally.day(source.c)
    chosen = sa.select(day.label("day")).where(source.where, tally.rows(source.c), day.is_not(None)).subquery()
    return sa.select(sa.literal_column(str(place)).label("place"), chosen.c.day, sa.func.count().label("n")).group_by(chosen.c.day)


def _running(pairs: list[tuple[date, int]]) -> Running:
    ordered = sorted(pairs)
    return Running([day for day, _ in ordered], [number for _, number in ordered])
