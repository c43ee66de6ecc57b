"""The pre-aggregates, made from the indicators: every tally any of them needs, summed over a few dimensions and days.

Three shapes for each relation counted: `top_…` (province and attributes, each day), `unit_…` (department, each piece of a
month), `days_…` (histogram of a duration for quantiles, province, each piece). Events are thirteen times as many as cases and
are told apart by activity: they have one of counts and one of days, both by city and piece. They are exact: day or piece is the grain,
and a question that does not fit the grain is answered from the rows instead.
Knows which columns each holds and how each tally reads. Must not know how they are filled (snapshots) or asked (queries).
"""

from dataclasses import dataclass
from functools import cache
from hashlib import md5

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from data import schema
from data.definitions import indicators
from data.definitions.counting import Count, Tally
from data.definitions.indicators.base import Kind
from data.definitions.relations import EVENTS, Relation

TOP = ("province", "line", "type_code", "custody", "sealed")
UNIT = ("province", "city", "office", "department", "line", "type_code", "sealed")
HISTOGRAM = ("province", "line", "type_code", "custody", "sealed")
STAYS = ("province", "city", "line", "type_code", "activity", "sealed")
TEXT_COLUMNS = frozenset(TOP + UNIT + STAYS) - {"sealed"}
metadata = sa.MetaData()


@dataclass(frozen=True)
class Mart:
    """One pre-aggregate: its table, its dimensions, and whether its days are single days or pieces of months."""

    table: sa.Table
    dimensions: tuple[str, ...]
    daily: bool

    def covers(self, columns: set[str]) -> bool:
        return columns <= set(self.dimensions)


@dataclass(frozen=True)
class Histogram:
    """Rows of a count by the value of a duration column: exact quantiles without the rows."""

    name: str
    count: Count
    column: str


def _signature(expression: sa.ColumnElement) -> str:
    return str(expression.compile(compile_kwargs={"literal_binds": True}))


@cache
def columns_read(count: Count) -> frozenset[str]:
    """The columns of its relation that a count depends on."""
    c = count.over.table.c
    expressions = [part for tally in count.tallies for part in (tally.day(c), tally.rows(c))]
    return frozenset(each.key for part in expressions for each in visitors.iterate(part) if isinstance(each, sa.Column))


def signature(tally: Tally, relation: Relation) -> str:
    """Two tallies that read the same are the same, whoever declared them."""
    c = relation.table.c
    return f"{_signature(tally.day(c))} | {_signature(tally.rows(c))}"


@cache
def tallies(relation: Relation) -> dict[str, tuple[str, Tally]]:
    """signature → (column name in the marts, tally), in the order in which the indicators first need them."""
    found: dict[str, tuple[str, Tally]] = {}
    for indicator in indicators.ALL.values():
        for count in _counts(indicator):
            for place, tally in enumerate(count.tallies if count.over == relation else ()):
                found.setdefault(signature(tally, relation), (f"{indicator.key}_{place}", tally))
    return found


def _counts(indicator) -> tuple[Count, ...]:
    return (indicator.count,) if indicator.of is None else (indicator.count, indicator.of.count)


@cache
def column_of(tally: Tally, relation: Relation) -> str:
    return tallies(relation)[signature(tally, relation)][0]


@cache
def relations() -> tuple[Relation, ...]:
    """The relations that any indicator counts."""
    return tuple(dict.fromkeys(count.over for each in indicators.ALL.values() for count in _counts(each)))


def _table(name: str, dimensions: tuple[str, ...], *columns: sa.Column) -> sa.Table:
    keys = [sa.Column(key, sa.String if key in TEXT_COLUMNS else sa.Boolean) for key in dimensions]
    return sa.Table(name, metadata, *keys, sa.Column("day", sa.Date), *columns)


@cache
def of(relation: Relation) -> tuple[Mart, ...]:
    """The marts of a relation, the smallest first."""

    def made(name: str, dimensions: tuple[str, ...], daily: bool) -> Mart:
        columns = (sa.Column(column, sa.BigInteger) for column, _ in tallies(relation).values())
        usable = tuple(key for key in dimensions if key in relation.table.c)
        return Mart(_table(f"{name}_{relation.key}", usable, *columns), usable, daily)

    return (made("unit", STAYS, False),) if relation == EVENTS else (made("top", TOP, True), made("unit", UNIT, False))


@cache
def histograms(relation: Relation) -> tuple[tuple[Histogram, sa.Table], ...]:
    """One for each duration that any quantile of the relation is taken of."""
    found: dict[str, tuple[Histogram, sa.Table]] = {}
    for each in indicators.ALL.values():
        if each.kind is Kind.QUANTILE and each.over == relation:
            key = signature(each.count.tallies[0], relation) + each.column
            if key not in found:
                name = f"days_{relation.key}_{len(found)}"
                usable = tuple(column for column in (STAYS if relation == EVENTS else HISTOGRAM) if column in relation.table.c)
                table = _table(name, usable, sa.Column("value", sa.Integer), sa.Column("n", sa.BigInteger))
                found[key] = Histogram(name, each.count, each.column), table
    return tuple(found.values())


@cache
def histogram_of(indicator) -> sa.Table:
    key = signature(indicator.count.tallies[0], indicator.over) + indicator.column
    return next(t for h, t in histograms(indicator.over) if signature(h.count.tallies[0], indicator.over) + h.column == key)


@cache
def shape() -> str:
    """A fingerprint of every table a snapshot has: what was built for other tables cannot be read by this program."""
    listed = [f"{t.name}({','.join(c.name for c in t.columns)})" for t in (*schema.metadata.sorted_tables, *tables())]
    return md5("\n".join(listed).encode(), usedforsecurity=False).hexdigest()[:12]


def tables() -> list[sa.Table]:
    """Every mart there is; asking for it declares them all."""
    for relation in relations():
        of(relation)
        histograms(relation)
    return metadata.sorted_tables
