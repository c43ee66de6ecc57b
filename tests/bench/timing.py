"""Timing without ceremony. Knows clocks and the memory of processes. Must not know what is timed."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from data.text import Text


@dataclass(frozen=True)
class Timed:
    """Milliseconds: the middle and the 95th of a hundred, and the processors' own, which a busy machine stretches least."""

    p50: float
    p95: float
    work: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f} ({self.work:.1f})"


def timed(function: Callable[[], object], before: Callable[[], object] = lambda: None, times: int = 15) -> Timed:
    """The function run so many times after one run that does not count; `before` each is not timed."""
    before()
    function()
    found, work = [], []
    for _ in range(times):
        before()
        began, worked = time.perf_counter(), time.process_time()
        function()
        work.append((time.process_time() - worked) * 1000)
        found.append((time.perf_counter() - began) * 1000)
    found.sort()
    return Timed(statistics.median(found), found[min(len(found) - 1, round(0.95 * (len(found) - 1)))], statistics.median(work))


@dataclass
class Clock:
    """A progress that remembers how long each task took, in seconds by its English name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def task(self, label: Text | str, total: int | None = None, unit: str = "B") -> Iterator[Callable[[int], object]]:
        name, began = getattr(label, "en", label), time.perf_counter()
        yield lambda _: None
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - began


def peak_mebibytes() -> int:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
