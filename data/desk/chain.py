"""The chain of the log: each entry's hash covers the one before, so that nothing can be changed, left out or slipped in unnoticed.

Knows the log's tables and their hashes. Must not know what entries are about.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import sqlalchemy as sa

from data.desk.tables.audit import audit, seals
from data.errors import BadInput
from data.text import Text

START = "0" * 64  # what the first entry follows
BATCH = 5_000
SOUND = Text(
    "日志完整：第 {first}–{last} 条共 {n} 条，末条校验值 {hash}",
    "The log is whole: entries {first} to {last}, {n} in all; the last hash is {hash}",
)
NO_ENTRIES = Text("日志还没有记录", "The log has no entries yet")
GONE = Text("缺第 {no} 条：其后是第 {next} 条", "Entry {no} is missing: the next one is {next}")
CHANGED = Text("第 {no} 条被改动，或其前有记录被改动", "Entry {no} has been changed, or one before it")
NOT_NOTED = Text("第 {no} 条与当时记下的校验值不符，或已不存在", "Entry {no} does not have the hash that was noted, or is not there")
UNTOLD = Text("第 {no} 条以前已封存，但日志中没有封存的记录", "What stood up to entry {no} is sealed, but no entry tells of it")
WHAT_NOTED = Text("记下的校验值应写作 序号:校验值", "What was noted is written NUMBER:HASH")


@dataclass(frozen=True)
class Entry:
    """What happened. `details` is canonical JSON, kept as the text it was hashed as."""

    at: datetime
    account: str
    what: str
    subject: str = ""
    snapshot: str = ""
    row_count: int | None = None
    details: str = "{}"


def canonical(value: dict) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def hashed(previous: str, no: int, entry: Entry) -> str:
    told = canonical({"no": no, **vars(entry), "at": entry.at.isoformat(timespec="microseconds")})
    return hashlib.sha256(f"{previous}\n{told}".encode()).hexdigest()


def append(con: sa.Connection, entries: Sequence[Entry]) -> None:
    """Add to the end, in the transaction of a writer: what was last is still last when this is written."""
    no, last = head(con)
    rows = []
    for place, entry in zip(count(no + 1), entries, strict=False):
        last = hashed(last, place, entry)
        rows.append({"no": place, **vars(entry), "hash": last})
    if rows:
        con.execute(sa.insert(audit), rows)


def head(con: sa.Connection) -> tuple[int, str]:
    """Number and hash of the last entry, or of the last one sealed."""
    found = con.execute(sa.select(audit.c.no, audit.c.hash).order_by(audit.c.no.desc()).limit(1)).first()
    return _sealed(con) if found is None else tuple(found)


def verified(con: sa.Connection, noted: str = "") -> tuple[bool, Text]:
    """Whether the log is as it was written, and a sentence that names the first entry that is not.

    Whoever can write to the database's files can write a whole new chain; `noted` (NUMBER:HASH, as this said it earlier and
    somebody kept it elsewhere) is what such a chain does not have.
    """
    fault = _broken(con) or _untold(con) or (_not_noted(con, noted) if noted else None)
    if fault is not None:
        return False, fault
    first, n = con.execute(sa.select(sa.func.min(audit.c.no), sa.func.count()).select_from(audit)).one()
    last, value = head(con)
    return True, SOUND.filled(first=first, last=last, n=n, hash=value) if n else NO_ENTRIES


def _broken(con: sa.Connection) -> Text | None:
    no, last = _sealed(con)
    for row in _entries(con):
        no += 1
        if row["no"] != no:
            return GONE.filled(no=no, next=row["no"])
        value, _ = row.pop("hash"), row.pop("no")
        last = hashed(last, no, Entry(**row))
        if value != last:
            return CHANGED.filled(no=no)
    return None


def _sealed(con: sa.Connection) -> tuple[int, str]:
    found = con.execute(sa.select(seals.c.upto, seals.c.hash).order_by(seals.c.upto.desc()).limit(1)).first()
    return (0, START) if found is None else tuple(found)


def _entries(con: sa.Connection) -> Iterator[dict]:
    """All, in order, never all in memory."""
    after = -1
    while rows := con.execute(sa.select(audit).where(audit.c.no > after).order_by(audit.c.no).limit(BATCH)).mappings().all():
        yield from map(dict, rows)
        after = rows[-1]["no"]


def _untold(con: sa.Connection) -> Text | None:
    """A seal without its entry was set by somebody who wanted the beginning gone."""
    upto, value = _sealed(con)
    told = sa.select(audit.c.no).where(audit.c.what == "seal", audit.c.subject == str(upto), audit.c.details.contains(value))
    return UNTOLD.filled(no=upto) if upto and con.execute(told.limit(1)).first() is None else None


def _not_noted(con: sa.Connection, noted: str) -> Text | None:
    number, _, value = noted.partition(":")
    if not (number.isascii() and number.isdigit() and value):
        raise BadInput(WHAT_NOTED)
    no = int(number)
    if no <= _sealed(con)[0]:
        there = sa.select(seals.c.hash).where(seals.c.upto == no)
    else:
        there = sa.select(audit.c.hash).where(audit.c.no == no)
    return None if con.scalar(there) == value else NOT_NOTED.filled(no=no)


def seal(con: sa.Connection, before: datetime, by: str, now: datetime) -> int:
    """Take away what is older, up to an entry whose hash is sealed and told of in the log itself. How many are gone."""
    kept = con.scalar(sa.select(sa.func.min(audit.c.no)).where(audit.c.at >= before))
    older = sa.true() if kept is None else audit.c.no < kept
    upto = con.execute(sa.select(audit.c.no, audit.c.hash).where(older).order_by(audit.c.no.desc()).limit(1)).first()
    if upto is None:
        return 0
    append(con, [Entry(now, by, "seal", str(upto.no), details=canonical({"hash": upto.hash}))])
    con.execute(sa.insert(seals), {"upto": upto.no, "hash": upto.hash, "sealed_at": now})
    return con.execute(sa.delete(audit).where(audit.c.no <= upto.no)).rowcount
