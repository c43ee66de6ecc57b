"""The same rows in every format end as the same rows."""

import gzip

import openpyxl
import pandas as pd
import pytest
import sqlalchemy as sa

from data.errors import BadInput
from tests.data.sources.delivering import case, csv_text, take, write

ROWS = [case(BMSAH=f"鄂检刑受[2024]4201020000{n}号", BLTS=str(n)) for n in range(4)] + [case(BMSAH="", SLRQ="2024-03-05", BLTS="x")]
HEADINGS = {
    "BMSAH": "部门受案号",
    "AJMC": "案件名称",
    "AJLB_BM": "案件类别编码",
    "CBDW_BM": "承办单位编码",
    "SLRQ": "受理日期",
    "BJRQ": "办结日期",
    "AJZT": "案件状态",
    "SFSC": "是否删除",
    "BLTS": "办理天数",
}
COLUMNS = "case_id, case_name, type_code, office, accepted_at, concluded_on, status, handling_days, source_row"
QUERY = f"SELECT {COLUMNS} FROM staged_cases ORDER BY 1"


def as_csv(folder):
    return write(folder, {"TYYW_GG_AJJBXX.csv": ROWS})


def as_headings(folder):
    renamed = [{HEADINGS[column]: value for column, value in row.items()} for row in ROWS]
    return write(folder, {"案件基本信息.csv": csv_text(renamed).encode("gb18030")})


def as_parquet(folder):
    folder.mkdir(exist_ok=True)
    pd.DataFrame(ROWS).to_parquet(folder / "tyyw_gg_ajjbxx.parquet")
    return folder


def as_xlsx(folder):
    folder.mkdir(exist_ok=True)
    with pd.ExcelWriter(folder / "extract.xlsx") as book:
        pd.DataFrame(ROWS).to_excel(book, sheet_name="TYYW_GG_AJJBXX", index=False)
        pd.DataFrame({"note": ["something else"]}).to_excel(book, sheet_name="说明", index=False)
    return folder


def as_database(folder):
    url = f"sqlite:///{folder}/source.db"
    engine = sa.create_engine(url)
    pd.DataFrame(ROWS).to_sql("TYYW_GG_AJJBXX", engine, index=False)
    pd.DataFrame({"a": [1]}).to_sql("OTHER", engine, index=False)
    engine.dispose()
    return url


@pytest.mark.parametrize("made", [as_csv, as_headings, as_parquet, as_xlsx, as_database])
def test_formats_agree(made, tmp_path):
    expected = take(as_csv(tmp_path / "expected"))
    here = tmp_path / "here"
    here.mkdir()
    taken = take(made(here))
    here, there = [row[:-1] for row in taken.rows(QUERY)], [row[:-1] for row in expected.rows(QUERY)]
    assert here == there
    assert taken.account() == expected.account() == [(5, 4, 1)]
    assert sorted(taken.reasons()) == ["missing_key", "unparsable"]
    assert taken.rows("SELECT DISTINCT raw IS NOT NULL, case_id, office FROM quarantine") == [(True, None, "420102")]


@pytest.mark.parametrize(("made", "first"), [(as_csv, 2), (as_parquet, 1), (as_xlsx, 2), (as_database, 1)])
def test_row_numbers_are_those_of_the_source(made, first, tmp_path):
    taken = take(made(tmp_path))
    assert [row[-1] for row in taken.rows(QUERY)] == list(range(first, first + 4))


def with_zero(folder, form):
    """A zero in a text that is kept, in a key, and in the text of a row that is set aside."""
    rows = [*ROWS[:4], case(BMSAH="鄂检\0刑受"), case(BMSAH="", CBR="王\0")]
    rows[0] = rows[0] | {"AJMC": "张\0某"}
    if form == "csv":
        return write(folder, {"TYYW_GG_AJJBXX.csv": rows})
    pd.DataFrame(rows).to_parquet(folder / "TYYW_GG_AJJBXX.parquet")
    return folder


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_zero_in_a_text_is_damage(form, tmp_path):
    """PostgreSQL takes no text that has one."""
    taken = take(with_zero(tmp_path, form))
    found = taken.rows("SELECT source_row, column_name, reason, set_aside FROM quarantine ORDER BY ALL")
    first = 2 if form == "csv" else 1
    assert found == [
        (first, "AJMC", "encoding_damage", False),
        (first + 4, "BMSAH", "encoding_damage", True),
        (first + 4, "BMSAH", "missing_key", True),
        (first + 5, "BMSAH", "missing_key", True),
        (first + 5, "CBR", "encoding_damage", True),
    ]
    texts = taken.rows("SELECT case_name FROM staged_cases UNION ALL SELECT raw FROM quarantine UNION ALL SELECT value FROM quarantine")
    assert len(texts) > 10
    assert not [text for (text,) in texts if text and "\0" in text]


