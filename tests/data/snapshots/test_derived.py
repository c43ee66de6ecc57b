"""Every derived column, exactly, on cases small enough to work out by hand."""

from datetime import date, datetime

import pytest

from data import schema
from data.errors import BadInput
from tests.data.snapshots.staging import DEPARTMENT, HANDLER, OFFICE, case, dicts_of, event, rows_of, snapshot

D = date


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    cases = [
        case("B2", accepted_on=D(2025, 3, 1), concluded_on=D(2025, 4, 10), started_on=D(2025, 3, 2)),
        case("A1", accepted_on=D(2025, 3, 1), sealed=True, leader_case=False),
        case("C3", accepted_on=D(2025, 2, 1), department="420102-0001", department_name="第一检察部", type_code="0201"),
        case("Z9", accepted_on=D(2024, 1, 1), office="429191", department=None, handler=None, type_code="9901"),
        case("X0", accepted_on=D(2025, 5, 5), office="990001", office_name="某某院", department="990001-0001", handler="990001-0001"),
        case("N1", accepted_on=D(2025, 6, 1), type_code="0701", nature_code="0702501000000"),
    ]
    persons = [
        {"case_id": "B2", "person_id": "2", "age_at_offence": 17, "detained_on": D(2025, 1, 1), "released_on": D(2025, 2, 1)},
        {"case_id": "B2", "person_id": "1", "age_at_offence": 40, "detained_on": D(2025, 4, 11)},
        {"case_id": "A1", "person_id": "1", "age_at_offence": 0, "detained_on": D(2025, 1, 1), "released_on": D(2025, 3, 1)},
        {"case_id": "C3", "person_id": "9"},
    ]
    events = [
        event("B2", "conclude", "2025-04-10 12:00:00"),
        event("B2", "accept", "2025-03-01 00:00:00"),
        event("B2", "assign", "2025-03-01 18:00:00"),
        event("B2", "read_file", "2025-03-01 18:00:00"),
        event("B2", "interview", "2025-03-05 00:00:00", voided=True),
        event("A1", "accept", "2025-03-01 09:00:00"),
    ]
    allocations = [
        {"case_id": "A1", "allocation_id": "1", "mode": "manual", "allocated_at": datetime(2025, 3, 4, 8)},
        {"case_id": "A1", "allocation_id": "2", "mode": "rotation", "allocated_at": datetime(2025, 3, 3, 8)},
    ]
    review = {"case_id": "B2", "review_kind": "routine"}
    reviews = [
        {**review, "review_id": "R1", "state": "in_review", "reviewed_on": D(2025, 5, 1), "grade": "g17_flawed"},
        {**review, "review_id": "R2", "state": "concluded", "reviewed_on": D(2025, 6, 1), "grade": "g17_qualified"},
    ]
    findings = [
        {"case_id": "B2", "review_finding_id": "1", "review_id": "R1"},
        {"case_id": "B2", "review_finding_id": "2", "review_id": "R2"},
    ]
    tables = {
        "cases": cases, "persons": persons, "events": events, "allocations": allocations, "reviews": reviews, "review_findings": findings,
        "links": [{"case_id": "A1", "other_case_id": "B2"}, {"case_id": "A1", "other_case_id": "elsewhere"}],
        "prosecutor": [{"prosecutor_code": HANDLER, "office": OFFICE, "prosecutor_name": "张三", "is_leader": True}],
    }  # fmt: skip
    quarantine = [
        {"case_id": "B2", "reason": "unknown_code", "set_aside": False},
        {"case_id": "B2", "reason": "orphan", "set_aside": True},
    ]
    return snapshot(tmp_path_factory.mktemp("derived"), tables, quarantine)


@pytest.fixture(scope="module")
def found(built) -> dict[str, dict]:
    return {row["case_id"]: row for row in dicts_of(built, "select * from cases")}


def test_cases_are_numbered_by_office_department_day_and_number(built):
    """Rows lie in the order of their number; a case without a department stands after the others of its office."""
    assert rows_of(built, "select case_no, case_id from cases") == [(1, "C3"), (2, "A1"), (3, "B2"), (4, "N1"), (5, "Z9"), (6, "X0")]


