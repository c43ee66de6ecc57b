"""The three documents of a person side by side: what differs is marked, what is written down is kept, who is due is counted."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from data.access import Grant, Scope
from data.catalogue import compared as declared
from data.desk.store import Desk
from data.desk.tables.comparisons import comparisons
from data.errors import BadInput, Conflict, NotFound
from data.schema import metadata
from data.viewer import LOCAL, Viewer
from queries import compared
from queries.deeds import DEEDS


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(f"sqlite:///{tmp_path_factory.mktemp('compared') / 'desk.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def ask(duckdb_world, desk):
    with desk.writing() as con:
        con.execute(sa.delete(comparisons))
    return replace(duckdb_world.ask(), desk=desk, viewer=LOCAL)


def do(ask, **given) -> None:
    DEEDS["compare"].do(ask, {name: str(value) for name, value in given.items()})


def first(ask):
    row = compared.waiting(ask)[0]
    return {"case": row["case_id"], "person": row["person_id"], "version": 0}


def side(ask, given) -> compared.OfPerson:
    found = compared.of_case(ask.with_(case=given["case"]))
    return next(each for each in found.persons if each.person["person_id"] == given["person"])


def test_fields_name_columns_that_are_there():
    for each in declared.fields():
        for column in filter(None, each.columns.values()):
            table, _, name = column.partition(".")
            assert table in ("cases", "persons")
            assert name in metadata.tables[table].c


def test_who_is_due_is_who_was_prosecuted_and_judged_in_the_period(ask):
    """Counted a second time, person by person."""
    rows = ask.scope.fetch(sa.select(ask.scope.table("persons")))
    due = [row for row in rows if row["judged_on"] and ask.period.since <= row["judged_on"] <= ask.period.until
           and row["indicted_on"] and row["type_code"] in ("0301", "1722")]  # fmt: skip
    found = compared.standing(ask)
    assert sum(found.due.values()) == len(due) > 0
    assert found.done == {}
    assert len(compared.waiting(ask)) == min(len(due), compared.SHOWN)


def test_what_is_done_is_no_longer_waiting(ask):
    given = first(ask)
    before = compared.standing(ask)
    do(ask, **given, verdict="same")
    after = compared.standing(ask)
    assert (sum(after.due.values()), sum(after.done.values())) == (sum(before.due.values()), 1)
    assert (given["case"], given["person"]) not in {(row["case_id"], row["person_id"]) for row in compared.waiting(ask)}
    assert [(row["case_id"], row["verdict"]) for row in compared.ledger(ask)] == [(given["case"], "same")]


def test_differences_are_marked_field_by_field(ask):
    given = first(ask)
    sent = side(ask, given).cells["charge"]["sent"].value
    assert side(ask, given).differences == ()
    do(ask, **given, verdict="error", owner="court", charge_indicted=sent, charge_judged="另一罪名", sentence_indicted="6")
    found = side(ask, given)
    months = found.cells["sentence"]["judged"].value
    assert found.differences == (("charge", "sentence") if months not in (None, 6) else ("charge",))
    assert found.cells["charge"]["judged"].value == "另一罪名"
    assert (found.kept["owner"], found.kept["version"]) == ("court", 1)


def test_an_error_is_somebodys_and_what_is_no_error_nobodys(ask):
    given = first(ask)
    for wrong in ({"verdict": "error"}, {"verdict": "same", "owner": "court"}, {"verdict": "perhaps"}):
        with pytest.raises(BadInput):
            do(ask, **given, **wrong)
    assert compared.ledger(ask) == []


def test_two_at_once_get_a_conflict(ask):
    given = first(ask)
    do(ask, **given, verdict="same", note="甲")
    with pytest.raises(Conflict):
        do(ask, **given, verdict="explained", note="乙")
    assert [row["note"] for row in compared.ledger(ask)] == ["甲"]
    do(ask, **given | {"version": 1}, verdict="explained", note="乙")
    assert [row["note"] for row in compared.ledger(ask)] == ["乙"]


def test_only_in_scope(ask):
    given = first(ask)
    do(ask, **given, verdict="same")
    nobody = replace(ask, viewer=Viewer("a", "a", None, Grant(), None), scope=Scope(ask.scope.snapshot, Grant()))
    assert (compared.ledger(nobody), compared.waiting(nobody), compared.standing(nobody).due) == ([], [], {})
    with pytest.raises(NotFound):
        do(nobody, **given, verdict="same")


def test_somebody_not_judged_is_not_compared(ask):
    with pytest.raises(NotFound):
        do(ask, **first(ask) | {"person": "nobody"}, verdict="same")
