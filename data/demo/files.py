"""The files of an extract: one per table, CSV in the chosen encoding or Parquet, written portion by portion.

Knows forms and encodings. Must not know what the tables mean.
"""

import io
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from data.errors import BadInput
from data.text import Text

FORMS = ("csv", "parquet")
_OPTIONS = pacsv.WriteOptions(include_header=False, quoting_style="none", batch_size=65536)


class Files:
    """Tables are added to as they are made; `raw` lines go in as bytes, for what no table can hold."""

    def __init__(self, folder: Path, form: str, encoding: str):
        if form not in FORMS:
            raise BadInput(Text("不支持的形式：{form}", "Unknown form: {form}"), form=form)
        self.folder, self.form, self.encoding = folder, form, encoding
        self.rows: dict[str, int] = {}
        self._open: dict[str, BinaryIO | pq.ParquetWriter] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._open.values():
            each.close()

    def add(self, name: str, table: pa.Table) -> None:
        self.rows[name] = self.rows.get(name, 0) + len(table)
        if self.form == "parquet":
            self._parquet(name, table).write_table(table)
        else:
            self._csv(name, table).write(self._encoded(table))

    def raw(self, name: str, lines: list[bytes]) -> None:
        """Lines as they are, without their ends; only for CSV."""
        self.rows[name] += len(lines)
        self._open[name].write(b"".join(line + b"\n" for line in lines))

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