def test_arrival_follows_acceptance(built):
    assert [r[0] for r in rows_of(built, "select case_id from cases order by arrival_no")] == ["Z9", "C3", "A1", "B2", "X0", "N1"]


def test_days_of_a_case(found):
    assert (found["B2"]["days"], found["A1"]["days"]) == (40, None)


def test_throughput_is_from_the_first_event_to_the_last(found):
    assert (found["B2"]["throughput_days"], found["A1"]["throughput_days"], found["C3"]["throughput_days"]) == (40.5, 0.0, None)


def test_assignment_comes_from_allocations_then_events_then_the_beginning(found):
    assert found["A1"]["assigned_on"] == D(2025, 3, 3)
    assert found["B2"]["assigned_on"] == D(2025, 3, 1)
    assert found["C3"]["assigned_on"] is None


def test_custody_is_about_the_time_the_case_was_open(found):
    """Released before acceptance or detained after conclusion is not in custody; released on the very day is."""
    said = {key: found[key]["custody"] for key in ("B2", "A1", "C3", "Z9")}
    assert said == {"B2": "not_in_custody", "A1": "in_custody", "C3": "not_in_custody", "Z9": "unknown"}


def test_minors_move_the_line_and_age_0_is_unknown(found):
    assert (found["B2"]["minor"], found["B2"]["line"]) == (True, "juvenile")
    assert (found["A1"]["minor"], found["A1"]["line"]) == (None, "prosecution")


def test_line_kind_family(found):
    def said(key):
        return tuple(found[key][name] for name in ("line", "kind", "family", "countable"))

    assert said("C3") == ("arrest", "substantive", "arrest", True)
    assert said("N1") == ("administrative", "substantive", "civil", True)
    assert said("Z9") == ("other", "unclassified", "other", True)


def test_counts(found):
    counts = ("person_count", "event_count", "review_count", "flag_count", "finding_count")
    assert [found["B2"][name] for name in counts] == [2, 4, 2, 1, None]  # monitoring findings were not delivered
    assert [found["Z9"][name] for name in counts] == [0, 0, 0, 0, None]


def test_reviewed_when_a_review_was_concluded(found):
    assert found["B2"]["reviewed_on"] == D(2025, 6, 1)


def test_a_matter_taken_in_again_after_its_conclusion(tmp_path):
    """By the same office as the same type; another type is the next stage, and what came before is not again."""
    done = {"unified_no": "U1", "concluded_on": D(2025, 3, 1)}
    cases = [
        case("A", **done), case("B", unified_no="U1", accepted_on=D(2025, 3, 9)), case("C", unified_no="U1", accepted_on=D(2025, 3, 5)),
        case("D", unified_no="U1", accepted_on=D(2025, 3, 2), type_code="0201"), case("E", unified_no="U1", accepted_on=D(2025, 2, 1)),
        case("F", concluded_on=D(2025, 3, 1)), case("G", accepted_on=D(2025, 3, 2)),
        case("H", **done, office="420103", department="420103-0003"),
    ]  # fmt: skip
    made = snapshot(tmp_path, {"cases": cases})
    assert {name: day for name, day in rows_of(made, "select case_id, reopened_on from cases") if day} == {"A": D(2025, 3, 5)}


def test_leader_and_sealed(found):
    assert [found[key]["leader_case"] for key in ("A1", "B2", "Z9")] == [False, True, None]
    assert [found[key]["sealed"] for key in ("A1", "B2")] == [True, False]


def test_events_in_order_with_the_next_and_the_days_between(built):
    """A tie is settled by the place in the file; a voided event stands last and is nobody's next."""
    rows = rows_of(built, "select seq, activity, occurred_on, next_activity, gap_days from events where case_no = 3")
    assert rows == [
        (1, "accept", D(2025, 3, 1), "assign", 0.75),
        (2, "assign", D(2025, 3, 1), "read_file", 0.0),
        (3, "read_file", D(2025, 3, 1), "conclude", 39.75),
        (4, "conclude", D(2025, 4, 10), None, None),
        (5, "interview", D(2025, 3, 5), None, None),
    ]


