"""What is due in a case: the nearest day first, what is broken before it, and what the node asks for, in both languages."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from components import duties
from data.catalogue import monitoring
from tests import handmade
from tests.components.test_ledger import ROW, START

AS_OF = handmade.AS_OF
HIT = {"rule": "T08", "person_no": None, "firing": "warning", "began_on": AS_OF - timedelta(28), "due_on": AS_OF + timedelta(3),
       "hit_on": AS_OF, "cleared_on": None, "days_over": None}  # fmt: skip
EVENT = {"activity": "accept", "left_on": None, "voided": False}


def said(asked, **parts) -> str:
    file = SimpleNamespace(head={"type_code": "0301"}, parts={"persons": [], "events": [EVENT], **parts})
    return str(duties.duties(file, asked()))


def test_the_nearest_day_stands_first(asked):
    text = said(asked, clocks=[ROW], clock_entries=[START], rule_hits=[HIT])
    assert f"下一个到期：T08 审查起诉期限，{HIT['due_on']}（剩余 3 个自然日）" in text
    assert "《刑事诉讼法》（2018）第172条" in text


def test_what_is_broken_is_counted_and_what_was_cleared_is_not(asked):
    open_hit = HIT | {"firing": "overdue_open", "due_on": AS_OF - timedelta(2), "days_over": 2}
    cleared = open_hit | {"cleared_on": AS_OF - timedelta(1)}
    assert duties.BROKEN.format(n=1) in said(asked, rule_hits=[open_hit, cleared])
    assert str(duties.NOTHING) in said(asked, rule_hits=[cleared])


def test_the_node_shows_what_is_asked_there_and_after(asked):
    text = said(asked)
    rows = duties.standards_of("0301", AS_OF)
    assert str(rows[0].asks("time")) in text
    assert str(rows[1].asks("time")) in text
    ended = EVENT | {"left_on": AS_OF}
    assert str(rows[0].asks("time")) not in said(asked, events=[ended])


@pytest.mark.parametrize("rule", sorted(monitoring.rules()))
def test_every_rule_has_words_and_a_basis(rule, asked, language):
    text = said(asked, rule_hits=[HIT | {"rule": rule}])
    entry = monitoring.rules()[rule]
    assert f"{rule} {entry.label}" in text
    assert str(monitoring.basis(entry.basis)) in text


def test_standards_of_another_day_are_others():
    assert duties.standards_of("0301", date(2019, 1, 1)) != duties.standards_of("0301", AS_OF)
