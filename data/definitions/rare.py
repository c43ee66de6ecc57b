"""Rare rows that pages ask about each time they open, kept apart from the many they lie among: limits that ended late, each with
whether monitoring had raised its case before; allotments by hand and changes of handler.

Whatever is asked of these rows alone has all of them in its table. Knows which rows, and their columns. Must not know how the
tables are filled or asked.
"""

import sqlalchemy as sa

from data import schema
from data.definitions.counting import Condition
from data.definitions.indicators.clocks import LATE
from data.definitions.indicators.flow import MANUAL
from data.definitions.opened import metadata
from data.definitions.relations import ALLOCATIONS, CLOCKS, Relation


def by_hand_or_changed(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    return sa.or_(MANUAL.count.rows(c), c.is_change.is_(True))


ROWS: dict[Relation, Condition] = {CLOCKS: LATE.count.rows, ALLOCATIONS: by_hand_or_changed}
RAISED = "raised"  # of a limit: whether monitoring had raised its case while it ran


def raised_by(clock: sa.ColumnCollection, finding: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """Whether a finding of monitoring was there before the limit had passed."""
    within = finding.found_on <= clock.due_on, finding.found_on >= clock.began_on
    return sa.and_(finding.case_no == clock.case_no, *within)


def _table(relation: Relation, *more: sa.Column) -> sa.Table:
    copied = (sa.Column(each.name, each.type, info=each.info) for each in schema.built_columns(relation.table))
    return sa.Table(f"rare_{relation.key}", metadata, *copied, *more)


TABLES = {CLOCKS: _table(CLOCKS, sa.Column(RAISED, sa.Boolean)), ALLOCATIONS: _table(ALLOCATIONS)}
