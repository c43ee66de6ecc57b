"""Holders, paths, further items and control limits: totals that agree with one another, and numbers that are their lists."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from data.access import EVERYTHING, Grant
from data.answer import Figure, Group
from data.ask import Ask
from data.catalogue import acts
from data.definitions import ways
from data.definitions.filters import Filters
from data.definitions.indicators import flow
from data.definitions.indicators import process as records
from data.definitions.indicators import stays as waiting
from data.definitions.relations import CASES, EVENTS, PERSONS
from data.errors import NotAllowed
from data.period import Period
from data.viewer import LOCAL
from queries import additional, control, holders, lists, paths, process, stages

TYPE = "0301"


def behind(world, href: str, relation=EVENTS) -> int:
    return lists.count(relation, Ask(world.ask().scope, Filters.of_url(href.partition("?")[2]), world.settings))


def test_every_day_belongs_to_one_holder(duckdb_world):
    """The days of all holders are the days between consecutive events, counted by hand."""
    found = holders.holders(duckdb_world.ask(type=TYPE))
    c = found.ask.scope.rows(EVENTS).c
    rows = found.ask.scope.fetch(sa.select(c.occurred_on, c.next_on).where(c.type_code == TYPE, found.ask.period.holds(c.next_on)))
    assert found.total == sum((row["next_on"] - row["occurred_on"]).days for row in rows)
    assert sum(each.n for each in found.held) == len(rows)


def test_stretches_and_cases_of_a_holder_are_listed(duckdb_world):
    found = holders.holders(duckdb_world.ask(type=TYPE))
    last = duckdb_world.snapshot.as_of
    assert len(found.held) > 3
    for each in found.held:
        assert behind(duckdb_world, found.ask.behind(records.TRANSITIONS, **each.texts)) == each.n
        assert behind(duckdb_world, found.ask.behind(waiting.WAITING, Period(last, last), **each.texts)) == each.waiting


def test_without_holders_in_the_data_the_catalogue_says_who_holds_a_case(duckdb_world, monkeypatch):
    monkeypatch.setitem(duckdb_world.snapshot.__dict__, "absent", duckdb_world.snapshot.absent | {("events", "holder")})
    found = holders.holders(duckdb_world.ask(type=TYPE))
    assert not found.given
    assert {each.holder for each in found.held} <= {holders.OWN, *acts.holders().values()}
    for each in found.held:
        if each.n:
            assert behind(duckdb_world, found.ask.behind(records.TRANSITIONS, **each.texts)) == each.n


@pytest.mark.parametrize(("query", "key"), [(paths.routes, "route"), (paths.reworked, "rework")])
def test_paths_are_finished_cases(duckdb_world, query, key):
    found = query(duckdb_world.ask(type=TYPE))
    assert found.total == behind(duckdb_world, found.ask.behind(records.FLOW_ENDED), CASES) > 0
    assert all(behind(duckdb_world, found.ask.behind(records.FLOW_ENDED, **{key: each.key}), CASES) == each.n for each in found.shown)
    assert (sum(each.n for each in found.shown) == found.total) == (found.kinds == len(found.shown))


def test_a_route_says_the_milestones_of_its_cases(duckdb_world):
    """The most frequent route, told from the events of one of its cases."""
    found = paths.routes(duckdb_world.ask(type=TYPE))
    top = found.shown[0]
    c, e = (found.ask.scope.rows(relation).c for relation in (CASES, EVENTS))
    taken = sa.and_(c.route == int(top.key), c.type_code == TYPE)
    number = found.ask.scope.fetch(sa.select(sa.func.min(c.case_no).label("no")).where(taken))[0]["no"]
    events = found.ask.scope.fetch(sa.select(e.activity, e.voided).where(e.case_no == number).order_by(e.seq))
    act_of = {node: act for act in acts.of_type(TYPE) if act.milestone for node in act.nodes}
    steps = [act_of[row["activity"]].label for row in events if row["activity"] in act_of and not row["voided"]]
    assert top.acts == tuple(step for place, step in enumerate(steps) if place == 0 or steps[place - 1] != step)


def test_rework_is_the_order_of_returns_and_extensions(duckdb_world):
    found = paths.reworked(duckdb_world.ask(type=TYPE))
    signs = {each.node: each.sign for each in acts.reworks()}
    c, e = (found.ask.scope.rows(relation).c for relation in (CASES, EVENTS))
    for path in found.shown[:5]:
        number = found.ask.scope.fetch(sa.select(sa.func.min(c.case_no).label("no")).where(c.rework == path.key))[0]["no"]
        events = found.ask.scope.fetch(sa.select(e.activity, e.voided).where(e.case_no == number).order_by(e.seq))
        assert "".join(signs.get(row["activity"], "") for row in events if not row["voided"]) == path.key.replace("none", "")


def test_further_items_are_listed(duckdb_world):
    found = additional.composition(duckdb_world.ask(type=TYPE, line="prosecution"))
    assert found.base == sum(behind(duckdb_world, found.ask.behind(flow.ACCEPTED, type=code), CASES) for code in ("0301", "1722"))
    for item in found.items:
        if item.what.kind == "type":
            assert behind(duckdb_world, found.ask.behind(flow.ACCEPTED, type=item.what.code), CASES) == item.n
        else:
            assert behind(duckdb_world, found.ask.behind(records.STEPS, activity=item.what.code)) == item.n
    assert found.extra == sum(found.of(cause) for cause in additional.CAUSES)


def months(values) -> list[Group]:
    return [
        Group({}, Period(date(2024, 1 + place, 1), date(2024, 1 + place, 28)), {"n": Figure(value, value, None, value)})
        for place, value in enumerate(values)
    ]


def test_limits_are_those_of_the_book():
    """Mean 10, mean moving range 2: 10 ± 5.32; the month of 30 lies outside its own wider range no more."""
    found = control.limits(months([9, 11, 9, 11, 9, 11, 9, 11]), "n")
    assert (found.low, found.centre, found.high) == pytest.approx((10 - 2.66 * 2, 10, 10 + 2.66 * 2))
    assert not found.outside
    assert control.limits(months([9, 11, 9]), "n") is None
    spike = control.limits(months([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 40, 10]), "n")
    assert [group["n"].value for group in spike.outside] == [40]


def test_a_month_that_is_not_over_takes_no_part_in_its_limits(duckdb_world):
    ask = duckdb_world.ask(type=TYPE)
    found = control.control(ask)
    assert ask.scope.as_of.day < 30, "the demo ends within a month"
    whole = found.answer.groups[:-1]
    values = [group["accepted"].value for group in whole]
    assert found.limits["accepted"].centre == pytest.approx(sum(values) / len(values))


def test_what_lies_between_two_lines_is_pending(duckdb_world):
    found = control.cumulated(duckdb_world.ask(type=TYPE))
    last = found.answer.groups[-1]
    pending = behind(duckdb_world, found.ask.behind(flow.PENDING), CASES)
    assert last["accepted"].value - last["concluded"].value == pending


def test_nothing_in_scope_is_nothing_found(duckdb_world):
    ask = duckdb_world.ask(Grant())
    assert [query(ask) for query in (process.process, paths.routes, paths.reworked, holders.holders, control.control)] == [None] * 5


def test_persons_are_followed_as_by_hand(world):
    """From arrest to judgment, person by person, by unified number and identity."""
    ask = world.ask()
    p, k = (ask.scope.rows(relation).c for relation in (PERSONS, CASES))
    columns = (k.unified_no, k.family, p.identity_key, p.accepted_on, p.outcome, p.judged_on)
    rows = ask.scope.fetch(sa.select(*columns).where(p.case_no == k.case_no, k.unified_no.is_not(None)))
    met: dict[tuple, list[dict]] = {}
    for row in rows:
        if row["family"] in ("arrest", "prosecution", "appeal"):
            met.setdefault((row["unified_no"], row["identity_key"]), []).append(row)
    followed = [each for each in met.values() if ask.period.since <= min(row["accepted_on"] for row in each) <= ask.period.until]

    def persons(family: str, *outcomes: str) -> list:
        return [each for each in followed if any(row["family"] == family and row["outcome"] in outcomes for row in each)]

    found = stages.stages(ask)
    assert found.into("arrested") == len(persons("arrest", "arrested")) > 0
    assert found.into("indicted") == len(persons("prosecution", "indicted")) > 0
    assert found.into("nonpros") == len(persons("prosecution", *ways.NONPROS))
    in_prosecution = [each for each in followed if any(row["family"] == "prosecution" for row in each)]
    in_arrest = [each for each in followed if any(row["family"] == "arrest" for row in each)]
    assert found.out_of("enter_prosecution") == len([each for each in in_prosecution if each not in in_arrest])
    assert found.into("arrest_lost") == len([each for each in in_arrest if each not in in_prosecution])
    assert found.persons == found.out_of("enter_arrest") + found.out_of("enter_prosecution")


def test_what_enters_a_step_leaves_it(world):
    found = stages.stages(world.ask())
    for node in ("arrested", "not_arrested", "indicted", "guilty"):
        assert found.into(node) == found.out_of(node)


def test_the_persons_behind_a_step_are_as_many_as_it_says(world):
    """Every band of the drawing: its number is the list behind it, and everybody on it has taken the step."""
    found = stages.stages(world.ask())
    few = sorted(found.links.items(), key=lambda link: link[1])[:8]
    for (source, target), n in few:
        behind = stages.taken(world.ask(way=f"{source}>{target}"))
        assert behind.persons == n
        assert len({row["matter"] for row in behind.rows}) == min(n, stages.SHOWN)
        assert all(row["case_id"] for row in behind.rows)
    indicted = stages.taken(world.ask(way="arrested>indicted"))
    by_matter = {}
    for row in indicted.rows:
        by_matter.setdefault(row["matter"], set()).add(row["outcome"])
    assert by_matter
    assert all({"arrested", "indicted"} <= outcomes for outcomes in by_matter.values())


def test_a_step_is_shown_when_asked_and_to_those_who_see_rows(duckdb_world):
    assert stages.taken(duckdb_world.ask()) is None
    with pytest.raises(NotAllowed):
        stages.taken(replace(duckdb_world.ask(way="arrested>indicted"), viewer=replace(LOCAL, rights=frozenset({"figures"}))))


WAYS = {
    "all": (EVERYTHING, {}, ()), "a province": (EVERYTHING, {"org": "420000"}, ("province",)),
    "a viewer of a province": (Grant(units=frozenset({"420000"}), special=EVERYTHING.special), {}, ("province",)),
    "nothing sealed": (Grant(units=None), {}, None), "a city": (EVERYTHING, {"org": "420100"}, None),
    "an attribute": (EVERYTHING, {"plea": "yes"}, ("plea",)), "the other": (EVERYTHING, {"plea": "no"}, ("plea",)),
    "an attribute in a province": (EVERYTHING, {"plea": "no", "org": "420000"}, ("province", "plea")),
    "either": (EVERYTHING, {"plea": "yes,no"}, None), "by its province": (EVERYTHING, {"province": "420000"}, None),
    "a province with what is sealed, a city without": (
        Grant.of((Grant(units=frozenset({"420000"})), Grant(units=frozenset({"420000"}), special=EVERYTHING.special))), {}, None),
    "days of no piece": (EVERYTHING, {"since": "2025-02-03"}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_ways_counted_before_are_those_of_the_rows(world, name):
    grant, texts, table = WAYS[name]
    ask = world.ask(grant, **texts)
    fast, slow = stages.stages(ask), stages.stages(ask, use_marts=False)
    assert stages._table(ask) is ways.TABLES.get(table)
    assert (fast.links, fast.persons) == (slow.links, slow.persons)
    assert fast.persons
