"""Reviews on the desk: every declared step works and no other does; who may act; what time does; nothing is overwritten or half done."""

import multiprocessing
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.catalogue import review_standard, review_steps
from data.catalogue.review_steps import TIME
from data.definitions.filters import Filters
from data.desk.store import Desk
from data.desk.tables.case_reviews import case_reviews, review_points
from data.desk.tables.case_reviews import review_steps as steps_of
from data.desk.tables.planned import plan_cases, plans
from data.errors import BadInput, Conflict, NotAllowed, NotFound
from data.law.calendar import is_workday, nth_workday
from data.viewer import LOCAL, Viewer
from queries import case_reviews as kept
from queries.deeds import DEEDS
from queries.review_moves import settle

RULES = [rule for point in review_standard.shipped()["2026"].points if point.applies("prosecution", "0301") for rule in point.rules]
STEPS, STATES = review_steps.steps(), review_steps.states()
MONDAY = datetime(2026, 3, 2, 2)  # ten o'clock in the morning there
FORK = multiprocessing.get_context("fork")


class At:
    """A clock that is set by hand."""

    moment = MONDAY

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def case(duckdb_world):
    """A concluded case that a rule has hit, with the head of its record."""
    ask = duckdb_world.ask()
    cases, hits = ask.scope.table("cases"), ask.scope.table("rule_hits")
    hit = cases.c.case_no.in_(sa.select(hits.c.case_no).where(hits.c.firing == "overdue_done", hits.c.rule.in_(RULES)))
    return ask.scope.fetch(sa.select(cases).where(hit, cases.c.concluded_on.is_not(None), cases.c.type_code == "0301").limit(1))[0]


@pytest.fixture
def clock():
    return At()


@pytest.fixture
def desk(tmp_path, clock):
    made = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}", clock)
    yield made
    made.close()


@pytest.fixture
def ask(duckdb_world, desk):
    return replace(duckdb_world.ask(), desk=desk, viewer=LOCAL)


def do(ask: Ask, key: str, **given) -> None:
    DEEDS[key].do(ask, {name: str(value) for name, value in given.items()})


def opened(ask: Ask, case, **more) -> dict:
    do(ask, "review_open", case=case["case_id"], kind="routine", mode="own", **more)
    return row_of(ask)


def row_of(ask: Ask, number: int = 1) -> dict:
    with ask.desk.reading() as con:
        return kept.row_of(con, ask, number)


def put(ask: Ask, **values) -> dict:
    with ask.desk.writing() as con:
        con.execute(sa.update(case_reviews).values(**values))
    return row_of(ask)


def someone(ask: Ask, row) -> str:
    return kept.candidates(ask, row)[0][0]


def stamps(ask: Ask) -> list[dict]:
    with ask.desk.reading() as con:
        return [dict(each) for each in con.execute(sa.select(steps_of).order_by(steps_of.c.seq)).mappings()]


def filled(ask: Ask, step, row) -> dict:
    """Everything a step asks for."""
    own = {"reviewer": someone(ask, row), "grade": "g26_qualified", "grounds": "理由", "text": "说明"}
    return {"review": 1, "version": row["version"], **{name: own[name] for name in step.needs if name in own}}


def ready(ask: Ask, case, step, state: str) -> dict:
    """A review in a state, with the grade a step is for; judged as a whole."""
    row = opened(ask, case)
    grade = step.grades[-1] if step.grades else "g26_qualified"
    put(ask, reviewer=someone(ask, row), standard="2026", scale="scale_2026", proposed_grade=grade, state="in_review")
    for tick in kept.one(ask.with_(review="1")).ticks:
        do(ask, "review_problem", review=1, version=row_of(ask)["version"], point=tick)
    for dimension in kept.one(ask.with_(review="1")).dimensions:
        do(ask, "review_judge", review=1, version=row_of(ask)["version"], dimension=dimension)
    return put(ask, state=state, due_on=None)


