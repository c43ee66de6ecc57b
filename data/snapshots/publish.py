"""What stands on the shelf and what is in force: publish, list, use, prune.

Knows shelves. Must not know how a snapshot is built, nor who reads it.
"""

from collections.abc import Iterable

from data.errors import BadInput, NotFound
from data.progress import Progress, Quiet
from data.settings import Settings
from data.snapshots.build import Built
from data.snapshots.files import FileShelf
from data.snapshots.shelf import Shelf
from data.text import Text

NO_SUCH = Text("没有数据版本 {id}；现有：{there}", "There is no snapshot {id}; there are: {there}")
WHICH = Text("请给出数据版本的编号：python -m data snapshots use ID", "Say which: python -m data snapshots use ID")
IN_FORCE = Text("已启用数据版本 {id}", "Snapshot {id} is in force")
PRUNED = Text("已删除 {n} 个旧数据版本，保留 {kept} 个", "{n} old snapshots dropped, {kept} kept")
NONE = Text("还没有数据版本", "There are no snapshots")


def shelf(settings: Settings) -> Shelf:
    if settings.database_url.startswith("postgresql"):
        from data.snapshots.postgres import PostgresShelf

        return PostgresShelf(settings.database_url)
    return FileShelf(settings.snapshots)


def publish(settings: Settings, built: Built, progress: Progress | None = None) -> bool:
    """Serve a built snapshot from now on; False when the very same content is on the shelf already and was kept."""
    place = shelf(settings)
    there = any(each.snapshot_id == built.snapshot_id and each.content == built.content for each in place.editions())
    if not there:
        place.put(built.file, built.snapshot_id, progress or Quiet())
    if place.current() != built.snapshot_id:
        place.switch(built.snapshot_id)
    return not there


def use(settings: Settings, snapshot_id: str | None) -> Text:
    """Put a snapshot in force, also an older one."""
    place = shelf(settings)
    there = [each.snapshot_id for each in place.editions()]
    if not snapshot_id:
        raise BadInput(WHICH)
    if snapshot_id not in there:
        raise NotFound(NO_SUCH, id=snapshot_id, there=", ".join(there) or "–")
    place.switch(snapshot_id)
    return IN_FORCE.filled(id=snapshot_id)


def prune(settings: Settings, keep: int, pinned: Iterable[str] = ()) -> Text:
    """Drop all but the newest so many; the one in force stays in any case, and so do those that something published rests on."""
    place = shelf(settings)
    editions, current = place.editions(), place.current()
    kept = {each.snapshot_id for each in editions[: max(keep, 1)]} | {current, *pinned}
    dropped = [each.snapshot_id for each in editions if each.snapshot_id not in kept]
    for snapshot_id in dropped:
        place.drop(snapshot_id)
    return PRUNED.filled(n=len(dropped), kept=len(editions) - len(dropped))


def listing(settings: Settings) -> str:
    """One line each, the newest first, the one in force marked."""
    place = shelf(settings)
    current, editions = place.current(), place.editions()
    lines = [
        f"{'*' if each.snapshot_id == current else ' '} {each.snapshot_id}  {each.as_of}  {each.created_at:%Y-%m-%d %H:%M:%S}  "
        f"{each.size / 1e6:10.1f} MB  {each.sources.replace(chr(10), ', ')}"
        for each in editions
    ]  # fmt: skip
    return "\n".join(lines) or str(NONE)
