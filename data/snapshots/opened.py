"""The rows that are open on the data's last day, copied into tables of their own.

Knows the built facts and the declaration. Must not know what is asked of them.
"""

from datetime import date

import duckdb

from data.definitions import opened
from data.definitions.relations import Relation
from data.snapshots.target import compiled, quoted


def build(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, _: int) -> None:
    table = opened.TABLES[relation]
    names = quoted(*table.columns.keys())
    con.execute(f"""
        insert into built.{table.name} ({names}) select {names} from built.{relation.key} as {relation.key}
        where {compiled(opened.rows(relation, as_of))} order by {quoted(opened.ORDER[relation])}, case_no
    """)
