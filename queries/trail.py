"""The log as auditors read it: entries under filters, and who opened a case or a person.

Knows the desk's log. Must not know how an entry is shown. Whoever has no right to the log gets nothing of it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.recorded import Kind
from data.desk import noting
from data.desk.tables.audit import audit
from data.edition import Row
from data.errors import NotAllowed
from data.text import Text

RIGHT = "audit"
ZONE = ZoneInfo("Asia/Shanghai")  # the only one in use; the desk keeps UTC
SIZE, MOST, READERS = 100, 100_000, 50
NOT_YOURS = Text("只有有权查看日志的人才能打开", "Only those who may read the log can open this")


@dataclass(frozen=True)
class Trail:
    """The latest first: a stretch of the entries asked for, of so many; the accounts there are, to choose among."""

    rows: list[Row]
    total: int
    accounts: tuple[str, ...]


def entries(ask: Ask, size: int = SIZE) -> Trail:
    """Raises NotAllowed."""
    if ask.desk is None:
        return Trail([], 0, ())
    if not ask.viewer.may(RIGHT):
        raise NotAllowed(NOT_YOURS)
    noting.flush(ask.desk)  # what this process has not written yet
    where = _where(ask)
    first = max(ask.filters.get("first") or 0, 0)
    with ask.desk.reading() as con:
        total = con.scalar(sa.select(sa.func.count()).select_from(audit).where(*where))
        found = con.execute(sa.select(audit).where(*where).order_by(audit.c.no.desc()).limit(size).offset(first)).mappings()
        rows = [{**row, "at": local(row["at"])} for row in found]
        accounts = tuple(con.scalars(sa.select(audit.c.account).distinct().order_by(audit.c.account)))
    return Trail(rows, total, accounts)


def _where(ask: Ask) -> list[sa.ColumnElement[bool]]:
    text, found = ask.filters.text, [sa.true()]
    for key, column in (("account", audit.c.account), ("did", audit.c.what), ("about", audit.c.subject)):
        if text(key):
            found.append(column == text(key))
    if since := ask.filters.get("since"):
        found.append(audit.c.at >= _begins(since))
    if until := ask.filters.get("until"):
        found.append(audit.c.at < _begins(until + timedelta(1)))
    return found


def _begins(day: date) -> datetime:
    """The first moment of a day, as the desk keeps moments."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC).replace(tzinfo=None)


def local(at: datetime) -> datetime:
    """A moment of the desk as the clock on the wall showed it."""
    return at.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None)


def readers(ask: Ask, kind: Kind, subject: str, own: bool = False) -> list[Row] | None:
    """Who opened something, how often and when last, the latest first; None for those who may not know. `own`: it is about the viewer."""
    if ask.desk is None or not (own or ask.viewer.may(RIGHT)):
        return None
    last = sa.func.max(audit.c.at).label("last_at")
    who = sa.select(audit.c.account, sa.func.count().label("times"), last)
    opened = who.where(audit.c.what == kind.key, audit.c.subject == subject).group_by(audit.c.account).order_by(last.desc()).limit(READERS)
    with ask.desk.reading() as con:
        return [{**row, "last_at": local(row["last_at"])} for row in con.execute(opened).mappings()]
