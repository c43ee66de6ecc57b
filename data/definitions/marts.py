"""The pre-aggregates, made from the indicators: every tally any of them needs, summed over a few dimensions and days.

For each relation counted, from small to large: `whole` (province and line), `kinds` (type and custody), `near` (province, type,
custody), `marked` (as near, and whatever is either yes or no), `traits` (all that tells its rows apart but the place) and `unit`
(department, type, custody), each by pieces of months; `opening` as `unit`, by the spans that pages open with;
`whole_daily` and `kinds_daily` by single days; of reviews and their problems `graded` (city, type, kind of review), of problems
`problems` (province, type, item), of reviews `offices` (line, reviewer's office), by the spans of `opening`; and histograms of
durations for quantiles. They are exact: day or piece is the grain, and a question that does not fit the grain is answered from the
rows instead. All but three are bounded by what they tell apart and by the years, however many cases there are, so most questions
cost the same in a province and in the country.
Events are thirteen times as many as cases and are told apart by activity: their `unit` ends at cities, and the others are made
of it.
Knows which columns each holds and how each tally reads. Must not know how they are filled (snapshots) or asked (queries).
"""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from data.definitions import filters, heads, indicators, once
from data.definitions.counting import Count, Tally
from data.definitions.delays import metadata  # all other pre-aggregates are declared in it by then
from data.definitions.indicators.base import Kind
from data.definitions.moments import STAYS
from data.definitions.relations import EVENTS, REVIEW_FINDINGS, REVIEWS, Relation

WHOLE = ("province", "line", "special")
KINDS = ("line", "type_code", "custody", "clock", "rule", "point", "special")
TOP = ("province", *KINDS)
UNIT = ("province", "city", "office", "department", *KINDS)
# Where, by whom, words; and the items of a standard, hundreds of which would make a group of nearly every row.
NO_TRAITS = frozenset(
    {"province", "city", "office", "department", "handler", "by_whom", "reviewer_office", "case_no", "case_name", "item"}
)
NODES = ("line", "type_code", "activity", "special")
GRADED = ("province", "city", "line", "type_code", "review_kind", "special")
PROBLEMS = ("province", "line", "type_code", "dimension", "item", "special")
OFFICES = ("line", "reviewer_office", "special")
REVIEWED = {REVIEWS: {"graded": GRADED, "offices": OFFICES}, REVIEW_FINDINGS: {"problems": PROBLEMS, "graded": GRADED}}  # as reports do
AGES = {"ages": ("special",), "kinds_ages": KINDS, "top_ages": TOP}  # the smallest first
AGES_OF_STAYS = {
    "ages": ("line", "activity", "special"), "kinds_ages": NODES, "place_ages": ("province", "line", "activity", "special"),
    "near_ages": ("province", *NODES), "top_ages": STAYS,
}  # fmt: skip


@dataclass(frozen=True)
class Mart:
    """One pre-aggregate: its table, its dimensions, whether its days are single days or pieces of months; of the one `opening` with
    the twelve months up to the data's last day and the year before they are the pieces that these cut.

    Its counts are those of `finer` added up, of the rows where there is none. Its rows lie in the order of `order`.
    """

    name: str
    table: sa.Table
    dimensions: tuple[str, ...]
    daily: bool
    order: tuple[str, ...]
    finer: str | None = None
    opening: bool = False

    @property
    def within_offices(self) -> bool:
        """No group reaches beyond one office."""
        return "office" in self.dimensions

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


def traits(relation: Relation) -> tuple[str, ...]:
    """Every column that a filter on these rows reads, except where and by whom they are handled, words, and numbers without end."""
    c = relation.table.c
    filtered = (name for each in filters.ALL.values() if each.where for name in each.needs if name in c)
    few = (name for name in filtered if name in c and name not in NO_TRAITS and not isinstance(c[name].type, sa.Integer))
    return tuple(dict.fromkeys((*(name for name in KINDS if name in c), *few)))


def marks(relation: Relation) -> tuple[str, ...]:
    """The traits that are either yes or no: few enough to be told apart by province too."""
    return tuple(name for name in traits(relation) if isinstance(relation.table.c[name].type, sa.Boolean))


