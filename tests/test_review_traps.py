"""The ways in which reports on reviews are known to go wrong, each with the test that would notice it here.

Worked out by hand on a dozen cases. The first eight traps were found in the reports of a real review system, with what they did
to its figures; the others lie beside them.
"""

from datetime import date

import pytest

from components.reviewing import coverage
from data.access import EVERYTHING, Scope
from data.answer import Figure
from data.ask import Ask
from data.definitions import dimensions, indicators
from data.definitions.filters import Filters
from data.definitions.indicators import grading, quality
from data.definitions.indicators import reviews as of
from data.definitions.relations import REVIEW_FINDINGS, REVIEWS
from data.editions import DuckDBSnapshot
from data.errors import NotSupplied
from queries import calibration, lists, measure, reviewing
from tests.data.snapshots.staging import HANDLER, OFFICE, case, snapshot

D = date
TRAPS = {
    "the numerator is filtered by the day of review, the denominator is not": "test_one_period_narrows_both_parts_of_the_rate",
    "special cases enter the denominator only when reviewed, key cases several times": "test_the_denominator_is_what_was_concluded",
    "a join over rules doubles finished cases": "test_a_case_with_several_reviews_is_one_case",
    "paper cases are reviewed by definition and move the rate": "test_reviews_on_paper_do_not_make_a_rate",
    "missing days of conclusion are filled with some other day": "test_a_day_that_is_missing_stays_missing",
    "the first moment after the period is counted, its last day is not": "test_the_last_day_counts_and_the_next_does_not",
    "leaders are known from the review, so leaders' cases not reviewed are none": "test_a_leaders_case_without_review_is_a_leaders_case",
    "persons are told apart by name": "test_namesakes_are_two_persons",
    "persons are summed over lines or units": "test_a_person_in_two_units_is_one_in_the_total",
    "a mean of problems has three definitions": "test_means_of_problems_have_the_base_they_name",
    "shares of grades are taken of all concluded cases": "test_grades_are_shares_of_what_was_graded",
    "grades of two scales are put together": "test_scales_are_never_added_up",
    "a department's check of itself counts as a review": "test_a_self_check_is_no_review",
    "a case under objection counts as concluded": "test_under_objection_is_not_concluded",
    "a problem found again in the same case counts again": "test_a_problem_counts_once_a_case",
    "“other” problems cannot be looked into": "test_other_problems_can_be_read",
    "a rate that rounds to the target is taken for it": "test_the_target_is_met_by_reaching_it_and_not_by_rounding",
    "what was not delivered shows as zero": "test_what_was_not_delivered_is_refused",
    "one share stands for all cases though cases were picked": "test_the_layer_at_random_speaks_for_all",
}
OTHER = "420103"


def review(number: str, case_id: str, reviewed_on, **more) -> dict:
    usual = {
        "review_kind": "routine", "review_mode": "own", "state": "concluded", "scale": "scale_2017", "grade": "g17_qualified",
        "reviewer": "李四", "reviewer_code": f"{OFFICE}-0001", "reviewer_office": OFFICE, "began_on": D(2025, 1, 2), "objection": False,
    }  # fmt: skip
    return {"case_id": case_id, "review_id": number, "reviewed_on": reviewed_on, **usual, **more}


def problem(number: str, review_id: str, case_id: str, item: str, **more) -> dict:
    usual = {"dimension": "procedure", "item_name": f"问题{item}", "severity": "flaw"}
    return {"case_id": case_id, "review_finding_id": number, "review_id": review_id, "item_code": item, **usual, **more}


