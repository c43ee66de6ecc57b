"""The filters of the address over rows of the desk.

Knows that the desk, which outlives the records, knows a case by its number and not by their key. Must not know any table.
"""

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.relations import Relation


def narrowed(ask: Ask, c: sa.ColumnCollection, relation: Relation) -> sa.ColumnElement[bool]:
    """All conditions on rows, as the rows of the relation have them. Raises BadFilter for one that these cannot answer."""
    case = ask.filters.text("case")
    others = ask.filters.without("case").where(c, relation, ask.scope.places)
    return sa.and_(others, c.case_id == case) if case else others
