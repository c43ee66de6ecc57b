"""The account of an import: every file read, every issue found, every row set aside, and where each stood.

Knows the bookkeeping tables. Must not know mappings or why a row is wrong. A row leaves the table of its group only
through `sweep`, which enters it among those set aside, so that in the end read = accepted + set aside can be asserted.
"""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from data import catalogue
from data.sources.binding import Bound
from data.sources.merging import Group
from data.sources.sql import literal

_ISSUES = "source_file INTEGER, source_row BIGINT, table_name VARCHAR, field VARCHAR, value VARCHAR, reason VARCHAR"
_ASIDE = "source_file INTEGER, source_row BIGINT, table_name VARCHAR, case_id VARCHAR, office VARCHAR"

BOOKS = ("issues", "aside", "flagged", "reasons", "file_names", "bound_columns", "case_offices", "raw_rows", "suspects")
_IN = "(source_file, source_row) IN"


class LostRows(RuntimeError):
    """Rows went missing inside the import: a fault of the program, never of the delivery."""


@dataclass
class Entry:
    """One table of one file as it was taken."""

    file_no: int
    bound: Bound
    raw: str
    read: int


class Account:
    def __init__(self, con: duckdb.DuckDBPyConnection):
        self.con = con
        self.entries: list[Entry] = []
        con.execute(f"CREATE OR REPLACE TEMP TABLE issues ({_ISSUES})")
        con.execute(f"CREATE OR REPLACE TEMP TABLE aside ({_ASIDE})")
        con.execute(f"CREATE OR REPLACE TEMP TABLE flagged ({_ASIDE})")
        con.execute("CREATE OR REPLACE TEMP TABLE raw_rows (file_no INTEGER, row_no BIGINT, raw VARCHAR)")
        reasons = catalogue.reasons().values()
        table = pa.table({"code": [r.code for r in reasons], "aside": [r.action == "set_aside" for r in reasons]})
        con.register("listed_reasons", table)
        con.execute("CREATE OR REPLACE TEMP TABLE reasons AS SELECT * FROM listed_reasons")
        con.unregister("listed_reasons")

    def enter(self, file_no: int, bound: Bound, raw: str, read: int) -> None:
        self.entries.append(Entry(file_no, bound, raw, read))

    def sweep(self, group: Group) -> None:
        """Takes the rows that have a reason to be set aside out of a group."""
        if not self._any("issues JOIN reasons ON code = reason AND aside ANTI JOIN aside AS a USING (source_file, source_row)", group):
            return
        self._note("aside", group, "SELECT source_file, source_row FROM issues JOIN reasons ON code = reason AND aside")
        self.con.execute(f"DELETE FROM {group.name} WHERE {_IN} (SELECT source_file, source_row FROM aside)")

    def close(self, group: Group) -> None:
        """Notes where the flagged rows belong, before groups are merged."""
        if not self._any("issues", group):
            return
        self._note("flagged", group, "SELECT source_file, source_row FROM issues")

    def _any(self, rows: str, group: Group) -> bool:
        """Looked up among the issues, which are few, so that the group need not be read when there is nothing to do."""
        found = self.con.execute(f"SELECT 1 FROM {rows} WHERE issues.table_name = {literal(group.table)} LIMIT 1")
        return found.fetchone() is not None

    def _note(self, into: str, group: Group, found: str) -> None:
        case_id, office = _first(group, "case_id"), _first(group, "office", "org_code")
        self.con.execute(
            f"INSERT INTO {into} SELECT source_file, source_row, {literal(group.table)}, {case_id}, {office} "
            f"FROM {group.name} WHERE {_IN} ({found})"
        )

    def issue(self, select: str) -> None:
        """Enters (source_file, source_row, table_name, field, value, reason) of each row of a query."""
        self.con.execute(f"INSERT INTO issues {select}")

    def accepted(self, group: Group) -> dict[int, int]:
        return dict(self.con.execute(f"SELECT source_file, count(*) FROM {group.name} GROUP BY 1").fetchall())


def _first(group: Group, *fields: str) -> str:
    return next((field for field in fields if field in group.fields), "NULL")
