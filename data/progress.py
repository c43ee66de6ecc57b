"""How long work tells how far it is.

Knows terminals. Must not know what the work is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from tqdm import tqdm

from data.text import Text

DELAY = 0.5  # seconds: short work draws nothing
Advance = Callable[[int], object]


class Progress(Protocol):
    def task(self, label: Text | str, total: int | None = None, unit: str = "B"):
        """A context manager that yields `advance(n)`."""


class Bars:
    """One bar on standard error per task; it stays only if the task took long."""

    @contextmanager
    def task(self, label: Text | str, total: int | None = None, unit: str = "B") -> Iterator[Advance]:
        scaled = unit == "B"
        with tqdm(desc=str(label), total=total, unit=unit, unit_scale=scaled, leave=False, delay=DELAY, dynamic_ncols=True) as bar:
            yield bar.update


class Quiet:
    @contextmanager
    def task(self, label: Text | str, total: int | None = None, unit: str = "B") -> Iterator[Advance]:
        yield lambda n: None