def test_a_stay_ends_with_the_next_event_and_a_voided_one_at_once(built):
    """No case here has a day of completion: a concluded one has then left its last activity too, an open one has not."""
    rows = rows_of(built, "select seq, occurred_on, left_on, stay_days from events where case_no = 3")
    assert [(left, days) for _, _, left, days in rows] == [
        (D(2025, 3, 1), 0), (D(2025, 3, 1), 0), (D(2025, 4, 10), 40), (D(2025, 4, 10), None), (D(2025, 3, 5), None),
    ]  # fmt: skip
    assert rows_of(built, "select left_on, stay_days from events where case_no = 2") == [(None, None)]


def test_a_concluded_case_still_stands_somewhere_until_its_process_ends(tmp_path):
    """Where completion is recorded, conclusion alone does not end the last stay; completion, archiving and that state do."""
    done = D(2025, 4, 10)
    cases = [case("A", concluded_on=done, completed_on=done), case("B", concluded_on=done), case("C", archived_on=done),
             case("D", status="archived"), case("E")]  # fmt: skip
    made = snapshot(tmp_path, {"cases": cases, "events": [event(each["case_id"], "deliver", "2025-03-01 09:00:00") for each in cases]})
    rows = rows_of(made, "select case_id, left_on from events join cases using (case_no) order by case_id")
    assert [left for _, left in rows] == [D(2025, 3, 1), None, D(2025, 3, 1), D(2025, 3, 1), None]


def test_a_change_of_handler_ends_no_stay(tmp_path):
    """The case waits where it waited before; the event itself is left when it happens, though it keeps its place in the path."""
    path = (("appraisal", "03-01"), ("reassign", "03-05"), ("reassign", "03-06"), ("report", "03-09"), ("reassign", "03-20"))
    events = [event("A", activity, f"2025-{day} 09:00:00") for activity, day in path]
    made = snapshot(tmp_path, {"cases": [case("A")], "events": [*events, event("A", "deliver", "2025-03-02 09:00:00", voided=True)]})
    rows = rows_of(made, "select activity, next_activity, left_on, stay_days from events order by seq")
    assert rows == [
        ("appraisal", "reassign", D(2025, 3, 9), 8), ("reassign", "reassign", D(2025, 3, 5), None),
        ("reassign", "report", D(2025, 3, 6), None), ("report", "reassign", None, None),
        ("reassign", None, D(2025, 3, 20), None), ("deliver", None, D(2025, 3, 2), None),
    ]  # fmt: skip


def test_persons_are_numbered_and_know_their_case(built):
    rows = rows_of(built, "select person_no, case_no, person_id, accepted_on, concluded_on, decided_on from persons")
    assert rows == [
        (1, 1, "9", D(2025, 2, 1), None, None),
        (2, 2, "1", D(2025, 3, 1), None, None),
        (3, 3, "1", D(2025, 3, 1), D(2025, 4, 10), None),
        (4, 3, "2", D(2025, 3, 1), D(2025, 4, 10), None),
    ]


def test_review_findings_know_their_review(built):
    rows = rows_of(built, "select review_finding_id, reviewed_on, grade from review_findings")
    assert rows == [("1", None, "g17_flawed"), ("2", D(2025, 6, 1), "g17_qualified")]
    assert {row[0] for row in rows_of(built, "select case_concluded_on from reviews")} == {D(2025, 4, 10)}


def test_links_know_the_other_case(built):
    assert rows_of(built, "select other_case_id, other_case_no from links") == [("B2", 3), ("elsewhere", None)]


def test_every_fact_carries_the_context_of_its_case(built):
    names = ", ".join(schema.CONTEXT)
    of_cases = dict(rows_of(built, f"select case_no, ({names}) from cases"))
    for name in ("persons", "events", "allocations", "reviews", "review_findings", "links"):
        for case_no, context in rows_of(built, f"select case_no, ({names}) from {name}"):
            assert context == of_cases[case_no]


