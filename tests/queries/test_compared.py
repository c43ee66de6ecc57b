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


SAYS = {  # what the card says of a field, document by document
    "charge": ("charge_name", "charge_indicted", "charge_judged"), "facts": ("amount_sent_wan", "amount_wan", "amount_judged_wan"),
    "circumstances": ("circumstances", "circumstances_judged"), "sentence": ("advised_months", "sentence_months"),
}  # fmt: skip


def test_differences_of_the_card_are_marked_field_by_field(ask):
    """Of everybody who was judged; a second time from the columns themselves."""
    rows = ask.scope.fetch(sa.select(ask.scope.table("persons")))
    judged = [row for row in rows if row["judged_on"] and row["indicted_on"]]
    head = dict.fromkeys(("sent_opinion", "fast_suggested", "procedure", "accepted_on"))
    found = dict.fromkeys(SAYS, 0)
    for row in judged:
        unlike = {key for key, columns in SAYS.items() if len({row[name] for name in columns} - {None}) > 1}
        assert set(compared.beside(head, row, None).differences) == unlike
        found |= {key: found[key] + 1 for key in unlike}
    assert all(found.values()), found
    assert all(number < len(judged) / 4 for number in found.values()), found


@pytest.fixture
def silent(ask):
    """Somebody of whose advised sentence the card says nothing, and who was sentenced to months."""
    rows, cases = ask.scope.table("persons"), ask.scope.table("cases")
    where = sa.and_(rows.c.judged_on.is_not(None), rows.c.indicted_on.is_not(None), rows.c.sentence_months > 0,
                    rows.c.advised_months.is_(None), rows.c.charge_name == rows.c.charge_judged)  # fmt: skip
    statement = sa.select(cases.c.case_id, rows.c.person_id).join_from(rows, cases, rows.c.case_no == cases.c.case_no).where(where)
    row = ask.scope.fetch(statement.order_by(rows.c.person_no).limit(1))[0]
    return {"case": row["case_id"], "person": row["person_id"], "version": 0}


def test_what_the_card_does_not_say_is_written_down_and_compared(ask, silent):
    before = side(ask, silent)
    months = before.cells["sentence"]["judged"].value
    assert (before.cells["sentence"]["indicted"].value, "sentence" in before.differences) == (None, False)
    do(ask, **silent, verdict="error", owner="court", sentence_indicted=str(months + 1), charge_judged="另一罪名")
    found = side(ask, silent)
    assert found.cells["sentence"]["indicted"].value == str(months + 1)
    assert "sentence" in found.differences
    assert found.cells["charge"]["judged"].value == found.person["charge_judged"], "the card comes first"
    assert (found.kept["owner"], found.kept["version"]) == ("court", 1)
    do(ask, **silent | {"version": 1}, verdict="same", sentence_indicted=str(months))
    assert "sentence" not in side(ask, silent).differences


@pytest.mark.parametrize(("one", "other"), [(12.5, "12.50"), (10, "10"), ("自首;从犯", "从犯；自首"), (" 盗窃罪", "盗窃罪")])
def test_alike_is_what_means_the_same(one, other):
    cells = {"facts": {"sent": compared.Cell(one, "x.y"), "judged": compared.Cell(other, "")}}
    assert compared.differing(cells) == ()
    assert compared.differing({"facts": {**cells["facts"], "indicted": compared.Cell("别的", "")}}) == ("facts",)


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
