"""What an import set aside: every number on the Data page is the number of rows behind it."""

import json

import sqlalchemy as sa

from data.sources.mapping import Mapping
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


DELIVERED = {"BMSAH": "x", "XM": "吴春雪", "ZJHM": "420100", "NEW": "吴春雪", "SFSC": None}
ROW = {"table_name": "persons", "column_name": "XM", "value": "吴春雪", "raw": json.dumps(DELIVERED, ensure_ascii=False)}


def test_a_row_as_delivered_names_nobody():
    """Nor does a column that the mapping does not know; a name that is itself the value is masked as anywhere."""
    found = imports._without_names(ROW, Mapping.named("ubas"))
    assert json.loads(found["raw"]) == {"BMSAH": "x", "XM": "***", "ZJHM": "***", "NEW": "***", "SFSC": None}
    assert found["value"] == "吴某某"
    assert imports._without_names(ROW | {"column_name": "BMSAH", "value": "张三2020"}, Mapping.named("ubas"))["value"] == "张三2020"


def test_nothing_is_told_of_a_row_whose_columns_are_not_known():
    assert set(json.loads(imports._without_names(ROW, None)["raw"]).values()) == {"***", None}
    assert imports._without_names(ROW | {"raw": "x,吴春雪,420100"}, Mapping.named("ubas"))["raw"] is None
    assert imports._mapping("no-such-mapping") is None


def test_what_the_page_asks_comes_without_names(duckdb_world):
    rows, total = imports.issues(duckdb_world.ask(), 100_000)
    names = {row["name"] for row in duckdb_world.ask().scope.fetch(sa.select(duckdb_world.ask().scope.table("persons").c.name))}
    assert total == len(rows) > 20
    assert not [row for row in rows if any(name and name in f"{row['raw']} {row['value']}" for name in names)]
