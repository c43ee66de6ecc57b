"""Who may read which rows: here and nowhere else.

A query has no other way to a table than to ask a Scope for its rows. Every table of facts carries the context of its case (office,
department, handler, line, special kinds), so one predicate serves all. Knows grants. Must not know users, sessions or requests.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from data import schema
from data.catalogue import roles as known
from data.definitions.counting import Count
from data.definitions.filters import key_of
from data.definitions.marts import Mart, columns_read
from data.definitions.relations import Relation
from data.edition import Row, Snapshot
from data.errors import NotFound, NotSupplied
from data.places import Places
from data.text import Text

NO_SUCH_CASE = Text("数据中没有这个案件", "There is no such case in the records")
NOT_SUPPLIED = Text("数据中没有提供“{table}”，因此无法计算", "“{table}” was not supplied with the data, so this cannot be computed")
SHUT = Text("您的授权不含“{kind}”，因此无法计算", "“{kind}” are not open to you, so this cannot be computed")


@dataclass(frozen=True)
class Grant:
    """What one viewer may see. Grants nothing unless told to; None stands for all.

    `units` are codes of units (each with everything below it) or departments; `lines` business lines; `handlers` persons'
    codes (own cases); `reviewers` persons' codes (the cases they review); `special` are the special kinds of cases
    it opens (catalogue/special.csv): who may not see a case does not count it either. `also` are further
    grants: what any of them opens is open.
    """

    units: frozenset[str] | None = frozenset()
    lines: frozenset[str] | None = None
    handlers: frozenset[str] | None = None
    special: frozenset[str] = frozenset()
    reviewers: frozenset[str] | None = None
    also: tuple["Grant", ...] = ()

    @classmethod
    def of(cls, parts: Iterable["Grant"]) -> "Grant":
        """All that these open together; the same parts in any order are the same grant."""
        each = {part for given in parts for part in given.parts if part.opens}
        if EVERYTHING in each:
            return EVERYTHING
        first, *rest = sorted(each, key=repr) or [cls()]
        return replace(first, also=tuple(rest))

    @property
    def unrestricted(self) -> bool:
        return self == EVERYTHING

    @property
    def parts(self) -> tuple["Grant", ...]:
        """Grants of one piece, of which any one opens a row."""
        return (replace(self, also=()), *self.also)

    @property
    def opens(self) -> bool:
        """Whether there can be a row that this part opens."""
        return frozenset() not in (self.units, self.lines, self.handlers, self.reviewers)

    @property
    def all_kinds(self) -> bool:
        """Whether no part keeps a special kind of case shut: what was counted of all kinds together is then for this viewer."""
        return all(part.special >= known.special().keys() for part in self.parts)

    @property
    def over_units(self) -> tuple["Grant", ...]:
        """The parts that open units as a whole: what has no line and no handler is seen by these alone."""
        return tuple(part for part in self.parts if part.lines is part.handlers is part.reviewers is None)

    @property
    def everywhere(self) -> bool:
        return any(part.units is None for part in self.over_units)

    def rows(self, c: sa.ColumnCollection, places: Places) -> sa.ColumnElement[bool]:
        """The predicate over the context of a case."""
        return sa.or_(*(sa.and_(*part.reasons(c, places).values()) for part in self.parts))

    def columns(self, places: Places) -> set[str]:
        """The columns the predicate reads."""
        return set().union(*(part._columns(places) for part in self.parts))

    def reasons(self, c: sa.ColumnCollection, places: Places) -> dict[str, sa.ColumnElement[bool]]:
        """The conditions of this part, all of which must hold, by what each is about."""
        found = {"units": self._units(c, places)}
        if self.lines is not None:
            found["lines"] = c.line.in_(sorted(self.lines))
        if self.handlers is not None:
            found["handlers"] = c.handler.in_(sorted(self.handlers))
        if self.reviewers is not None:
            of = schema.reviews.c
            found["reviewers"] = c.case_no.in_(sa.select(of.case_no).where(of.reviewer_code.in_(sorted(self.reviewers))))
        if not self.all_kinds:
            found["special"] = c.special.in_(known.marks_opened(self.special))
        return found

    def _columns(self, places: Places) -> set[str]:
        units = {places.level(code).column for code in self.units or ()}
        asked = {"line": self.lines, "handler": self.handlers, "case_no": self.reviewers}
        return units | {name for name, given in asked.items() if given is not None}

    def _units(self, c: sa.ColumnCollection, places: Places) -> sa.ColumnElement[bool]:
        if self.units is None:
            return sa.true()
        by_level: dict[str, list[str]] = {}
        for code in sorted(self.units):
            by_level.setdefault(places.level(code).column, []).append(code)
        return sa.or_(sa.false(), *(c[column].in_(codes) for column, codes in by_level.items()))


EVERYTHING = Grant(units=None, special=frozenset(known.special()))


@dataclass(frozen=True)
class Scope:
    """The part of one snapshot that one viewer may read. `entrusted` are keys of single cases that the grant would not open."""

    snapshot: Snapshot
    grant: Grant = Grant()
    entrusted: frozenset[int] = frozenset()

    def with_case(self, case_no: int) -> "Scope":
        """The same, and a case that this viewer has been asked to look at."""
        return replace(self, entrusted=self.entrusted | {case_no})

    def covers(self, c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
        """The access rule over rows of the desk, which carry the context of their case; who reviews what is not told by them."""
        parts = (part.reasons(c, self.places).values() for part in self.grant.parts if part.reviewers is None)
        return sa.or_(sa.false(), *(sa.and_(*reasons) for reasons in parts))

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

    def of_unit(self, unit: str) -> "Scope":
        """All of a unit but special cases, whatever the viewer's rows: for a distribution that names nobody. A test says who asks."""
        return replace(self, grant=Grant(units=frozenset({unit})))

    def fits(self, columns) -> bool:
        """Whether the access rule can be applied where only these columns are."""
        return self.grant.columns(self.places) | ({"case_no"} if self.entrusted else set()) <= set(columns)

    def issues(self) -> sa.Subquery:
        """What an import could not take as it stood, of the offices in scope; rows of no office for those who see all."""
        c = schema.quarantine.c
        seen = sa.true() if self.grant.everywhere else c.office.in_(sorted(self._offices(self.grant.over_units)))
        return sa.select(schema.quarantine).where(seen).subquery("quarantine")

    def files(self) -> sa.Subquery:
        """The files of the import, with counts over everything: only for those who see everything."""
        return sa.select(schema.source_files).where(sa.true() if self.grant.everywhere else sa.false()).subquery("source_files")

    def models(self) -> sa.Subquery:
        """What was learnt in the build and how it stood its test; how many rows that took only for those who see everything."""
        c = schema.risk_models.c
        over_all = {"n", "missed", "n_trained", "missed_trained", "bins"} if not self.grant.everywhere else set()
        return sa.select(*(each for each in c if each.name not in over_all)).subquery("risk_models")

    def offices(self) -> set[str]:
        """Codes of the units in scope."""
        return self._offices(self.grant.parts)

    def _offices(self, parts: Iterable[Grant]) -> set[str]:
        units = [part.units for part in parts if part.opens]
        if None in units:
            return set(self.places.units)
        named = frozenset().union(*units)
        return {code for code in self.places.units if any(above.code in named for above in self.places.path(code))}

    def reasons(self, grant: Grant, case_id: str) -> dict[str, bool]:
        """Which conditions of a part of a grant a case fulfils, each special kind by itself: for who answers for the grants."""
        c = schema.cases.c
        asked = grant.reasons(c, self.places)
        if asked.pop("special", None) is not None:
            asked |= {key: c.special.bitwise_and(kind.mask) == 0 for key, kind in known.special().items() if key not in grant.special}
        told = {key: sa.case((each, True), else_=False).label(key) for key, each in asked.items()}
        found = self.fetch(sa.select(*told.values()).where(schema.cases.c.case_no == key_of(case_id)))
        if not found:
            raise NotFound(NO_SUCH_CASE)
        return {key: bool(value) for key, value in found[0].items()}

    def check_supplied(self, name: str) -> None:
        if name not in self.snapshot.supplied:
            raise NotSupplied(NOT_SUPPLIED, table=schema.metadata.tables[name].info["label"])

    def check_columns(self, count: Count) -> None:
        """Raises NotSupplied when a column that a count depends on was in no file, or tells of cases shut to this viewer."""
        table, read = count.over.key, columns_read(count)
        for kind in known.special().values():
            if kind.column in read and not any(kind.key in part.special for part in self.grant.parts):
                raise NotSupplied(SHUT, kind=kind.label)
        if absent := sorted(name for name in read if (table, name) in self.snapshot.absent):
            raise NotSupplied(NOT_SUPPLIED, table=schema.about(count.over.table.c[absent[0]]).label)

    def fetch(self, statement: sa.Select) -> list[Row]:
        return self.snapshot.fetch(statement)

    def tuples(self, statement: sa.Select) -> list[tuple]:
        return self.snapshot.tuples(statement)

    def arrays(self, statement: sa.Select) -> dict[str, Sequence]:
        return self.snapshot.arrays(statement)

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
        made, key = self.snapshot.doors, (self.grant, self.entrusted, table.name)
        if key not in made:
            made[key] = self._made(table)
        return made[key]

    def _made(self, table: sa.Table) -> sa.FromClause:
        columns = schema.built_columns(table) if table.metadata is schema.metadata else table.columns
        if self.grant.unrestricted:  # the table itself: a plan for fifty columns within fifty columns takes longer than many a query
            return sa.table(table.name, *(sa.column(each.name, each.type) for each in columns))
        seen = self.grant.rows(table.c, self.places)
        if self.entrusted:
            seen = sa.or_(seen, table.c.case_no.in_(sorted(self.entrusted)))
        return sa.select(*columns).where(seen).subquery(table.name)