@pytest.fixture(scope="module")
def prepared(duckdb_world, case, tmp_path_factory):
    """A desk with one review that is ready for any step, made once; whoever uses it sets its state."""
    desk = Desk(f"sqlite:///{tmp_path_factory.mktemp('reviews') / 'desk.sqlite'}", At())
    ask = replace(duckdb_world.ask(), desk=desk, viewer=LOCAL)
    ready(ask, case, STEPS[0], "to_review")
    yield ask
    desk.close()


ACTED = [each for each in STEPS if each.actors != (TIME,)]


@pytest.mark.parametrize("state", [each.key for each in STATES])
@pytest.mark.parametrize("step", ACTED, ids=lambda each: each.key)
def test_a_step_leads_where_it_is_declared_to_and_from_nowhere_else(prepared, step, state):
    row = put(prepared, state=state, due_on=None, grade=None, proposed_grade=step.grades[-1] if step.grades else "g26_qualified")
    before = stamps(prepared)
    if state in step.begins:
        do(prepared, f"review_{step.key}", **filled(prepared, step, row))
        after, last = row_of(prepared), stamps(prepared)[-1]
        assert (after["state"], after["version"]) == (step.ends, row["version"] + 1)
        assert (last["step"], last["begins"], last["ends"], last["account"]) == (step.key, state, step.ends, "local")
        assert len(stamps(prepared)) == len(before) + 1
    else:
        with pytest.raises(Conflict):
            do(prepared, f"review_{step.key}", **filled(prepared, step, row))
        assert (row_of(prepared), stamps(prepared)) == (row, before)


def test_the_declared_life_is_whole():
    """Every state is reached and left, but the last ones; every step is somebody's; what lapses is declared."""
    keys, left, reached = {each.key for each in STATES}, set(), {review_steps.FIRST}
    for step in STEPS:
        left |= set(step.begins)
        reached |= {step.ends}
        assert {*step.begins, step.ends} <= keys
        assert set(step.actors) <= {each.key for each in review_steps.actors()}
    assert reached == keys
    assert keys - left == {"closed", "withdrawn"}
    assert all(not each.lapses or any(s.key == each.lapses and s.actors == (TIME,) for s in STEPS) for each in STATES)


@pytest.mark.parametrize("grade", ["g26_excellent", "g26_qualified", "g26_basic", "g26_unqualified", "g17_qualified", "g17_flawed"])
def test_the_grade_decides_who_approves(prepared, grade):
    row = put(prepared, state="approval", proposed_grade=grade, due_on=None)
    wrong = "review_approve" if "_qualified" not in grade else "review_approve_chief"
    with pytest.raises(BadInput):
        do(prepared, wrong, review=1, version=row["version"])
    do(prepared, "review_approve" if "_qualified" in grade else "review_approve_chief", review=1, version=row["version"])


# --- who may act ---


def viewer_of(handler: str | None, *rights: str, grant: Grant | None = None) -> Viewer:
    return Viewer(handler or "somebody", "某人", handler, grant or Grant(), frozenset(rights))


def as_(ask: Ask, viewer: Viewer) -> Ask:
    return replace(ask, viewer=viewer, scope=Scope(ask.scope.snapshot, viewer.grant))


def test_only_the_reviewer_reviews_and_only_the_handler_answers(prepared, case):
    row = put(prepared, state="to_review", due_on=None)
    office = Grant(units=frozenset({case["office"]}), special=EVERYTHING.special)
    reviewer = viewer_of(row["reviewer"], "review")
    handler = viewer_of(case["handler"], "rectify", "review", "plan", "decide", grant=office)
    other = viewer_of("somebody-else", "review", "rectify", grant=office)
    for stranger in (other, handler):
        with pytest.raises(NotAllowed):
            do(as_(prepared, stranger), "review_begin", review=1, version=row["version"])
    do(as_(prepared, reviewer), "review_begin", review=1, version=row["version"])
    row = put(prepared, state="feedback", due_on=None)
    for stranger in (other, reviewer):
        with pytest.raises(NotAllowed):
            do(as_(prepared, stranger), "review_object", review=1, version=row["version"], text="不同意")
    do(as_(prepared, handler), "review_object", review=1, version=row["version"], text="不同意")
    assert stamps(prepared)[-1]["instead"] is False
    assert row_of(prepared)["objected"] is True


