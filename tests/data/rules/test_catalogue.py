"""The files an expert edits: complete, consistent with one another, and enough to change a rule without code."""

from datetime import date

import pytest

from data import catalogue
from data.catalogue import monitoring
from data.catalogue.monitoring import RESPECTS
from data.definitions import rules
from data.definitions.rules.base import Crowded, Holds, More, Sooner, Within
from data.law.limits import limits
from tests.data.rules import examples
from tests.data.snapshots.staging import rows_of

# (rule, parameter) → the limit of the ledger that says the same of the same cases.
SAME = {
    ("T01", "limit"): "arrest_held", ("T02", "limit"): "arrest_free", ("T06", "limit"): "reconsider_arrest",
    ("T07", "limit"): "reexamine_arrest", ("T20", "limit"): "withdrawal", ("T24", "limit"): "protest_judgment",
    ("T28", "limit"): "appeal_read", ("T29", "limit"): "protest_judgment", ("T30", "limit"): "reconsider_nonpros",
    ("T31", "limit"): "petition", ("T36", "reasons"): "police_reasons", ("T36", "filing"): "police_filing",
    ("T39", "limit"): "civil_delivery", ("T40", "limit"): "acceptance_notice", ("T42", "limit"): "advice_reply",
    ("T46", "limit"): "procedural_reply", ("T47", "limit"): "letters", ("T48", "limit"): "compensation",
    ("T49", "limit"): "petition_notice", ("T50", "opinion"): "parole_opinion", ("T50", "ruling"): "parole_ruling",
    ("T52", "most"): "probation", ("T53", "limit"): "conditional_delivery",
}  # fmt: skip
UNITS = {"day": "d", "month": "m", "workday": "wd"}


def test_there_are_the_sixty():
    numbers = [f"T{number:02}" for number in range(1, 61)]
    assert list(monitoring.rules()) == numbers
    assert list(rules.ALL) == numbers


def test_what_a_rule_names_exists():
    for each in monitoring.rules().values():
        assert monitoring.types_named(each.types), each.rule
        assert {each.severity, each.severity_custody} <= set(catalogue.codes("rule_severity")), each.rule
        assert each.status in catalogue.codes("basis_status"), each.rule
        assert monitoring.basis(each.basis).zh, each.rule


def test_every_parameter_is_asked_for_and_there():
    asked = set()
    for key, rule in rules.ALL.items():
        for check in rule.checks:
            if isinstance(check, Within | Sooner | Holds):
                asked |= {(key, check.limit)} | ({(key, check.after)} if getattr(check, "after", "") else set())
            if isinstance(check, More | Crowded):
                asked |= {(key, check.most)}
    assert asked == {(each.rule, each.name) for each in monitoring.parameters()}


def test_a_limit_is_the_same_in_rules_and_clocks():
    known = {limit.code: (limit.amount, limit.unit) for limit in limits()}
    compared = {place: code for place, code in SAME.items() if code in known}
    assert len(compared) > 1
    for (rule, name), code in compared.items():
        assert {(each.value, UNITS[each.unit]) for each in rules.ALL[rule].values(name)} == {known[code]}, (rule, code)


def test_standards_are_many_and_whole():
    """At least 149 nodes of at least 15 types; each asks for something, on some basis."""
    found = monitoring.standards()
    assert len(found) >= 149
    assert len({each.type_code for each in found}) >= 15
    for each in found:
        assert any(each.asks(respect) for respect in RESPECTS), each
        assert each.node in catalogue.nodes(), each
        assert catalogue.case_types()[each.type_code].monitored, each
        assert monitoring.basis(each.basis).en, each
        assert {key for respect in RESPECTS for key in each.rules[respect]} <= set(rules.ALL), each


def test_a_rule_stands_at_a_node_of_a_type_it_is_about():
    for each in monitoring.standards():
        for key in (key for respect in RESPECTS for key in each.rules[respect]):
            assert each.type_code in monitoring.types_named(monitoring.rules()[key].types), (key, each.type_code, each.node)


def test_no_node_twice_in_a_type():
    places = [(each.type_code, each.node, each.valid_from) for each in monitoring.standards()]
    assert len(set(places)) == len(places)
    for code in {each.type_code for each in monitoring.standards()}:
        assert [each.sort for each in monitoring.standards() if each.type_code == code] == list(
            range(1, 1 + sum(each.type_code == code for each in monitoring.standards()))
        )


@pytest.mark.parametrize(("written", "zh"), [
    ("CPL 91; R19 282", "《刑事诉讼法》（2018）第91条；《人民检察院刑事诉讼规则》（2019）第282条"), ("design", "本系统定义"),
])  # fmt: skip
def test_basis_in_words(written, zh):
    assert monitoring.basis(written).zh == zh


def test_a_law_nobody_knows_is_not_passed_over():
    with pytest.raises(KeyError):
        monitoring.basis("XYZ 1")


# --- a rule changed by its file alone ---


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Build the examples of three rules with some lines of the catalogue changed."""

    def built(name: str, **changes: dict[str, str]):
        plain = catalogue._rows
        monkeypatch.setattr(monitoring, "_rows", lambda file: [
            row | changes.get(row["rule"], {}) if file == name and "rule" in row else row for row in plain(file)
        ])  # fmt: skip
        monitoring.rules.cache_clear()
        monitoring.parameters.cache_clear()
        monkeypatch.setattr(rules, "ALL", {key: rules.rule(key, rules.CHECKS[key]) for key in ("T06", "T07", "T36")})
        monkeypatch.setattr(examples, "examples", lambda: [each for each in ALL if each.rule in rules.ALL])
        return examples.built(tmp_path)

    yield built
    monkeypatch.undo()
    monitoring.rules.cache_clear()
    monitoring.parameters.cache_clear()


ALL = examples.examples()


def test_another_limit(edited):
    """A day more: what was a day late is on its last day."""
    hits = examples.hits(edited("rule_parameters.csv", T06={"value": "8"}))
    assert [hit["firing"] for hit in hits["T06 0202 day after", "T06"]] == ["warning"]
    assert [hit["firing"] for hit in hits["T07 0203 day after", "T07"]] == ["overdue_open"]


def test_switched_off(edited):
    made = edited("rules.csv", T06={"enabled": "0"})
    assert rows_of(made, "select rule, state from rule_states order by 1") == [("T06", "off"), ("T07", "enabled"), ("T36", "enabled")]
    assert rows_of(made, "select count(*) from rule_hits where rule = 'T06'") == [(0,)]


def test_only_while_it_holds(edited):
    """A rule says nothing of what began before it."""
    assert ("T06 0202 positive", "T06") not in examples.hits(edited("rules.csv", T06={"valid_from": "2025-10-01"}))


def test_only_in_some_offices(edited):
    assert rows_of(edited("rules.csv", T06={"offices": "110000"}), "select count(*) from rule_hits where rule = 'T06'") == [(0,)]


def test_in_force_on_a_day():
    entry = monitoring.rules()["T06"]
    assert entry.valid_from == date(2019, 12, 30)
    assert not monitoring.in_force(entry, date(2019, 12, 29))
    assert monitoring.in_force(entry, date(2019, 12, 30))