@cache
def of(relation: Relation) -> tuple[Mart, ...]:
    """The marts of a relation, the smallest first."""

    def made(
        name: str, dimensions: tuple[str, ...], *order: str, daily: bool = False, finer: str | None = None, opening: bool = False
    ) -> Mart:
        columns = (sa.Column(column, sa.BigInteger) for column, _ in tallies(relation).values())
        usable = tuple(key for key in dimensions if key in relation.table.c)
        first = ("day", *order) if opening else (*(key for key in order if key in usable), "day")
        table = _table(f"{name}_{relation.key}", relation, usable, *columns)
        return Mart(name, table, usable, daily, (*first, *(key for key in usable if key not in first)), finer, opening)

    if relation == EVENTS:
        return (
            made("whole", ("line", "activity", "special"), "line", finer="unit"),
            made("kinds", NODES, "line", "type_code", finer="unit"),
            made("places", ("province", "line", "activity", "special"), "province", finer="unit"),
            made("opening", STAYS, "province", "city", finer="unit", opening=True),
            made("unit", STAYS, "province", "city"),
        )
    reviewed = [made(name, keys, keys[0], opening=True) for name, keys in REVIEWED.get(relation, {}).items()]
    marked = [made("marked", (*TOP, *marks(relation)), "province", "line", "type_code")] if marks(relation) else []
    return (
        made("whole", WHOLE, "province", finer="whole_daily"),
        made("kinds", KINDS, "line", "type_code", finer="kinds_daily"),
        made("whole_daily", WHOLE, "province", daily=True),
        made("kinds_daily", KINDS, "line", "type_code", daily=True),
        made("near", TOP, "province", "line", "type_code", finer="unit"),
        *marked,
        *reviewed,
        made("traits", traits(relation), "line", "type_code"),
        made("opening", UNIT, "office", "department", finer="unit", opening=True),
        made("unit", UNIT, "office", "department"),
    )


def named(relation: Relation, name: str) -> Mart:
    return next(mart for mart in of(relation) if mart.name == name)


def _table(name: str, relation: Relation, dimensions: tuple[str, ...], *columns: sa.Column) -> sa.Table:
    keys = [sa.Column(key, relation.table.c[key].type) for key in dimensions]
    return sa.Table(name, metadata, *keys, sa.Column("day", sa.Date), *columns)


@cache
def histograms(relation: Relation) -> tuple[tuple[Histogram, sa.Table], ...]:
    """For each duration that any quantile of the relation is taken of, its tables, the smallest first."""
    found: dict[str, list[tuple[Histogram, sa.Table]]] = {}
    for each in indicators.ALL.values():
        if each.kind is Kind.QUANTILE and each.over == relation and _key(each) not in found:
            histogram = Histogram(f"{relation.key}_{len(found)}", each.count, each.column)
            shapes = AGES_OF_STAYS if relation == EVENTS else _ages(relation)
            found[_key(each)] = [(histogram, _histogram(f"{name}_{histogram.name}", relation, keys)) for name, keys in shapes.items()]
    return tuple(pair for pairs in found.values() for pair in pairs)


def _ages(relation: Relation) -> dict[str, tuple[str, ...]]:
    """The smallest first."""
    told = {"marked_kinds_ages": (*KINDS, *marks(relation)), "marked_ages": ("province", *marks(relation), "special")}
    return {"ages": AGES["ages"], "kinds_ages": AGES["kinds_ages"], **(told if marks(relation) else {}), "top_ages": AGES["top_ages"]}


def _histogram(name: str, relation: Relation, dimensions: tuple[str, ...]) -> sa.Table:
    usable = tuple(column for column in dimensions if column in relation.table.c)
    return _table(name, relation, usable, sa.Column("value", sa.Integer), sa.Column("n", sa.BigInteger))


def _key(indicator) -> str:
    return signature(indicator.count.tallies[0], indicator.over) + indicator.column


@cache
def histograms_of(indicator) -> tuple[sa.Table, ...]:
    """The histograms that hold the indicator's durations, the smallest first."""
    mine = signature(indicator.count.tallies[0], indicator.over), indicator.column
    return tuple(t for h, t in histograms(indicator.over) if (signature(h.count.tallies[0], indicator.over), h.column) == mine)


def tables() -> list[sa.Table]:
    """Every mart there is; asking for it declares them all."""
    heads.every()
    once.tables()
    for relation in relations():
        of(relation)
        histograms(relation)
    return metadata.sorted_tables
