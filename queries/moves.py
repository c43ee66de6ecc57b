"""What goes where: moves between activities and paths of cases, counted from the smallest table that answers exactly.

Every quantile comes from a histogram of whole days, by linear interpolation, so pre-aggregates and rows give the same.
Knows the flow's relations and their tables. Must not know acts, backbones or words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import flows
from data.definitions.flows import Flow
from data.edition import Row
from data.period import Period
from queries import histograms, sources

QUANTILES = {"median": 0.5, "p90": 0.9}


@dataclass(frozen=True)
class Source:
    """The rows of a flow in scope under the filters and in the period: its keys, `day` and `n`. `name` is the table's."""

    rows: sa.FromClause
    where: sa.ColumnElement[bool]
    name: str

    @property
    def c(self) -> sa.ColumnCollection:
        return self.rows.c


def source(ask: Ask, flow: Flow, period: Period | None, use_marts: bool = True) -> Source:
    """The smallest that fits the filters, the access rule and the days; no period means all days."""
    scope, places = ask.scope, ask.scope.places
    scope.check_supplied("events")
    needed = ask.filters.columns(places)
    for table in _tables(ask, flow, period) if use_marts else ():
        if needed <= set(flows.dimensions(table, flow)) and scope.fits(table.c.keys()):
            rows = scope.histogram(table)
            return Source(rows, _asked(ask, flow, rows.c, period), table.name)
    return Source(_facts(ask, flow, period), sa.true(), "rows")


def _tables(ask: Ask, flow: Flow, period: Period | None) -> tuple[sa.Table, ...]:
    """Those that tell the days asked for, the smallest first."""
    if period is None:
        return flow.tables
    return tuple(table for table in flow.tables if "day" in table.c) if sources.aligned(ask, [period]) else ()


def _asked(ask: Ask, flow: Flow, c, period: Period | None) -> sa.ColumnElement[bool]:
    asked = sources.asked(ask, c, flow.relation)
    return asked if period is None else sa.and_(asked, period.holds(c.day))


def _facts(ask: Ask, flow: Flow, period: Period | None) -> sa.Subquery:
    """The same read off the rows: every row that a flow counts, with its keys and case type, and 1 as its number."""
    rows = ask.scope.rows(flow.relation)
    asked = sources.asked(ask, rows.c, flow.relation)
    selects, one = [], sa.literal_column("1").label("n")
    for where, values in flows.kinds(flow, rows.c):
        keys = [sa.cast(values[key], flow.near.c[key].type).label(key) for key in flow.keys]
        within = where if period is None else sa.and_(where, period.holds(values["day"]))
        selects.append(sa.select(*keys, rows.c.type_code, values["day"].label("day"), one).where(asked, within))
    return sa.union_all(*selects).subquery(flow.near.name)


def counted(ask: Ask, found: Source, keys: Mapping[str, sa.ColumnElement], *where: sa.ColumnElement[bool]) -> list[Row]:
    """How many for each combination of the keys, as `n`."""
    n = sa.cast(sa.func.sum(found.c.n), sa.BigInteger).label("n")
    named = [column.label(name) for name, column in keys.items()]
    return ask.scope.fetch(sa.select(*named, n).where(found.where, *where).group_by(*keys.values()))


def spread(
    ask: Ask, found: Source, keys: Mapping[str, sa.ColumnElement], *where: sa.ColumnElement[bool], named: histograms.Named | None = None
) -> list[Row]:
    """For each combination of the keys: `n`, how many of them have days (`timed`), their sum, median and ninth decile.

    `named` says under which combination one is counted instead, or under none: names are given to a few hundred, not to every row.
    """
    own, n = [column.label(name) for name, column in keys.items()], _whole_number(sa.func.sum(found.c.n)).label("n")
    flat = sa.select(*own, found.c.days.label("value"), n).where(found.where, *where).group_by(*keys.values(), found.c.days)
    each = histograms.read(ask, flat, tuple(keys), named)
    numbers = {"n": each.n, "timed": each.whole, "sum_days": each.sums}
    columns = {name: number.tolist() for name, number in numbers.items()} | {name: each.quantile(q) for name, q in QUANTILES.items()}
    return [
        {**dict(zip(keys, code, strict=True)), **dict(zip(columns, row, strict=True))}
        for code, row in zip(each.keys, zip(*columns.values(), strict=True), strict=True)
    ]


def beyond(
    ask: Ask, found: Source, keys: Mapping[str, sa.ColumnElement], limit: sa.ColumnElement[int], *where: sa.ColumnElement[bool]
) -> list[Row]:
    """For each combination of the keys: how many moves took longer than the limit (`over`), of those that have one (`limited`)."""
    listed = [column.label(name) for name, column in keys.items()]
    limited = sa.case((sa.and_(limit.is_not(None), found.c.days.is_not(None)), found.c.n), else_=0).label("limited")
    over = sa.case((found.c.days > limit, found.c.n), else_=0).label("over")
    named = sa.select(*listed, limited, over).where(found.where, *where).subquery("named")
    sums = [_whole_number(sa.func.sum(named.c[name])).label(name) for name in ("limited", "over")]
    return ask.scope.fetch(sa.select(*(named.c[key] for key in keys), *sums).group_by(*(named.c[key] for key in keys)))


def _whole_number(expression) -> sa.ColumnElement[int]:
    return sa.cast(expression, sa.BigInteger)
