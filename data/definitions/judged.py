"""Persons whose three documents are to be compared, in the order of their judgments: pages ask for the earliest, and how many.

Rows of persons lie by case, so that the days of judgments lie anywhere among them. Knows which persons, and the columns. Must not know
how the table is filled or asked.
"""

import sqlalchemy as sa

from data import catalogue
from data.definitions.latest import PLACES
from data.definitions.moments import metadata
from data.definitions.relations import PERSONS

TABLE = sa.Table(
    "judged_persons", metadata,
    *(sa.Column(name, PERSONS.table.c[name].type) for name in ("judged_on", "case_no", "person_no", *PLACES)),
)  # fmt: skip


def due(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """Persons prosecuted who came to judgment."""
    return sa.and_(c.judged_on.is_not(None), c.indicted_on.is_not(None), c.type_code.in_(catalogue.types_of("prosecution")))
