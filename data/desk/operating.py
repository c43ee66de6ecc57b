"""What whoever runs the machine does with the desk from the command line: the log's check and retention, and its own entries.

Knows settings and the desk. Must not know argv.
"""

import sys
from datetime import timedelta

import sqlalchemy as sa

from data.definitions.recorded import Kind
from data.desk import chain, copying, noting, upgrade
from data.desk.store import Desk
from data.desk.tables.published import publications
from data.errors import AppError
from data.settings import Settings
from data.text import Text
from data.viewer import LOCAL

KEPT_ALL = Text("设置为不清理日志（audit_days = 0）", "The log is kept for ever (audit_days = 0)")
SEALED = Text("已封存并删除 {n} 条 {day} 以前的记录", "{n} entries from before {day} sealed and taken away")
NOT_NOTED = Text("操作已完成，但未能写入日志：{why}", "This was done, but could not be put on record: {why}")


def on_record(settings: Settings, kind: Kind, subject: str, rows: int | None = None) -> None:
    """What a command did. It is done by then, so a desk out of reach is said, not raised."""
    desk = Desk.of(settings)
    try:
        noting.note(desk, LOCAL, kind, subject, rows=rows)
    except (AppError, sa.exc.SQLAlchemyError) as error:
        print(NOT_NOTED.format(why=type(error).__name__), file=sys.stderr)
    finally:
        desk.close()


def pinned(settings: Settings) -> set[str]:
    """The snapshots that something published rests on. Raises when the desk cannot be asked: then nothing may be dropped."""
    desk = Desk.of(settings)
    try:
        with desk.reading() as con:
            return set(con.execute(sa.select(publications.c.snapshot).distinct()).scalars())
    finally:
        desk.close()


def run(settings: Settings, action: str, what: str | None) -> tuple[Text | str, bool]:
    """Do what a command asks of the desk: what to say of it, and whether all is well."""
    desk = Desk.of(settings)
    try:
        return ACTIONS[action](desk, settings, what)
    finally:
        desk.close()


def _at(desk: Desk, settings: Settings, what: str | None):
    with desk.engine_as_it_is.begin() as connection:
        return ", ".join(upgrade.at(connection)) or "empty", True


def _upgrade(desk: Desk, settings: Settings, what: str | None):
    upgrade.to(desk.engine_as_it_is, what or "head")
    return _at(desk, settings, None)


def _downgrade(desk: Desk, settings: Settings, what: str | None):
    upgrade.to(desk.engine_as_it_is, what or "-1")
    return _at(desk, settings, None)


def _verify(desk: Desk, settings: Settings, noted: str | None):
    with desk.reading() as con:
        return chain.verified(con, noted or "")[::-1]


def _prune(desk: Desk, settings: Settings, what: str | None):
    """Take away what is older than the setting says."""
    if not settings.audit_days:
        return KEPT_ALL, True
    before = desk.now() - timedelta(settings.audit_days)
    with desk.writing() as con:
        gone = chain.seal(con, before, LOCAL.account, desk.now())
    return SEALED.filled(n=gone, day=before.date()), True


def _backup(desk: Desk, settings: Settings, file: str | None):
    return copying.backup(desk, file), True


def _restore(desk: Desk, settings: Settings, file: str | None):
    return copying.restore(desk, file), True


ACTIONS = {
    "at": _at, "upgrade": _upgrade, "downgrade": _downgrade, "verify": _verify, "prune": _prune, "backup": _backup, "restore": _restore,
}  # fmt: skip
