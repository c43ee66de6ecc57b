"""The kinds of conditions a second time, case by case in plain Python, over the demonstration province."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from data import schema
from data.definitions import rules
from data.law.calendar import is_workday

Span = tuple[date, date, date | None]  # began, due, done
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(duckdb_world):
    return Facts(duckdb_world.snapshot)


class Facts:
    """The rows of the snapshot, by case."""

    def __init__(self, snapshot):
        self.as_of, self.snapshot = snapshot.as_of, snapshot
        self.cases = self._rows(schema.cases)
        self.persons, self.events = self._by_case(schema.persons), self._by_case(schema.events)
        self.clocks, self.entries = self._by_case(schema.clocks), self._by_case(schema.clock_entries)

    def _rows(self, table) -> list[dict]:
        return self.snapshot.fetch(sa.select(*schema.built_columns(table)))

    def _by_case(self, table) -> dict[int, list[dict]]:
        found = defaultdict(list)
        for row in self._rows(table):
            found[row["case_no"]].append(row)
        return found

    def steps(self, case: dict, *activities: str) -> list[tuple[int, date]]:
        rows = sorted(self.events[case["case_no"]], key=lambda row: row["seq"])
        return [(row["seq"], row["occurred_on"]) for row in rows if row["activity"] in activities and not row["voided"]]

    def hits(self, key: str) -> list[tuple]:
        c = schema.rule_hits.c
        columns = (c.case_no, c.person_no, c.firing, c.due_on, c.hit_on, c.cleared_on)
        return sorted((tuple(row.values()) for row in self.snapshot.fetch(sa.select(*columns).where(c.rule == key))), key=str)


def moved(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


def months(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = next(d for d in (31, 30, 29, 28) if _there(year, month + 1, d))
    ends = not _there(day.year, day.month, day.day + 1)
    return date(year, month + 1, last if ends else min(day.day, last))


def _there(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def workdays(day: date, n: int) -> date:
    for _ in range(n):
        day = moved(day + DAY)
    return day


def fired(
    world: Facts, key: str, case: dict, person: int | None, span: Span, *, done_apart: bool = True, warns: bool = True
) -> Iterator[tuple]:
    """What a span of days gives: overdue and open, done late, near its end, or nothing."""
    (began, due, done), archived, warn = span, case["archived_on"], rules.ALL[key].entry.warn_days
    if done is not None and done > due and done_apart:
        yield case["case_no"], person, "overdue_done", due, due + DAY, done
    elif done is None or done > due + DAY:
        ended = min((day for day in (done, archived) if day), default=None)
        if due < (ended or world.as_of) and (done is None or not done_apart):
            yield case["case_no"], person, "overdue_open", due, due + DAY, ended
        elif warns and done is None and archived is None and world.as_of <= due <= world.as_of + timedelta(days=warn or 0):
            yield case["case_no"], person, "warning", due, max(due - timedelta(days=warn), began), None


def of_type(world: Facts, key: str) -> Iterator[dict]:
    types = rules.ALL[key].entry.types
    return (case for case in world.cases if case["type_code"] in types or (types == ("*",) and case["countable"]))


def first(days: list[tuple[int, date]], after: int = 0) -> date | None:
    return min((day for seq, day in days if seq > after), default=None)


def test_from_a_day_of_the_card_to_another(world):
    """T07: fifteen days from acceptance to conclusion."""
    expected = []
    for case in of_type(world, "T07"):
        due = moved(case["accepted_on"] + timedelta(days=15))
        expected += fired(world, "T07", case, None, (case["accepted_on"], due, case["concluded_on"]))
    assert world.hits("T07") == sorted(expected, key=str)


def test_for_each_person(world):
    """T01: seven days for whoever is detained, whatever day the last is."""
    expected = []
    for case in of_type(world, "T01"):
        for person in world.persons[case["case_no"]]:
            if person["coercive"] == "detained" and case["source_code"] != "own":
                done = min((day for day in (person["decided_on"], case["concluded_on"]) if day), default=None)
                span = case["accepted_on"], case["accepted_on"] + timedelta(days=7), done
                expected += fired(world, "T01", case, person["person_no"], span)
    assert expected
    assert world.hits("T01") == sorted(expected, key=str)


def test_from_a_day_of_the_card_to_an_activity(world):
    """T46: seven days from acceptance to the procedural reply."""
    expected = []
    for case in of_type(world, "T46"):
        span = case["accepted_on"], moved(case["accepted_on"] + timedelta(days=7)), first(world.steps(case, "procedural_reply"))
        expected += fired(world, "T46", case, None, span)
    assert expected
    assert world.hits("T46") == sorted(expected, key=str)


def test_from_each_activity_to_the_next_that_ends_it(world):
    """T36: reasons within seven days of each demand, filing within fifteen of each order."""
    expected = []
    pairs = ("ask_reason", "reason_received", 7), ("notify_filing", "police_filed", 15)
    for case in of_type(world, "T36"):
        for start, end, days in pairs:
            for seq, day in world.steps(case, start):
                span = day, moved(day + timedelta(days=days)), first(world.steps(case, end), seq)
                expected += fired(world, "T36", case, None, span)
    assert expected
    assert world.hits("T36") == sorted(expected, key=str)


def test_what_is_open_only(world):
    """T24: past the window nothing was recorded; that it then took effect is no delay, it only ends the hit."""
    expected = []
    for case in of_type(world, "T24"):
        for seq, day in world.steps(case, "judgment_received"):
            done = first(world.steps(case, "protest", "appealed", "effective"), seq)
            expected += fired(world, "T24", case, None, (day, moved(day + timedelta(days=10)), done), done_apart=False)
    assert expected
    assert world.hits("T24") == sorted(expected, key=str)


def test_working_days(world):
    """T57: assigned by the first working day after acceptance."""
    expected = []
    for case in of_type(world, "T57"):
        span = case["accepted_on"], workdays(case["accepted_on"], 1), case["assigned_on"]
        expected += fired(world, "T57", case, None, span, warns=False)
    assert expected
    assert world.hits("T57") == sorted(expected, key=str)


def test_months_and_days_one_after_the_other(world):
    """T17: six months and fifteen days, but not for what was appraised, changed jurisdiction or came from the commission."""
    expected = []
    for case in of_type(world, "T17"):
        if case["jurisdiction_changed"] or case["source_code"] == "supervision" or world.steps(case, "appraisal"):
            continue
        last = months(case["accepted_on"], 6) + timedelta(days=15)
        due = last if case["custody"] == "in_custody" else moved(last)
        expected += fired(world, "T17", case, None, (case["accepted_on"], due, case["concluded_on"]))
    assert world.hits("T17") == sorted(expected, key=str)


def test_clocks(world):
    """T08: the clock of a review, neither extended nor of the fast track."""
    expected = []
    for case in of_type(world, "T08"):
        for clock in world.clocks[case["case_no"]]:
            if clock["clock"] == "handling" and clock["limit_code"] == "review" and clock["due_on"] and clock["conditional_due_on"]:
                expected += fired(world, "T08", case, None, (clock["began_on"], clock["due_on"], clock["ended_on"]))
    assert expected
    assert world.hits("T08") == sorted(expected, key=str)


def test_late_extensions(world):
    """T11: entered after what the line before it gave as the last day."""
    found = defaultdict(int)
    for case in of_type(world, "T11"):
        handling = {clock["clock_no"] for clock in world.clocks[case["case_no"]] if clock["clock"] == "handling"}
        lines = sorted(world.entries[case["case_no"]], key=lambda row: (row["clock_no"], row["entry"]))
        for before, line in pairwise(lines):
            same = before["clock_no"] == line["clock_no"] in handling and line["act"] == "extend"
            found[case["case_no"]] += same and before["due_on"] is not None and line["entered_on"] > before["due_on"]
    assert _cases(world.hits("T11")) == {case: n for case, n in found.items() if n}


def _cases(hits: list[tuple]) -> dict[int, int]:
    found = defaultdict(int)
    for case, *_ in hits:
        found[case] += 1
    return dict(found)


def test_more_than_allowed(world):
    """T13: each return after the second; two while the case is open warn."""
    expected = []
    for case in of_type(world, "T13"):
        returns = world.steps(case, "return1", "return2")
        archived = case["archived_on"]
        for _, day in returns[2:]:
            expected.append((case["case_no"], None, "defect", None, day, archived if archived and archived > day else None))
        if len(returns) == 2 and case["concluded_on"] is None and archived is None:
            expected.append((case["case_no"], None, "warning", None, returns[1][1], None))
    assert world.hits("T13") == sorted(expected, key=str)


def test_more_than_one_in_a_round(world):
    """T12: extensions counted between returns."""
    found = {}
    for case in of_type(world, "T12"):
        turns = [case[f"returned{n}_on"] for n in (1, 2)]
        rounds = defaultdict(int)
        for day in (case[f"extended{n}_on"] for n in (1, 2, 3)):
            if day:
                rounds[sum(turn is not None and turn <= day for turn in turns)] += 1
        many = sum(count - 1 for count in rounds.values())
        if many:
            found[case["case_no"]] = many
    assert _cases(world.hits("T12")) == found


def test_days_out_of_order(world):
    """T16: five pairs of days of which the second must not come first."""
    pairs = (("returned1_on", "resubmitted1_on"), ("resubmitted1_on", "returned2_on"), ("returned2_on", "resubmitted2_on"),
             ("resubmitted1_on", "concluded_on"), ("resubmitted2_on", "concluded_on"))  # fmt: skip
    found = defaultdict(int)
    for case in of_type(world, "T16"):
        for before, after in pairs:
            found[case["case_no"]] += bool(case[before] and case[after] and case[after] < case[before])
    assert _cases(world.hits("T16")) == {case: n for case, n in found.items() if n}


def test_too_soon(world):
    """T52: probation ended before six months were over."""
    short = []
    for case in of_type(world, "T52"):
        for seq, day in world.steps(case, "probation_start"):
            end = first(world.steps(case, "probation_end"), seq)
            if end and end < months(day, 6):
                short.append((case["case_no"], end))
    assert [(hit[0], hit[4]) for hit in world.hits("T52") if hit[2] == "defect"] == sorted(short)


def test_what_differs_from_the_source(world):
    """T59: the source's due day lies more than a day from the computed one."""
    found = defaultdict(int)
    for case in of_type(world, "T59"):
        for clock in world.clocks[case["case_no"]]:
            found[case["case_no"]] += clock["source_difference"] is not None and abs(clock["source_difference"]) > 1
    assert _cases(world.hits("T59")) == {case: n for case, n in found.items() if n}
    assert found
