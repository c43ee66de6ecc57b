"""Whether anything was lost on the way from the files to the snapshot.

Knows the accounts of the import and the counts of the build. Must not know why a row was set aside.
"""

import duckdb

from data.errors import BadInput
from data.snapshots.build import Built
from data.text import Text

LOST_IN_READING = Text(
    "{file}：读入 {read} 行 ≠ 接收 {accepted} + 搁置 {aside}，未启用",
    "{file}: {read} rows read ≠ {accepted} accepted + {aside} set aside; not published",
)
LOST_IN_BUILDING = Text(
    "数据表 {table}：接收 {staged} 行，构建后 {built} 行，未启用", "Table {table}: {staged} rows accepted, {built} built; not published",
)  # fmt: skip


def check(con: duckdb.DuckDBPyConnection, built: Built) -> None:
    """Raises BadInput when a row was neither taken nor set aside, or was taken and is not in the snapshot."""
    accounts = "select file_name, rows_read, rows_accepted, rows_set_aside from source_files"
    for file, read, accepted, aside in con.execute(accounts).fetchall():
        if read != accepted + aside:
            raise BadInput(LOST_IN_READING, file=file, read=read, accepted=accepted, aside=aside)
    for table, rows in built.rows.items():
        staged = con.execute(f"select count(*) from staged_{table}").fetchone()[0]
        if staged != rows:
            raise BadInput(LOST_IN_BUILDING, table=table, staged=staged, built=rows)


def numbers(con: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Rows read, accepted, set aside, over all files."""
    sums = ", ".join(f"coalesce(sum({name}), 0)::bigint" for name in ("rows_read", "rows_accepted", "rows_set_aside"))
    return con.execute(f"select {sums} from source_files").fetchone()
