"""What reviews on the desk have come to, beside the records: the records alone make the figures, nothing is ever added to them.

A review that was concluded on the desk is in the figures when the next extract brings it; until then it stands here. Knows the
desk's reviews and the cases. Must not know forms, nor words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import review_steps
from data.desk.tables.case_reviews import case_reviews
from queries import case_reviews as reviews
from queries.planning.added import keys

AT_ONCE = 2_000


@dataclass(frozen=True)
class Beside:
    """How many reviews stand in each state; of the cases of those that are done, how many the records show as reviewed."""

    states: dict[str, int]
    done: int
    recorded: int


def beside(ask: Ask) -> Beside | None:
    """None without a desk. Of all reviews on it, whatever the period: they are as they stand now."""
    if ask.desk is None:
        return None
    finished = {each.key for each in review_steps.states() if each.done == "yes"}
    cases = sorted(reviews.cases_in(ask, case_reviews.c.state.in_(sorted(finished))))
    return Beside(reviews.counted(ask), len(cases), sum(_recorded(ask, cases[at : at + AT_ONCE]) for at in range(0, len(cases), AT_ONCE)))


def _recorded(ask: Ask, case_ids: Sequence[str]) -> int:
    """A department's check of itself and a review on paper are none, in the records as anywhere."""
    c = ask.scope.table("cases").c
    there = sa.and_(c.case_no.in_(sorted(keys(ask, case_ids))), c.reviewed_on.is_not(None))
    return ask.scope.fetch(sa.select(sa.func.count().label("n")).where(there))[0]["n"]
