"""What a file may do to whoever reads it: unfold to a thousand times its size, define entities, have its parser fetch something.

Knows archives and the beginnings of XML. Must not know tables. No file of the formats we read needs any of this.
"""

import io
import zipfile
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from data.errors import BadInput
from data.text import Text

MOST_TIMES, HARMLESS = 200, 32 << 20  # a table of texts is written ten to forty times smaller; less than this cannot hurt
MOST_PARTS, PROLOG = 10_000, 1 << 16
BOMB = Text("{file} 展开后超过其大小的 {times} 倍，不予读取", "{file} unfolds to more than {times} times its size and is not read")
ENTITIES = Text("{file} 含文档类型声明（DOCTYPE），不予读取", "{file} has a document type declaration (DOCTYPE) and is not read")


def workbook(path: Path) -> None:
    """Raises BadInput for a workbook that is an attack. What its parts say of their size is all that is ever read of them."""
    with zipfile.ZipFile(path) as book:
        parts = book.infolist()
        if len(parts) > MOST_PARTS or any(_too_much(part.file_size, part.compress_size) for part in parts):
            raise BadInput(BOMB, file=path.name, times=MOST_TIMES)
        if _too_much(sum(part.file_size for part in parts), path.stat().st_size):  # parts may share their bytes
            raise BadInput(BOMB, file=path.name, times=MOST_TIMES)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with book.open(part) as file:
                    plain(file, path.name)


def _too_much(unfolded: int, folded: int) -> bool:
    return unfolded > HARMLESS and unfolded > MOST_TIMES * folded


def plain(file: BinaryIO, name: str) -> None:
    """Raises BadInput when the XML declares a document type before its first element: entities are defined there and nowhere else."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    read = 0
    try:
        while not seen and read < PROLOG and (chunk := file.read(1 << 10)):
            read += len(chunk)
            parser.Parse(chunk)
    except expat.ExpatError:
        pass  # no XML: the reader says so
    if "doctype" in seen or (not seen and read >= PROLOG):
        raise BadInput(ENTITIES, file=name)


class Unfolding(io.RawIOBase):
    """A compressed file while it is read: ends in BadInput when it unfolds to too much."""

    def __init__(self, file: BinaryIO, path: Path):
        self.file, self.path, self.read_so_far, self.size = file, path, 0, path.stat().st_size

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.file.close()
        super().close()

    def readinto(self, buffer) -> int:
        n = self.file.readinto(buffer)
        self.read_so_far += n
        if _too_much(self.read_so_far, self.size):
            raise BadInput(BOMB, file=self.path.name, times=MOST_TIMES)
        return n
