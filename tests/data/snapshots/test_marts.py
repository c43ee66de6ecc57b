"""Every tally in every mart against a count by hand, and every count of a period against its rows."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import duckdb
import pytest

from data.definitions import indicators, marts, moments
from data.period import Period, piece
from data.snapshots.target import compiled, quoted
from tests.data.snapshots.invented import Inventor
from tests.data.snapshots.staging import AS_OF, snapshot

STATISTICAL_DAY = 26
RELATIONS = marts.relations()
MARTS = [(relation, mart) for relation in RELATIONS for mart in marts.of(relation)]
HISTOGRAMS = [(relation, *each) for relation in RELATIONS for each in marts.histograms(relation)]


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    built = snapshot(tmp_path_factory.mktemp("marts"), Inventor().tables())
    with duckdb.connect(str(built.file), read_only=True) as con:
        yield con


def named(part) -> str:
    return getattr(part, "key", None) or getattr(part, "name", None)


def place(day: date) -> date:
    return piece(day, STATISTICAL_DAY, AS_OF)


def span(day: date) -> date:
    """The piece of time that the mart pages open with has for a day: the last one begun by then."""
    return max((first for first in moments.opening(AS_OF) if first <= day), default=moments.opening(AS_OF)[0] - timedelta(days=1))


def by_hand(con, relation, dimensions, day, condition, grain, *more) -> Counter:
    """Rows counted one by one: the engine says only which day each has and whether it counts."""
    listed = ", ".join([quoted(*dimensions), *more, f"({day})::date"])
    asked = f"select {listed} from {relation.key} where ({condition}) and ({day}) is not null"
    return Counter((*row[:-1], grain(row[-1])) for row in con.execute(asked).fetchall())


@pytest.mark.parametrize(("relation", "mart"), MARTS, ids=named)
def test_every_tally_is_a_count_by_hand(con, relation, mart):
    c = relation.table.c
    for column, tally in marts.tallies(relation).values():
        grain = span if mart.opening else (lambda day: day) if mart.daily else place
        hand = by_hand(con, relation, mart.dimensions, compiled(tally.day(c)), compiled(tally.rows(c)), grain)
        asked = f"select {quoted(*mart.dimensions)}, day, {quoted(column)} from {mart.table.name} where {quoted(column)} <> 0"
        assert Counter({row[:-1]: row[-1] for row in con.execute(asked).fetchall()}) == hand, column


@pytest.mark.parametrize(("relation", "mart"), MARTS, ids=named)
def test_a_mart_has_one_row_for_each_group_and_day(con, relation, mart):
    keys = quoted(*mart.dimensions, "day")
    rows, groups, days = con.execute(f"select count(*), count(distinct ({keys})), count(day) from {mart.table.name}").fetchone()
    assert rows == groups == days > 0
    counts = quoted(*(column for column, _ in marts.tallies(relation).values()))
    assert con.execute(f"select count(*) from (select greatest({counts}) as most from {mart.table.name}) where most = 0").fetchone() == (0,)


@pytest.mark.parametrize(("relation", "histogram", "table"), HISTOGRAMS, ids=named)
def test_histograms_are_counts_by_hand(con, relation, histogram, table):
    c, tally = relation.table.c, histogram.count.tallies[0]
    dimensions = [column.name for column in table.columns if column.name not in ("day", "value", "n")]
    hand = by_hand(con, relation, dimensions, compiled(tally.day(c)), compiled(tally.rows(c)), place, histogram.column)
    rows = con.execute(f"select {quoted(*dimensions)}, value, day, n from {table.name}").fetchall()
    assert Counter({row[:-1]: row[-1] for row in rows}) == hand
    assert len(rows) == len(hand)


PERIODS = [
    Period(date(2025, 1, 1), date(2025, 9, 30)),
    Period(date(2025, 9, 26), date(2025, 10, 25)),  # a statistical month
    Period(date(2025, 11, 1), AS_OF),  # cut by the end of the data
    Period(date(2025, 11, 26), AS_OF),
    Period(date(2024, 1, 1), date(2025, 12, 31)),
    Period(date(2023, 11, 1), date(2024, 11, 28)),  # as far into the month as the data reach
    Period(date(2025, 3, 29), date(2025, 5, 28)),
]


@pytest.mark.parametrize("period", [moments.last(AS_OF), moments.last(AS_OF).year_before(), moments.last(AS_OF).before()], ids=str)
@pytest.mark.parametrize(("relation", "mart"), [pair for pair in MARTS if pair[1].opening], ids=named)
def test_what_pages_open_with_is_the_same_from_its_mart_and_from_the_rows(con, from_the_rows, relation, mart, period):
    assert moments.opened_with(period, AS_OF)
    sums = ", ".join(_summed(count, period, relation) for count in counts(relation))
    assert con.execute(f"select {sums} from {mart.table.name}").fetchone() == from_the_rows(relation, period)


@pytest.mark.parametrize("period", PERIODS, ids=str)
@pytest.mark.parametrize(("relation", "mart"), [pair for pair in MARTS if not pair[1].opening], ids=named)
def test_a_period_of_whole_pieces_is_the_same_from_the_mart_and_from_the_rows(con, from_the_rows, relation, mart, period):
    clipped = period.clipped(AS_OF)
    assert clipped.aligned(STATISTICAL_DAY, AS_OF)
    sums = ", ".join(_summed(count, clipped, relation) for count in counts(relation))
    assert con.execute(f"select {sums} from {mart.table.name}").fetchone() == from_the_rows(relation, clipped)


def _summed(count, clipped: Period, relation) -> str:
    """A count as its terms say it: sums of tallies up to a day, added and taken off."""
    return " + ".join(
        f"{term.sign} * coalesce(sum({quoted(marts.column_of(term.tally, relation))}) filter (day <= date '{term.until}'), 0)"
        for term in count.terms(clipped)
    )


@pytest.fixture(scope="module")
def from_the_rows(con):
    """All counts of a relation in a period, row by row: the same for each of its marts."""

    @cache
    def counted(relation, clipped: Period) -> tuple[int, ...]:
        asked = (f"count(*) filter ({compiled(count.behind(relation.table.c, clipped))})" for count in counts(relation))
        return con.execute(f"select {', '.join(asked)} from {relation.key}").fetchone()

    return counted


def counts(relation) -> list:
    """Each once, however many indicators rest on it."""
    found = [part for each in indicators.ALL.values() for part in (each.count, *([each.of.count] if each.of else []))]
    return list({id(count): count for count in found if count.over == relation}.values())


def test_rows_lie_in_the_order_questions_narrow_by(con):
    for _, mart in MARTS:
        rows = con.execute(f"select {quoted(*mart.order)} from {mart.table.name}").fetchall()
        assert rows == sorted(rows, key=lambda row: [(value is None, str(value)) for value in row])


@pytest.mark.parametrize("day", [1, 2, 21, 28])
def test_pieces_of_any_statistical_day(tmp_path, day):
    tables = {"cases": Inventor(day).tables(60)["cases"]}
    built = snapshot(tmp_path, tables, statistical_day=day)
    with duckdb.connect(str(built.file), read_only=True) as con:
        there = {row[0] for row in con.execute("select distinct day from unit_cases").fetchall()}
    assert there <= {piece(AS_OF - timedelta(days=n), day, AS_OF) for n in range(-1, 2000)}


def test_marts_filled_a_few_at_a_time_are_the_same(con, tmp_path, monkeypatch):
    monkeypatch.setattr("data.snapshots.marts.CASES_AT_ONCE", 40)
    monkeypatch.setattr("data.snapshots.overall.VALUES_AT_ONCE", 7)
    parted = snapshot(tmp_path, Inventor().tables())
    con.execute(f"attach '{parted.file}' as parted (read_only)")
    for table in marts.tables():
        assert con.execute(f"from parted.{table.name}").fetchall() == con.execute(f"from {table.name}").fetchall()
    con.execute("detach parted")


def test_a_table_that_was_not_delivered_has_empty_marts(tmp_path):
    built = snapshot(tmp_path, {"cases": Inventor().tables(5)["cases"]})
    with duckdb.connect(str(built.file), read_only=True) as con:
        assert con.execute("select count(*) from unit_persons").fetchone() == (0,)
        assert con.execute("select count(*) > 0 from unit_cases").fetchone() == (True,)
