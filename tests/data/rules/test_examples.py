"""Every rule on small cases made by hand: what it catches, what it leaves, and the last lawful day beside the day after."""

import pytest

from data.definitions import rules
from data.definitions.rules.base import DONE, OPEN, Within
from data.law.limits import limits
from tests.data.rules import examples
from tests.data.snapshots.staging import rows_of

ALL = examples.examples()
# What waits for a limit of its cases in the ledger of clocks.
UNLIMITED = {key for key, type_code in {"T38": "0701"}.items() if not any(type_code in limit.types for limit in limits())}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return examples.built(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def hits(made):
    return examples.hits(made)


@pytest.mark.parametrize("each", [each for each in ALL if each.rule not in UNLIMITED], ids=lambda each: each.case_id)
def test_example(each, hits):
    assert [hit["firing"] for hit in hits.get((each.case_id, each.rule), [])] == ([each.firing] if each.firing else [])


def test_every_rule_has_its_examples():
    """One that it catches, one that it leaves, and where a limit runs the last day and the day after."""
    missing = []
    for key, rule in rules.ALL.items():
        own = [each for each in ALL if each.rule == key]
        caught, left = [each for each in own if each.firing not in ("", "warning")], [each for each in own if not each.firing]
        runs = any(isinstance(check, Within) for check in rule.checks)
        edges = {"last day", "day after"} <= {each.example for each in own}
        missing += [key] if not caught or not left or (runs and not edges) else []
    assert missing == []


def test_open_and_done_late_are_told_apart():
    """Both firings of a rule that has both occur among its examples."""
    for key, rule in rules.ALL.items():
        fires = {firing for check in rule.checks if isinstance(check, Within) for firing in check.fires} & {OPEN, DONE}
        assert fires <= {each.firing for each in ALL if each.rule == key}, key


def test_every_rule_ran(made):
    """A clock without a due day is told from a type without cases."""
    others = rows_of(made, "select rule, state, lacks_table from rule_states where state <> 'enabled'")
    assert others == [(key, "lacking", "clocks") for key in sorted(UNLIMITED)]


def test_days_of_a_hit(hits):
    """Since when, until when, by how much: a day that was over its limit counts from the day after it."""
    (open_hit,) = hits["T06 0202 positive", "T06"]
    (done,) = hits["T06 0202 late", "T06"]
    (warned,) = hits["T06 0202 last day", "T06"]
    said = [tuple(hit[name] for name in ("began_on", "due_on", "hit_on", "cleared_on", "days_over")) for hit in (open_hit, done, warned)]
    days = [[str(value) for value in row] for row in said]
    assert days[0] == ["2025-09-22", "2025-09-29", "2025-09-30", "None", "60"]
    assert days[1] == ["2025-09-22", "2025-09-29", "2025-09-30", "2025-11-27", "59"]
    assert days[2] == ["2025-11-21", "2025-11-28", "2025-11-26", "None", "0"]


def test_severity_is_heavier_in_custody(hits):
    assert {hit["rule_severity"] for key, found in hits.items() if key[1] == "T01" for hit in found} == {"notice_report"}


def test_holidays_move_a_due_day_except_in_custody(hits):
    """2025-10-01 begins a holiday that ends on the 8th: 15 days from 09-14 end on 09-29, 20 days from 09-12 on the 9th of October."""
    moved = {key[0]: str(found[0]["due_on"]) for key, found in hits.items() if key[1] in ("T01", "T15")}
    assert moved["T15 0301 day after"] == "2025-09-29"
    assert moved["T15 0301 positive"] == "2025-10-09"
    assert moved["T01 0201 positive"] == "2025-09-29"
