"""The desk as one file, and back: a copy taken while others write, and a desk made anew from it.

Knows both engines. Must not know what the tables mean, but that the log among them must be whole. The file is SQLite, whatever
the desk is kept in, so that a copy of one engine makes a desk in the other.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from data.definitions import recorded
from data.desk import chain, noting, upgrade
from data.desk.store import Desk
from data.desk.tables import metadata
from data.errors import BadInput
from data.text import Text
from data.viewer import LOCAL

BATCH = 5_000
WHICH = Text("请给出文件：python -m data desk {action} 文件", "Say which file: python -m data desk {action} FILE")
THERE = Text("{file} 已存在，不会覆盖", "{file} is there already and will not be overwritten")
NO_FILE = Text("没有文件 {file}", "There is no file {file}")
NO_COPY = Text("{file} 不是工作台的备份，或已损坏：{why}", "{file} is no copy of a desk, or is damaged: {why}")
NOT_EMPTY = Text(
    "工作台中已有数据，不会覆盖。请先停止服务并移走原有数据库，再恢复",
    "The desk holds data and will not be overwritten. Stop the service and move the old database away, then restore",
)
BACKED_UP = Text(
    "已备份到 {file}：{n} 行；日志末条 {no}:{hash}，请另行记下",
    "Copied to {file}: {n} rows; the log ends with {no}:{hash}, which should be noted elsewhere",
)
RESTORED = Text(
    "已从 {file} 恢复：{n} 行；日志完整，末条 {no}:{hash}",
    "Restored from {file}: {n} rows; the log is whole and ends with {no}:{hash}",
)


def backup(desk: Desk, file: str | None) -> Text:
    """Copy all of it into a new file, as it is at one moment. Nobody has to stop writing."""
    path = _named(file, "backup")
    if path.exists():
        raise BadInput(THERE, file=path)
    noting.note(desk, LOCAL, recorded.BACKUP, path.name)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".desk-") as folder:
        made = Path(folder) / "desk.sqlite"
        _copied(desk, made)
        with closing(sqlite3.connect(made)) as con:
            con.execute("pragma journal_mode = delete")  # one file, without companions
        made.chmod(0o600)
        made.replace(path)
    return _said(BACKED_UP, _opened(path), path)


def restore(desk: Desk, file: str | None) -> Text:
    """Make an empty desk what the file holds. Raises BadInput, and then nothing has been changed."""
    path = _named(file, "restore")
    if not path.is_file():
        raise BadInput(NO_FILE, file=path)
    if _rows(desk):
        raise BadInput(NOT_EMPTY)
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        copy = Path(folder) / "desk.sqlite"
        _sound(path, copy)
        kept = _opened(copy)
        try:
            upgrade.to(kept.engine_as_it_is, "head")
            _filled(desk, kept)
        finally:
            kept.close()
    noting.note(desk, LOCAL, recorded.RESTORE, path.name)
    return _said(RESTORED, desk, path)


def _named(file: str | None, action: str) -> Path:
    if not file:
        raise BadInput(WHICH, action=action)
    return Path(file)


def _opened(path: Path) -> Desk:
    return Desk(f"sqlite:///{path.absolute()}")


def _said(sentence: Text, desk: Desk, path: Path) -> Text:
    try:
        with desk.reading() as con:
            no, value = chain.head(con)
        return sentence.filled(file=path, n=_rows(desk), no=no, hash=value)
    finally:
        desk.close()


def _rows(desk: Desk) -> int:
    """How many rows there are in the tables there are."""
    try:
        there = set(sa.inspect(desk.engine_as_it_is).get_table_names()) & set(metadata.tables)
        with desk.engine_as_it_is.connect() as con:
            return sum(con.scalar(sa.select(sa.func.count()).select_from(metadata.tables[name])) for name in there)
    except sa.exc.DatabaseError as error:
        raise BadInput(NOT_EMPTY) from error


def _copied(desk: Desk, file: Path) -> None:
    if desk.engine.dialect.name == "sqlite":
        with closing(desk.engine.raw_connection()) as con, closing(sqlite3.connect(file)) as target:
            con.driver_connection.backup(target)
        return
    made = _opened(file)
    try:
        _rewritten(desk, made)
    finally:
        made.close()


def _sound(path: Path, copy: Path) -> None:
    """A copy of the file to work on. Raises BadInput when it is no desk, is damaged, or its log has been tampered with."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as con, closing(sqlite3.connect(copy)) as target:
            con.backup(target)
            fault = target.execute("pragma integrity_check").fetchone()[0]
            known = target.execute("select count(*) from alembic_version").fetchone()[0]
        kept = _opened(copy)
        with kept.reading() as con:
            whole, said = chain.verified(con)
        kept.close()
    except (sqlite3.DatabaseError, sa.exc.DatabaseError) as error:
        raise BadInput(NO_COPY, file=path, why=str(error).splitlines()[0]) from error
    if fault != "ok" or known != 1 or not whole:
        raise BadInput(NO_COPY, file=path, why=fault if fault != "ok" else said)


def _filled(desk: Desk, kept: Desk) -> None:
    if desk.engine_as_it_is.dialect.name == "sqlite":
        with closing(kept.engine.raw_connection()) as con, closing(desk.engine_as_it_is.raw_connection()) as target:
            con.driver_connection.backup(target.driver_connection)
    else:
        _rewritten(kept, desk)


def _rewritten(source: Desk, target: Desk) -> None:
    """Table by table, in an order in which each finds what it refers to; in one transaction of either side."""
    with source.reading() as con, target.writing() as to:
        for table in metadata.sorted_tables:
            rows = con.execution_options(yield_per=BATCH).execute(sa.select(table))
            for batch in rows.mappings().partitions():
                to.execute(sa.insert(table), [dict(row) for row in batch])
            _numbered_on(to, table)


def _numbered_on(con: sa.Connection, table: sa.Table) -> None:
    """Numbers that PostgreSQL gives out go on after those that were copied."""
    column = table.autoincrement_column
    if con.dialect.name != "postgresql" or column is None:
        return
    sequence = con.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
    last = con.scalar(sa.select(sa.func.max(column)))
    if sequence and last:
        con.execute(sa.select(sa.func.setval(sequence, last)))
