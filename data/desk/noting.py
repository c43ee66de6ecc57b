"""`note`: the one way into the log. What must be on record before anything is answered is written at once; views of pages wait in
their process for a moment and are written together, so that looking at something costs nobody a write.

Knows the desk and the chain. Must not know requests. A process that is killed loses its last second of views, nothing else.
"""

import atexit
import os
import threading
from weakref import ref

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.recorded import Kind
from data.desk import audited, chain
from data.desk.chain import Entry
from data.desk.store import Desk
from data.desk.waiting import Waiting
from data.viewer import Viewer


def note(
    desk: Desk | None, viewer: Viewer, kind: Kind, subject: str = "", *, con: sa.Connection | None = None, snapshot: str = "",
    rows: int | None = None, **details,
) -> None:  # fmt: skip
    """Put on record that the viewer did something. `con` is a writer's transaction, which the entry then is part of.

    `details` must hold no names and nothing that somebody typed, but a reason that was asked for to be put on record.
    Raises Unwritten when what waits cannot be written.
    """
    if desk is None:  # a command that only reads
        return
    told = chain.canonical({key: value for key, value in details.items() if value not in (None, "", {}, [])})
    entry = Entry(desk.now(), viewer.account[:64], kind.key, subject.replace("\0", "")[:200], snapshot, rows, told)
    if con is not None:
        chain.append(con, [entry])
    elif kind.at_once:
        with desk.writing() as writer:
            chain.append(writer, [entry])
    else:
        _waiting(desk).put(entry)


def asked(ask: Ask, kind: Kind, subject: str = "", *, rows: int | None = None, **details) -> None:
    """The same of a question: its filters, and the edition of the data it was put to."""
    filters = audited.asked(ask.filters)
    note(ask.desk, ask.viewer, kind, subject, snapshot=ask.scope.snapshot.key, rows=rows, filters=filters, **details)


def flush(desk: Desk) -> None:
    """Write now what waits in this process."""
    _waiting(desk).flush()


def stuck(desk: Desk) -> bool:
    """Whether what waits could not be written when last tried."""
    return _waiting(desk).failed


_making = threading.Lock()


def _waiting(desk: Desk) -> Waiting:
    """What waits for this desk in this process; a process that was forked starts with nothing."""
    with _making:
        if os.getpid() not in desk.waiting:
            desk.waiting = {os.getpid(): Waiting(desk)}
            atexit.register(_at_the_end, os.getpid(), ref(desk.waiting[os.getpid()]))
        return desk.waiting[os.getpid()]


def _at_the_end(process: int, waiting: ref) -> None:
    """A fork inherits what its parent meant to do at the end; that is not for it to do."""
    if process == os.getpid() and waiting() is not None:
        waiting().flush_or_say()
