"""Many rows as arrays, with numbers in place of their keys: texts are told once for each key that occurs, not once for each row.

Knows selections. Must not know what is counted, nor what a key is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from data.ask import Ask

MISSING = ""  # in place of a text that is not there, so that keys can be compared; no code is empty
WHICH = "which"  # of a row: 0, or the place of the key that it tells


@dataclass(frozen=True)
class Told:
    """The rows of a selection: of each key a number, from 0 on, and its `numbers`; `keys` are those that occur, in that order."""

    keys: dict[str, tuple[tuple, ...]]
    columns: dict[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]


def read(ask: Ask, flat: sa.Select, keys: Mapping[str, Sequence[str]]) -> Told:
    """The selection, of which each key is made of some columns; all others are numbers, NaN where one is missing."""
    found = ask.scope.arrays(_statement(flat, keys))
    which = np.asarray(found[WHICH]).astype(int)
    rows, columns = which == 0, {}
    for name in (name for name in found if name not in (WHICH, *_texts(keys))):
        each = found[name][rows]
        columns[name] = each.astype(int) - 1 if name in keys else each.astype(float)
    return Told({name: _codes(found, which == place, name, keys[name]) for place, name in enumerate(keys, 1)}, columns)


def by_one(keys: Sequence[tuple], place: int) -> tuple[tuple, np.ndarray]:
    """The codes at one place of the keys, but for what is missing, and of each key the number of its code; -1 where that is missing."""
    codes = tuple(dict.fromkeys(key[place] for key in keys if key[place] is not None))
    numbers = {code: number for number, code in enumerate(codes)}
    return codes, np.array([numbers.get(key[place], -1) for key in keys], int)


def _codes(found: Mapping[str, np.ndarray], here: np.ndarray, name: str, columns: Sequence[str]) -> tuple[tuple, ...]:
    order = np.argsort(found[name][here].astype(int))
    texts = (found[text][here][order].tolist() for text in _texts({name: columns}))
    return tuple(zip(*([None if code == MISSING else code for code in each] for each in texts), strict=True))


def _statement(flat: sa.Select, keys: Mapping[str, Sequence[str]]) -> sa.CompoundSelect:
    """A row for each key that occurs, with its texts and its number, and the rows with the numbers of their keys."""
    rows = flat.cte("flat").prefix_with("MATERIALIZED")
    told = {name: _told(rows, name, columns) for name, columns in keys.items()}
    texts, used = _texts(keys), {column for columns in keys.values() for column in columns}
    numbers = [column for column in rows.c if column.name not in used]
    kinds = {text: each.c[text].type for each in told.values() for text in texts if text in each.c}
    selects = []
    for place, (name, each) in enumerate(told.items(), 1):
        selects.append(sa.select(
            sa.literal_column(str(place)).label(WHICH), *(each.c.number.label(key) if key == name else _nothing(key) for key in keys),
            *(_nothing(column.name) for column in numbers),
            *(each.c[text] if text in each.c else sa.cast(sa.null(), kinds[text]).label(text) for text in texts),
        ))  # fmt: skip
    joined = rows
    for name, each in told.items():
        same = (_there(rows.c[column]) == each.c[text] for column, text in zip(keys[name], _texts({name: keys[name]}), strict=True))
        joined = sa.join(joined, each, sa.and_(*same))
    missing = (sa.cast(sa.null(), kinds[text]).label(text) for text in texts)
    listed = sa.literal_column("0").label(WHICH), *(each.c.number.label(name) for name, each in told.items()), *numbers, *missing
    return sa.union_all(*selects, sa.select(*listed).select_from(joined))


def _told(rows: sa.CTE, name: str, columns: Sequence[str]) -> sa.CTE:
    """The keys that occur, numbered: once, for both who lists them and who joins them must see the same numbers."""
    own = [_there(rows.c[column]).label(text) for column, text in zip(columns, _texts({name: columns}), strict=True)]
    each = sa.select(*own).distinct().subquery(f"each_{name}")
    return sa.select(*each.c, sa.func.row_number().over().label("number")).cte(f"told_{name}").prefix_with("MATERIALIZED")


def _texts(keys: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"k{place}" for place in range(max(map(len, keys.values())))]


def _nothing(name: str) -> sa.ColumnElement:
    return sa.literal_column("0").label(name)


def _there(column: sa.ColumnElement) -> sa.ColumnElement:
    """Only texts may be missing among keys."""
    return sa.func.coalesce(column, sa.literal_column(f"'{MISSING}'"), type_=column.type) if isinstance(column.type, sa.String) else column
