"""Every indicator a second time, row by row in plain Python, written from its meaning and not from its declaration."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from data import catalogue, schema
from data.definitions import indicators
from data.definitions.dimensions import CITY
from data.definitions.indicators.base import Kind
from data.period import Period
from queries import measure, parts
from tests.queries import twins_of_backlog, twins_of_clocks, twins_of_deadlines, twins_of_mandatory, twins_of_outcomes
from tests.test_invariants import asked, periods, plain

Row = dict
NONPROS = {"nonpros_statutory", "nonpros_discretionary", "nonpros_insufficient"}


def within(row: Row, name: str, p: Period) -> bool:
    return row[name] is not None and p.since <= row[name] <= p.until


def still_open(row: Row, last: date, ended: str = "concluded_on") -> bool:
    return row["accepted_on"] <= last and (row[ended] is None or row[ended] > last)


def pending(row: Row, p: Period) -> bool:
    return row["countable"] and still_open(row, p.until)


def accepted(row: Row, p: Period) -> bool:
    return row["countable"] and within(row, "accepted_on", p)


def concluded(row: Row, p: Period) -> bool:
    return row["countable"] and within(row, "concluded_on", p)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def overdue(row: Row, p: Period) -> bool:
    return pending(row, p) and row["due_on"] is not None and row["due_on"] < p.until


def due_within(days: int) -> Callable:
    def holds(row: Row, p: Period) -> bool:
        return pending(row, p) and row["due_on"] is not None and 0 <= (row["due_on"] - p.until).days <= days

    return holds


def unassigned(row: Row, p: Period) -> bool:
    gone = min((day for day in (row["assigned_on"], row["concluded_on"]) if day), default=None)
    return row["countable"] and row["accepted_on"] <= p.until and (gone is None or gone > p.until)


def flow_open(row: Row, p: Period) -> bool:
    done = row["concluded_on"]
    return row["countable"] and done is not None and done <= p.until and (row["completed_on"] is None or row["completed_on"] > p.until)


def handled(row: Row, p: Period) -> bool:
    before = p.since - timedelta(days=1)
    return row["countable"] and (within(row, "accepted_on", p) or still_open(row, before))


def in_custody(row: Row, p: Period) -> bool:
    if row["detained_on"] is None:
        return False
    begun = max(row["detained_on"], row["accepted_on"])
    ended = min((day for day in (row["released_on"], row["concluded_on"]) if day), default=None)
    return begun <= p.until and (ended is None or ended > p.until)


def decided(*outcomes: str) -> Callable:
    return lambda r, p: within(r, "decided_on", p) and r["outcome"] in outcomes


def allocated(row: Row, p: Period) -> bool:
    return within(row, "allocated_on", p)


def prosecution(row: Row, p: Period) -> bool:
    return concluded(row, p) and row["family"] == "prosecution"


def real(row: Row) -> bool:
    return not row["voided"]


USUAL = {row["node"]: int(row["days"]) for row in csv.DictReader((catalogue.FOLDER / "norms.csv").read_text("utf-8").splitlines())}


def waiting(days: int) -> Callable:
    """The case stands at the node on the last day, and has for so many days."""

    def holds(row: Row, p: Period) -> bool:
        begun = row["occurred_on"] + timedelta(days=days)
        return not row["voided"] and begun <= p.until and (row["left_on"] is None or row["left_on"] > p.until)

    return holds


def stayed(row: Row, p: Period) -> bool:
    return row["stay_days"] is not None and within(row, "left_on", p)


def reviewed(row: Row, p: Period) -> bool:
    return within(row, "reviewed_on", p) and row["state"] == "concluded" and row["review_mode"] != "self"


def recorded(row: Row, p: Period) -> bool:
    return within(row, "reviewed_on", p) and row["review_mode"] != "self"


def leaders(row: Row, p: Period) -> bool:
    return concluded(row, p) and row["leader_case"] is True


def review_open(row: Row, p: Period) -> bool:
    begun, done = row["began_on"], row["reviewed_on"]
    return row["review_mode"] != "self" and begun is not None and begun <= p.until and (done is None or done > p.until)


BEST = {"g17_excellent", "g17_qualified", "g26_excellent", "g26_qualified"}


def graded(scale: str) -> Callable:
    return lambda r, p: reviewed(r, p) and r["scale"] == scale and r["grade"] is not None


def good(scale: str, prefix: str) -> Callable:
    return lambda r, p: graded(scale)(r, p) and r["grade"] in (f"{prefix}_excellent", f"{prefix}_qualified")


def standing(row: Row, p: Period) -> bool:
    return row["hit_on"] <= p.until and (row["cleared_on"] is None or row["cleared_on"] > p.until)


# key → (rows of the numerator, rows of the denominator)
TWINS: dict[str, tuple[Callable, Callable | None]] = {
    "accepted": (accepted, None),
    "concluded": (concluded, None),
    "completed": (lambda r, p: r["countable"] and within(r, "completed_on", p), None),
    "archived": (lambda r, p: r["countable"] and within(r, "archived_on", p), None),
    "pending": (pending, None),
    "pending_this_year": (lambda r, p: pending(r, p) and r["accepted_on"].year == p.until.year, None),
    "pending_former_years": (lambda r, p: pending(r, p) and r["accepted_on"].year < p.until.year, None),
    "unassigned": (unassigned, None),
    "flow_open": (flow_open, None),
    "handled": (handled, None),
    "clearance": (concluded, accepted),
    "conclusion": (concluded, handled),
    "disposition": (pending, concluded),
    "allocated": (allocated, None),
    "rotation": (lambda r, p: allocated(r, p) and r["mode"] == "rotation", allocated),
    "manual": (lambda r, p: allocated(r, p) and r["mode"] == "manual", None),
    "supervised": (lambda r, p: pending(r, p) and r["supervised"] is True, None),
    "median_days": (concluded, None),
    "p90_days": (concluded, None),
    "overdue": (overdue, None),
    "concluded_late": (lambda r, p: concluded(r, p) and r["due_on"] is not None and r["concluded_on"] > r["due_on"], None),
    "late_share": (lambda r, p: concluded(r, p) and r["due_on"] is not None and r["concluded_on"] > r["due_on"], concluded),
    "due_3": (due_within(3), None),
    "due_7": (due_within(7), None),
    "due_15": (due_within(15), None),
    "pending_6m": (lambda r, p: pending(r, p) and months_later(r["accepted_on"], 6) <= p.until, None),
    "pending_1y": (lambda r, p: pending(r, p) and months_later(r["accepted_on"], 12) <= p.until, None),
    "no_due_day": (lambda r, p: pending(r, p) and r["due_on"] is None, pending),
    "persons_accepted": (lambda r, p: within(r, "accepted_on", p), None),
    "persons_decided": (lambda r, p: within(r, "decided_on", p), None),
    "persons_in_custody": (in_custody, None),
    "arrest_decided": (decided("arrested", "not_arrested"), None),
    "non_arrest": (decided("not_arrested"), decided("arrested", "not_arrested")),
    "prosecution_decided": (decided("indicted", *NONPROS), None),
    "indicted": (decided("indicted"), None),
    "non_prosecution": (decided(*NONPROS), decided("indicted", *NONPROS)),
    "nonpros_statutory": (decided("nonpros_statutory"), decided("indicted", *NONPROS)),
    "nonpros_discretionary": (decided("nonpros_discretionary"), decided("indicted", *NONPROS)),
    "nonpros_insufficient": (decided("nonpros_insufficient"), decided("indicted", *NONPROS)),
    "nonpros_conditional": (decided("nonpros_conditional"), None),
    "plea": (lambda r, p: decided("indicted", *NONPROS)(r, p) and r["plea"] is True, decided("indicted", *NONPROS)),
    "returned_1": (lambda r, p: within(r, "returned1_on", p), None),
    "returned_2": (lambda r, p: within(r, "returned2_on", p), None),
    "concluded_prosecution": (prosecution, None),
    "return_rate": (lambda r, p: prosecution(r, p) and r["returned1_on"] is not None, prosecution),
    "return_2_rate": (lambda r, p: prosecution(r, p) and r["returned2_on"] is not None, prosecution),
    "extension_rate": (lambda r, p: prosecution(r, p) and r["extended1_on"] is not None, prosecution),
    "reviews": (reviewed, None),
    "review_rate": (lambda r, p: concluded(r, p) and r["reviewed_on"] is not None, concluded),
    "review_problems": (recorded, None),
    "cases_reviewed": (lambda r, p: concluded(r, p) and r["reviewed_on"] is not None, None),
    "cases_not_reviewed": (lambda r, p: concluded(r, p) and r["reviewed_on"] is None, None),
    "leaders_concluded": (leaders, None),
    "leaders_review_rate": (lambda r, p: leaders(r, p) and r["reviewed_on"] is not None, leaders),
    "handlers": (lambda r, p: concluded(r, p) and r["handler"] is not None, None),
    "reviewed_per_handler": (lambda r, p: concluded(r, p) and r["reviewed_on"] is not None, concluded),
    "reviewers": (lambda r, p: reviewed(r, p) and r["by_whom"] is not None, None),
    "reviews_per_reviewer": (reviewed, reviewed),
    "review_delay": (lambda r, p: reviewed(r, p) and r["days_after"] is not None, None),
    "by_others": (lambda r, p: reviewed(r, p) and r["reviewer_office"] not in (None, r["office"]), reviewed),
    "reviews_with_problems": (lambda r, p: reviewed(r, p) and (r["finding_count"] or 0) > 0, None),
    "problem_share": (lambda r, p: reviewed(r, p) and (r["finding_count"] or 0) > 0, reviewed),
    "error_share": (lambda r, p: reviewed(r, p) and (r["error_count"] or 0) > 0, reviewed),
    "flaw_share": (lambda r, p: reviewed(r, p) and (r["flaw_count"] or 0) > 0, reviewed),
    "problems_per_review": (recorded, reviewed),
    "problems_per_problem_review": (recorded, lambda r, p: reviewed(r, p) and (r["finding_count"] or 0) > 0),
    "problem_cases": (lambda r, p: recorded(r, p) and r["first_of_item"], None),
    "reviews_by_point": (lambda r, p: reviewed(r, p) and (r["point_count"] or 0) > 0, None),
    "point_problems": (lambda r, p: recorded(r, p) and r["result"] == "problem", None),
    "reviews_open": (review_open, None),
    "under_objection": (lambda r, p: review_open(r, p) and r["objection"] is True and r["state"] != "concluded", None),
    "objected": (lambda r, p: reviewed(r, p) and r["objection"] is True, reviewed),
    "to_rectify": (lambda r, p: reviewed(r, p) and r["rectified"] is not None, None),
    "rectified": (lambda r, p: reviewed(r, p) and r["rectified"] is True, lambda r, p: reviewed(r, p) and r["rectified"] is not None),
    "not_rectified": (lambda r, p: reviewed(r, p) and r["rectified"] is False, None),
    "reviewed_twice": (lambda r, p: reviewed(r, p) and r["earlier_grade"] is not None, None),
    "agreement": (
        lambda r, p: reviewed(r, p) and r["earlier_grade"] is not None and r["earlier_grade"] == r["grade"],
        lambda r, p: reviewed(r, p) and r["earlier_grade"] is not None,
    ),
    "problems_after_check": (lambda r, p: recorded(r, p) and r["missed_by_self"] is not None, None),
    "missed_by_check": (
        lambda r, p: recorded(r, p) and r["missed_by_self"] is True, lambda r, p: recorded(r, p) and r["missed_by_self"] is not None,
    ),
    "reviews_by_others": (lambda r, p: reviewed(r, p) and r["reviewer_office"] not in (None, r["office"]), None),
    "by_upper": (lambda r, p: reviewed(r, p) and r["review_mode"] == "upper", reviewed),
    "regraded": (
        lambda r, p: reviewed(r, p) and None not in (r["proposed_grade"], r["grade"]) and r["proposed_grade"] != r["grade"], reviewed,
    ),
    "good_with_errors": (lambda r, p: reviewed(r, p) and (r["error_count"] or 0) > 0 and r["grade"] in BEST, reviewed),
    "below_without_problems": (
        lambda r, p: reviewed(r, p) and r["finding_count"] == 0 and r["grade"] is not None and r["grade"] not in BEST, reviewed,
    ),
    "below_scale_2017": (lambda r, p: graded("scale_2017")(r, p) and r["grade"] not in BEST, graded("scale_2017")),
    "below_scale_2026": (lambda r, p: graded("scale_2026")(r, p) and r["grade"] not in BEST, graded("scale_2026")),
    "good_scale_2017": (good("scale_2017", "g17"), graded("scale_2017")),
    "good_scale_2026": (good("scale_2026", "g26"), graded("scale_2026")),
    "findings": (lambda r, p: within(r, "found_on", p), None),
    "waiting": (waiting(0), None),
    "waiting_30": (waiting(30), None),
    "waiting_90": (waiting(90), None),
    "waiting_180": (waiting(180), None),
    "stays": (stayed, None),
    "stay_median": (stayed, None),
    "stay_p90": (stayed, None),
    "stays_normed": (lambda r, p: stayed(r, p) and r["activity"] in USUAL, None),
    "stay_over": (lambda r, p: stayed(r, p) and r["activity"] in USUAL and r["stay_days"] > USUAL[r["activity"]],
                  lambda r, p: stayed(r, p) and r["activity"] in USUAL),
    "wait_clear": (waiting(0), stayed),
    "findings_replied": (lambda r, p: within(r, "found_on", p) and r["replied_on"] is not None, lambda r, p: within(r, "found_on", p)),
    "rule_standing": (lambda r, p: standing(r, p) and r["firing"] != "warning", None),
    "rule_overdue": (lambda r, p: standing(r, p) and r["firing"] in ("overdue_open", "overdue_done"), None),
    "rule_defects": (lambda r, p: standing(r, p) and r["firing"] == "defect", None),
    "rule_done_late": (lambda r, p: within(r, "cleared_on", p) and r["firing"] == "overdue_done", None),
    "rule_warnings": (lambda r, p: within(r, "hit_on", p) and r["firing"] == "warning", None),
}
TWINS |= twins_of_clocks.TWINS | twins_of_backlog.TWINS | twins_of_deadlines.TWINS | twins_of_outcomes.TWINS | twins_of_mandatory.TWINS
TWINS |= {
    "transitions": (lambda r, p: r["next_activity"] is not None and within(r, "next_on", p), None),
    "records_begun": (lambda r, p: real(r) and r["seq"] == 1 and within(r, "occurred_on", p), None),
    "steps": (lambda r, p: real(r) and within(r, "occurred_on", p), None),
    "flow_ended": (lambda r, p: r["countable"] and within(r, "ended_on", p), None),
}
# One for each code: the code is the condition.
FROM_THE_CATALOGUE = (
    "graded_", "grade_", "findings_oral", "findings_notice", "problems_in_", "problems_error", "problems_flaw", "problems_other",
    "reviews_routine", "reviews_key", "reviews_special", "reviews_random", "reviews_cross", "reviews_offline",
)  # fmt: skip
EACH_ONCE = {"handlers": "handler", "reviewers": "by_whom"} | twins_of_mandatory.EACH_ONCE


def test_every_indicator_has_a_twin():
    assert [k for k in indicators.ALL if k not in TWINS and not k.startswith(FROM_THE_CATALOGUE)] == []


@pytest.fixture(scope="module")
def rows(duckdb_world) -> dict[str, list[Row]]:
    tables = {i.over.table for i in indicators.ALL.values()}
    return {table.name: duckdb_world.snapshot.fetch(sa.select(*schema.built_columns(table))) for table in tables}


@pytest.mark.parametrize("key", TWINS)
def test_twin_agrees(duckdb_world, rows, key):
    indicator = indicators.ALL[key]
    top, bottom = TWINS[key]
    for period in periods(duckdb_world.snapshot):
        figure = measure.total(indicator)(asked(duckdb_world, period)).groups[0][key]
        counted = [row for row in rows[indicator.over.key] if top(row, period)]
        if indicator.kind is Kind.QUANTILE:
            assert figure.n == len(counted)
            continue
        assert figure.numerator == different(key, counted), period
        if bottom:
            base = [row for row in rows[indicator.of.over.key] if bottom(row, period)]
            assert figure.denominator == different(indicator.of.key, base), period


def different(key: str, rows: list[Row]) -> int:
    """Rows, or of what is counted each once as many as they name."""
    return len({row[EACH_ONCE[key]] for row in rows} - {None}) if key in EACH_ONCE else len(rows)


def test_the_other_engine_says_the_same(duckdb_world, postgres_world):
    """The twins were asked of one engine: of every indicator, whole and by city, in every period, the other says what that says."""
    keys = [each for each in indicators.ALL.values() if parts.available(duckdb_world.ask(), each)]
    seen = set()
    for period, by in product(periods(duckdb_world.snapshot), ((), (CITY,))):
        one, other = (plain(measure.measured(asked(world, period), keys, by, (period,))) for world in (duckdb_world, postgres_world))
        assert one == other
        seen |= {key for _, _, key in one}
    assert len(keys) == len(indicators.ALL)
    assert len(seen) > 0.9 * len(keys)
