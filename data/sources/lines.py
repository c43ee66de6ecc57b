"""Delimited text as records: one piece of text per record, with the number of its first line in the file.

Knows line ends, quotes and delimiters, nothing of what a field means. A quotation mark that never closes costs its own
line, not the rest of the file: lines are joined only where the joined record has as many fields as the header.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.errors import BadInput
from data.progress import Advance
from data.sources.encoding import blocks, quoted
from data.text import Text

DELIMITERS = ",\t;|\x01"
LONGEST_RECORD = 1000  # lines
SCHEMA = pa.schema([("row_no", pa.int64()), ("line", pa.string())])
_FEED, _QUOTE = 10, 34
_EMPTY = (b"", b"\n", b"\r\n")


@dataclass
class Lines:
    """A delimited text file, read from front to back; afterwards single records can be had again without all of it."""

    path: Path
    encoding: str
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    begun: dict[int, int] = field(default_factory=dict)  # block that begins with a record → number of its first line
    blocks: int = 0

    def __post_init__(self) -> None:
        csv.field_size_limit(2**31 - 1)
        number, header = self._header()
        self.first = number + 1
        self.delimiter = max(DELIMITERS, key=header.count)
        self.columns = [name.strip() for name in _fields(header, self.delimiter)]

    def batches(self, advance: Advance) -> Iterator[pa.RecordBatch]:
        """(row_no, line) of every record after the header but blank ones; line ends are still on."""
        return self._records(blocks(self.path, self.encoding, self.digest, advance))

    def again(self, numbers: np.ndarray) -> Iterator[pa.RecordBatch]:
        """The records with these numbers, of a file that was read before: only the blocks that hold them are decoded."""
        wanted = self._blocks_of(numbers)
        source = blocks(self.path, self.encoding, hashlib.sha256(), lambda n: None, wanted.__contains__)
        for batch in self._records(source):
            yield batch.filter(pa.array(np.isin(batch["row_no"], numbers)))

    def quotes(self) -> bool:
        return quoted(self.path, self.encoding)

    def _blocks_of(self, numbers: np.ndarray) -> set[int]:
        """A record may go on in the blocks that follow, up to the next that begins with one."""
        first, lines = list(self.begun), list(self.begun.values())
        after = [*first[1:], self.blocks]
        found = np.unique(np.searchsorted(lines, numbers, side="right") - 1).tolist()
        return {block for at in found for block in range(first[at], after[at])}

    def _records(self, source: Iterator[bytes | None]) -> Iterator[pa.RecordBatch]:
        line_no, carried = 1, b""
        for number, (block, last) in enumerate(_with_last(source)):
            self.blocks = max(self.blocks, number + 1)
            if block is None:
                continue
            if not carried:
                line_no = self.begun.setdefault(number, line_no)
            block = carried + block
            bounds = _bounds(block)
            taken, starts = self._starts(block, bounds, last)
            carried = block[bounds[taken] :]
            yield _batch(block, bounds, starts, taken, line_no, self.first)
            line_no += taken

    def _header(self) -> tuple[int, str]:
        source = blocks(self.path, self.encoding, hashlib.sha256(), lambda n: None)
        for block in source:
            for number, line in enumerate(block.split(b"\n"), 1):
                if line.strip():
                    return number, line.decode().rstrip("\r")
            break
        raise BadInput(Text("{file} 是空文件，没有表头", "{file} is empty: it has no header"), file=self.path.name)

    def _starts(self, block: bytes, bounds: np.ndarray, last: bool) -> tuple[int, np.ndarray]:
        """How many lines of the block are complete records, and a mask of the lines that begin one."""
        count = len(bounds) - 1
        begins = np.ones(count, dtype=bool)
        if b'"' not in block:
            return count, begins
        quotes = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _QUOTE)
        odd = np.flatnonzero(np.diff(np.searchsorted(quotes, bounds)) & 1).tolist()
        at = 0
        while at < len(odd):
            here, to = odd[at], odd[at + 1] if at + 1 < len(odd) else None
            if to is None and not last and count - here < LONGEST_RECORD:
                return here, begins
            if to is not None and self._joins(block, bounds, here, to):
                begins[here + 1 : to + 1] = False
                at += 1
            at += 1
        return count, begins

    def _joins(self, block: bytes, bounds: np.ndarray, here: int, to: int) -> bool:
        if to - here > LONGEST_RECORD:
            return False
        text = block[bounds[here] : bounds[to + 1]].decode().rstrip("\r\n")
        return len(_fields(text, self.delimiter)) == len(self.columns)


def _fields(text: str, delimiter: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return rows[0] if len(rows) == 1 else []


def _bounds(block: bytes) -> np.ndarray:
    """Where each line of the block begins, and where the last one ends."""
    ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _FEED) + 1
    tail = [] if len(ends) and ends[-1] == len(block) else [len(block)]
    return np.concatenate([[0], ends, tail]).astype(np.int32)


def _batch(block: bytes, bounds: np.ndarray, begins: np.ndarray, taken: int, line_no: int, first: int) -> pa.RecordBatch:
    numbers = np.flatnonzero(begins[:taken])
    offsets = np.append(bounds[numbers], bounds[taken]).astype(np.int32)
    records = pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(block))
    skipped = int(np.searchsorted(numbers + line_no, first))  # the header and what stands before it
    rows = pa.array(numbers.astype(np.int64) + line_no)
    batch = pa.record_batch([rows[skipped:], records[skipped:]], schema=SCHEMA)
    blank = _blank(block, offsets[skipped:])
    return batch.filter(pa.array(~blank)) if blank.any() else batch


def _blank(block: bytes, offsets: np.ndarray) -> np.ndarray:
    """A mask of the records that are nothing but a line end."""
    blank = np.diff(offsets) <= 2
    blank[blank] = [block[offsets[at] : offsets[at + 1]] in _EMPTY for at in np.flatnonzero(blank)]
    return blank


def _with_last(source: Iterator[bytes | None]) -> Iterator[tuple[bytes | None, bool]]:
    held = []
    for block in source:
        if held:
            yield held.pop(), False
        held.append(block)
    if held:
        yield held.pop(), True