def test_parquet_with_types_of_its_own(tmp_path):
    frame = pd.DataFrame(ROWS[:4]).assign(SLRQ=pd.to_datetime("2024-03-01 09:30:00"), BLTS=[0, 1, 2, 3])
    frame.to_parquet(tmp_path / "TYYW_GG_AJJBXX.parquet")
    assert take(tmp_path).rows(QUERY)[1][4].isoformat() == "2024-03-01T09:30:00"


def test_cells_with_types_of_their_own(tmp_path):
    frame = pd.DataFrame(ROWS[:4]).assign(SLRQ=pd.to_datetime("2024-03-01 09:30:00"), BLTS=[0.0, 1.0, 2.0, 3.0])
    frame.to_excel(tmp_path / "TYYW_GG_AJJBXX.xlsx", index=False)
    taken = take(tmp_path)
    assert taken.issues() == []
    assert [row[7] for row in taken.rows(QUERY)] == [0, 1, 2, 3]


def test_cells_beyond_the_header_are_extra_fields(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(CELLS := case()))
    book.active.append([*CELLS.values(), "beyond"])
    book.save(tmp_path / "TYYW_GG_AJJBXX.xlsx")
    assert take(tmp_path).reasons() == ["extra_fields"]


def test_several_files_of_a_table_are_one(tmp_path):
    write(tmp_path, {f"TYYW_GG_AJJBXX_{n}.csv": [ROWS[n]] for n in range(3)} | {"notes.csv": "a\n1\n", "planted.json": "{}"})
    taken = take(tmp_path)
    assert taken.loaded.tables == {"cases": 3}
    assert taken.loaded.unread == ("notes.csv", "planted.json")
    assert taken.account() == [(1, 1, 0)] * 3


def test_sources_can_be_mixed(tmp_path):
    write(tmp_path / "a", {"TYYW_GG_AJJBXX.csv": ROWS[:2]})
    write(tmp_path / "b", {"TYYW_GG_XYRJBXX.csv": [{"BMSAH": ROWS[0]["BMSAH"], "XYRBH": "1"}]})
    taken = take(tmp_path / "a" / "TYYW_GG_AJJBXX.csv", tmp_path / "b")
    assert taken.loaded.tables == {"cases": 2, "persons": 1}


def broken(folder, name: str, content: bytes):
    write(folder, {name: content})
    return folder / name


@pytest.mark.parametrize(
    "name", ["TYYW_GG_AJJBXX.xlsx", "TYYW_GG_AJJBXX.parquet", "TYYW_GG_AJJBXX.xes", "TYYW_GG_AJJBXX.xes.gz", "TYYW_GG_AJJBXX.doc"]
)
def test_a_file_that_is_not_what_its_name_says(name, tmp_path):
    with pytest.raises(BadInput, match="TYYW_GG_AJJBXX"):
        take(broken(tmp_path, name, b"this is not what it says"))


def test_a_parquet_file_with_damaged_pages(tmp_path):
    file = as_parquet(tmp_path) / "tyyw_gg_ajjbxx.parquet"
    data = file.read_bytes()
    file.write_bytes(data[:100] + bytes(400) + data[500:])
    with pytest.raises(BadInput, match="tyyw_gg_ajjbxx"):
        take(tmp_path)


@pytest.mark.postgres
def test_a_postgres_source(postgres_database, tmp_path):
    engine = sa.create_engine(postgres_database)
    pd.DataFrame(ROWS).astype({"BLTS": str}).to_sql("tyyw_gg_ajjbxx", engine, index=False)
    engine.dispose()
    taken = take(postgres_database)
    assert taken.account() == [(5, 4, 1)]
    assert taken.rows("SELECT file_name FROM source_files")[0][0].endswith(" tyyw_gg_ajjbxx")


def test_a_log_that_was_cut_off(tmp_path):
    whole = gzip.compress(b"<log><trace><string key='concept:name' value='1'/></trace></log>" * 9)
    with pytest.raises(BadInput, match=r"log\.xes\.gz"):
        take(broken(tmp_path, "log.xes.gz", whole[:-12]), mapping="eventlog")


@pytest.mark.parametrize("language", ["zh", "en"], indirect=True)
def test_wrong_sources_end_in_a_sentence(language, tmp_path):
    (tmp_path / "empty").mkdir()
    secret = "postgresql+psycopg://someone:hunter2@127.0.0.1:1/nothing"
    for source in (tmp_path / "nowhere", tmp_path / "empty", write(tmp_path / "other", {"other.csv": "a\n1\n"}), secret, "nodb://x", "://"):
        with pytest.raises(BadInput) as raised:
            take(source)
        said = str(raised.value)
        assert said
        assert "\n" not in said
        assert "hunter2" not in said


def test_children_without_cases_are_refused(tmp_path):
    with pytest.raises(BadInput, match="TYYW_GG_AJJBXX"):
        take(write(tmp_path, {"TYYW_GG_XYRJBXX.csv": [{"BMSAH": "1", "XYRBH": "1"}]}))