CASES = [
    case("within", concluded_on=D(2025, 3, 10)),
    case("last day", concluded_on=D(2025, 3, 31)),
    case("next day", concluded_on=D(2025, 4, 1)),
    case("before", accepted_on=D(2024, 11, 1), concluded_on=D(2024, 12, 20), handler=f"{OFFICE}-0008"),
    case("never", concluded_on=None),
    case("paper", concluded_on=D(2025, 2, 1), handler=f"{OFFICE}-0008"),
    case("checked", concluded_on=D(2025, 2, 2)),
    case("leader", concluded_on=D(2025, 2, 3), handler=f"{OFFICE}-0099"),
    case("objected", concluded_on=D(2025, 2, 4)),
    case("other office", concluded_on=D(2025, 2, 5), office=OTHER, office_name="江汉区院", department=f"{OTHER}-0001", handler=HANDLER),
    case("other scale", concluded_on=D(2025, 2, 6), office=OTHER, office_name="江汉区院", department=f"{OTHER}-0001",
         handler=f"{OTHER}-0007"),
]  # fmt: skip
REVIEWED = [
    review("r1", "within", D(2025, 5, 20), grade="g17_flawed", reviewer_code=f"{OFFICE}-0002"),
    review("r2", "next day", D(2025, 4, 20)),
    review("r3", "before", D(2025, 3, 31), review_kind="key", grade="g17_flawed"),
    review("r4", "before", D(2025, 4, 1), review_kind="key", grade="g17_qualified", reviewer_code=f"{OTHER}-0001", reviewer_office=OTHER),
    review("r5", "never", D(2025, 3, 20)),
    review("r6", "paper", D(2025, 3, 1), review_kind="offline"),
    review("r7", "checked", D(2025, 2, 10), review_mode="self"),
    review("r8", "objected", None, state="feedback", objection=True, grade=None, proposed_grade="g17_flawed"),
    review("r9", "other office", D(2025, 3, 5), review_mode="upper"),
    review("r10", "other scale", D(2025, 3, 6), scale="scale_2026", grade="g26_basic", reviewer_code=f"{OTHER}-0001",
           reviewer_office=OTHER),
    review("r11", "checked", D(2025, 3, 7), grade="g17_flawed"),
]
FOUND = [
    problem("1", "r3", "before", "40001"),
    problem("2", "r4", "before", "40001"),
    problem("3", "r4", "before", "40002", severity="error"),
    problem("4", "r7", "checked", "40001"),
    problem("5", "r11", "checked", "40001"),
    problem("6", "r11", "checked", "40003"),
    problem("7", "r9", "other office", "40049", dimension="other", severity="other", remark="卷宗装订顺序有误"),
]
LEADER = {"prosecutor_code": f"{OFFICE}-0099", "office": OFFICE, "prosecutor_name": "王五", "is_leader": True}


def asked(built, **texts) -> Ask:
    return Ask(Scope(DuckDBSnapshot(built.snapshot_id, built.file, "400MB"), EVERYTHING), Filters.of(texts))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    tables = {"cases": CASES, "reviews": REVIEWED, "review_findings": FOUND, "prosecutor": [LEADER]}
    return snapshot(tmp_path_factory.mktemp("traps"), tables)


@pytest.fixture
def quarter(built) -> Ask:
    """The first quarter."""
    return asked(built, since="2025-01-01", until="2025-03-31")


def whole(ask: Ask, each) -> Figure:
    return measure.total(each)(ask).groups[0][each.key]


def parts(ask: Ask, each) -> tuple:
    figure = whole(ask, each)
    return figure.numerator, figure.denominator


def test_every_trap_has_its_test():
    assert not [name for name in TRAPS.values() if not callable(globals().get(name))]
    assert len(set(TRAPS.values())) == len(TRAPS)


def test_one_period_narrows_both_parts_of_the_rate(quarter):
    """Reviewed later counts, concluded earlier does not: the period is of conclusions, above and below the line."""
    assert parts(quarter, quality.REVIEW_RATE) == (4, 8)


def test_the_denominator_is_what_was_concluded(quarter):
    assert whole(quarter, of.NOT_REVIEWED).value == 4
    assert whole(quarter, of.CASES_REVIEWED).value + whole(quarter, of.NOT_REVIEWED).value == parts(quarter, quality.REVIEW_RATE)[1]


def test_a_case_with_several_reviews_is_one_case(built):
    december = asked(built, since="2024-12-01", until="2024-12-31")
    assert parts(december, quality.REVIEW_RATE) == (1, 1)


def test_reviews_on_paper_do_not_make_a_rate(quarter):
    rows = {row["case_id"] for row in lists.page(of.CASES_REVIEWED.over, quarter.with_(behind="cases_reviewed")).rows}
    assert "paper" not in rows
    assert whole(quarter, indicators.ALL["reviews_offline"]).value == 1


