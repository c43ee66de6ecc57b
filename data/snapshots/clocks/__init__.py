"""The ledger of clocks: which limits ran in each case, what moved them, and the day each falls due.

Knows the order of the steps. Must not know which limits there are: those are data (data/law/limits.py).
"""

from datetime import date

import duckdb

from data import schema
from data.snapshots.clocks import acts, custody, due, runs, tables, writing

CASES_AT_ONCE = 500_000


def build(con: duckdb.DuckDBPyConnection, as_of: date, cases_at_once: int | None = None) -> None:
    """Fill `clocks` and `clock_entries` from the built facts, a stretch of cases at a time."""
    tables.declare(con, as_of)
    cases = con.execute(f"select count(*) from built.{schema.cases.name}").fetchone()[0]
    span = cases_at_once or CASES_AT_ONCE
    for first in range(1, cases + 1, span):
        tables.narrow(con, first, first + span - 1)
        acts.gather(con, first, first + span - 1)
        runs.arrange(con, as_of)
        due.compute(con)
        custody.follow(con, as_of)
        writing.write(con, first, first + span - 1)
    tables.drop(con)
