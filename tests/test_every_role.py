"""Every role before every page, panel, file and interface there is: nothing outside of its rows.

All of it is asked of the declarations: whatever is newly listed is asked the moment it is.
"""

import re
from datetime import date

import pytest

from data.catalogue import roles as known
from data.errors import AppError
from pages import PAGES
from queries.deeds import DEEDS
from tests.walls import DAYS, Wall

ROLES = tuple(known.roles())


@pytest.fixture(scope="module")
def wall(duckdb_world, tmp_path_factory) -> Wall:
    made = Wall(duckdb_world, tmp_path_factory.mktemp("wall"), PAGES)
    made.plant()
    yield made
    made.desk.close()


@pytest.mark.parametrize("role", ROLES)
def test_nothing_outside_of_a_roles_rows(wall, role):
    with_rows = wall.check(role, wall.addresses())
    assert bool(with_rows) == wall.viewer(role).may("rows")


@pytest.mark.parametrize("role", ROLES)
def test_a_case_of_elsewhere_is_nowhere(wall, role):
    """By its number, its review, its prosecutor, its unit: in an address somebody kept, or in one made up."""
    wall.check(role, wall.of_a_case(wall.foreign))
    if wall.foreign["case_id"] not in wall.seen(role):
        wall.check_unknown(role, wall.foreign)


@pytest.mark.parametrize("kind", known.special())
@pytest.mark.parametrize("role", ["monitor", "cmd_lead"])
def test_a_special_case_of_ones_own_unit_is_shut_alike(wall, role, kind):
    """Where the role's grant does not name the kind there is no such case: one rule for pages, files and interfaces."""
    mask, unit = known.special()[kind].mask, wall.people[role].given.unit
    row = next(row for row in wall.cases.values() if row["special"] & mask and unit in (row["city"], row["province"], row["office"]))
    opened = kind in known.roles()[role].special | wall.people[role].given.special
    assert (row["case_id"] in wall.seen(role)) == (opened and row["special"] in known.marks_opened(wall.viewer(role).grant.special))
    wall.check(role, wall.of_a_case(row))
    if row["case_id"] not in wall.seen(role):
        wall.check_unknown(role, row)


@pytest.mark.parametrize("place", range(len(PAGES)), ids=[page.name for page in PAGES])
def test_what_is_offered_as_a_file_is_given(wall, place):
    """To one role after the other, page by page; and nothing is offered to who may take nothing away."""
    role = list(wall.people)[place % len(wall.people)]
    wall.who.viewer = wall.viewer(role)
    offered = set(re.findall(r"/export/[\w-]+/[\w-]+\.\w+", wall.said(f"{PAGES[place].path}?{DAYS}")))
    assert wall.who.viewer.may("export") or not offered
    answers = {address: wall.reader.get(f"{address}?{DAYS}", buffered=True) for address in offered}  # read to their ends
    assert not {address: answer.text for address, answer in answers.items() if answer.status_code != 200}, role


KEPT = ("/deadlines", "/cases?since=2021-01-01", "/api/list/cases?size=200", "/export/cases/list.csv", "/reviews", "/")


def test_what_is_kept_for_one_is_not_answered_to_another(wall):
    """The same address, first for who sees all of it: answers are remembered, viewers are not."""
    for address in KEPT:
        for role in ("chief_national", "monitor", "chief_national", "liaison"):
            wall.check(role, (address,))


def test_no_deed_reaches_a_case_or_review_of_elsewhere(wall):
    """Whatever a form says: to the deed what is not in scope does not exist, nothing is told of it, the desk stays as it was."""
    before, reached = wall.on_desk(), 0
    wall.who.viewer = wall.viewer("monitor")
    wall.who.viewer = type(wall.who.viewer)("wall-deeds", "w", None, wall.who.viewer.grant, None)
    number = wall.foreign["case_id"]
    review = wall.review_of(number)
    for key, deed in DEEDS.items():
        aimed = {field.key: {"case": number, "review": str(review)}[field.key] for field in deed.fields if field.key in ("case", "review")}
        if not aimed:
            continue
        answer = wall.do(key, **{field.key: fill(field) for field in deed.fields} | aimed)
        assert answer.status_code < 500, key
        assert not wall.named(answer.json.get("said", "")), key
        reached += answer.status_code == 404
    assert reached >= 5
    assert wall.on_desk() == before


@pytest.mark.parametrize("table", ["case_reviews", "plan_cases"])
def test_who_was_asked_to_review_a_case_sees_it_and_that_one_alone(wall, table):
    """By the desk's word, not only the records': the case by its number, for its reviewer; not for another, nor in any list."""
    row = wall.foreign if table == "case_reviews" else next(r for r in wall.unplanted if r["city"] != wall.foreign["city"])
    number, reviewer = row["case_id"], wall.people["reviewer"].person
    page, seen = f"/case?case={number}", wall.seen("reviewer")
    assert number not in seen
    with wall.entrusting(table, number, reviewer):
        wall.who.viewer = wall.viewer("reviewer")
        assert number in wall.named(wall.said(f"/api/list/cases?case={number}").partition("rows")[2])
        assert "NotFound" not in wall.said(page)
        assert number not in wall.named(wall.said("/cases"))
        wall.who.viewer = wall.viewer("handler")
        wall.check_unknown("handler", row)
    wall.check_unknown("reviewer", row)
    assert "NotFound" in wall.said(page)


def fill(field) -> str:
    """Something that the field takes, or nothing where it may be left out."""
    if not field.required:
        return ""
    for text in ("1", "yes", str(date(2026, 1, 1)), "routine", "own", "error", "consistent", "problem", "monitor", "plan"):
        try:
            field.value(text)
        except AppError:
            continue
        return text
    return "1"
