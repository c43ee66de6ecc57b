"""Bytes of a text file as valid UTF-8, in blocks that end with a line.

Knows encodings and damage: what cannot be decoded becomes U+FFFD, so that it can be found again. Must not know columns.
"""

import codecs
import hashlib
import mmap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import BinaryIO

from data.errors import BadInput
from data.progress import Advance
from data.text import Text

DAMAGE = "\ufffd"
BLOCK = 1 << 19
SAMPLE = 1 << 20
LONGEST_LINE = 256 << 20
_STRAY_ZEROS = 40  # in the first 4 KiB: more are no text, fewer are damage
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def detect(path: Path, stated: str | None = None) -> str:
    """The encoding of a file: as stated, by its mark, or the one of UTF-8 and GB18030 that damages less of a sample."""
    if stated:
        return _known(stated)
    with path.open("rb") as file:
        head = file.read(4)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        sample = head + _first_not_ascii(file)
    if sample[:4096].count(0) > _STRAY_ZEROS:
        raise BadInput(Text("{file} 不是文本表格（含二进制内容）", "{file} is not a text table: it has binary content"), file=path.name)
    return "utf-8" if _damage(sample, "utf-8") <= _damage(sample, "gb18030") else "gb18030"


def quoted(path: Path, encoding: str) -> bool:
    """Whether a file has a quotation mark anywhere, which no character of GB18030 contains."""
    if encoding == "utf-16":
        return True
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b'"') >= 0


def blocks(
    path: Path, encoding: str, digest: "hashlib._Hash", advance: Advance, wanted: Callable[[int], bool] = lambda number: True
) -> Iterator[bytes | None]:
    """UTF-8 blocks; each but the last ends with a line feed, which no character of GB18030 contains.

    In the place of a block that is not wanted, counted from 0, there is None: decoding is what costs.
    """
    made: Iterator[int] = count()
    wide = codecs.getincrementaldecoder(encoding)("replace") if encoding == "utf-16" else None
    rest, first = b"", True
    for chunk in _chunks(path, digest, advance):
        chunk = chunk if wide is None else wide.decode(chunk).encode()
        if first and encoding == "utf-8-sig":
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        first = False
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield _utf8(rest + chunk[:cut], encoding) if wanted(next(made)) else None
            rest = chunk[cut:]
        else:
            rest += chunk
        if len(rest) > LONGEST_LINE:
            raise BadInput(Text("{file} 不是表格：没有换行", "{file} is not a table: it has no line breaks"), file=path.name)
    if rest:
        yield _utf8(rest, encoding) if wanted(next(made)) else None


def _chunks(path: Path, digest: "hashlib._Hash", advance: Advance) -> Iterator[bytes]:
    """Read and digested one chunk ahead, in a thread: neither needs the interpreter."""
    with path.open("rb") as file, ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(_read, file, digest)
        while chunk := coming.result():
            coming = ahead.submit(_read, file, digest)
            advance(len(chunk))
            yield chunk


def _read(file: BinaryIO, digest: "hashlib._Hash") -> bytes:
    chunk = file.read(BLOCK)
    digest.update(chunk)
    return chunk


def _utf8(block: bytes, encoding: str) -> bytes:
    if encoding == "gb18030":
        block = block.decode(encoding, "replace").encode()
    else:
        try:
            block.decode()
        except UnicodeDecodeError:
            block = block.decode("utf-8", "replace").encode()
    return block.replace(b"\0", DAMAGE.encode()) if b"\0" in block else block


def _first_not_ascii(file: BinaryIO) -> bytes:
    while chunk := file.read(SAMPLE):
        if not chunk.isascii():
            return chunk
    return b""


def _damage(sample: bytes, encoding: str) -> int:
    # The sample may end inside a character; an incremental decoder leaves that out.
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample).count(DAMAGE)


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise BadInput(Text("没有编码“{name}”", "no encoding “{name}”"), name=name) from error
    return {"gbk": "gb18030", "gb2312": "gb18030", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(found, found)
