"""One immutable edition of the data, opened read-only, and the rows it answers with.

Knows what is asked of an edition and what is remembered of it. Must not know the engines it lies in (`data.editions`), which edition
is in force, nor who asks.
"""

from collections.abc import Iterator, MutableMapping
from datetime import date
from functools import cached_property

import numpy as np
import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from data import schema
from data.definitions import overall
from data.places import UNPLACED, Places, Unit
from data.recent import Recent

Row = dict[str, object]
CACHED_TEXTS, CACHED_DOORS = 500, 256  # of some 66 and 31 KB each; half as many again before the oldest go
CACHED_VALUES, CACHED_ROWS = 200_000, 2_000  # of all answers together, some 30 MB; of one answer
Found = tuple[list[str], list[tuple]]  # names, rows


def _values(found: Found) -> int:
    """How many values an answer holds, its own weight among them."""
    return (len(found[1]) + 1) * len(found[0])


class Snapshot:
    """One immutable edition of the data. `fetch` takes SQLAlchemy Core and gives plain rows."""

    dialect: sa.Dialect
    refusals: tuple[type[Exception], ...]  # how the engine says that a statement cannot be

    def __init__(self, key: str):
        self.key = key
        self._texts: MutableMapping = LRUCache(CACHED_TEXTS)
        self._answers = Recent(CACHED_VALUES, _values)
        self._others: dict[str, Snapshot | None] = {}
        self.doors: MutableMapping = LRUCache(CACHED_DOORS)  # what access has made of tables, kept as long as the snapshot

    def fetch(self, statement: sa.Select) -> list[Row]:
        """All rows. Small answers are remembered: the key is the SQL with its values, in which access is already part."""
        names, rows = self._found(statement)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def tuples(self, statement: sa.Select) -> list[tuple]:
        """The same without names: values in the order of the statement, for rows by the hundred."""
        return self._found(statement)[1]

    def arrays(self, statement: sa.Select) -> dict[str, np.ndarray]:
        """The same by columns, for what is worked on as arrays: of its own kind where every value is there, else of Python's values
        with None. Whoever asks casts what it reckons with. Not remembered."""
        raise NotImplementedError

    def _found(self, statement: sa.Select) -> Found:
        sql, values = self._compiled(statement)
        key = (sql, *(f"{value!r}" for value in values))
        found = self._answers.get(key)
        if found is None:
            found = self._run(sql, values)
            if len(found[1]) <= CACHED_ROWS:
                self._answers.keep(key, found)
        return found

    def forget(self) -> None:
        """Drop remembered answers (benchmarks measure without them)."""
        self._answers.forget()

    def stream(self, statement: sa.Select, size: int = 4_000) -> Iterator[list[tuple]]:
        """Rows in batches of at most `size`, never all in memory."""
        raise NotImplementedError

    def _compiled(self, statement: sa.Select) -> tuple[str, list]:
        """The text and its values in order. Statements of one shape are compiled once: most of the time would go there."""
        compiled, given, collected, _ = statement._compile_w_cache(self.dialect, compiled_cache=self._texts, column_keys=[])
        values = compiled.construct_params(extracted_parameters=given, escape_names=False, _collected_params=collected)
        state = compiled._process_parameters_for_postcompile(values)
        return state.statement, [state.parameters[name] for name in state.positiontup or ()]

    def _run(self, sql: str, values: list) -> Found:
        raise NotImplementedError

    def earlier(self, key: str) -> "Snapshot | None":
        """Another snapshot of the same shelf; None when it is gone, or was built by another version of this program."""
        if key not in self._others:
            found = self if key == self.key else self._opened(key)
            self._others[key] = found if found is not None and found.shape() == self.shape() else None
        return self._others[key]

    def _opened(self, key: str) -> "Snapshot | None":
        raise NotImplementedError

    def shape(self) -> str | None:
        """The fingerprint of its tables; None for one built before there was any."""
        try:
            return self.fetch(sa.select(schema.snapshot.c.shape))[0]["shape"]
        except self.refusals:
            return None

    @cached_property
    def about(self) -> Row:
        return self.fetch(sa.select(schema.snapshot))[0]

    @property
    def as_of(self) -> date:
        return self.about["as_of"]

    @property
    def statistical_day(self) -> int:
        return self.about["statistical_day"] or 26

    @cached_property
    def supplied(self) -> dict[str, int]:
        """The tables that were delivered, with their number of rows."""
        return {row["table_name"]: row["row_count"] for row in self.fetch(sa.select(schema.supplied))}

    @cached_property
    def absent(self) -> frozenset[tuple[str, str]]:
        """(table, column) of what no file filled, derived columns among them."""
        c = schema.absent_columns.c
        found = {(row["table_name"], row["column_name"]) for row in self.fetch(sa.select(c.table_name, c.column_name))}
        for column, source in schema.MADE_FROM.items():
            if source in found or (isinstance(source, str) and source not in self.supplied):
                found.add(column)
        return frozenset(found)

    @cached_property
    def places(self) -> Places:
        c = schema.org.c
        rows = self.fetch(sa.select(c.org_code, c.org_name, c.parent, c.level, c.province, c.city, c.sort).order_by(c.org_code))
        columns = ("org_code", "org_name", "parent", "level", "province", "city")
        return Places(Unit(*(r[name] for name in columns), sort=UNPLACED if r["sort"] is None else r["sort"]) for r in rows)

    @cached_property
    def departments(self) -> dict[str, str]:
        c = schema.department.c
        return {r["department_code"]: r["department_name"] for r in self.fetch(sa.select(c.department_code, c.department_name))}

    @cached_property
    def offices(self) -> dict[str, str]:
        """The office of each department."""
        c = schema.department.c
        return {r["department_code"]: r["office"] for r in self.fetch(sa.select(c.department_code, c.office)) if r["office"]}

    @cached_property
    def prosecutors(self) -> dict[str, str]:
        c = schema.prosecutor.c
        return {r["prosecutor_code"]: r["prosecutor_name"] for r in self.fetch(sa.select(c.prosecutor_code, c.prosecutor_name))}

    @cached_property
    def review_items(self) -> dict[str, str]:
        """The problems that reviews name, as the standard they follow calls them."""
        c, by_point = schema.review_findings.c, schema.review_results.c
        found = sa.select(c.item, sa.func.min(c.item_name).label("name")).where(c.item.is_not(None)).group_by(c.item)
        points = sa.select(by_point.point.label("item"), sa.func.min(by_point.point_name).label("name"))
        met = self.fetch(points.where(by_point.result == "problem").group_by(by_point.point))
        return {r["item"]: r["name"] or r["item"] for r in (*met, *self.fetch(found))}

    @cached_property
    def courses(self) -> dict[str | None, str]:
        """The course of all cases (None), and of each type, as it was put down: a few texts, held as long as the snapshot."""
        return {row["type_code"]: row["told"] for row in self.fetch(sa.select(overall.TABLE))}
