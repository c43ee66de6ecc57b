"""What an import set aside: every number on the Data page is the number of rows behind it."""

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
