"""The clock ledger of a case in words: which day, why, by which article; what cannot be computed says so."""

from datetime import date
from types import SimpleNamespace

import pytest

from components import clocks, ledger
from data import catalogue
from data.law import limits
from tests import handmade

AS_OF = handmade.AS_OF
ROW = {
    "clock_no": 1, "clock": "handling", "person_no": None, "round": 1, "began_on": date(2025, 11, 3), "due_on": date(2025, 12, 3),
    "ended_on": None, "ended_by": None, "excluded_days": 0, "missing": None, "source_due_on": date(2025, 12, 3), "source_difference": 0,
}  # fmt: skip
START = {"clock_no": 1, "entry": 1, "act": "start", "entered_on": date(2025, 11, 3), "cause": "cases.accepted_on", "limit_code": "review",
         "basis": "cpl18_172", "due_on": date(2025, 12, 3), "conditional_due_on": date(2025, 12, 18)}  # fmt: skip


def said(rows, entries=(START,), persons=()):
    file = SimpleNamespace(parts={"clocks": rows, "clock_entries": list(entries), "persons": list(persons)})
    return str(ledger.ledger(file, SimpleNamespace(scope=SimpleNamespace(as_of=AS_OF))))


def test_an_entry_names_its_cause_its_limit_and_its_article():
    text = said([ROW])
    words = "起算", "案卡：受理日期", "审查起诉期限一个月", "《刑事诉讼法》（2018）第172条", "剩余 5 个自然日"
    for part in (*words, "2025-11-03", "2025-12-03", "2025-12-18"):
        assert part in text
    assert "与源系统到期日一致" in text


def test_a_due_day_that_differs_from_the_source_says_by_how_much():
    text = said([ROW | {"source_due_on": date(2025, 12, 5), "source_difference": -2}])
    assert "源系统到期日 2025-12-05，与重算相差 2 个自然日" in text


def test_what_cannot_be_computed_says_why():
    text = said([ROW | {"due_on": None, "missing": "custody", "source_difference": None}])
    assert "无法计算：" + str(catalogue.codes("clock_missing")["custody"]) in text


def test_an_ended_clock_says_how_it_ended():
    assert "退回补充侦查，超期 3 个自然日" in said([ROW | {"ended_on": date(2025, 12, 6), "ended_by": "returned"}])
    assert "办结，提前 2 个自然日" in said([ROW | {"ended_on": date(2025, 12, 1), "ended_by": "concluded"}])


def test_a_custody_clock_names_its_person_masked():
    text = said([ROW | {"clock": "custody", "person_no": 7}], persons=[{"person_no": 7, "name": "张三丰"}])
    assert "张某某" in text
    assert "张三丰" not in text


def test_without_a_clock_it_says_so():
    assert str(ledger.NONE) in said([])


CAUSES = sorted({act.cause for act in limits.acts()})


@pytest.mark.parametrize("code", CAUSES)
def test_every_cause_of_the_declarations_has_words(code, language):
    text = ledger.said_of(code)
    assert text
    assert text != code
    assert "." not in text


def test_the_head_shows_what_runs():
    done = ROW | {"clock_no": 1, "ended_on": date(2025, 11, 10), "ended_by": "returned"}
    police = ROW | {"clock_no": 2, "clock": "supplement", "began_on": date(2025, 11, 10), "due_on": date(2025, 12, 10)}
    file = SimpleNamespace(parts={"clocks": [done, police], "persons": []})
    assert [clock.name for clock in clocks.of(file, AS_OF)] == ["补充侦查期限"]
    file.parts["clocks"] = [done]
    assert [clock.end for clock in clocks.of(file, AS_OF)] == ["退回补充侦查"]
