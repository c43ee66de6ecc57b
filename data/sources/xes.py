"""Event logs in XES: one row per event, the attributes of its trace beside its own.

Knows the XML of the standard (IEEE 1849). Must not know what an attribute means. Attributes of a trace are named
`case:<key>`; nested attributes and lists keep only their own value.
"""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from lxml import etree

from data.errors import BadInput
from data.sources import hostile
from data.text import Text

POSITION = "\nposition"  # no attribute can be called so
_CHUNK = 50_000
_VALUES = {"string", "date", "int", "float", "boolean", "id"}


def read(path: Path) -> pa.Table:
    """The position of each event in the file, then one text column per attribute met. Raises BadInput."""
    chunks, rows = [], []
    try:
        for event in events(path):
            rows.append(event)
            if len(rows) == _CHUNK:
                chunks.append(_table(rows, len(chunks) * _CHUNK))
                rows = []
    except (etree.XMLSyntaxError, gzip.BadGzipFile, EOFError) as error:
        message = Text("{file} 不是完整的 XES：{why}", "{file} is not a whole XES file: {why}")
        raise BadInput(message, file=path.name, why=error) from error
    chunks.append(_table(rows, len(chunks) * _CHUNK))
    table = pa.concat_tables(chunks, promote_options="default")
    if not len(table):
        raise BadInput(Text("{file} 中没有事件", "{file} holds no events"), file=path.name)
    return table


def events(path: Path) -> Iterator[dict[str, str]]:
    """Each event with its trace's attributes, streamed; memory does not grow with the log."""
    with _opened(path) as file:
        hostile.plain(file, path.name)
    with _opened(path) as file:
        for _, element in etree.iterparse(file, tag="{*}trace", huge_tree=True, resolve_entities=False):
            yield from _finished(element)
            _forget(element)


def _opened(path: Path) -> BinaryIO:
    if not path.name.lower().endswith(".gz"):
        return path.open("rb")
    return io.BufferedReader(hostile.Unfolding(gzip.open(path), path))


def _finished(trace) -> Iterator[dict[str, str]]:
    about = {f"case:{key}": value for key, value in _attributes(trace)}
    for child in trace:
        if _tag(child) == "event":
            yield about | dict(_attributes(child))


def _attributes(element) -> Iterator[tuple[str, str]]:
    for child in element:
        if _tag(child) in _VALUES and child.get("key") is not None:
            yield child.get("key"), child.get("value") or ""


def _tag(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _table(rows: list[dict[str, str]], before: int) -> pa.Table:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    numbers = pa.array(range(before + 1, before + len(rows) + 1), pa.int64())
    columns = {key: pa.array([row.get(key) for row in rows], pa.string()) for key in keys}
    return pa.table({POSITION: numbers, **columns})
