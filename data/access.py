"""Who may read which rows: here and nowhere else.

A query has no other way to a table than to ask a Scope for its rows. Every table of facts carries the context of its case
(office, department, handler, line, sealed), so one predicate serves them all.
Knows grants and the predicate. Must not know users, sessions or requests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import schema
from data.definitions.counting import Count
from data.definitions.marts import Mart, columns_read
from data.definitions.relations import Relation
from data.edition import Row, Snapshot
from data.errors import NotSupplied
from data.places import Places
from data.text import Text

NOT_SUPPLIED = Text("数据中没有提供“{table}”，因此无法计算", "“{table}” was not supplied with the data, so this cannot be computed")


@dataclass(frozen=True)
class Grant:
    """What one viewer may see. Grants nothing unless told to; None stands for all.

    `units` are codes of units (each with everything below it) or departments; `lines` business lines; `handlers` persons'
    codes (own cases); `sealed` opens sealed records.
    """

    units: frozenset[str] | None = frozenset()
    lines: frozenset[str] | None = None
    handlers: frozenset[str] | None = None
    sealed: bool = False

    @property
    def unrestricted(self) -> bool:
        return self == EVERYTHING

    def rows(self, c: sa.ColumnCollection, places: Places) -> sa.ColumnElement[bool]:
        """The predicate over the context of a case."""
        parts = [self._units(c, places)]
        if self.lines is not None:
            parts.append(c.line.in_(sorted(self.lines)))
        if self.handlers is not None:
            parts.append(c.handler.in_(sorted(self.handlers)))
        if not self.sealed:
            parts.append(c.sealed.is_(False))
        return sa.and_(*parts)

    def columns(self, places: Places) -> set[str]:
        """The columns the predicate reads."""
        units = {places.level(code).column for code in self.units or ()}
        return units | ({"line"} if self.lines is not None else set()) | ({"handler"} if self.handlers is not None else set())

    def _units(self, c: sa.ColumnCollection, places: Places) -> sa.ColumnElement[bool]:
        if self.units is None:
            return sa.true()
        by_level: dict[str, list[str]] = {}
        for code in sorted(self.units):
            by_level.setdefault(places.level(code).column, []).append(code)
        return sa.or_(sa.false(), *(c[column].in_(codes) for column, codes in by_level.items()))


EVERYTHING = Grant(units=None, sealed=True)


@dataclass(frozen=True)
class Scope:
    """The part of one snapshot that one viewer may read."""

    snapshot: Snapshot
    grant: Grant = Grant()

    def rows(self, relation: Relation) -> sa.FromClause:
        """The rows of a relation in scope. Raises NotSupplied when its table was not in the data."""
        self.check_supplied(relation.key)
        return self._of(relation.table)

    def table(self, name: str) -> sa.FromClause:
        """The rows of a table of facts in scope, supplied or not (an absent table is empty)."""
        return self._of(schema.metadata.tables[name])

    def mart(self, mart: Mart) -> sa.FromClause:
        """A pre-aggregate in scope; ask `fits` first."""
        return self._of(mart.table)

    def histogram(self, table: sa.Table) -> sa.FromClause:
        return self._of(table)

    def fits(self, columns) -> bool:
        """Whether the access rule can be applied where only these columns are."""
        return self.grant.columns(self.places) <= set(columns)

    def issues(self) -> sa.Subquery:
        """What an import could not take as it stood, of the offices in scope; rows of no office for those who see all."""
        c = schema.quarantine.c
        seen = sa.true() if self.grant.units is None else c.office.in_(sorted(self.offices()))
        return sa.select(schema.quarantine).where(seen).subquery("quarantine")

    def files(self) -> sa.Subquery:
        """The files of the import, with counts over everything: only for those who see everything."""
        seen = sa.true() if self.grant.units is None else sa.false()
        return sa.select(schema.source_files).where(seen).subquery("source_files")

    def models(self) -> sa.Subquery:
        """What was learnt in the build and how it stood its test; how many rows that took only for those who see everything."""
        c = schema.risk_models.c
        over_all = {"n", "missed", "n_trained", "missed_trained", "bins"} if self.grant.units is not None else set()
        return sa.select(*(each for each in c if each.name not in over_all)).subquery("risk_models")

    def offices(self) -> set[str]:
        """Codes of the units in scope."""
        if self.grant.units is None:
            return set(self.places.units)
        return {code for code in self.places.units if any(above.code in self.grant.units for above in self.places.path(code))}

    def check_supplied(self, name: str) -> None:
        if name not in self.snapshot.supplied:
            raise NotSupplied(NOT_SUPPLIED, table=schema.metadata.tables[name].info["label"])

    def check_columns(self, count: Count) -> None:
        """Raises NotSupplied when a column that a count depends on was in no file: it would count nothing, or everything."""
        table = count.over.key
        for name in sorted(columns_read(count)):
            if (table, name) in self.snapshot.absent:
                raise NotSupplied(NOT_SUPPLIED, table=schema.about(count.over.table.c[name]).label)

    def fetch(self, statement: sa.Select) -> list[Row]:
        return self.snapshot.fetch(statement)

    def stream(self, statement: sa.Select) -> Iterator[list[tuple]]:
        return self.snapshot.stream(statement)

    @property
    def places(self) -> Places:
        return self.snapshot.places

    @property
    def as_of(self) -> date:
        return self.snapshot.as_of

    def _of(self, table: sa.Table) -> sa.FromClause:
        """The table under the access rule; made once for each grant, since a page asks for the same rows many times."""
        made = self.snapshot.doors
        if (self.grant, table.name) not in made:
            made[self.grant, table.name] = self._made(table)
        return made[self.grant, table.name]

    def _made(self, table: sa.Table) -> sa.FromClause:
        columns = schema.built_columns(table) if table.metadata is schema.metadata else table.columns
        if self.grant.unrestricted:  # the table itself: a plan for fifty columns within fifty columns takes longer than many a query
            return sa.table(table.name, *(sa.column(each.name, each.type) for each in columns))
        return sa.select(*columns).where(self.grant.rows(table.c, self.places)).subquery(table.name)
