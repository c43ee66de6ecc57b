"""A snapshot made anew from the records inside it, after an upgrade of the software: its pre-aggregates as they are declared now.

The file in force is copied, the tables whose declarations have changed are dropped, filled again and published as a new snapshot;
the old one stays. Records themselves are never changed: when their tables have other columns than this program reads, only an
import helps, and that is said. Knows shelf, files and the steps of pre-aggregates. Must not know what any of them counts.
"""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import sqlalchemy as sa

from data import schema
from data.definitions import making, marts
from data.errors import BadInput
from data.progress import Bars, Progress
from data.settings import Settings
from data.snapshots import content, guard, preaggregates, publish, scratch
from data.snapshots.build import Built
from data.snapshots.files import FileShelf
from data.snapshots.target import columns, create, detach, literal, open_scratch
from data.text import Text

ONLY_FILES = Text("数据库中的数据版本不能重新生成，请重新导入", "A snapshot in a database cannot be made anew: import the data again")
NOTHING = Text("没有可重新生成的数据版本", "There is no snapshot to be made anew")
OTHER_RECORDS = Text(
    "数据表 {tables} 的列与本程序不同，请重新导入", "The columns of {tables} are not those that this program reads: import the data again",
)  # fmt: skip
AS_IT_IS = Text("数据版本 {id} 无需重新生成", "Snapshot {id} is as this program makes it")
DONE = Text("数据版本 {id} 已启用：重新生成了 {n} 张预汇总表", "Snapshot {id} is in force: {n} pre-aggregates were made anew")
WORKING = Text("重新生成数据版本", "Making the snapshot anew")


def refresh(settings: Settings, progress: Progress | None = None) -> Text:
    """Bring the snapshot in force to what this program declares. Raises BadInput when nothing was changed."""
    shelf, progress = publish.shelf(settings), progress or Bars()
    if not isinstance(shelf, FileShelf):
        raise BadInput(ONLY_FILES)
    if not (key := shelf.current()):
        raise BadInput(NOTHING)
    with guard.alone(settings) as folder, guard.room(settings.snapshots):
        stale = _stale(shelf.file(key))
        if not stale:
            return AS_IT_IS.filled(id=key)
        file = folder / "built.duckdb"
        shutil.copyfile(shelf.file(key), file)
        con = scratch.opened(settings, folder)
        try:
            built = _remade(con, file, stale, progress)
        finally:
            con.close()
        publish.publish(settings, built, progress)
        publish.prune(settings, settings.keep_snapshots)
    return DONE.filled(id=built.snapshot_id, n=len(stale))


def _stale(file: Path) -> set[str]:
    """Names of the pre-aggregates that are declared otherwise, or not at all, or not yet made. Raises BadInput for other records."""
    with duckdb.connect() as con:
        con.execute(f"attach {literal(file)} as built (read_only)")
        there, kept = _there(con), _kept(con)
        about = con.execute("select shape from built.snapshot").fetchone()
    wrong = [table.name for table in _facts() if there.get(table.name) != {column.name for column in columns(table)}]
    if wrong:
        raise BadInput(OTHER_RECORDS, tables=", ".join(wrong))
    facts = {table.name for table in schema.metadata.sorted_tables}
    asked, gone = making.made_of(), there.keys() - facts - making.made_of().keys()
    columns_of = {table.name: set(table.columns.keys()) for table in marts.tables()}
    changed = {name for name, made in asked.items() if kept.get(name) != made or there.get(name) != columns_of[name]}
    return changed | gone | ({schema.preaggregates.name} if about[0] != making.shape() else set())


def _facts() -> list[sa.Table]:
    """All tables that an import fills or that are made of what it fills; the one of fingerprints is written anew."""
    return [table for table in schema.metadata.sorted_tables if table is not schema.preaggregates]


def _there(con) -> dict[str, set[str]]:
    listed = "select table_name, list(column_name) from duckdb_columns() where database_name = 'built' group by table_name"
    return {name: set(names) for name, names in con.execute(listed).fetchall()}


def _kept(con) -> dict[str, str]:
    """Of older files, which do not say what theirs are made of, every pre-aggregate is made anew."""
    if not _there(con).get(schema.preaggregates.name):
        return {}
    return dict(con.execute(f"select name, made_of from built.{schema.preaggregates.name}").fetchall())


def _remade(con, file: Path, stale: set[str], progress: Progress) -> Built:
    open_scratch(con, file, "built")
    con.execute("create schema work")
    con.execute("create view work.context as select case_no, office from built.cases")
    con.execute(f"drop table if exists built.{schema.preaggregates.name}")
    create(con, schema.preaggregates)
    as_of, day = con.execute("select as_of, statistical_day from built.snapshot").fetchone()
    again = [step for step in preaggregates.steps() if stale & {table.name for table in step.tables}]
    for name in stale | {table.name for step in again for table in step.tables}:
        if name != schema.preaggregates.name:
            con.execute(f"drop table if exists built.{name}")
    with progress.task(WORKING, len(again), "") as advance:
        for step in again:
            for table in step.tables:
                create(con, table)
            step.fill(con, as_of, day)
            advance(1)
    preaggregates.note(con)
    return _signed(con, file, as_of, day)


def _signed(con, file: Path, as_of: date, day: int) -> Built:
    """The snapshot says of itself what it has become."""
    found = content.fingerprint(con, as_of, day)
    key, made = f"{as_of:%Y%m%d}-{found[:8]}", datetime.now(UTC).astimezone().replace(tzinfo=None)
    told = {"snapshot_id": key, "content": found, "shape": making.shape(), "created_at": made}
    con.execute(f"update built.snapshot set {', '.join(f'{name} = {literal(value)}' for name, value in told.items())}")
    rows = dict(con.execute("select table_name, row_count from built.supplied").fetchall())
    detach(con)
    return Built(key, file, as_of, found, rows)
