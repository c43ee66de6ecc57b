"""Entries of one process on their way to the desk: written together, by a thread of their own.

Knows the desk and the chain. Must not know what is on record. What cannot be written stays and is tried again.
"""

import logging
import threading
from collections import deque

from data.desk import chain
from data.desk.chain import Entry
from data.desk.store import Desk
from data.errors import Unwritten
from data.text import Text

log = logging.getLogger("anliu")
PAUSE, IDLE = 0.5, 5.0  # seconds until what waits is written; without anything to write until the thread ends
MOST = 20_000  # entries that may wait while the desk cannot be reached; then nothing is shown any more
FULL = Text(
    "审计日志暂时无法写入，为安全起见已停止查询，请联系管理员",
    "The log cannot be written, so nothing is shown for now: tell your administrator",
)


class Waiting:
    """Entries of one process on their way to the desk."""

    def __init__(self, desk: Desk):
        self.desk, self.failed = desk, False
        self._entries: deque[Entry] = deque()
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._more = threading.Event()

    def put(self, entry: Entry) -> None:
        with self._lock:
            if len(self._entries) >= MOST:
                raise Unwritten(FULL)
            self._entries.append(entry)
            self._more.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="log", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        with self._writing:
            taken = list(self._entries)
            if not taken:
                return
            self.failed = True
            with self.desk.writing() as con:
                chain.append(con, taken)
            self.failed = False
            for _ in taken:
                self._entries.popleft()

    def _run(self) -> None:
        while self._wanted():
            threading.Event().wait(PAUSE)
            self.flush_or_say()

    def _wanted(self) -> bool:
        """Something to write; when nothing comes for a while the thread ends, and the next entry starts another."""
        if self._more.wait(IDLE) or self._entries:
            self._more.clear()
            return True
        with self._lock:
            if self._entries:
                return True
            self._thread = None
            return False

    def flush_or_say(self) -> None:
        try:
            self.flush()
        except Exception as error:
            log.error("the log cannot be written: %s", type(error).__name__)
            self._more.set()
