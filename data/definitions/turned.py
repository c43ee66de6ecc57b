"""Who was given cases by turn in the twelve months that pages open with: each member of a rotation group once.

A group is that of one department. Members, groups and persons of a department are numbered, in the order of their codes, so that
tens of thousands are read and reckoned with as numbers and only those told of need their codes. Days in post are those of the
twelve months in the department. Knows which rows, and the columns. Must not know how the tables are filled or asked.
"""

import sqlalchemy as sa

from data.definitions.indicators.flow import ALLOCATED, ROTATION
from data.definitions.judged import metadata
from data.definitions.relations import ALLOCATIONS

CODES = ("department", "group_id", "assigned_to")
NUMBERS = {"member": CODES, "team": CODES[:2], "person": (CODES[0], CODES[2])}  # number → the codes it stands for
COUNTS = ("turns", "others")  # allotments by turn, and all others
KEYS = ("province", "city", "office", "department", "special")
NEAR = (*KEYS, "line", "type_code")


def _table(name: str, keys: tuple[str, ...]) -> sa.Table:
    told = (sa.Column(key, ALLOCATIONS.table.c[key].type) for key in dict.fromkeys((*keys, *CODES)))
    return sa.Table(name, metadata, *told, *(sa.Column(each, sa.Integer) for each in (*NUMBERS, "days", *COUNTS)))


MEMBERS, KINDS = _table("turned", KEYS), _table("turned_kinds", NEAR)
TABLES = {MEMBERS: KEYS, KINDS: NEAR}  # and what each tells apart; the smaller first


def given(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """Allotments to somebody."""
    return sa.and_(ALLOCATED.count.rows(c), c.assigned_to.is_not(None))


def by_turn(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    return ROTATION.count.rows(c)
