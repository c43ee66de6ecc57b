"""Whether a viewer sees the names of a case now: for a while, after having said why.

Knows the desk's `unmaskings`. Must not know forms.
"""

import sqlalchemy as sa

from data.ask import Ask
from data.desk.tables.accounts import unmaskings

RIGHT = "unmask"


def unmasked(ask: Ask, case_id: str) -> bool:
    """Whether this viewer sees the names of the case now."""
    if ask.desk is None or not ask.viewer.may(RIGHT):
        return False
    c = unmaskings.c
    with ask.desk.reading() as con:
        there = sa.select(c.until).where(c.account == ask.viewer.account, c.case_id == case_id, c.until > ask.desk.now())
        return con.scalar(there) is not None
