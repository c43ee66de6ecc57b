"""Plans on the desk: kept as drawn and drawn again the same; cases added by hand are in; nobody sees what is not theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from data import schema
from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.definitions.relations import CASES
from data.desk.store import Desk
from data.desk.tables.planned import plan_cases, plans
from data.editions import DuckDBSnapshot
from data.errors import BadInput, NotAllowed, NotFound
from data.viewer import LOCAL, Viewer
from queries import lists, mandatory
from queries.deeds import DEEDS
from queries.deeds.planned import fingerprint
from queries.planning import recusals
from queries.planning.allocation import allocate
from queries.planning.bans import Rules
from queries.planning.plan import plan
from queries.planning.saved import given_before, shelf
from queries.planning.trial import trial
from tests.data.snapshots.staging import AS_OF, snapshot
from tests.data.snapshots.staging import case as staged_case


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(f"sqlite:///{tmp_path_factory.mktemp('planned') / 'desk.sqlite'}")
    yield desk
    desk.close()


@pytest.fixture
def asking(duckdb_world, desk):
    def ask(viewer: Viewer = LOCAL, grant: Grant = EVERYTHING, **texts):
        return replace(duckdb_world.ask(grant, **texts), viewer=viewer, desk=desk)

    return ask


def do(ask, key: str, **given):
    return DEEDS[key].do(ask, given)


def the_last(ask) -> int:
    with ask.desk.reading() as con:
        return con.scalar(sa.select(sa.func.max(plans.c.plan_id)))


def test_a_plan_is_kept_as_it_was_drawn_and_can_be_drawn_again(asking):
    ask = asking(plan="random", seed="5", rate="15", period="ytd")
    drawn = plan(ask)
    do(ask, "keep_plan", title="年度抽查")
    found = shelf(asking(saved=str(the_last(ask)))).opened
    assert {row["case_id"]: (row["layer"], row["chance"]) for row in found.rows} == {
        each.case.case_id: (each.layer, each.chance) for each in drawn.choices
    }
    assert found.hidden == 0
    kept = found.plan
    assert (kept["seed"], kept["snapshot"], kept["account"], kept["concluded"]) == (5, ask.scope.snapshot.key, "local", drawn.counted)
    again = plan(replace(asking(), filters=type(ask.filters).of_url(kept["query"])))
    assert fingerprint(again) == kept["pool"]
    assert [each.case.case_id for each in again.choices] == [each.case.case_id for each in drawn.choices]


def test_with_the_allocation_that_was_tried(asking):
    ask = asking(plan="key", allot="yes")
    do(ask, "keep_plan", title="重点")
    with ask.desk.reading() as con:
        rows = con.execute(sa.select(plan_cases).where(plan_cases.c.plan_id == the_last(ask))).all()
    assert rows
    assert all(row.reviewer and row.among for row in rows)


def test_gone_on_from_everybody_keeps_their_cases(asking):
    """The same plan moves nothing; with one kind of case more, the cases of before stay."""
    ask = asking(plan="key", allot="yes", period="ytd", type="0301")
    do(ask, "keep_plan", title="重点")
    number = str(the_last(ask))
    same = trial(asking(plan="key", allot="yes", period="ytd", type="0301", saved=number))
    assert (same.again, same.allocation.moved, same.allocation.forced) == (True, 0, 0)
    more = trial(asking(plan="key", allot="yes", period="ytd", type="0301,0201", saved=number))
    before = given_before(asking(saved=number))
    stayed = {more.tasks[each.task].key for each in more.allocation.given if each.kept}
    assert len(more.tasks) > len(same.tasks)
    assert len(stayed) == len(before) - more.allocation.moved - more.allocation.forced
    assert more.allocation.moved == more.allocation.least_moved
    assert not trial(asking(plan="key", allot="yes")).again


def test_who_is_on_record_as_related_reviews_none_of_the_others_cases(asking):
    """Those of the records are asked for; one more on record takes the cases of the one from the other."""
    ask = asking(plan="random", rate="100", period="ytd", org="420100", allot="yes")
    on_record = ask.scope.fetch(sa.select(schema.recusals.c.prosecutor_code, schema.recusals.c.other_code))
    pairs = recusals.related(ask)
    assert pairs == {(row["prosecutor_code"], row["other_code"]) for row in on_record}
    found = trial(ask)
    assert found.relations

    def given(allocation) -> set[tuple[str, str | None]]:
        return {(found.reviewers[each.reviewer].code, found.tasks[each.task].handler) for each in allocation.given}

    assert not any(pair in pairs or pair[::-1] in pairs for pair in given(found.allocation))
    related = min(pair for pair in given(found.allocation) if pair[1])
    assert related not in given(allocate(found.tasks, found.reviewers, Rules(related=pairs | {related[::-1]})))


def test_a_recusal_holds_while_it_is_valid_and_for_its_case(tmp_path):
    person = {"prosecutor_code": "a", "tie": "recused"}
    rows = [
        {"recusal_id": "1", "recused_case_id": "案1", **person}, {"recusal_id": "2", "other_code": "b", **person},
        {"recusal_id": "3", "other_code": "c", **person, "valid_to": AS_OF - timedelta(days=1)},
        {"recusal_id": "4", "other_code": "d", **person, "valid_from": AS_OF + timedelta(days=1)},
    ]  # fmt: skip
    built = snapshot(tmp_path, {"cases": [staged_case("案1")], "recusals": rows})
    ask = Ask(Scope(DuckDBSnapshot(built.snapshot_id, built.file, "400MB"), EVERYTHING), Filters.of({}))
    assert recusals.known(ask)
    assert recusals.related(ask) == {("a", "b")}
    assert recusals.from_cases(ask) == {"案1": frozenset({"a"})}


def test_an_empty_plan_is_not_kept(asking):
    before = len(shelf(asking()).plans)
    with pytest.raises(BadInput):
        do(asking(plan="key", type="1101"), "keep_plan", title="空")
    assert len(shelf(asking()).plans) == before


def test_a_case_added_by_hand_must_be_reviewed(asking):
    ask = asking()
    chosen = {each.case.case_id for each in plan(asking(plan="key", period="ytd")).choices}
    rows = lists.page(CASES, asking(behind="cases_not_reviewed", type="0215"), 0, 50).rows
    case = next(row["case_id"] for row in rows if row["case_id"] not in chosen)
    do(ask, "add_mandatory", case=case, **{"class": "W16", "reason": "检察长批示"})
    more = {each.case.case_id: each.case.classes for each in plan(asking(plan="key", period="ytd")).choices}
    assert set(more) == chosen | {case}
    assert more[case] == ("W16",)
    assert [row["reason"] for row in mandatory.of_case(asking(case=case)).by_hand] == ["检察长批示"]
    with pytest.raises(BadInput):
        do(ask, "add_mandatory", case=case, **{"class": "W16", "reason": "又一次"})
    with pytest.raises(BadInput):  # somebody else's
        do(asking(Viewer("other", "other", None, EVERYTHING, None)), "drop_mandatory", case=case, **{"class": "W16"})
    do(ask, "drop_mandatory", case=case, **{"class": "W16"})
    assert {each.case.case_id for each in plan(asking(plan="key", period="ytd")).choices} == chosen


def test_a_case_out_of_reach_or_unconcluded_is_not_added(asking, duckdb_world):
    case = lists.page(CASES, duckdb_world.ask(behind="concluded"), 0, 1).rows[0]["case_id"]
    with pytest.raises(NotFound):
        do(asking(grant=Grant()), "add_mandatory", case=case, **{"class": "W16", "reason": "x"})
    pending = lists.page(CASES, duckdb_world.ask(behind="pending"), 0, 1).rows[0]["case_id"]
    with pytest.raises(BadInput):
        do(asking(), "add_mandatory", case=pending, **{"class": "W16", "reason": "x"})
    with pytest.raises(BadInput):
        do(asking(), "add_mandatory", case=case, **{"class": "X99", "reason": "x"})


def test_plans_and_their_cases_end_at_the_walls(asking, duckdb_world):
    ask = asking(plan="random", org="420100")
    do(ask, "keep_plan", title="武汉")
    number = str(the_last(ask))
    elsewhere = Viewer("e", "e", None, Grant(units=frozenset({"420500"}), special=EVERYTHING.special), None)
    with pytest.raises(NotFound):
        shelf(asking(elsewhere, elsewhere.grant, saved=number))
    city = Grant(units=frozenset({"420100"}), lines=frozenset({"prosecution"}), special=EVERYTHING.special)
    found = shelf(asking(Viewer("c", "c", None, city, None), city, saved=number)).opened
    whole = shelf(asking(saved=number)).opened
    assert found.hidden > 0
    assert len(found.rows) + found.hidden == len(whole.rows)
    seen = {row["case_id"] for row in lists.page(CASES, replace(duckdb_world.ask(), scope=Scope(duckdb_world.snapshot, city)), 0, 500).rows}
    assert seen
    with pytest.raises(NotAllowed):
        do(asking(Viewer("n", "n", None, EVERYTHING, frozenset())), "keep_plan", title="x")
