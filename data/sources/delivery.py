"""A delivery: one table as it was delivered, whatever it came in.

Every reader ends in the same shape, so that the rest of the import does not know formats: raw rows of text with the row's
number in its file, either whole lines still to be split (`line`) or fields `c0, c1, …` with the `width` found. What can be
read again, a text file or one the engine reads by itself, is typed while it is read and never stands anywhere as it came.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa

from data.errors import AppError, BadInput
from data.progress import Advance, Progress
from data.sources.encoding import DAMAGE
from data.sources.splitting import Splitting
from data.sources.sql import LINE_END, any_of, literal, trimmed
from data.text import Text

Batches = Callable[[Advance], Iterator[pa.RecordBatch]]


@dataclass
class Delivery:
    """`table` is matched with the mapping's source names; `shown` is what people are told."""

    shown: str
    table: str
    columns: list[str]
    schema: pa.Schema | None = None
    batches: Batches | None = None
    again: Callable[[np.ndarray], Iterator[pa.RecordBatch]] | None = None  # the rows with these numbers, once all were read
    view: str | None = None  # SQL of the raw rows, where the engine reads the file by itself
    delimiter: str | None = None
    quotes: Callable[[], bool] = field(default=lambda: True)
    encoding: str = ""
    size: int | None = None
    unit: str = "B"
    sha256: Callable[[], str] = field(default=lambda: "")

    @property
    def delimited(self) -> bool:
        return self.delimiter is not None

    def take(self, con: duckdb.DuckDBPyConnection, raw: str, progress: Progress, insert: Callable[[str], str]) -> int:
        """Runs what types the rows of a relation, over all rows, and says how many were read. Raises BadInput.

        `raw` is a view or a table of them afterwards, or nothing where they can be read `again`.
        """
        if self.view is not None:
            con.execute(f"CREATE OR REPLACE TEMP VIEW {raw} AS {self.view}")
            with progress.task(self.shown), reading(self.shown):
                con.execute(insert(raw))
                return con.execute(f"SELECT count(*) FROM {raw}").fetchone()[0]
        with progress.task(self.shown, self.size, self.unit) as advance:
            stream = _Stream(self.batches, advance)
            if self.again is not None:
                self._arrive(con, stream, insert("arriving"))
            else:
                self._arrive(con, stream, f"CREATE OR REPLACE TABLE {raw} AS SELECT * FROM arriving")
                con.execute(insert(raw))
        return stream.rows

    def _arrive(self, con: duckdb.DuckDBPyConnection, stream: "_Stream", query: str) -> None:
        con.register("arriving", pa.RecordBatchReader.from_batches(self.schema, stream))
        # How many rows will arrive is not known, so the optimizer would rather hash them all than the value maps joined to them.
        con.execute("SET disabled_optimizers = 'build_side_probe_side'")
        try:
            with reading(self.shown):
                con.execute(query)
        except BadInput:
            stream.raise_own()
            raise
        finally:
            con.execute("RESET disabled_optimizers")
            con.unregister("arriving")

    def pick(self, con: duckdb.DuckDBPyConnection, raw: str, numbers: str, into: str) -> None:
        """Makes a table of the raw rows whose numbers a query gives."""
        if self.again is None:
            con.execute(f"CREATE OR REPLACE TABLE {into} AS SELECT * FROM {raw} WHERE row_no IN ({numbers})")
            return
        (wanted,) = con.execute(numbers).fetchnumpy().values()
        stream = _Stream(lambda advance: self.again(wanted), lambda n: None)
        self._arrive(con, stream, f"CREATE OR REPLACE TABLE {into} AS SELECT * FROM arriving")

    def forget(self, con: duckdb.DuckDBPyConnection, raw: str) -> None:
        if self.again is None:
            con.execute(f"DROP {'TABLE' if self.view is None else 'VIEW'} {raw}")

    def rows(self, raw: str) -> str:
        """SQL: row_no, width, damaged, broken, and the fields as the expressions `field(i)`."""
        if not self.delimited:
            return f"SELECT *, {self._damaged()} AS damaged, NULL::VARCHAR AS broken FROM {raw}"
        return f"SELECT *, len(f) AS width, contains(line, {literal(DAMAGE)}) AS damaged FROM ({self._splitting.rows(raw)})"

    def field(self, i: int) -> str:
        return self._splitting.field(i) if self.delimited else trimmed(f"c{i}")

    @cached_property
    def _splitting(self) -> Splitting:
        return Splitting(self.delimiter, len(self.columns), self.quotes())

    def as_delivered(self) -> str:
        """SQL: the row as it came, for those that are set aside."""
        if self.delimited:
            return f"rtrim(line, {LINE_END})"
        pairs = ", ".join(f"{literal(column)}, c{i}" for i, column in enumerate(self.columns))
        return f"json_object({pairs})::VARCHAR"

    def _damaged(self) -> str:
        return any_of([f"coalesce(contains(c{i}, {literal(DAMAGE)}), false)" for i in range(len(self.columns))])


class _Stream:
    """Hands batches to the engine, counts their rows and keeps an error of its own, which the engine would only quote as text."""

    def __init__(self, batches: Batches, advance: Advance):
        self.source, self.rows, self.error = batches(advance), 0, None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            for each in self.source:
                self.rows += len(each)
                yield each
        except Exception as error:
            self.error = error
            raise

    def raise_own(self) -> None:
        if isinstance(self.error, AppError):
            raise self.error


@contextmanager
def reading(shown: str) -> Iterator[None]:
    """What the engine says while it reads a source becomes a sentence, unless it complains of our own SQL."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InternalException):
        raise
    except (duckdb.Error, OSError) as error:
        raise unreadable(shown, error) from error


def unreadable(shown: str, why: object) -> BadInput:
    first = str(why).strip().splitlines()[0] if str(why).strip() else type(why).__name__
    return BadInput(Text("{file} 无法读取：{why}", "{file} cannot be read: {why}"), file=shown, why=first)


def columnar(columns: int) -> pa.Schema:
    """Of a reader that delivers fields."""
    texts = [(f"c{i}", pa.string()) for i in range(columns)]
    return pa.schema([("row_no", pa.int64()), ("width", pa.int32()), *texts])


def batch(numbers: list[int], rows: list[list[str | None]], columns: int) -> pa.RecordBatch:
    """Rows of fields with their numbers; each may be longer or shorter than the header."""
    padded = [row[:columns] + [None] * (columns - len(row)) for row in rows]
    texts = [pa.array([row[i] for row in padded], pa.string()) for i in range(columns)]
    widths = pa.array([max(len(row), columns) for row in rows], pa.int32())
    return pa.record_batch([pa.array(numbers, pa.int64()), widths, *texts], schema=columnar(columns))
