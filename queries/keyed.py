"""Rows of cases known by their keys. A list of keys makes the engine decode whole stretches of a table for each; a range does not,
so keys that lie apart are asked for one range by one.

Knows keys. Must not know what the rows are for.
"""

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from data.ask import Ask
from data.edition import Row

APART = 25_000  # cases between two keys that cost more to pass over than another range to ask for


def rows(
    ask: Ask, columns: Sequence[sa.ColumnElement], key: sa.ColumnElement[int], keys: Iterable[int], *where: sa.ColumnElement[bool]
) -> list[Row]:
    """The columns of the rows with these keys, under the conditions if there are any, in no order."""
    asked = [sa.select(*columns).where(key.between(some[0], some[-1]), key.in_(some), *where) for some in _near(sorted(set(keys)))]
    return ask.scope.fetch(asked[0] if len(asked) == 1 else sa.union_all(*asked)) if asked else []


def in_order(ask: Ask, columns: Sequence[sa.ColumnElement], key: sa.ColumnElement[int], keys: Sequence[int]) -> list[Row]:
    """One row of each key, in the order of the keys."""
    found = {row[key.name]: row for row in rows(ask, dict.fromkeys((key, *columns)), key, keys)}
    return [found[each] for each in keys]


def _near(keys: Sequence[int]) -> Iterator[list[int]]:
    """The keys, parted where they lie apart."""
    some: list[int] = []
    for each in keys:
        if some and each - some[-1] > APART:
            yield some
            some = []
        some.append(each)
    if some:
        yield some
