"""Between the tables and the arrays: rows of `judged` as arrays, and chances as rows of a built table.

Knows `temp.judged` and the tables of forecasts. Must not know how a chance is found.
"""

from collections.abc import Iterator, Mapping

import duckdb
import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from data.definitions.risk import CLOCKS, FEATURES, NAMED
from data.snapshots.risks.arrays import Rows
from data.snapshots.target import columns, fill, literal, quoted

ROWS_AT_ONCE = 100_000
NUMBERS = tuple(each.key for each in FEATURES if not each.named)


def rows(con: duckdb.DuckDBPyConnection, where: str) -> Rows:
    names = quoted(*(each.key for each in FEATURES), "department", "case_no", "missed")
    found = con.execute(f"select {names} from judged where {where} order by day, episode_no").fetchnumpy()
    return Rows(
        np.stack([_text(found[name]) for name in NAMED], axis=1),
        np.stack([np.ma.filled(found[name].astype(float), np.nan) for name in NUMBERS], axis=1),
        _text(found["clock"]), _text(found["department"]), np.asarray(found["case_no"]), np.asarray(found["missed"]).astype(int),
    )  # fmt: skip


def _text(column: np.ndarray) -> np.ndarray:
    return np.ma.filled(column.astype(object), "").astype(str)


def stretches(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Conditions that part `judged` into stretches of cases of about as many rows."""
    first, last, n = con.execute("select min(case_no), max(case_no), count(*) from judged").fetchone()
    if n:
        span = -(-(last - first + 1) * ROWS_AT_ONCE // max(n, ROWS_AT_ONCE))
        yield from (f"case_no between {start} and {start + span - 1}" for start in range(first, last + 1, span))


def store(
    con: duckdb.DuckDBPyConnection, table: sa.Table, model: str, where: str, own: Mapping[str, str], **arrays: np.ndarray
) -> None:  # fmt: skip
    """Append the rows of `judged` that `rows` gave for the same condition, with the arrays beside them in their order."""
    con.register("handed", pa.table({"place": np.arange(len(next(iter(arrays.values())))), **arrays}))
    so_far = con.execute(f"select count(*) from built.{table.name}").fetchone()[0]
    values = {column.name: f"f.{quoted(column.name)}" for column in columns(table)}
    values |= {"risk_no": f"{so_far} + f.place + 1", "model": literal(model), "clock_no": "f.episode_no" if model == CLOCKS else "null"}
    placed = f"select *, row_number() over (order by day, episode_no) - 1 as place from judged where {where}"
    fill(con, table, values | dict(own), f"from (select * from ({placed}) join handed using (place)) f order by f.place")
    con.unregister("handed")
