"""An import from end to end: load, build, check, publish; one summary.

Knows the order and what is said at the end. Must not know how any step works.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.progress import Bars, Progress, Quiet
from data.settings import Settings
from data.snapshots import audit, guard, publish, scratch
from data.snapshots.build import Built, build
from data.sources.load import Loaded, load
from data.sources.mapping import Mapping
from data.text import Text

DONE = Text(
    "数据版本 {id} {state}：数据截至 {as_of}，案件 {cases:,} 件；读入 {read:,} 行 = 接收 {accepted:,} + 搁置 {aside:,}；"
    "用时 {seconds:.1f} 秒",
    "Snapshot {id} {state}: data as of {as_of}, {cases:,} cases; {read:,} rows read = {accepted:,} accepted + {aside:,} set aside; "
    "{seconds:.1f} s",
)
NEW, SAME = Text("已启用", "is in force"), Text("内容与已有版本相同，已启用", "has the content of one already there, and is in force")


@dataclass(frozen=True)
class Outcome:
    snapshot_id: str
    as_of: date
    new: bool
    rows: dict[str, int]
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    seconds: float

    @property
    def summary(self) -> Text:
        return DONE.filled(
            id=self.snapshot_id, state=NEW if self.new else SAME, as_of=self.as_of, cases=self.rows["cases"], read=self.rows_read,
            accepted=self.rows_accepted, aside=self.rows_set_aside, seconds=self.seconds,
        )  # fmt: skip


def run(
    settings: Settings, sources: list[str], mapping: str, as_of: date | None = None, *, quiet: bool = False, demo: bool = False,
    progress: Progress | None = None, pinned: Callable[[], Iterable[str]] = tuple,
) -> Outcome:  # fmt: skip
    """Import the sources and serve them; `pinned` tells which older snapshots must stay. Raises BadInput when nothing was changed."""
    began = time.monotonic()
    progress = progress or (Quiet() if quiet else Bars())
    with guard.alone(settings) as folder, guard.room(settings.snapshots):
        con = scratch.opened(settings, folder)
        try:
            loaded, built = _built(con, settings, sources, Mapping.named(mapping), as_of, demo, progress, folder)
            numbers = audit.numbers(con)
        finally:
            con.close()
        new = publish.publish(settings, built, progress)
        publish.prune(settings, settings.keep_snapshots, pinned())
    return Outcome(built.snapshot_id, loaded.as_of, new, built.rows, *numbers, time.monotonic() - began)


def _built(con, settings, sources, mapping, as_of, demo, progress, folder: Path) -> tuple[Loaded, Built]:
    loaded = load(con, [str(each) for each in sources], mapping, as_of, progress)
    day = settings.statistical_month_day
    built = build(con, loaded, folder / "built.duckdb", statistical_day=day, demo=demo, progress=progress)
    audit.check(con, built)
    return loaded, built
