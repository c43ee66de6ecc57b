"""Cases added by hand to those that must be reviewed: kept on the desk by case number, shown as far as the case is in scope.

Knows the desk's table. Must not know forms, nor how a plan is drawn.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.desk.tables.planned import added
from data.edition import Row


def all_of(ask: Ask) -> dict[str, list[Row]]:
    """Case number → what was added of it. Numbers alone: whether the viewer may see a case is the scope's to say."""
    found: dict[str, list[Row]] = {}
    for row in _rows(ask, sa.select(added)):
        found.setdefault(row["case_id"], []).append(row)
    return found


def of_case(ask: Ask, case_id: str) -> list[Row]:
    return _rows(ask, sa.select(added).where(added.c.case_id == case_id))


def keys(ask: Ask, case_ids: Iterable[str]) -> dict[int, str]:
    """Key in this snapshot → case number; cases that it does not hold are left out."""
    known = schema.case_keys.c
    hashes = [schema.case_hash(each) for each in sorted(set(case_ids))]
    rows = ask.scope.fetch(sa.select(known.case_no, known.case_id).where(known.case_hash.in_(hashes))) if hashes else []
    wanted = set(case_ids)
    return {row["case_no"]: row["case_id"] for row in rows if row["case_id"] in wanted}


def _rows(ask: Ask, statement: sa.Select) -> list[Row]:
    if ask.desk is None:
        return []
    with ask.desk.reading() as con:
        return [dict(row._mapping) for row in con.execute(statement.order_by(added.c.added_at, added.c.mandatory))]
