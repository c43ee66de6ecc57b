"""Which tables there are to read, and which mapping each belongs to.

Knows folders, names and URLs. Must not know columns. A file belongs to a source table when its name (or sheet, or
database table) is that name, or begins with it and goes on with a number: TYYW_GG_AJJBXX.csv, TYYW_GG_AJJBXX_2024-01.csv.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import BadInput
from data.sources import database, readers
from data.sources.delivery import Delivery
from data.sources.mapping import ANY, Mapping, TableMap
from data.text import Text

_PART = re.compile(r"[\W_]+.*\d.*|\d+", re.DOTALL)


@dataclass
class Found:
    """What each table of the mapping is fed with, and what feeds nothing."""

    tables: list[tuple[TableMap, list[Delivery]]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def discover(sources: list[str], mapping: Mapping) -> Found:
    """Opens every source. Raises BadInput when one is missing, unreadable, or nothing feeds the mapping."""
    deliveries: list[Delivery] = []
    found = Found()
    for source in sources:
        if "://" in source:
            deliveries += database.open_url(source, lambda name: bool(feeds(name, mapping)))
        else:
            deliveries += _from_path(Path(source), mapping, found)
    for table_map in mapping.tables:
        mine = [delivery for delivery in deliveries if table_map in feeds(delivery.table, mapping)]
        if len(mine) > 1 and table_map.files == "error":
            message = Text("{table} 只应有一个文件，却有：{files}", "{table} should come in one file but comes in {files}")
            raise BadInput(message, table=table_map.sources[0], files=", ".join(each.shown for each in mine))
        if mine:
            found.tables.append((table_map, mine))
    found.unread += [each.shown for each in deliveries if not feeds(each.table, mapping)]
    if not found.tables:
        raise _nothing(sources, mapping, found)
    return found


def feeds(table: str, mapping: Mapping) -> list[TableMap]:
    """The tables of the mapping that a delivered table feeds: those with the longest name that fits."""
    fits = [(_fit(table, source), table_map) for table_map in mapping.tables for source in table_map.sources]
    best = max((length for length, _ in fits), default=0)
    return [table_map for length, table_map in fits if best and length == best]


def _fit(table: str, source: str) -> int:
    if source == ANY:
        return 1
    plain, name = table.casefold(), source.casefold()
    if plain == name or (plain.startswith(name) and _PART.fullmatch(plain[len(name) :])):
        return len(source) + 1
    return 0


def _from_path(path: Path, mapping: Mapping, found: Found) -> list[Delivery]:
    if not path.exists():
        raise BadInput(Text("{path} 不存在", "{path} does not exist"), path=path)
    if path.is_file():
        return readers.open_file(path, mapping.encoding)
    files = sorted(each for each in path.rglob("*") if each.is_file())
    if not files:
        raise BadInput(Text("文件夹 {path} 是空的", "folder {path} is empty"), path=path)
    wanted = [each for each in files if _readable(each, mapping)]
    found.unread += [each.name for each in files if each not in wanted]
    return [delivery for file in wanted for delivery in readers.open_file(file, mapping.encoding)]


def _readable(path: Path, mapping: Mapping) -> bool:
    """A table by its ending whose name, for files that hold one table only, the mapping knows."""
    kind = readers.ending(path)
    if kind is None or path.name.startswith((".", "~$")):
        return False
    return kind in readers.WORKBOOKS or bool(feeds(path.name[: -len(kind)], mapping))


def _nothing(sources: list[str], mapping: Mapping, found: Found) -> BadInput:
    message = Text(
        "{sources} 中没有映射 {mapping} 认识的表；找到：{found}；认识：{known}",
        "{sources} holds no table that mapping {mapping} knows; found: {found}; known: {known}",
    )
    known = ", ".join(table_map.sources[0] for table_map in mapping.tables)
    shown = ", ".join(database.without_password(each) for each in sources)
    return BadInput(message, sources=shown, mapping=mapping.name, found=", ".join(found.unread[:20]) or "-", known=known)
