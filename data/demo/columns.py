"""Numbers to the text of the extract, a column at a time.

Knows Arrow and how the national system writes days, moments, flags. Must not know tables.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.days import AS_OF

FAR = AS_OF + 2000  # a due day may lie ahead
_FIRST = -9000


@cache
def _day_words() -> pa.Array:
    first = date(1970, 1, 1)
    return pa.array([(first + timedelta(days=at)).isoformat() for at in range(_FIRST, FAR + 1)])


@cache
def _clock_words() -> pa.Array:
    return pa.array([f" {at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}" for at in range(86400)])


def picked(words: Sequence[str] | pa.Array, at: np.ndarray) -> pa.Array:
    """Words by their place; a negative place is empty."""
    table = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    at = np.asarray(at, np.int64)
    return table.take(pa.array(at, mask=at < 0))


def day(values: np.ndarray, last: int = AS_OF) -> pa.Array:
    """Days as text; what lies after `last` has not happened and is empty."""
    return picked(_day_words(), np.where((values <= last) & (values >= _FIRST), values - _FIRST, -1))


def moment(seconds: np.ndarray, last: int = AS_OF) -> pa.Array:
    days = seconds // 86400
    return glue(day(days, last), _clock_words().take(pa.array(seconds % 86400)))


def whole(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Whole numbers; empty where not known, or where negative."""
    known = values >= 0 if known is None else known
    return pc.cast(pa.array(values, mask=~known), pa.string())


def padded(values: np.ndarray, width: int) -> pa.Array:
    return pc.utf8_lpad(pc.cast(pa.array(values), pa.string()), width, "0")


def flag(values: np.ndarray) -> pa.Array:
    return picked(("N", "Y"), np.asarray(values, np.int8))


def glue(*parts) -> pa.Array:
    """Texts side by side; empty where one of them is."""
    return pc.binary_join_element_wise(*parts, "")


def only(values: pa.Array, where: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(where), values, pa.scalar(None, pa.string()))


def constant(word: str, count: int) -> pa.Array:
    return pa.array([word]).take(pa.array(np.zeros(count, np.int64)))


def table(count: int, **columns) -> pa.Table:
    """A table of texts: arrays as they are, one word for all rows, SFSC last."""
    made = {name: constant(value, count) if isinstance(value, str) else value for name, value in columns.items()}
    made["SFSC"] = constant("N", count)
    return pa.table(made)


def numbers(portion: int, kind: int, count: int) -> np.ndarray:
    """Identifiers no other portion gives."""
    return (np.int64(portion) * 100 + kind) * 100_000_000 + np.arange(1, count + 1)
