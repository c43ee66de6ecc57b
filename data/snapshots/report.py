"""The quality report of the snapshot in force: of each file what was read and what became of it, and why rows were not taken.

Knows the bookkeeping of a snapshot. Must not know how an import decides.
"""

from contextlib import closing

import sqlalchemy as sa

from data import catalogue, schema
from data.edition import Row, Snapshot
from data.settings import Settings
from data.store import Store
from data.text import Text

HEAD = Text("数据版本 {id}，数据截至 {as_of}，映射 {mapping}", "Snapshot {id}, data as of {as_of}, mapping {mapping}")
FILE = Text(
    "{file}：读入 {read:,} = 接收 {accepted:,} + 搁置 {aside:,}（其中源系统已删除 {deleted:,}），带标记 {flagged:,}，编码 {encoding}",
    "{file}: {read:,} read = {accepted:,} accepted + {aside:,} set aside (of these {deleted:,} deleted in the source), "
    "{flagged:,} flagged, {encoding}",
)
REASON = Text("  {rows:,} 行 {what}：{reason}。{remedy}", "  {rows:,} rows {what}: {reason}. {remedy}")
ASIDE, FLAGGED = Text("搁置", "set aside"), Text("标记", "flagged")
WHOLE = Text("完整：每一行都已接收或搁置", "Whole: every row was accepted or set aside")
UNBALANCED = Text("!! {file}：账目不平", "!! {file}: the account does not balance")
UNTOLD = Text("!! {file}：搁置 {aside:,} 行，说明了原因的 {told:,} 行", "!! {file}: {aside:,} rows set aside, reasons given for {told:,}")
MISSING = Text("!! 数据表 {table}：应有 {stated:,} 行，实有 {there:,} 行", "!! Table {table}: {stated:,} rows stated, {there:,} there")


def quality(settings: Settings) -> tuple[str, bool]:
    """The report, and whether nothing is lost."""
    with closing(Store(settings)) as store:
        return _quality(store.current())


def _quality(snapshot: Snapshot) -> tuple[str, bool]:
    about, files, reasons = snapshot.about, _files(snapshot), _reasons(snapshot)
    lines = [HEAD.filled(id=about["snapshot_id"], as_of=about["as_of"], mapping=about["mapping"])]
    for file in files:
        lines.append(_of_file(file))
        lines += [_of_reason(row) for row in reasons if row["file_no"] == file["file_no"]]
    lost = [*_unbalanced(files, _told(snapshot)), *_missing(snapshot)]
    return "\n".join(str(line) for line in [*lines, *(lost or [WHOLE])]), not lost


def _files(snapshot: Snapshot) -> list[Row]:
    return snapshot.fetch(sa.select(schema.source_files).order_by(schema.source_files.c.file_no))


def _reasons(snapshot: Snapshot) -> list[Row]:
    """Rows, not faults: a row with three faults of a kind is one row."""
    c = schema.quarantine.c
    rows = sa.func.count(c.source_row.distinct()).label("rows")
    statement = sa.select(c.file_no, c.reason, c.set_aside, rows).group_by(c.file_no, c.reason, c.set_aside)
    return snapshot.fetch(statement.order_by(c.file_no, c.set_aside.desc(), rows.desc(), c.reason))


def _told(snapshot: Snapshot) -> dict[int, int]:
    """Rows of each file that were set aside with a reason."""
    c = schema.quarantine.c
    statement = sa.select(c.file_no, sa.func.count(c.source_row.distinct()).label("rows")).where(c.set_aside).group_by(c.file_no)
    return {row["file_no"]: row["rows"] for row in snapshot.fetch(statement)}


def _of_file(file: Row) -> Text:
    return FILE.filled(
        file=file["file_name"], read=file["rows_read"], accepted=file["rows_accepted"], aside=file["rows_set_aside"],
        deleted=file["rows_deleted"] or 0, flagged=file["rows_flagged"] or 0, encoding=file["encoding"] or "–",
    )  # fmt: skip


def _of_reason(row: Row) -> Text:
    reason = catalogue.reasons().get(row["reason"])
    label, remedy = (reason.label, reason.remedy) if reason else (row["reason"], "")
    return REASON.filled(rows=row["rows"], what=ASIDE if row["set_aside"] else FLAGGED, reason=label, remedy=remedy)


def _unbalanced(files: list[Row], told: dict[int, int]) -> list[Text]:
    found = [UNBALANCED.filled(file=f["file_name"]) for f in files if f["rows_read"] != f["rows_accepted"] + f["rows_set_aside"]]
    untold = [f for f in files if f["rows_set_aside"] != told.get(f["file_no"], 0)]
    return found + [UNTOLD.filled(file=f["file_name"], aside=f["rows_set_aside"], told=told.get(f["file_no"], 0)) for f in untold]


def _missing(snapshot: Snapshot) -> list[Text]:
    """Tables with fewer or more rows than the import accepted into them, or the build made."""
    found = []
    for name, stated in snapshot.supplied.items():
        table = schema.metadata.tables[name]
        counted = table.c.case_no if name in schema.MADE else table.c.source_row
        there = snapshot.fetch(sa.select(sa.func.count(counted).label("n")))[0]["n"]
        if there != stated:
            found.append(MISSING.filled(table=table.info["label"], stated=stated, there=there))
    return found
