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
from data.sources.encoding import blocks
from data.text import Text

DELIMITERS = ",\t;|\x01"
LONGEST_RECORD = 1000  # lines
SCHEMA = pa.schema([("row_no", pa.int64()), ("line", pa.string())])
_FEED, _QUOTE = 10, 34


@dataclass
class Lines:
    """A delimited text file, read once from front to back."""

    path: Path
    encoding: str
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    quotes: bool = False  # whether there is any in the file, known once it is read

    def __post_init__(self) -> None:
        csv.field_size_limit(2**31 - 1)
        number, header = self._header()
        self.first = number + 1
        self.delimiter = max(DELIMITERS, key=header.count)
        self.columns = [name.strip() for name in _fields(header, self.delimiter)]

    def batches(self, advance: Advance) -> Iterator[pa.RecordBatch]:
        """(row_no, line) of every record after the header; line ends are still on, blank lines are still there."""
        line_no, carried = 1, b""
        source = _with_last(blocks(self.path, self.encoding, self.digest, advance))
        for block, last in source:
            self.quotes = self.quotes or b'"' in block
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
    return pa.record_batch([rows[skipped:], records[skipped:]], schema=SCHEMA)


def _with_last(source: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(source, None)
    for block in source:
        yield held, False
        held = block
    if held is not None:
        yield held, True
