"""The process of a type: pre-aggregates against the rows, a naive count of the events, and the lists behind the numbers."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
import sqlalchemy as sa

from data.access import EVERYTHING, Grant
from data.ask import Ask
from data.catalogue import norms
from data.definitions import flows
from data.definitions.filters import Filters
from data.definitions.indicators import process as records
from data.definitions.indicators import stays
from data.definitions.relations import CASES, EVENTS
from data.period import Period
from queries import course, flow, lists, moves, process
from tests.worlds import told_flat

TYPES = ("0301", "0201", "0701")
SOME_CITY, SOME_LINE = Grant(units=frozenset({"420100"})), Grant(units=None, lines=frozenset({"prosecution"}))
QUESTIONS = {
    "all": (EVERYTHING, {}), "a province": (EVERYTHING, {"org": "420000"}), "a city": (EVERYTHING, {"org": "420100"}),
    "in custody": (EVERYTHING, {"custody": "in_custody"}), "a viewer of a city": (SOME_CITY, {}), "a viewer of a line": (SOME_LINE, {}),
    "a type": (EVERYTHING, {"type": "0301"}),
}  # fmt: skip


@pytest.mark.parametrize("flow", flows.ALL, ids=lambda flow: flow.near.name)
@pytest.mark.parametrize("name", QUESTIONS)
def test_pre_aggregates_are_exact(world, name, flow):
    grant, texts = QUESTIONS[name]
    last, used = world.snapshot.as_of, set()
    for period in (None, Period(last.replace(month=1, day=1), last), Period(last - timedelta(days=100), last - timedelta(days=9))):
        ask = world.ask(grant, **texts)
        found = [moves.source(ask, flow, period, use) for use in (True, False)]
        fast, slow = (sorted(moves.spread(ask, each, {key: each.c[key] for key in flow.keys if key != "days"}), key=str) for each in found)
        assert fast == slow
        assert fast
        used.add(found[0].name)
    tables = {flow.near.name} if "province" in name or name == "in custody" else {flow.ever.name, flow.whole.name}
    assert used == ({"rows"} if "city" in name else {"rows", *tables})


@pytest.mark.parametrize("type_code", TYPES)
def test_traffic_is_a_naive_count(world, type_code):
    """Moves between acts, with median and ninth decile, counted event by event."""
    ask = world.ask(type=type_code, since="1990-01-01", until="2100-01-01")
    found = process.process(ask)
    act_of = {node: act.code for act in found.acts.values() for node in act.nodes}
    days: dict[tuple, list[int]] = {}
    begun: Counter = Counter()
    rows = ask.scope.fetch(_ordered(ask))
    for before, row in zip([None, *rows], rows, strict=False):
        if before is None or before["case_no"] != row["case_no"]:
            begun[act_of[row["activity"]]] += 1
            continue
        key = act_of[before["activity"]], act_of[row["activity"]]
        if key[0] != key[1] or len(found.acts[key[0]].nodes) == 1:
            days.setdefault(key, []).append((row["occurred_on"] - before["occurred_on"]).days)
    assert found.now.begun == begun
    assert {key: move.n for key, move in found.now.moves.items()} == {key: len(each) for key, each in days.items()}
    for key, move in found.now.moves.items():
        assert (move.median, move.p90) == pytest.approx(tuple(np.percentile(days[key], (50, 90))))


def test_beyond_the_usual_days_is_a_naive_count(world):
    usual = {each.key: each.size for each in norms.of_nodes() if each.valid_from is None and each.valid_to is None}
    ask = world.ask(type="0301", overlay="over", since="2020-01-01")
    found = process.process(ask)
    act_of = {node: act.code for act in found.acts.values() for node in act.nodes}
    over, limited = Counter(), Counter()
    for before, row in pairwise(ask.scope.fetch(_ordered(ask))):
        if row["case_no"] != before["case_no"] or not ask.period.since <= row["occurred_on"] <= ask.period.until:
            continue
        key = act_of[before["activity"]], act_of[row["activity"]]
        if before["activity"] in usual:
            limited[key] += 1
            over[key] += (row["occurred_on"] - before["occurred_on"]).days > usual[before["activity"]]
    between = {key: move for key, move in found.now.moves.items() if key[0] != key[1]}
    assert sum(move.over for move in between.values())
    for key, move in between.items():
        assert (move.over, move.limited) == (over[key], limited[key])


def _ordered(ask):
    c = ask.scope.rows(EVENTS).c
    real = sa.func.coalesce(c.voided, sa.false()).is_(sa.false())
    return sa.select(c.case_no, c.activity, c.occurred_on).where(c.type_code == ask.filters.text("type"), real).order_by(c.case_no, c.seq)


def behind(world, href: str, relation=EVENTS) -> int:
    return lists.count(relation, Ask(world.ask().scope, Filters.of_url(href.partition("?")[2]), world.settings))


@pytest.mark.parametrize("type_code", TYPES)
def test_a_number_of_the_map_is_the_list_behind_it(world, type_code):
    found = process.process(world.ask(type=type_code))
    for (source, target), move in list(found.now.moves.items())[:12]:
        pair = f"{','.join(found.acts[source].nodes)}>{','.join(found.acts[target].nodes)}"
        assert behind(world, found.ask.behind(records.TRANSITIONS, pair=pair)) == move.n
    for code in found.acts:
        nodes = ",".join(found.acts[code].nodes)
        assert behind(world, found.ask.behind(records.TRANSITIONS, pair=f"*>{nodes}")) == found.now.entered_by_move(code)
        assert behind(world, found.ask.behind(records.BEGUN, activity=nodes)) == found.now.begun.get(code, 0)
        assert behind(world, found.ask.behind(stays.WAITING, activity=nodes)) == found.waiting.get(code, 0)


def test_a_filter_does_not_move_what_is_drawn(world):
    asked = {}, {"org": "420100"}, {"period": "2025-03"}, {"custody": "in_custody"}
    found = [process.process(world.ask(type="0301", **texts)) for texts in asked]
    assert len({each.drawn for each in found}) == len({tuple(each.acts) for each in found}) == 1


def test_more_of_the_traffic_unfolds_on_demand(world):
    drawn = [set(process.process(world.ask(type="0301", paths=str(percent))).drawn) for percent in (50, 80, 95, 100)]
    assert all(fewer <= more for fewer, more in pairwise(drawn))
    assert len(drawn[0]) < len(drawn[-1])


def test_every_act_of_the_backbone_has_a_way_in_and_out(world):
    found = process.process(world.ask(type="0301"))
    backbone = [code for code, act in found.acts.items() if act.rank is not None]
    into, out = ({key[end] for key in found.drawn} for end in (1, 0))
    assert {code for code in backbone if any(key[1] == code for key in found.basis)} <= into
    assert {code for code in backbone if any(key[0] == code for key in found.basis)} <= out


def test_the_most_frequent_type_is_shown_unless_one_is_asked_for(world):
    assert process.chosen_type(world.ask()) == "0301"
    assert process.chosen_type(world.ask(type="0201")) == "0201"
    assert process.process(world.ask(Grant())) is None


def test_a_comparison_is_the_same_map_of_another_time(world):
    found = process.process(world.ask(type="0301", versus="year"))
    alone = process.process(world.ask(type="0301", since=str(found.then.period.since), until=str(found.then.period.until)))
    assert found.then.moves == alone.now.moves


def test_a_comparison_is_the_same_map_of_another_unit(world):
    found = process.process(world.ask(type="0301", org="420100", versus="420500"))
    assert found.then.moves == process.process(world.ask(type="0301", org="420500")).now.moves
    assert found.then.moves != found.now.moves


def test_a_unit_beyond_the_scope_compares_with_nothing(world):
    found = process.process(world.ask(SOME_CITY, type="0301", versus="420500"))
    assert found.now.total
    assert not found.then.total


def test_a_route_of_cases_leads_to_them(world):
    ask = world.ask(type="0301")
    found = moves.source(ask, flows.PATHS, ask.period)
    for row in moves.counted(ask, found, {"route": found.c.route})[:10]:
        assert behind(world, ask.behind(records.FLOW_ENDED, route=str(row["route"])), CASES) == row["n"]


def test_the_command_answers_alike_from_pre_aggregates_and_rows(world):
    for texts in ({}, {"type": "0301"}, {"org": "420100"}, {"period": "2025-03"}):
        ask = world.ask(**texts)
        assert told_flat(flow.flow(ask)) == pytest.approx(told_flat(flow.flow(ask, use_marts=False)))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_course_is_kept_for_those_who_see_all_of_it(world, name):
    grant, texts = QUESTIONS[name]
    ask = world.ask(grant, **texts)
    assert told_flat(flow.flow(ask)) == pytest.approx(told_flat(flow.flow(ask, use_marts=False)))
    assert (course.found(ask) is not None) == (name in ("all", "a type"))


def test_the_course_of_what_is_missing_or_of_two_types_comes_from_the_rows(world):
    for asked in ("-", "0301,0201"):
        assert course.found(world.ask(type=asked)) is None
    assert course.found(world.ask(type="no such type")) is None


def test_variants_are_distinct_sequences(world):
    ask = world.ask(type="0201")
    rows = ask.scope.fetch(_ordered(ask))
    paths: dict[int, list[str]] = {}
    for row in rows:
        paths.setdefault(row["case_no"], []).append(row["activity"])
    found = flow.flow(ask)
    assert (found["cases"], found["variants"]) == (len(paths), len({tuple(path) for path in paths.values()}))
