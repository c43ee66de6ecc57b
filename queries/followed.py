"""The cases a viewer follows: kept on the desk by case number, shown as far as the records still let this viewer see them.

Knows the desk's `follows` and the list of cases. Must not know forms.
"""

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.filters import key_of
from data.definitions.relations import CASES
from data.desk.tables.follows import follows
from data.edition import Row

MOST = 200  # as many as one person can follow


def mark(ask: Ask, case_id: str) -> Row | None:
    """Since when, and with which note, the viewer follows the case."""
    return next((row for row in _kept(ask) if row["case_id"] == case_id), None)


def cases(ask: Ask) -> list[Row]:
    """The followed cases in scope, with since when and why; the latest first."""
    kept = {row["case_id"]: row for row in _kept(ask)}
    if not kept:
        return []
    rows, keys = ask.scope.rows(CASES), sa.union_all(*(sa.select(key_of(case_id).label("case_no")) for case_id in sorted(kept)))
    found = ask.scope.fetch(sa.select(rows).where(rows.c.case_no.in_(keys)))
    merged = [{**row, "followed_since": kept[row["case_id"]]["since"], "note": kept[row["case_id"]]["note"]} for row in found]
    return sorted(merged, key=lambda row: row["followed_since"], reverse=True)


def _kept(ask: Ask) -> list[Row]:
    if ask.desk is None:
        return []
    with ask.desk.reading() as con:
        found = con.execute(sa.select(follows).where(follows.c.account == ask.viewer.account))
        return [dict(row._mapping) for row in found]
