"""Staged tables written by hand, as an import would leave them, and snapshots built from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data import schema
from data.snapshots.build import Built, build
from data.snapshots.target import insert_rows, quoted, type_of

AS_OF = date(2025, 11, 28)
OFFICE, DEPARTMENT, HANDLER = "420102", "420102-0003", "420102-0007"
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Told:
    """What an import says of the tables it staged."""

    as_of: date = AS_OF
    sources: tuple[str, ...] = ("by hand",)
    mapping: str = "ubas"
    columns: dict | None = None
    awaited: tuple = ()


def case(case_id: str, **more) -> dict:
    usual = {
        "type_code": "0301", "office": OFFICE, "office_name": "江岸区院", "department": DEPARTMENT, "department_name": "第三检察部",
        "handler": HANDLER, "handler_name": "张三", "accepted_on": date(2025, 1, 10), "status": "handling",
    }  # fmt: skip
    return {"case_id": case_id, **usual, **more}


def event(case_id: str, activity: str, at: str, **more) -> dict:
    return {"case_id": case_id, "activity": activity, "occurred_at": datetime.fromisoformat(at), **more}


def stage(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Rows], quarantine: Rows = ()) -> None:
    """Make `staged_…` of each table given, and the bookkeeping of an import that read just these rows."""
    for name, rows in tables.items():
        columns = schema.source_columns(schema.metadata.tables[name])
        places = {"source_file": "integer", "source_row": "bigint"}
        types = {**{each.name: type_of(each) for each in columns}, **places}
        con.execute(f"create table staged_{name} ({', '.join(f'{quoted(each)} {kind}' for each, kind in types.items())})")
        full = [{"source_file": 1, "source_row": number, **row} for number, row in enumerate(rows, 1)]
        insert_rows(con, f"staged_{name}", list(types), [tuple(row.get(each) for each in types) for row in full])
    _bookkeep(con, schema.source_files, [_file(number, name, len(rows)) for number, (name, rows) in enumerate(tables.items(), 1)])
    _bookkeep(con, schema.quarantine, [{"issue_no": number, **row} for number, row in enumerate(quarantine, 1)])


def _file(number: int, name: str, rows: int) -> dict:
    counts = {"rows_read": rows, "rows_accepted": rows, "rows_set_aside": 0, "rows_deleted": 0, "rows_flagged": 0}
    return {"file_no": number, "file_name": f"{name}.csv", "table_name": name, **counts}


def _bookkeep(con: duckdb.DuckDBPyConnection, table, rows: Rows) -> None:
    con.execute(f"create table {table.name} ({', '.join(f'{quoted(c.name)} {type_of(c)}' for c in table.columns)})")
    names = list(table.columns.keys())
    insert_rows(con, table.name, names, [tuple(row.get(name) for name in names) for row in rows])


def snapshot(folder: Path, tables: Mapping[str, Rows], quarantine: Rows = (), as_of: date = AS_OF, **options) -> Built:
    """Build a snapshot's file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        stage(con, tables, quarantine)
        return build(con, Told(as_of), folder / "built.duckdb", **options)


def rows_of(built: Built, query: str) -> list[tuple]:
    with duckdb.connect(str(built.file), read_only=True) as con:
        return con.execute(query).fetchall()


def dicts_of(built: Built, query: str) -> list[dict]:
    with duckdb.connect(str(built.file), read_only=True) as con:
        result = con.execute(query)
        names = [each[0] for each in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
