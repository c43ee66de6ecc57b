"""What an import leaves beside the facts: the account of every file, and every row or value that was not taken as it stood.

Knows the bookkeeping tables of the schema and the account. Must not know why a row is wrong.
"""

from typing import Any

import pyarrow as pa

from data import schema
from data.sources.account import Account, LostRows
from data.sources.merging import engine_type


def settle(account: Account, accepted: dict[int, int]) -> None:
    """Makes `source_files` and `quarantine`. Raises LostRows unless for each file read = accepted + set aside."""
    aside = _counts(account, "SELECT source_file, count(*) FROM aside GROUP BY 1")
    account.entries.sort(key=lambda entry: entry.file_no)
    for entry in account.entries:
        taken, out = accepted.get(entry.file_no, 0), aside.get(entry.file_no, 0)
        if entry.read != taken + out:
            raise LostRows(f"{entry.bound.delivery.shown}: read {entry.read}, accepted {taken}, set aside {out}")
    _quarantine(account)
    _files(account, accepted, aside)


def _quarantine(account: Account) -> None:
    _columns(account)
    order = "file_no, source_row, column_name NULLS FIRST, reason"
    account.con.execute(
        f"CREATE OR REPLACE TABLE quarantine AS SELECT row_number() OVER (ORDER BY {order})::BIGINT AS issue_no, * FROM ({_ROWS})"
    )


_ROWS = """
SELECT i.source_file AS file_no, n.file_name, i.source_row, i.table_name, coalesce(c.column_name, i.field) AS column_name,
    i.value, i.reason, a.source_file IS NOT NULL AS set_aside, coalesce(a.case_id, g.case_id) AS case_id,
    coalesce(a.office, g.office, k.office) AS office, r.raw
FROM issues AS i
JOIN file_names AS n ON n.file_no = i.source_file
LEFT JOIN bound_columns AS c ON c.file_no = i.source_file AND c.field = i.field
LEFT JOIN aside AS a ON a.source_file = i.source_file AND a.source_row = i.source_row
LEFT JOIN flagged AS g ON g.source_file = i.source_file AND g.source_row = i.source_row
LEFT JOIN raw_rows AS r ON r.file_no = i.source_file AND r.row_no = i.source_row
LEFT JOIN case_offices AS k ON k.case_id = coalesce(a.case_id, g.case_id)
"""


def _columns(account: Account) -> None:
    """What files and columns are called, and to which office a case belongs, delivered or set aside."""
    entries = account.entries
    numbers = pa.array([entry.file_no for entry in entries], pa.int32())
    _copy(account, "file_names", {"file_no": numbers, "file_name": [entry.bound.delivery.shown for entry in entries]})
    named = [(entry.file_no, field, entry.bound.source_column(field)) for entry in entries for field in entry.bound.fields]
    columns = zip(("file_no", "field", "column_name"), zip(*named, strict=True), strict=True)
    _copy(account, "bound_columns", {name: list(values) for name, values in columns})
    account.con.execute(
        "CREATE OR REPLACE TEMP TABLE case_offices AS SELECT case_id, min(office) AS office FROM ("
        "SELECT case_id, office FROM staged_cases WHERE case_id IN (SELECT case_id FROM aside UNION SELECT case_id FROM flagged) "
        "UNION ALL SELECT case_id, office FROM aside WHERE table_name = 'cases') GROUP BY 1"
    )


def _copy(account: Account, table: str, columns: dict[str, Any]) -> None:
    account.con.register("copied", pa.table(columns))
    account.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM copied")
    account.con.unregister("copied")


def keep_raw(account: Account, table: str) -> None:
    """The rows of a canonical table's files that were set aside, as they were delivered. Nothing else of the files is kept."""
    con = account.con
    for entry in (entry for entry in account.entries if entry.bound.table_map.target == table):
        delivery, wanted = entry.bound.delivery, f"SELECT source_row FROM aside WHERE source_file = {entry.file_no}"
        if con.execute(f"{wanted} LIMIT 1").fetchone() is not None:
            delivery.pick(con, entry.raw, wanted, "picked")
            con.execute(f"INSERT INTO raw_rows SELECT {entry.file_no}, row_no, {delivery.as_delivered()} FROM picked")
            con.execute("DROP TABLE picked")
        delivery.forget(con, entry.raw)


def _files(account: Account, accepted: dict[int, int], aside: dict[int, int]) -> None:
    con = account.con
    deleted = _counts(account, "SELECT source_file, count(*) FROM issues WHERE reason = 'soft_deleted' GROUP BY 1")
    flagged = _counts(account, "SELECT file_no, count(DISTINCT source_row) FROM quarantine WHERE NOT set_aside GROUP BY 1")
    columns = ", ".join(f"{column.name} {engine_type(column)}" for column in schema.source_files.columns)
    con.execute(f"CREATE OR REPLACE TABLE source_files ({columns})")
    for entry in account.entries:
        delivery, no = entry.bound.delivery, entry.file_no
        counts = [entry.read, accepted.get(no, 0), aside.get(no, 0), deleted.get(no, 0), flagged.get(no, 0)]
        row = [no, delivery.shown, entry.bound.table_map.target, delivery.table, *counts, delivery.encoding, delivery.sha256()]
        con.execute(f"INSERT INTO source_files VALUES ({', '.join('?' * len(row))})", row)


def _counts(account: Account, query: str) -> dict[int, int]:
    return dict(account.con.execute(query).fetchall())