def test_who_handled_the_case_never_decides_on_it(prepared, case):
    handler = viewer_of(case["handler"], "rectify", "review", "plan", "decide", "decide_chief", grant=EVERYTHING)
    row = put(prepared, state="approval", proposed_grade="g26_qualified", due_on=None)
    with pytest.raises(NotAllowed):
        do(as_(prepared, handler), "review_approve", review=1, version=row["version"])


def test_what_an_organiser_writes_down_for_the_handler_says_so(prepared):
    row = put(prepared, state="feedback", due_on=None)
    organiser = viewer_of(None, "plan", grant=EVERYTHING)
    do(as_(prepared, organiser), "review_agree", review=1, version=row["version"])
    assert (stamps(prepared)[-1]["actor"], stamps(prepared)[-1]["instead"]) == ("handler", True)


def test_a_reviewer_sees_the_assigned_review_and_its_case_and_no_other(prepared, case):
    row = put(prepared, state="in_review", due_on=None)
    reviewer, stranger = (as_(prepared, viewer_of(code, "review")) for code in (row["reviewer"], "somebody-else"))
    found = kept.one(reviewer.with_(review="1"))
    assert found.file.head["case_id"] == case["case_id"]
    assert {each["case_no"] for each in found.file.parts["events"]} == {case["case_no"]}
    assert len(kept.listed(reviewer)) == 1
    assert kept.listed(stranger) == []
    with pytest.raises(NotFound):
        kept.one(stranger.with_(review="1"))
    with pytest.raises(NotFound):
        do(stranger, "review_judge", review=1, version=row["version"], dimension="facts")


def test_reviews_are_as_far_in_scope_as_their_cases(prepared, case):
    elsewhere = next(code for code in prepared.scope.places.units if code[:4] != case["office"][:4] and code[4:] != "00")
    for units, n in (({case["office"]}, 1), ({case["city"]}, 1), ({elsewhere}, 0), (set(), 0)):
        ask = as_(prepared, Viewer("a", "a", None, Grant(units=frozenset(units), special=EVERYTHING.special), frozenset()))
        assert len(kept.listed(ask)) == n
        assert sum(kept.counted(ask).values()) == n
        assert len(kept.of_case(ask, case["case_id"])) == n


# --- what time does ---


def test_five_working_days_without_an_answer_are_no_objection(ask, case, clock):
    opened(ask, case)
    put(ask, state="approval", proposed_grade="g26_qualified", scale="scale_2026", standard="2026", reviewer=None)
    row = put(ask, state="in_review", reviewer=someone(ask, row_of(ask)))
    for tick in kept.one(ask.with_(review="1")).ticks:
        do(ask, "review_set_aside", review=1, version=row_of(ask)["version"], point=tick, remark="有延长手续")
    for dimension in kept.one(ask.with_(review="1")).dimensions:
        do(ask, "review_judge", review=1, version=row_of(ask)["version"], dimension=dimension)
    do(ask, "review_report", review=1, version=row_of(ask)["version"], grade="g26_qualified", grounds="理由")
    assert row_of(ask)["due_on"] == date(2026, 3, 9)  # Monday to Monday: the day itself does not count
    clock.moment = MONDAY + timedelta(days=7)
    settle(ask)
    assert row_of(ask)["state"] == "feedback"
    clock.moment = MONDAY + timedelta(days=8)
    settle(ask)
    settle(ask)
    row = row_of(ask)
    assert (row["state"], row["objected"]) == ("approval", False)
    assert [(each["step"], each["actor"], each["account"]) for each in stamps(ask)[-1:]] == [("silence", "time", "")]


def test_working_days_leave_out_holidays():
    assert nth_workday(date(2025, 9, 30), 1) == date(2025, 10, 9)  # eight days of the autumn holidays
    assert all(is_workday(nth_workday(date(2025, 1, 1) + timedelta(days=n), 5)) for n in range(60))


