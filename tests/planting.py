"""A world whose every text is an attempt to run a script: the records, what was set aside of them, and the desk.

Knows the declared tables. Must not know pages. Which columns hold texts is asked of the declarations, so a new one is planted too;
keys and codes stay, since nothing would be found without them. A text says which column it stands in.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import sqlalchemy as sa

from data import schema
from data.desk.store import Desk
from data.desk.tables import metadata
from data.settings import Settings

TEXT = """"'><img src=/ran onerror=ran()><script>ran()</script><a href="https://planted.example/">x</a>"""
MARK = re.compile(r"planted:(\w+\.\w+)")
# Texts by which rows are found, and what the program wrote itself.
KEYS = re.compile(r"(_id|_code|_no|_key|_kind|hash)$")
OURS = {"office", "parent", "functions", "successor", "indicator", "extra", "acts", "table_name", "column_name", "source_table", "sha256",
        "encoding", "content", "shape", "model", "label_zh", "label_en", "bins", "lacks", "lacks_table", "state", "identity_key",
        "province", "city", "rework", "cause", "reviewer_office"}  # fmt: skip


def hostile(table: str, column: str) -> str:
    return f"javascript:ran()//planted:{table}.{column}{TEXT}"


def planted_columns() -> Iterator[tuple[sa.Table, sa.Column]]:
    """Columns of the snapshot that hold what somebody wrote."""
    for table in schema.metadata.sorted_tables:
        for column in schema.built_columns(table):
            free = isinstance(column.type, sa.String) and schema.about(column).codes is None
            if free and not KEYS.search(column.name) and column.name not in OURS and table.name not in ("snapshot", "preaggregates"):
                yield table, column


def snapshot(built: Settings, home: Path) -> Settings:
    """A copy of a built snapshot with the texts planted, and one case whose number is one."""
    made = Settings(home=home)
    made.snapshots.mkdir(parents=True)
    key = (built.snapshots / "current").read_text(encoding="ascii").strip()
    file = shutil.copy(built.snapshots / f"{key}.duckdb", made.snapshots)
    (made.snapshots / "current").write_text(key, encoding="ascii")
    with duckdb.connect(str(file)) as con:
        for table, column in planted_columns():
            con.execute(f'update "{table.name}" set "{column.name}" = ?', [hostile(table.name, column.name)])
    return made


# Of the desk: keys and codes, and tables in which nobody writes anything.
NOTHING_WRITTEN = {"grants", "sessions", "sign_in_links", "audit", "audit_seals"}
CODES = {
    "about", "account", "actor", "because", "begins", "case_id", "changed_by", "city", "content", "custody", "department",
    "differences", "dimension", "ends", "grade", "handler", "indicator", "key", "kind", "layer", "line", "mandatory", "mode",
    "office", "opened_by", "owner", "person", "person_id", "plan", "point", "pool", "proposed_grade", "province", "query",
    "reviewer", "scale", "scheme", "secret", "severity", "signature", "snapshot", "special", "standard", "state", "step", "terms",
    "type_code", "unit", "verdict", "version", "written",
}  # fmt: skip


def desk_columns() -> Iterator[tuple[sa.Table, sa.Column]]:
    """Columns of the desk that hold what somebody wrote."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if table.name not in NOTHING_WRITTEN and isinstance(column.type, sa.String) and column.name not in CODES:
                yield table, column


def desk(kept: Desk) -> None:
    """Every text that somebody wrote on the desk, planted."""
    with kept.writing() as con:
        for table, column in desk_columns():
            con.execute(sa.update(table).values({column.name: hostile(table.name, column.name)}))


def everything() -> set[str]:
    """The names of all columns that are planted."""
    return {f"{table.name}.{column.name}" for table, column in (*planted_columns(), *desk_columns())}
