"""A day of the calendar is the list it leads to; the next and the oldest limits are those; who was warned, counted row by row."""

from datetime import timedelta

import sqlalchemy as sa

from components import deadlines as drawn
from data import schema
from data.ask import Ask
from data.definitions.filters import Filters
from data.definitions.relations import CASES, CLOCKS
from queries import backlog, deadlines, lists, window
from tests.queries.twins_of_clocks import NO_DUTY


def everything(world, name: str) -> list[dict]:
    return world.snapshot.fetch(sa.select(*schema.built_columns(schema.metadata.tables[name])))


def open_now(world) -> list[dict]:
    last = world.snapshot.as_of
    return [row for row in everything(world, "clocks") if row["clock"] not in NO_DUTY and row["due_on"] and row["began_on"] <= last
            and (row["ended_on"] is None or row["ended_on"] > last)]  # fmt: skip


def test_weeks_begin_on_monday_and_hold_the_last_day_of_the_data(duckdb_world):
    found = deadlines.month(duckdb_world.ask())
    assert [week[0].day.weekday() for week in found.weeks] == [0] * deadlines.WEEKS
    assert {len(week) for week in found.weeks} == {7}
    assert found.today in {day.day for day in found.weeks[0]}


def test_each_day_is_the_list_it_leads_to(duckdb_world):
    for texts in ({}, {"org": "420100"}, {"period": "2024"}, {"line": "prosecution", "custody": "in_custody"}):
        ask = duckdb_world.ask(**texts)
        found = deadlines.month(ask)
        assert any(day.due for day in found.days)
        for day in (each for each in found.days if each.due):
            there = Ask(ask.scope, Filters.of_url(drawn.on_day(ask, day.day).partition("?")[2]), ask.settings)
            rows = window.rows(CLOCKS, there, 0, 500).rows
            assert len(rows) == day.due, (texts, day)
            assert sum(row["conditional_due_on"] is None for row in rows) == day.firm


def test_the_calendar_counts_the_office_s_own_open_limits(duckdb_world):
    found = deadlines.month(duckdb_world.ask())
    days = {day.day for day in found.days}
    assert sum(day.due for day in found.days) == sum(row["due_on"] in days for row in open_now(duckdb_world))


def test_next_and_longest_overdue(duckdb_world):
    found, last = deadlines.coming(duckdb_world.ask()), duckdb_world.snapshot.as_of
    due = sorted(row["due_on"] for row in open_now(duckdb_world))
    assert [row["due_on"] for row in found.soon] == [day for day in due if day >= last][: deadlines.SHOWN]
    assert [row["due_on"] for row in found.past] == [day for day in due if day < last][: deadlines.SHOWN]


def test_who_was_warned(duckdb_world):
    found = deadlines.warned(duckdb_world.ask(period="2025"))
    raised: dict[int, list] = {}
    for row in everything(duckdb_world, "findings"):
        raised.setdefault(row["case_no"], []).append(row["found_on"])
    late = [row for row in everything(duckdb_world, "clocks") if row["clock"] not in NO_DUTY and row["due_on"] and row["ended_on"]
            and row["ended_on"].year == 2025 and row["ended_on"] > row["due_on"]]  # fmt: skip
    before = [row for row in late if any(row["began_on"] <= day <= row["due_on"] for day in raised.get(row["case_no"], []))]
    assert (found.late, found.before) == (len(late), len(before))
    assert late


def test_the_oldest_of_the_long_pending(duckdb_world):
    ask = duckdb_world.ask()
    found = backlog.oldest(ask)
    there = ask.with_(behind="long_pending_1")
    assert found.total == lists.count(CASES, there) == found.steps["long_pending_1"].n
    days = [row["accepted_on"] for row in found.rows]
    assert days == sorted(days)
    events = {row["case_no"]: row for row in everything(duckdb_world, "events") if row["left_on"] is None}
    assert {number: row["activity"] for number, row in found.stands.items()} == {
        row["case_no"]: events[row["case_no"]]["activity"] for row in found.rows if row["case_no"] in events
    }


def test_queues_weigh_what_is_in_hand(duckdb_world):
    found = backlog.queues(duckdb_world.ask(org="420100"))
    weights = {row.key: row.size for row in backlog.norms.of_work()}
    for queue in found.rows:
        cases = [row for row in everything(duckdb_world, "cases") if row[found.level.column] == queue.code and row["countable"]
                 and row["concluded_on"] is None]  # fmt: skip
        assert queue.figures["pending"].n == len(cases)
        assert abs(queue.weighed - sum(weights[row["family"]] for row in cases)) < 1e-9
    assert found.unconfirmed


def test_a_day_without_a_limit_leads_nowhere(duckdb_world):
    found = deadlines.month(duckdb_world.ask(org="420100", line="public_interest"))
    assert all(day.due == 0 for day in found.days)
    assert found.weeks[0][0].day + timedelta(days=1) == found.weeks[0][1].day
