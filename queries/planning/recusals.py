"""Who is on record as related to whom, and who stands aside from which case, as recorded.

Only as far as it holds on the data day. Knows the table of recusals. Must not know how a ban is told.
"""

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.edition import Row


def known(ask: Ask) -> bool:
    """Whether any were delivered: without, nothing is known of relations, which is not that there are none."""
    return "recusals" in ask.scope.snapshot.supplied


def related(ask: Ask) -> frozenset[tuple[str, str]]:
    """Pairs of persons of whom neither may review the other's cases."""
    return frozenset((row["prosecutor_code"], row["other_code"]) for row in _rows(ask) if row["other_code"])


def from_cases(ask: Ask) -> Mapping[str, frozenset[str]]:
    """Case number → who may not review it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(ask):
        if row["recused_case_id"]:
            found[row["recused_case_id"]].add(row["prosecutor_code"])
    return {case: frozenset(people) for case, people in found.items()}


def _rows(ask: Ask) -> list[Row]:
    c, day = schema.recusals.c, ask.scope.as_of
    holds = sa.and_(sa.or_(c.valid_from.is_(None), c.valid_from <= day), sa.or_(c.valid_to.is_(None), c.valid_to >= day))
    return ask.scope.fetch(sa.select(c.prosecutor_code, c.other_code, c.recused_case_id).where(holds).order_by(c.recusal_id))
