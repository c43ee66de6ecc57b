"""A limit of time for what runs elsewhere: whoever is still running when it is over is told to stop.

Knows clocks and threads. Must not know what runs.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from data.text import Text

STOPPED = Text(
    "查询超过 {seconds} 秒，已停止。请缩短统计期或增加筛选条件后再试。",
    "The question took more than {seconds} seconds and was stopped. Try a shorter period or more filters.",
)
PACE = 0.2  # how often it is looked at


class Watch:
    """One for each thing that can be interrupted from another thread; `seconds` of 0 is no limit."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._running: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers, self._lock = count(), threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While this is entered, `interrupt` may be called; never after it has been left."""
        if not self.seconds:
            yield
            return
        with self._lock:
            number = next(self._numbers)
            self._running[number] = (time.monotonic() + self.seconds, interrupt)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(number, None)

    def _look(self) -> None:
        idle = 0
        while idle < 50:  # then the thread ends, and the next question starts another
            time.sleep(PACE)
            with self._lock:
                idle = 0 if self._running else idle + 1
                for number in [each for each, (until, _) in self._running.items() if until < time.monotonic()]:
                    self._running.pop(number)[1]()
                if idle == 50:
                    self._thread = None