def test_a_day_that_is_missing_stays_missing(built):
    ask = asked(built, since="2000-01-01", until="2025-11-28")
    rows = {row["case_id"]: row for row in lists.page(REVIEWS, ask, columns=("case_id", "days_after")).rows}
    assert rows["never"]["days_after"] is None
    listed = lists.page(of.CASES_REVIEWED.over, ask.with_(behind="concluded")).rows
    assert "never" not in {row["case_id"] for row in listed}


def test_the_last_day_counts_and_the_next_does_not(quarter):
    concluded = {row["case_id"] for row in lists.page(of.CASES_REVIEWED.over, quarter.with_(behind="concluded")).rows}
    assert "last day" in concluded
    assert "next day" not in concluded
    rows = lists.page(REVIEWS, quarter.with_(behind="reviews"), columns=("case_id", "reviewed_on")).rows
    assert max(row["reviewed_on"] for row in rows) == D(2025, 3, 31)


def test_a_leaders_case_without_review_is_a_leaders_case(quarter):
    assert whole(quarter, of.LEADERS_CONCLUDED).value == 1
    assert parts(quarter, of.LEADERS_RATE) == (0, 1)
    by = measure.by(dimensions.LEADER_CASE, quality.REVIEW_RATE)(quarter)
    assert {group.codes["leader_case"]: group["review_rate"].denominator for group in by.groups}[True] == 1


def test_namesakes_are_two_persons(built):
    """All reviewers are called 李四; three codes are three persons."""
    ask = asked(built, since="2025-01-01", until="2025-11-28")
    assert whole(ask, of.REVIEWERS).value == 3
    assert whole(ask, of.PER_REVIEWER).value == pytest.approx(whole(ask, quality.REVIEWED).value / 3)


def test_a_person_in_two_units_is_one_in_the_total(quarter):
    found = reviewing.with_total(dimensions.OFFICE, of.HANDLERS, of.REVIEWERS)(quarter)
    parts_of = {group.codes["office"]: group["handlers"].value for group in found.answer.groups}
    assert parts_of == {OFFICE: 3, OTHER: 2}
    assert found.total["handlers"].value == 4  # one handled cases in both offices


def test_means_of_problems_have_the_base_they_name(built):
    ask = asked(built, since="2025-01-01", until="2025-11-28")
    reviews, problems, with_problems = whole(ask, quality.REVIEWED).value, whole(ask, quality.REVIEW_FINDINGS_COUNT).value, 4
    assert (reviews, problems) == (9, 6)
    assert whole(ask, of.WITH_PROBLEMS).value == with_problems
    assert parts(ask, of.PER_REVIEW) == (problems, reviews)
    assert parts(ask, of.PER_PROBLEM_REVIEW) == (problems, with_problems)
    assert parts(ask, of.PROBLEM_SHARE) == (with_problems, reviews)
    assert sum(parts(ask, each)[0] for each in of.DIMENSIONS) == problems


def test_grades_are_shares_of_what_was_graded(built):
    ask = asked(built, since="2025-01-01", until="2025-11-28")
    of_2017 = [each for each in quality.GRADES if each.key.startswith("grade_g17")]
    assert {parts(ask, each)[1] for each in of_2017} == {8}
    assert sum(parts(ask, each)[0] for each in of_2017) == 8


def test_scales_are_never_added_up(built):
    """Every rate of grades has a base of one scale; a second grading by another scale is no disagreement."""
    for each in (*quality.GRADES, *grading.GOOD.values(), *grading.BELOW.values()):
        compared = str(each.count.rows(each.over.table.c).compile(compile_kwargs={"literal_binds": True}))
        assert sum(scale in compared for scale in grading.SCALES) == 1, each.key
    ask = asked(built, since="2025-01-01", until="2025-11-28")
    by = {scale: whole(ask, grading.GRADED[scale]).value for scale in grading.SCALES}
    assert by == {"scale_2017": 8, "scale_2026": 1}
    assert parts(ask, grading.AGREED) == (0, 1)


