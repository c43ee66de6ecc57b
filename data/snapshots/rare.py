"""The rare rows, copied into tables of their own.

Knows the built facts and the declaration. Must not know what is asked of them.
"""

from datetime import date

import duckdb

from data.definitions import rare
from data.definitions.relations import FINDINGS, Relation
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, relation: Relation, _: date, __: int) -> None:
    table, which = rare.TABLES[relation], compiled(rare.ROWS[relation](relation.table.c))
    names = table.columns.keys()
    listed = ", ".join(_raised(relation) if name == rare.RAISED else quoted(name) for name in names)
    rows = f"from built.{relation.key} as {relation.key} where {which}"
    con.execute(f"insert into built.{table.name} ({quoted(*names)}) select {listed} {rows} order by province, case_no")


def _raised(relation: Relation) -> str:
    raised = compiled(rare.raised_by(relation.table.c, FINDINGS.table.c))
    return f"exists (from built.{FINDINGS.key} as {FINDINGS.key} where {raised})"