def test_what_stands_too_long_is_listed_with_how_long(ask, case, clock):
    opened(ask, case)
    assert kept.overdue(ask) == []
    clock.moment = MONDAY + timedelta(days=30)
    assert [each["days_over"] for each in kept.overdue(ask)] == [(date(2026, 4, 1) - row_of(ask)["due_on"]).days]


# --- what is opened, and by whom it is reviewed ---


def test_one_review_of_a_case_at_a_time(ask, case):
    opened(ask, case)
    with pytest.raises(Conflict):
        opened(ask, case)
    do(ask, "review_withdraw", review=1, version=1, text="重复登记")
    opened(ask, case)


def test_an_open_case_and_a_case_out_of_sight_are_not_reviewed(ask, case):
    cases = ask.scope.table("cases")
    pending = ask.scope.fetch(sa.select(cases.c.case_id).where(cases.c.concluded_on.is_(None)).limit(1))[0]
    with pytest.raises(BadInput):
        opened(ask, pending)
    with pytest.raises(NotFound):
        opened(as_(ask, Viewer("a", "a", None, Grant(), None)), case)


def test_nobody_reviews_the_own_case_or_that_of_the_own_department(ask, case):
    postings = kept.schema.posting.c
    colleague = ask.scope.fetch(
        sa.select(postings.prosecutor_code).where(postings.department_code == case["department"], postings.valid_to.is_(None),
                                                  postings.prosecutor_code != case["handler"]).limit(1)
    )[0]["prosecutor_code"]  # fmt: skip
    for code in (case["handler"], colleague, "nobody"):
        with pytest.raises(BadInput):
            opened(ask, case, reviewer=code)
    assert not {case["handler"], colleague} & {code for code, _ in kept.candidates(ask, case)}


def test_a_plan_opens_a_review_of_each_of_its_cases_once(ask, case):
    """With the reviewer it has for each, unless there is a ban by now."""
    cases = ask.scope.table("cases")
    known = ask.scope.fetch(sa.select(cases).where(cases.c.office == case["office"]).order_by(cases.c.concluded_on.is_(None)).limit(600))
    concluded = [row for row in known if row["concluded_on"] is not None and row["case_id"] != case["case_id"]][:2]
    pending = next(row for row in known if row["concluded_on"] is None)
    fit, unfit = kept.candidates(ask, concluded[0])[0][0], concluded[1]["handler"]
    reviewers = {concluded[0]["case_id"]: fit, concluded[1]["case_id"]: unfit, pending["case_id"]: None, case["case_id"]: None}
    opened(ask, case)
    with ask.desk.writing() as con:
        con.execute(sa.insert(plans).values(
            plan_id=7, title="计划", kind="random", unit="", since=date(2025, 1, 1), until=date(2025, 12, 31), query="", terms="{}", seed=1,
            snapshot="s", pool="p", concluded=4, account="local", made_at=MONDAY,
        ))  # fmt: skip
        rows = [{"plan_id": 7, "case_id": key, "layer": "random", "chance": 0.1, "because": "", "reviewer": code}
                for key, code in reviewers.items()]  # fmt: skip
        con.execute(sa.insert(plan_cases), rows)
    do(ask, "review_open_plan", plan=7)
    made = {row["case_id"]: row["reviewer"] for row in kept.listed(ask, case_reviews.c.plan == "7")}
    assert made == {concluded[0]["case_id"]: fit, concluded[1]["case_id"]: None}
    with pytest.raises(BadInput):
        do(ask, "review_open_plan", plan=7)


# --- points ---