def test_a_self_check_is_no_review(quarter):
    assert whole(quarter, quality.REVIEWED).value == 6
    assert parts(quarter, of.MISSED) == (1, 2)


def test_under_objection_is_not_concluded(built):
    ask = asked(built)
    assert whole(ask, of.UNDER_OBJECTION).value == 1
    assert "objected" not in {row["case_id"] for row in lists.page(REVIEWS, ask.with_(behind="reviews", since="2000-01-01")).rows}


def test_a_problem_counts_once_a_case(built):
    """Found in March and again in April: counted in March; a self-check's own record is not the first."""
    year, april = asked(built, since="2025-01-01", until="2025-11-28"), asked(built, since="2025-04-01", until="2025-04-30")
    by_item = {group.codes["item"]: group["problem_cases"].value for group in measure.by(dimensions.ITEM, of.PROBLEM_CASES)(year).groups}
    assert by_item == {"40001": 2, "40002": 1, "40003": 1, "40049": 1}
    assert {group.codes["item"] for group in measure.by(dimensions.ITEM, of.PROBLEM_CASES)(april).groups} == {"40002"}


def test_other_problems_can_be_read(quarter):
    (row,) = reviewing.remarks(quarter)
    assert (row["remark"], row["cases"]) == ("卷宗装订顺序有误", 1)
    found = lists.page(REVIEW_FINDINGS, quarter.with_(behind="review_problems", item="40049"), columns=("case_id", "remark")).rows
    assert found == [{"case_id": "other office", "remark": "卷宗装订顺序有误"}]


@pytest.mark.parametrize("cases", [25, 50, 75, 100, 175, 1000, 33_000, 10_000_000])
def test_the_target_is_met_by_reaching_it_and_not_by_rounding(cases):
    def rate(reviewed: int) -> Figure:
        return Figure(reviewed / cases, reviewed, cases, cases)

    enough = cases * 12 // 100
    assert coverage.met(rate(enough), 0.12)
    assert coverage.short(rate(enough), 0.12) == 0
    assert not coverage.met(rate(enough - 1), 0.12)
    assert coverage.short(rate(enough - 1), 0.12) == 1
    assert coverage.shown(quality.REVIEW_RATE, rate(enough), 0.12) == "12.0%"
    assert coverage.shown(quality.REVIEW_RATE, rate(enough - 1), 0.12) != "12.0%"


def test_what_was_not_delivered_is_refused(tmp_path):
    bare = snapshot(tmp_path, {"cases": CASES})
    for each in (quality.REVIEW_RATE, quality.REVIEWED, of.REVIEWERS, of.PROBLEM_CASES, grading.AGREED):
        with pytest.raises(NotSupplied):
            measure.total(each)(asked(bare))
    no_problems = snapshot(tmp_path / "more", {"cases": CASES, "reviews": REVIEWED})
    assert whole(asked(no_problems), quality.REVIEWED).value == 9
    with pytest.raises(NotSupplied):
        measure.total(of.PROBLEM_SHARE)(asked(no_problems))


def test_the_layer_at_random_speaks_for_all(tmp_path):
    """Ten of a hundred picked for a reason, all flawed; ten of the rest at random, one flawed: 10 + 90 × 0.1 of 100 are below."""
    cases = [case(f"c{number:03}", concluded_on=D(2025, 2, 1)) for number in range(100)]
    picked = [review(f"k{n}", f"c{n:03}", D(2025, 3, 1), review_kind="key", grade="g17_flawed") for n in range(10)]
    drawn = [
        review(f"d{n}", f"c{n:03}", D(2025, 3, 1), review_kind="random", grade="g17_flawed" if n == 10 else "g17_qualified")
        for n in range(10, 20)
    ]
    built = snapshot(tmp_path, {"cases": cases, "reviews": [*picked, *drawn]})
    found = calibration.estimate(asked(built, since="2025-01-01", until="2025-03-31"))
    raw, middle, low, high = (found.whole[each.key].value for each in found.indicators)
    assert raw == pytest.approx(9 / 20)
    assert middle == pytest.approx(1 - 19 / 100)
    assert low < middle < high
    assert (found.cases, found.covered, found.drawn) == (100, 100, 10)
