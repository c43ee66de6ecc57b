"""A snapshot of two cities, three offices and a few cases, made by hand in a moment: enough for a page to stand on.

No import, no build: tests of the shell must not wait for them.
"""

from datetime import date, datetime
from pathlib import Path

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect
from sqlalchemy.schema import CreateTable

from data import schema
from data.definitions import latest, making, marts, relations
from data.settings import Settings

AS_OF = date(2025, 11, 28)
UNITS = (
    ("100000", "最高人民检察院", None, 1, None, None),
    ("420000", "湖北省人民检察院", "100000", 2, "420000", None),
    ("420100", "武汉市人民检察院", "420000", 3, "420000", "420100"),
    ("420102", "江岸区人民检察院", "420100", 4, "420000", "420100"),
    ("420103", "江汉区人民检察院", "420100", 4, "420000", "420100"),
    ("420500", "宜昌市人民检察院", "420000", 3, "420000", "420500"),
    ("420502", "西陵区人民检察院", "420500", 4, "420000", "420500"),
)
DEPARTMENTS = (("420102-0003", "420102", "第一检察部"), ("420103-0003", "420103", "第一检察部"), ("420502-0003", "420502", "刑事检察部"))
PROSECUTORS = (("420102-0007", "420102", "陈静"), ("420103-0002", "420103", "李卫国"), ("420502-0001", "420502", "周敏"))
FORMULA_NAME = "=1+1涉嫌盗窃案"


def settings(home: Path, key: str = "20251128-small", demo: bool = False) -> Settings:
    """A home with the small snapshot in force."""
    made = Settings(home=home)
    made.snapshots.mkdir(parents=True, exist_ok=True)
    write(made.snapshots / f"{key}.duckdb", key, demo)
    (made.snapshots / "current").write_text(key, encoding="ascii")
    return made


def write(path: Path, key: str, demo: bool = False) -> None:
    marts.tables()
    with duckdb.connect(str(path)) as con:
        for table in (*schema.metadata.sorted_tables, *marts.tables()):
            con.execute(str(CreateTable(table).compile(dialect=Dialect())).replace("NOT NULL", ""))
        for table, rows in _rows(key, demo).items():
            for row in rows:
                _insert(con, table, row)


def _insert(con, table: sa.Table, row: dict) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    con.execute(f'insert into "{table.name}" ({names}) values ({", ".join("?" * len(row))})', list(row.values()))


def _rows(key: str, demo: bool) -> dict[sa.Table, list[dict]]:
    cases = made()
    about = {"snapshot_id": key, "as_of": AS_OF, "created_at": datetime(2025, 11, 29), "first_on": date(2021, 1, 4), "statistical_day": 26,
             "shape": making.shape(), "demo": demo}
    places = [marts.named(relations.CASES, name) for name in ("whole", "kinds", "unit")]
    return {
        schema.snapshot: [about],
        schema.supplied: [{"table_name": name, "row_count": 12} for name in ("cases", "org", "department", "prosecutor")],
        schema.org: [dict(zip(("org_code", "org_name", "parent", "level", "province", "city"), unit, strict=True)) for unit in UNITS],
        schema.department: [dict(zip(("department_code", "office", "department_name"), each, strict=True)) for each in DEPARTMENTS],
        schema.prosecutor: [dict(zip(("prosecutor_code", "office", "prosecutor_name"), each, strict=True)) for each in PROSECUTORS],
        schema.cases: cases,
        schema.case_keys: [_key(each) for each in cases],
        latest.ARRIVED: [{"day": case["accepted_on"], "n": 1} | {name: case.get(name) for name in latest.TOLD} for case in cases],
        latest.NUMBERS: [{"relation": "cases", "n": 1} | {name: case[name] for name in latest.PLACES} for case in cases],
        **{mart.table: [{name: case[name] for name in mart.dimensions} for case in cases] for mart in places},
    }


def made() -> list[dict]:
    """The cases."""
    return [_case(number, *PROSECUTORS[number % 3][:2]) for number in range(12)]


def _key(case: dict) -> dict:
    return {"case_hash": schema.case_hash(case["case_id"]), "case_id": case["case_id"], "case_no": case["case_no"]}


def _case(number: int, handler: str, office: str) -> dict:
    city = office[:4] + "00"
    return {
        "case_id": f"鄂检一部受〔2025〕{4201020000 + number}号", "case_no": number, "arrival_no": number,
        "case_name": FORMULA_NAME if number == 0 else f"张三{number}涉嫌盗窃案", "type_code": "0201" if number % 2 else "0301",
        "office": office, "city": city, "province": "420000", "department": f"{office}-0003", "handler": handler,
        "line": "arrest" if number % 2 else "prosecution", "custody": "in_custody" if number % 4 else "not_in_custody", "special": 0,
        "accepted_on": date(2025, 1 + number % 10, 3), "status": "handling", "countable": True,
    }  # fmt: skip
