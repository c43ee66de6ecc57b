"""The files of an extract: one per table, CSV in the chosen encoding or Parquet, written portion by portion.

Knows forms and encodings. Must not know what the tables mean.
"""

import io
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from data.errors import BadInput
from data.text import Text

FORMS = ("csv", "parquet")
_WAITING = 16
_ROWS_AT_ONCE = 50_000
_OPTIONS = pacsv.WriteOptions(include_header=False, quoting_style="none", batch_size=65536)


class Files:
    """Tables are added to as they are made; `raw` lines go in as bytes, for what no table can hold.

    One thread writes, in order, while the next tables are made; only so many may wait.
    """

    def __init__(self, folder: Path, form: str, encoding: str):
        if form not in FORMS:
            raise BadInput(Text("不支持的形式：{form}", "Unknown form: {form}"), form=form)
        self.folder, self.form, self.encoding = folder, form, encoding
        self.rows: dict[str, int] = {}
        self._open: dict[str, BinaryIO | pq.ParquetWriter] = {}
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._waiting: deque[Future] = deque()
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._wait(0)
        finally:
            self._writer.shutdown()
            for each in self._open.values():
                each.close()

    def add(self, name: str, table: pa.Table) -> None:
        self.rows[name] = self.rows.get(name, 0) + len(table)
        self._soon(self._add, name, table)

    def raw(self, name: str, lines: list[bytes]) -> None:
        """Lines as they are, without their ends; only for CSV."""
        self.rows[name] += len(lines)
        self._soon(lambda: self._open[name].write(b"".join(line + b"\n" for line in lines)))

    def _soon(self, work: Callable, *given: object) -> None:
        self._waiting.append(self._writer.submit(work, *given))
        self._wait(_WAITING)

    def _wait(self, allowed: int) -> None:
        while len(self._waiting) > allowed:
            self._waiting.popleft().result()

    def _add(self, name: str, table: pa.Table) -> None:
        if self.form == "parquet":
            self._parquet(name, table).write_table(table)
        else:
            file = self._csv(name, table)
            for start in range(0, len(table), _ROWS_AT_ONCE):
                file.write(self._encoded(table.slice(start, _ROWS_AT_ONCE)))

    def line(self, values: list[str]) -> bytes:
        return ",".join(values).encode(self.encoding)

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.{self.form}"

    def _parquet(self, name: str, table: pa.Table) -> pq.ParquetWriter:
        if name not in self._open:
            self._open[name] = pq.ParquetWriter(self.path(name), table.schema, compression="zstd")
        return self._open[name]

    def _csv(self, name: str, table: pa.Table) -> BinaryIO:
        if name not in self._open:
            self._open[name] = self.path(name).open("wb")
            self._open[name].write(self.line(table.column_names) + b"\n")
        return self._open[name]

    def _encoded(self, table: pa.Table) -> bytes:
        memory = io.BytesIO()
        pacsv.write_csv(table, memory, _OPTIONS)
        written = memory.getvalue()
        return written if self.encoding == "utf-8" else written.decode().encode(self.encoding)
