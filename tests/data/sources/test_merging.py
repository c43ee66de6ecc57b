"""Several source tables of one canonical table, references between tables, and what a set-aside case takes with it."""

from data import catalogue
from tests.data.sources.delivering import case, take, write

A, B, C = (f"鄂检刑受[2024]4201020000{n}号" for n in (1, 2, 3))
CASES = {"TYYW_GG_AJJBXX.csv": [case(BMSAH=A), case(BMSAH=B)]}


def person(of, number, **values):
    return {"BMSAH": of, "XYRBH": number, **values}


def test_persons_of_three_tables_are_one_person(tmp_path):
    files = {
        "TYYW_GG_XYRJBXX.csv": [person(A, "1", XM="甲", XB_MC="男"), person(A, "2", XM="乙", XB_MC="女")],
        "TYYW_ZJ_FZXYR.csv": [person(A, "1", SJCLJG_MC="批准逮捕", SJRQ="2024-03-08")],
        "TYYW_GS_XYRQK.csv": [person(B, "1", SJCLQK_MC="起诉", SJRQ="2024-05-08")],
    }
    taken = take(write(tmp_path, CASES | files))
    found = taken.rows("SELECT case_id, person_id, name, sex, outcome, source_file, source_row FROM staged_persons ORDER BY 1, 2")
    assert found == [
        (A, "1", "甲", "male", "arrested", 2, 2),
        (A, "2", "乙", "female", None, 2, 3),
        (B, "1", None, None, "indicted", 4, 2),
    ]
    assert taken.account() == [(2, 2, 0), (2, 2, 0), (1, 1, 0), (1, 1, 0)]


def test_a_table_that_enriches_adds_no_rows(tmp_path):
    rows = [{"BMSAH": A, "YCTCRQ": "2024-04-01"}, {"BMSAH": C, "YCTCRQ": "2024-04-01"}]
    taken = take(write(tmp_path, CASES | {"TYYW_GS_SCQS.csv": rows}))
    assert taken.rows("SELECT case_id, returned1_on::VARCHAR FROM staged_cases ORDER BY 1") == [(A, "2024-04-01"), (B, None)]
    assert taken.issues() == [("TYYW_GS_SCQS.csv", 3, "BMSAH", C, "reference_to_nothing", True)]


def test_a_case_set_aside_takes_all_that_belongs_to_it(tmp_path):
    review = {"PCSLBM": "R", "PCFLBM": "008", "PCJDBH": "006", "BMSAH": A}
    files = {
        "TYYW_GG_AJJBXX.csv": [case(BMSAH=A, BJRQ="2023-01-01"), case(BMSAH=B)],
        "TYYW_GS_SCQS.csv": [{"BMSAH": A, "YCTCRQ": "2024-04-01"}],
        "YX_PC_JBXX.csv": [review],
        "YX_PC_PCX.csv": [{"PCXSLBM": "F", "PCSLBM": "R", "BMSAH": A}, {"PCXSLBM": "G", "PCSLBM": "R", "BMSAH": B}],
    }
    taken = take(write(tmp_path, files))
    assert taken.reasons().count("parent_set_aside") == 3
    assert taken.issues()[-1][3:] == ("R", "reference_to_nothing", True)
    assert taken.loaded.tables == {"cases": 1, "reviews": 0, "review_findings": 0}
    assert {row[0] for row in taken.rows("SELECT office FROM quarantine WHERE case_id IS NOT NULL")} == {"420102"}


def test_a_soft_deleted_row_does_not_stand_in_the_way_of_a_live_one(tmp_path):
    taken = take(write(tmp_path, {"TYYW_GG_AJJBXX.csv": [case(BMSAH=A, SFSC="Y"), case(BMSAH=A)]}))
    assert taken.reasons() == ["soft_deleted"]
    assert taken.rows("SELECT rows_read, rows_accepted, rows_set_aside, rows_deleted FROM source_files") == [(2, 1, 1, 1)]


def test_names_of_departments_and_persons_are_checked_only_when_delivered(tmp_path):
    row = case(BMSAH=A, CBBM_BM="0003", CBRGH="0007")
    assert take(write(tmp_path / "a", {"TYYW_GG_AJJBXX.csv": [row]})).issues() == []
    staff = {
        "XT_ZZJG_BMBM.csv": [{"DWBM": "420102", "BMBM": "0001", "BMMC": "第一检察部"}],
        "XT_ZZJG_RYBM.csv": [{"DWBM": "420102", "GH": "0007", "MC": "王某"}],
        "XT_QX_RYJSFP.csv": [{"DWBM": "420102", "BMBM": "0001", "GH": "0007", "KSRQ": "2020-01-01"}],
    }
    taken = take(write(tmp_path / "b", {"TYYW_GG_AJJBXX.csv": [row]} | staff))
    assert taken.issues() == [("TYYW_GG_AJJBXX.csv", 2, "CBDW_BM+CBBM_BM", "420102-0003", "unknown_reference", False)]
    assert taken.rows("SELECT prosecutor_code, department_code FROM staged_posting") == [("420102-0007", "420102-0001")]


def test_levels_come_from_the_tree_whatever_is_stated(tmp_path):
    depth = catalogue.levels()
    orgs = [org for org in catalogue.orgs() if org.code.startswith("42")]
    rows = [{"DWBM": o.code, "DWMC": o.name, "DWJB": str(depth[o.code]), "FDWBM": o.parent} for o in orgs]
    assert take(write(tmp_path, CASES | {"XT_ZZJG_DWBM.csv": rows})).issues() == []


def test_the_day_of_the_data_is_its_last_day(tmp_path):
    events = [{"BMSAH": A, "JDBH": "1", "JDDM": "accept", "FSSJ": "2024-06-30 17:00:00"}]
    folder = write(tmp_path, CASES | {"YX_LC_JDJL.csv": events})
    assert take(folder, as_of=None).loaded.as_of.isoformat() == "2024-06-30"


def test_the_same_import_twice_is_the_same(tmp_path):
    folder = write(tmp_path, CASES | {"TYYW_GG_XYRJBXX.csv": [person(A, "1"), person(A, "1", XM="甲"), person(C, "1")]})
    first, second = (take(folder) for _ in range(2))
    for table in ("staged_cases", "staged_persons", "quarantine", "source_files"):
        assert first.rows(f"FROM {table} ORDER BY ALL") == second.rows(f"FROM {table} ORDER BY ALL")
