"""What an import set aside: every number on the Data page is the number of rows behind it."""

import sqlalchemy as sa

from queries import imports


def test_every_number_of_a_reason_is_its_list(world):
    found = imports.reasons(world.ask())
    assert sum(row["set_aside"] for row in found) > 0
    for row in found:
        for aside, number in (("yes", row["set_aside"]), ("no", row["flagged"])):
            rows, total = imports.issues(world.ask(reason=row["reason"], table=row["table_name"], aside=aside), size=500)
            assert (total, len(rows)) == (number, min(number, 500))
            assert all(each["set_aside"] == (aside == "yes") for each in rows)


def test_without_a_question_all_rows_are_there(world):
    rows, total = imports.issues(world.ask(), size=100)
    assert total == sum(row["set_aside"] + row["flagged"] for row in imports.reasons(world.ask()))
    assert len(rows) == min(total, 100)


def test_a_damaged_text_may_be_a_name_and_other_values_are_as_they_came():
    row = {"column_name": "XM", "value": "吴春\ufffd", "reason": "encoding_damage"}
    assert imports._without_names(row)["value"] == "吴某某"
    assert imports._without_names(row | {"reason": "unknown_code", "value": "node_999"})["value"] == "node_999"
    assert imports._without_names(row | {"value": None})["value"] is None


def test_what_the_page_asks_comes_without_names(world):
    """The file keeps the row as it was delivered; the page says where it stands."""
    ask = world.ask()
    rows, total = imports.issues(ask, 100_000)
    names = {row["name"] for row in ask.scope.fetch(sa.select(ask.scope.table("persons").c.name)) if row["name"]}
    assert total == len(rows) > 20
    assert all(row["file_name"] and row["source_row"] and "raw" not in row for row in rows)
    assert not [row for row in rows if any(name in str(row["value"]) for name in names)]