def test_no_grade_without_every_dimension_and_every_tick(ask, case):
    row = opened(ask, case)
    put(ask, reviewer=someone(ask, row))
    do(ask, "review_begin", review=1, version=1)
    review = kept.one(ask.with_(review="1"))
    tick = next(iter(review.ticks))
    report = {"grade": "g26_qualified", "grounds": "理由", "review": 1}
    with pytest.raises(BadInput, match="尚未作出评查"):
        do(ask, "review_report", version=2, **report)
    for dimension in review.dimensions:
        do(ask, "review_judge", review=1, version=row_of(ask)["version"], dimension=dimension)
    with pytest.raises(BadInput, match="规则预先标出"):
        do(ask, "review_report", version=row_of(ask)["version"], **report)
    with pytest.raises(BadInput, match="必须填写"):
        do(ask, "review_set_aside", review=1, version=row_of(ask)["version"], point=tick, remark=" ")
    for each in review.ticks:
        do(ask, "review_set_aside", review=1, version=row_of(ask)["version"], point=each, remark="有延长手续")
    with pytest.raises(BadInput, match="等次标准"):
        do(ask, "review_report", version=row_of(ask)["version"], **report | {"grade": "g17_qualified"})
    do(ask, "review_report", version=row_of(ask)["version"], **report)
    assert kept.overridden(ask) == {"cleared": len(review.ticks)}


def test_a_point_of_another_kind_of_case_is_refused(ask, case):
    row = opened(ask, case)
    put(ask, reviewer=someone(ask, row))
    do(ask, "review_begin", review=1, version=1)
    for point in ("special_procedure-f01", "rule-T01", "nothing"):
        with pytest.raises(BadInput):
            do(ask, "review_problem", review=1, version=2, point=point)
    with pytest.raises(BadInput):
        do(ask, "review_set_aside", review=1, version=2, point="facts-f01", remark="不是规则标出")


# --- two at once, and killed in the middle ---


def test_two_who_change_the_same_review_get_a_conflict_and_nothing_is_overwritten(ask, case):
    row = opened(ask, case)
    put(ask, reviewer=someone(ask, row))
    do(ask, "review_begin", review=1, version=1)
    first, second = (as_(ask, Viewer(name, name, None, LOCAL.grant, None)) for name in ("张伟", "李娜"))
    do(first, "review_problem", review=1, version=2, point="facts-f01", remark="张伟所记")
    with pytest.raises(Conflict, match="张伟"):
        do(second, "review_problem", review=1, version=2, point="facts-f01", remark="李娜所记")
    with pytest.raises(Conflict):
        do(second, "review_withdraw", review=1, version=2, text="撤销")
    review = kept.one(second.with_(review="1"))
    assert (review.points["facts-f01"]["remark"], review.row["state"], review.row["version"]) == ("张伟所记", "in_review", 3)


def write_on(ask: Ask, ready) -> None:
    """Points and steps until it is killed."""
    ready.set()
    for turn in range(10**6):
        row = row_of(ask)
        do(ask, "review_problem", review=1, version=row["version"], point="facts-f01", remark=str(turn))
        do(ask, "review_take_off", review=1, version=row["version"] + 1, point="facts-f01")
        do(ask, "review_reassign", review=1, version=row["version"] + 2, reviewer=row["reviewer"], text="换人")


def test_killed_in_the_middle_of_a_step_nothing_is_half_done(ask, case):
    """A step and its stamp are there together or not at all, and the next goes on from there at once."""
    row = opened(ask, case)
    put(ask, reviewer=someone(ask, row))
    do(ask, "review_begin", review=1, version=1)
    ask.desk.close()
    for turn in range(50):
        ready = FORK.Event()
        writer = FORK.Process(target=write_on, args=(ask, ready))
        writer.start()
        ready.wait()
        ready.clear()
        ready.wait(0.02 + 0.002 * turn)
        writer.kill()
        writer.join()
        row, last = row_of(ask), stamps(ask)[-1]
        with ask.desk.reading() as con:
            noted = con.scalar(sa.select(sa.func.count()).select_from(review_points))
        since = row["version"] - last["seq"]
        assert (since, noted) in {(0, 0), (1, 1), (2, 0)}
        do(ask, "review_reassign", review=1, version=row["version"], reviewer=row["reviewer"], text="接着办")
        with ask.desk.writing() as con:
            con.execute(sa.delete(review_points))
        ask.desk.close()


def test_the_question_of_a_review_without_number_is_empty(ask):
    assert kept.one(ask) is None
    assert kept.listed(replace(ask, filters=Filters(), desk=None)) == []
