"""Quantiles of durations, by linear interpolation, from histograms where one fits and from the rows where not.

Knows that a histogram of whole days holds every quantile exactly. Must not know any indicator by name.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from data import engine
from data.ask import Ask
from data.definitions import marts
from data.definitions.dimensions import Dimension
from data.definitions.indicators.base import Indicator
from data.period import Period
from queries import sources

Values = dict[tuple, float | None]


def values(ask: Ask, each: Indicator, by: Sequence[Dimension], periods: Sequence[Period], use_marts: bool = True) -> Values:
    """(codes, indicator key, place of the period) → days."""
    ask.scope.check_supplied(each.over.key)
    if not use_marts:
        return _from_rows(ask, each, by, periods)
    table = _fitting(ask, each, by)
    selects = [_within(ask, each, by, periods)] if table is None else _from_histogram(ask, each, by, periods, table)
    rows = ask.scope.fetch(_neighbours(selects, [f"k{i}" for i in range(len(by))], each.q))
    return {
        (tuple(row[f"k{i}"] for i in range(len(by))), each.key, row["place"]): of_two(row["total"], row["low"], row["high"], each.q)
        for row in rows
    }


def _fitting(ask: Ask, each: Indicator, by) -> sa.Table | None:
    """The smallest histogram that can be narrowed and grouped so."""
    needed = {d.column for d in by} | ask.filters.columns(ask.scope.places)
    fits = (t for t in marts.histograms_of(each) if needed <= set(t.c.keys()) and ask.scope.fits(t.c.keys()))
    return next(fits, None)


def of_two(total: int, low: float, high: float, q: float) -> float:
    """The quantile of so many values, `low` and `high` being those between which it lies."""
    rank = (total - 1) * q
    return low + (high - low) * (rank - int(rank))


def _from_histogram(ask: Ask, each: Indicator, by, periods, table: sa.Table) -> list[sa.Select]:
    """Whole pieces of months from the histogram, the days beyond them from the rows: together exact."""
    snapshot = ask.scope.snapshot
    inner = [period.whole_pieces(snapshot.statistical_day, snapshot.as_of) for period in periods]
    edges = [_days(ask, each, by, i, edge) for i, period in enumerate(periods) for edge in period.outside(inner[i])]
    return [*edges, _pieces(ask, each, by, inner, table)] if any(inner) else edges


def _neighbours(selects: Sequence[sa.Select], keys: Sequence[str], q: float) -> sa.Select:
    """Of each period and code: how many values there are, and the two between which the quantile lies."""
    rows = (sa.union_all(*selects) if len(selects) > 1 else selects[0]).subquery("counted").c
    codes = [rows.place, *(rows[key] for key in keys)]
    n = sa.cast(sa.func.sum(rows.n), sa.BigInteger).label("n")
    counts = sa.select(*codes, rows.value, n).group_by(*codes, rows.value).subquery("counts").c
    codes = [counts.place, *(counts[key] for key in keys)]
    total = sa.func.sum(counts.n).over(partition_by=codes).label("total")
    upto = sa.func.sum(counts.n).over(partition_by=codes, order_by=counts.value).label("upto")
    found = sa.select(*codes, counts.value, total, upto).subquery("ranked").c
    codes = [found.place, *(found[key] for key in keys)]
    rank = sa.cast(found.total - 1, sa.Double) * sa.cast(sa.literal_column(str(q)), sa.Double)
    low = sa.func.min(found.value).filter(found.upto > rank).label("low")
    high = sa.func.min(found.value).filter(found.upto > sa.func.least(rank + 1, found.total - 1)).label("high")
    whole = sa.cast(sa.func.max(found.total), sa.BigInteger).label("total")
    return sa.select(*codes, whole, low, high).group_by(*codes)


def _pieces(ask: Ask, each: Indicator, by, inner: Sequence[Period | None], table: sa.Table) -> sa.Select:
    """The pieces of every period; a piece counts in each period that it lies in."""
    rows = ask.scope.histogram(table).c
    keys = [rows[d.column].label(f"k{i}") for i, d in enumerate(by)]
    counted = sa.select(rows.day, *keys, rows.value, rows.n).where(sources.asked(ask, rows, each.over))
    return _placed(counted, {place: period for place, period in enumerate(inner) if period}, keys)


def _within(ask: Ask, each: Indicator, by, periods: Sequence[Period]) -> sa.Select:
    """The same from the rows, read once however many periods there are; the days are told apart where there are several."""
    source, tally = sources.facts(ask, each.over), each.count.tallies[0]
    day, several = sa.cast(tally.day(source.c), sa.Date), len(periods) > 1
    span = Period(min(period.since for period in periods), max(period.until for period in periods))
    keys = [source.c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    columns = [*([day.label("day")] if several else []), *keys, source.c[each.column].label("value")]
    rows = sa.select(*columns).where(source.where, tally.rows(source.c), span.holds(day)).subquery("aged")
    n = sa.func.count().label("n")
    if several:
        return _placed(sa.select(*rows.c, n).group_by(*rows.c), dict(enumerate(periods)), keys)
    return sa.select(sa.literal_column("0").label("place"), *rows.c, n).group_by(*rows.c)


def _placed(counted: sa.Select, periods: dict[int, Period], keys) -> sa.Select:
    rows, spans = counted.subquery("pieces"), _spans(periods)
    within = sa.and_(rows.c.day >= spans.c.since, rows.c.day <= spans.c.until)
    return sa.select(spans.c.place, *(rows.c[key.name] for key in keys), rows.c.value, rows.c.n).join_from(rows, spans, within)


def _spans(periods: dict[int, Period]) -> sa.Subquery:
    """The periods as rows; three lists are three values, however many periods there are."""
    days = [period.since for period in periods.values()], [period.until for period in periods.values()]
    lists = (list(periods), sa.Integer), (days[0], sa.Date), (days[1], sa.Date)
    columns = [sa.func.unnest(sa.literal(values, sa.ARRAY(kind)), type_=kind) for values, kind in lists]
    return sa.select(*(column.label(name) for column, name in zip(columns, ("place", "since", "until"), strict=True))).subquery("spans")


def _days(ask: Ask, each: Indicator, by, place: int, period: Period) -> sa.Select:
    source = sources.facts(ask, each.over)
    keys = [source.c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    one = sa.literal_column("1").label("n")
    parts = sa.literal_column(str(place)).label("place"), *keys, source.c[each.column].label("value"), one
    return sa.select(*parts).where(source.where, each.behind(source.c, period))


def _from_rows(ask: Ask, each: Indicator, by, periods) -> Values:
    source = sources.facts(ask, each.over)
    keys = [source.c[d.column].label(f"k{i}") for i, d in enumerate(by)]
    behind = [each.behind(source.c, period) for period in periods]
    column = source.c[each.column]
    asked = [engine.quantile(column, each.q).filter(condition).label(f"v{i}") for i, condition in enumerate(behind)]
    statement = sa.select(*keys, *asked).where(source.where, sa.or_(*behind))
    found: Values = {}
    for row in ask.scope.fetch(statement.group_by(*keys) if keys else statement):
        code = tuple(row[f"k{i}"] for i in range(len(by)))
        found |= {(code, each.key, i): row[f"v{i}"] for i in range(len(periods))}
    return found
