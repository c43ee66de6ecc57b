"""`python -m data demo`: write an extract, then import it by the very way a real one takes.

Knows the two steps. Must not know what is in the extract, nor how it is read.
"""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from data import demo
from data.progress import Bars, Quiet
from data.settings import Settings
from data.snapshots import pipeline

CSV_UP_TO = 500_000  # beyond, text files take longer to write than to count


class Given(Protocol):
    """What the command line said."""

    cases: int
    years: int
    seed: int
    national: bool
    form: str | None
    keep: Path | None
    quiet: bool


def run(settings: Settings, given: Given, pinned: Callable[[], Iterable[str]] = tuple) -> pipeline.Outcome:
    """Serve a demonstration. The extract is kept only when a folder is named for it."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with _folder(settings, given.keep) as folder:
        form = given.form or ("csv" if given.cases <= CSV_UP_TO else "parquet")
        progress = Quiet() if given.quiet else Bars()
        demo.write(Path(folder), given.cases, given.years, given.seed, form, national=given.national, progress=progress)
        return pipeline.run(settings, [str(folder)], "ubas", demo.AS_OF, demo=True, progress=progress, pinned=pinned)


def _folder(settings: Settings, keep: Path | None) -> AbstractContextManager:
    return nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="demo-", dir=settings.home)
