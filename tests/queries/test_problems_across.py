"""Problems, and points of the standard, by unit: each cell counted a second time among the rows; what they are measured by."""

from collections import Counter

import pytest
import sqlalchemy as sa

from data.definitions.dimensions import CITY, ITEM, LINE, POINT
from data.definitions.indicators import reviews as of
from data.definitions.indicators.quality import REVIEWED
from queries import reviewing


@pytest.fixture(scope="module")
def ask(duckdb_world):
    return duckdb_world.ask(org="420000", since="2023-01-01", until="2025-10-31")


def rows(ask, name: str) -> list[dict]:
    table = ask.scope.table(name)
    days = table.c.reviewed_on.between(ask.period.since, ask.period.until)
    return ask.scope.fetch(sa.select(table).where(days, table.c.self_check.is_(False)))


@pytest.mark.parametrize(
    ("asked", "first", "other", "each", "table", "counts", "most"),
    [
        (reviewing.points_across(CITY), POINT, CITY, of.POINT_PROBLEMS, "review_results", lambda row: row["result"] == "problem",
         reviewing.MOST_POINTS),
        (reviewing.problems_across(CITY), ITEM, CITY, of.PROBLEM_CASES, "review_findings", lambda row: row["first_of_item"],
         reviewing.MOST),
        (reviewing.problems_across(LINE, several=True), ITEM, LINE, of.PROBLEM_CASES, "review_findings", lambda row: row["first_of_item"],
         reviewing.MOST),
    ],
)  # fmt: skip
def test_cells_are_what_the_rows_say(ask, asked, first, other, each, table, counts, most):
    found = asked(ask)
    counted = Counter((row[first.column], row[other.column]) for row in rows(ask, table) if counts(row))
    shown = {(g.codes[first.key], g.codes[other.key]): g[each.key].value for g in found.answer.groups if g[each.key].value}
    kept = {code for code, _ in shown}
    assert shown == {cell: n for cell, n in counted.items() if cell[0] in kept}
    totals = Counter()
    for (code, _), n in counted.items():
        totals[code] += n
    spread = Counter(code for code, _ in counted)
    wanted = [n for code, n in totals.items() if other is not LINE or spread[code] > 1]
    assert sorted((totals[code] for code in kept), reverse=True) == sorted(wanted, reverse=True)[:most]
    assert shown


def test_points_are_measured_by_reviews_that_say_so_of_each_point(ask):
    base = reviewing.points_across(CITY)(ask).base
    done = [row for row in rows(ask, "reviews") if row["state"] == "concluded" and row["point_count"]]
    assert sum(base.values()) == len(done) > 0
    assert sum(reviewing.problems_across(CITY)(ask).base.values()) > len(done)
    assert reviewing.points_across(CITY)(ask).based_on is of.BY_POINT
    assert reviewing.problems_across(CITY)(ask).based_on is REVIEWED