def test_facts_name_their_case_by_key_alone(built):
    """120 million events need not repeat a text of thirty characters; cases do, and the few of them kept apart as open or latest."""
    columns = rows_of(built, "select table_name from information_schema.columns where column_name = 'case_id' order by 1")
    assert [name for (name,) in columns] == ["case_keys", "cases", "latest_cases", "open_cases", "quarantine"]


def test_columns_are_those_of_the_schema_in_their_order(built):
    for table in schema.metadata.sorted_tables:
        there = dicts_of(built, f"from {table.name} limit 1")
        assert not there or list(there[0]) == [column.name for column in schema.built_columns(table)]


def test_a_case_is_found_by_its_number(built):
    for case_no, case_id in rows_of(built, "select case_no, case_id from cases"):
        assert rows_of(built, f"select case_no from case_keys where case_hash = {schema.case_hash(case_id)}") == [(case_no,)]
    hashes = [h for (h,) in rows_of(built, "select case_hash from case_keys")]
    assert hashes == sorted(hashes)


def test_what_cases_name_is_in_the_registers(built):
    offices = dict(rows_of(built, "select org_code, (org_name, known, level, province, city) from org"))
    assert offices["990001"] == ("某某院", False, None, "990001", "990001")
    assert offices["429191"][1:] == (True, 4, "420000", "429191")
    assert offices["420102"][1:] == (True, 4, "420000", "420100")
    assert {"100000", "420000", "420100"} <= set(offices)
    departments = dict(rows_of(built, "select department_code, department_name from department"))
    assert departments == {DEPARTMENT: "第三检察部", "420102-0001": "第一检察部", "990001-0001": "第三检察部"}
    assert ("990001-0001", "张三") in rows_of(built, "select prosecutor_code, prosecutor_name from prosecutor")


def test_only_what_was_delivered_is_called_supplied(built):
    supplied = dict(rows_of(built, "select * from supplied"))
    assert supplied["prosecutor"] == 1  # the one added from a case was not delivered
    assert "measures" not in supplied
    assert "department" not in supplied


def test_the_calendar_reaches_a_year_beyond_the_data(built):
    first, last, days, rows = rows_of(built, "select min(day), max(day), count(distinct day), count(*) from calendar")[0]
    assert (first, last) == (D(2024, 1, 1), D(2026, 12, 31))
    assert days == rows == (last - first).days + 1


def test_the_snapshot_says_what_it_is(built):
    row = dicts_of(built, "select * from snapshot")[0]
    assert (row["snapshot_id"], row["as_of"], row["first_on"]) == (built.snapshot_id, built.as_of, D(2024, 1, 1))
    assert row["snapshot_id"] == f"20251128-{row['content'][:8]}"


@pytest.mark.parametrize("rows_at_once", [7, 45], ids=["written out in parts", "read several times"])
def test_a_large_delivery_is_built_in_stretches_to_the_same(tmp_path, rows_at_once):
    tables = {"cases": [case(f"K{n:03}", accepted_on=D(2025, 1, 1 + n % 28)) for n in range(60)],
              "events": [event(f"K{n % 60:03}", "accept", f"2025-02-01 00:{n // 60:02}:00") for n in range(300)],
              "persons": [{"case_id": f"K{n % 60:03}", "person_id": str(n)} for n in range(100)]}  # fmt: skip
    whole = snapshot(tmp_path / "whole", tables)
    parted = snapshot(tmp_path / "parted", tables, rows_at_once=rows_at_once)
    assert parted.content == whole.content
    for table in ("cases", "events", "persons"):
        assert rows_of(parted, f"from {table}") == rows_of(whole, f"from {table}")
    assert not (tmp_path / "parted" / "built.parts").exists()


def test_nothing_to_build_is_said(tmp_path):
    with pytest.raises(BadInput, match="没有任何可用的案件"):
        snapshot(tmp_path, {"cases": []})
