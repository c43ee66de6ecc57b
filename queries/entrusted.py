"""A case that somebody was asked to review: open to the reviewer by its number, whatever the grant opens.

Knows the desk's reviews and plans. Must not know forms, nor how anybody was chosen.
"""

from dataclasses import replace

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.filters import key_of
from data.desk.tables.case_reviews import case_reviews
from data.desk.tables.planned import plan_cases

RIGHT = "review"


def entrusted(ask: Ask) -> Ask:
    """The question as its viewer may put it: about one case, by number, that the desk gave the viewer to review."""
    case = ask.filters.text("case")
    if not case or ask.desk is None or ask.viewer.handler is None or not ask.viewer.may(RIGHT) or not _given(ask, case):
        return ask
    key = ask.scope.fetch(sa.select(key_of(case).label("no")))[0]["no"]
    return ask if key is None else replace(ask, scope=ask.scope.with_case(key))


def _given(ask: Ask, case: str) -> bool:
    found = (
        sa.select(sa.literal(1)).where(table.c.case_id == case, table.c.reviewer == ask.viewer.handler).limit(1)
        for table in (case_reviews, plan_cases)
    )
    with ask.desk.reading() as con:
        return any(con.scalar(each) is not None for each in found)
