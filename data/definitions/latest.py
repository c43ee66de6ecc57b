"""What lists open with: the latest rows of every kind, kept apart, and how many rows there are by place and type.

A list opens at its latest rows. In tables that lie by case they are anywhere, so each relation has those of the last days once
more: every row from the first of these days on is among them. Cases need none, they have a number by arrival; nor risks, whose
days are all to come.
Knows the columns. Must not know how the tables are filled or asked.
"""

from datetime import date, timedelta

import sqlalchemy as sa

from data import schema
from data.definitions import relations
from data.definitions.relations import CASES, RISKS, Relation
from data.definitions.ways import metadata

DAYS = 10  # a page of any list of a country; a two-hundredth of five years
PLACES = ("province", "city", "line", "type_code", "special")


def _table(relation: Relation) -> sa.Table:
    copied = (sa.Column(each.name, each.type, info=each.info) for each in schema.built_columns(relation.table))
    return sa.Table(f"latest_{relation.key}", metadata, *copied)


NUMBERED = tuple(relations.ALL.values())
TABLES = {relation: _table(relation) for relation in relations.ALL.values() if relation != RISKS}
NUMBERS = sa.Table(
    "numbers", metadata, sa.Column("relation", sa.String), *(sa.Column(name, CASES.table.c[name].type) for name in PLACES),
    sa.Column("n", sa.BigInteger),
)  # fmt: skip
TOLD = ("line", "type_code", "custody", "special", "plea", "leader_case", "supervised")
ARRIVED = sa.Table(
    "arrived_cases", metadata, *(sa.Column(name, CASES.table.c[name].type) for name in TOLD), sa.Column("day", sa.Date),
    sa.Column("n", sa.BigInteger),
)  # fmt: skip


def rows(relation: Relation, newest: date) -> sa.ColumnElement[bool]:
    """Which rows of the relation are in its table; `newest` is the last day that has come and has rows."""
    return day(relation) > sa.literal(newest - timedelta(days=DAYS), sa.Date)


def day(relation: Relation) -> sa.ColumnElement[date]:
    return sa.cast(relation.table.c[relation.day], sa.Date)
