"""Persons whose documents are to be compared, put in the order of their judgments.

Knows the built facts and the declaration. Must not know what is asked of them.
"""

from datetime import date

import duckdb

from data.definitions import judged
from data.definitions.relations import PERSONS
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, _: date, __: int) -> None:
    names, which = quoted(*judged.TABLE.columns.keys()), compiled(judged.due(PERSONS.table.c))
    rows = f"from built.{PERSONS.key} as {PERSONS.key} where {which}"
    con.execute(f"insert into built.{judged.TABLE.name} ({names}) select {names} {rows} order by judged_on, case_no, person_no")
