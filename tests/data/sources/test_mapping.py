"""Mappings: the built-in ones hold together, wrong ones are refused naming file, place and what was found."""

from pathlib import Path

import pytest

from data import catalogue, schema
from data.errors import BadInput
from data.sources.integrity import KEYS, REFERENCES, orders
from data.sources.load import ORDER
from data.sources.mapping import Mapping, built_in
from tests.data.sources.delivering import case, take, write

WHOLE = """
[[table]]
source = "TYYW_GG_AJJBXX"
target = "cases"
[table.columns]
case_id = "BMSAH"
type_code = "AJLB_BM"
office = "CBDW_BM"
accepted_on = "SLRQ"
"""


def mapping(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def delivery(folder: Path, **values: str) -> Path:
    return write(folder / "delivery", {"TYYW_GG_AJJBXX.csv": [case(**values)]})


@pytest.mark.parametrize("name", built_in())
def test_codes_of_built_in_mappings_are_in_the_catalogue(name):
    read = Mapping.named(name)
    for table_map in read.tables if read.closed else ():
        for field, ways in table_map.columns.items():
            listed = catalogue.codes(schema.about(table_map.table.columns[field]).codes or "")
            given = {code for way in ways for _, code in (*way.values, *way.prefixes)}
            assert not listed or given <= set(listed), field


def test_ubas_fills_every_table_that_has_a_source():
    fed = {table_map.target for table_map in Mapping.named("ubas").tables}
    assert set(ORDER) - fed == {"calendar", "premises"}


def test_every_canonical_table_has_a_key_and_a_place_in_the_order():
    names = {table.name for table in schema.CANONICAL}
    assert set(KEYS) == set(ORDER) == names
    for table, key in KEYS.items():
        assert set(key) <= {column.name for column in schema.source_columns(schema.metadata.tables[table])}


def test_orders_and_references_name_columns_that_exist():
    for order in orders():
        for name in (order.earlier, order.later):
            table, _, column = name.rpartition(".")
            assert column in schema.metadata.tables[table or order.table].columns, order
    for reference in REFERENCES:
        assert set(reference.columns) <= set(schema.metadata.tables[reference.table].columns.keys())
        assert set(reference.parent_columns) <= set(schema.metadata.tables[reference.parent].columns.keys())
        assert not reference.belongs or ORDER.index(reference.parent) < ORDER.index(reference.table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[table", "TOML"),
        ("title = 1", r"\[\[table\]\]"),
        ("colour = 1\n" + WHOLE, "colour"),
        (WHOLE.replace('"cases"', '"caes"'), "caes"),
        (WHOLE.replace("accepted_on", "accepted"), "accepted"),
        (WHOLE.replace('source = "TYYW_GG_AJJBXX"', ""), "source"),
        (WHOLE.replace('"SLRQ"', '{ form = "SLRQ" }'), "form"),
        (WHOLE.replace('"SLRQ"', '{ format = "%Y" }'), "from"),
        (WHOLE.replace('"SLRQ"', '{ from = "SLRQ", values = "absent" }'), "absent"),
        (WHOLE.replace('"SLRQ"', '{ from = "SLRQ", values = 1 }'), "accepted_on"),
        (WHOLE.replace("[table.columns]", 'files = "all"\n[table.columns]'), "all"),
        ('time_zone = "Mars/Olympus"\n' + WHOLE, "Mars"),
        (WHOLE + '[cases]\nhandler = { middle = "x" }', "handler"),
        (WHOLE + '[cases]\nhandlers = { first = "x" }', "handlers"),
    ],
)
def test_wrong_mappings_are_refused(text, said, tmp_path):
    with pytest.raises(BadInput, match=said) as raised:
        take(delivery(tmp_path), mapping=mapping(tmp_path, text))
    assert "mine.toml" in str(raised.value)


def test_an_absent_column_is_named_with_those_found(tmp_path):
    text = WHOLE.replace('"SLRQ"', '["SLRX", "受理日"]')
    with pytest.raises(BadInput, match=r"TYYW_GG_AJJBXX\.csv.*accepted_on ← SLRX/受理日.*BMSAH, AJMC"):
        take(delivery(tmp_path), mapping=mapping(tmp_path, text))


def test_optional_columns_may_be_absent_only_where_the_mapping_says_so(tmp_path):
    text = WHOLE + 'completed_on = "WCRQ"\n'
    with pytest.raises(BadInput, match="completed_on ← WCRQ"):
        take(delivery(tmp_path), mapping=mapping(tmp_path, text))
    allowed = text.replace('target = "cases"', 'target = "cases"\nabsent = "allow"')
    taken = take(delivery(tmp_path), mapping=mapping(tmp_path, allowed))
    assert taken.loaded.absent == {"TYYW_GG_AJJBXX.csv": ("completed_on",)}


def test_required_fields_must_be_mapped(tmp_path):
    with pytest.raises(BadInput, match="office"):
        take(delivery(tmp_path), mapping=mapping(tmp_path, WHOLE.replace('office = "CBDW_BM"', "")))


def test_a_heading_that_occurs_twice_is_refused(tmp_path):
    folder = write(tmp_path / "twice", {"TYYW_GG_AJJBXX.csv": "BMSAH,AJLB_BM,CBDW_BM,SLRQ,SLRQ\n"})
    with pytest.raises(BadInput, match="SLRQ"):
        take(folder, mapping=mapping(tmp_path, WHOLE))


def test_codes_a_list_does_not_know_are_refused(tmp_path):
    text = WHOLE + 'status = { from = "AJZT", values = { 2 = "closed" } }\n'
    with pytest.raises(BadInput, match="closed"):
        take(delivery(tmp_path), mapping=mapping(tmp_path, text))


def test_one_file_only_where_the_mapping_says_so(tmp_path):
    folder = write(tmp_path / "two", {f"TYYW_GG_AJJBXX_{n}.csv": [case()] for n in (1, 2)})
    text = WHOLE.replace("[table.columns]", 'files = "error"\n[table.columns]')
    with pytest.raises(BadInput, match=r"_1\.csv, TYYW_GG_AJJBXX_2\.csv"):
        take(folder, mapping=mapping(tmp_path, text))


WAYS = (
    WHOLE
    + """
department = { join = ["CBDW_BM", "CBBM_BM"] }
case_name = { value = "匿名" }
status = { from = "AJZT", values = { 2 = "concluded" } }
sealed = { from = "FC", values = { "封" = true }, default = false }
outcome = [{ from = "DM", prefixes = { "0322" = "indicted" } }, { from = "MC" }]
concluded_on = { from = "BJRQ", format = "%d/%m/%Y" }
"""
)


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"CBBM_BM": "0003"}, "department", "420102-0003"),
        ({"CBBM_BM": ""}, "department", None),
        ({}, "case_name", "匿名"),
        ({}, "status", "concluded"),
        ({"AJZT": "archived"}, "status", "archived"),
        ({"AJZT": "归档"}, "status", "archived"),
        ({"FC": "封"}, "sealed", True),
        ({"FC": ""}, "sealed", False),
        ({"DM": "0322110101000"}, "outcome", "indicted"),
        ({"DM": "0999", "MC": "批准逮捕"}, "outcome", "arrested"),
        ({"DM": "0999"}, "outcome", "0999"),
        ({"BJRQ": "05/04/2024"}, "concluded_on", "2024-04-05"),
        ({"BJRQ": "NULL"}, "concluded_on", None),
    ],
)
def test_ways_to_a_value(given, field, value, tmp_path):
    row = {"CBBM_BM": "", "FC": "", "DM": "", "MC": "", **given}
    found = take(delivery(tmp_path, **row), mapping=mapping(tmp_path, WAYS)).rows(f"SELECT {field} FROM staged_cases")[0][0]
    assert (found.isoformat() if hasattr(found, "isoformat") else found) == value


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-01 09:30:00", "2024-03-01T09:30:00"),
        ("2024-3-1 9:30", "2024-03-01T09:30:00"),
        ("2024/03/01", "2024-03-01T00:00:00"),
        ("2024-03-01T09:30:00.250", "2024-03-01T09:30:00.250000"),
        ("2024-03-01T01:30:00Z", "2024-03-01T09:30:00"),
        ("2024-03-01T02:30:00.000+01:00", "2024-03-01T09:30:00"),
        ("2024-03-01 02:30:00+0100", "2024-03-01T09:30:00"),
        ("2024-03-01 01:30+00", None),
        ("20240301", None),
        ("2024-02-30", None),
        ("2024-03-01xx", None),
        ("epoch", None),
        ("infinity", None),
        ("-infinity", None),
        ("45352", None),
    ],
)
def test_moments(written, moment, tmp_path):
    text = WHOLE + 'accepted_at = "AT"\n'
    found = take(delivery(tmp_path, AT=written), mapping=mapping(tmp_path, text)).rows("SELECT accepted_at FROM staged_cases")[0][0]
    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(("written", "number"), [("3", 3), ("3.0", 3), ("-1", -1), ("3.7", None), ("1e3", None), ("99999999999", None)])
def test_whole_numbers_are_not_rounded(written, number, tmp_path):
    text = WHOLE + 'handling_days = "BLTS"\n'
    taken = take(delivery(tmp_path, BLTS=written), mapping=mapping(tmp_path, text))
    assert taken.rows("SELECT handling_days FROM staged_cases") == [(number,)]
    assert taken.reasons() == ([] if number is not None else ["unparsable"])
