"""The rows still open on the data's last day, kept apart: a hundredth of all, and what most lists of work in hand are about.

Whatever counts rows that had begun and not ended by that day (or a later one) has all of its rows among these.
Knows relations whose rows end, and by which column. Must not know how the tables are filled or asked.
"""

from datetime import date

import sqlalchemy as sa

from data import schema
from data.definitions.counting import Count, OpenOn
from data.definitions.latest import metadata
from data.definitions.relations import CASES, CLOCKS, EVENTS, Relation

ENDS = {CASES: "concluded_on", CLOCKS: "ended_on", EVENTS: "left_on"}
ORDER = {CASES: "arrival_no", CLOCKS: "due_on", EVENTS: "province"}


def _table(relation: Relation) -> sa.Table:
    copied = (sa.Column(each.name, each.type, info=each.info) for each in schema.built_columns(relation.table))
    return sa.Table(f"open_{relation.key}", metadata, *copied)


TABLES = {relation: _table(relation) for relation in ENDS}


def rows(relation: Relation, as_of: date) -> sa.ColumnElement[bool]:
    """Which rows of the relation are in its table."""
    ended = relation.table.c[ENDS[relation]]
    return sa.or_(ended.is_(None), ended > sa.literal(as_of, sa.Date))


def holding(count: Count, until: date, as_of: date) -> sa.Table | None:
    """The table that has every row the count has on the day, if there is one."""
    timing, ends = count.timing, ENDS.get(count.over)
    kept = ends is not None and isinstance(timing, OpenOn) and timing.over_by == ends and until >= as_of
    return TABLES[count.over] if kept else None
