"""The course of cases as a whole, read where it has been put down: of everything, or of one type.

Knows the table and for whom it fits. Must not know how the same is told by the rows.
"""

import json

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import overall
from data.definitions.reading import MISSING


def found(ask: Ask) -> dict | None:
    """What `flow.flow` answers; None where something narrows it that the table does not tell apart, or where there is no case."""
    if not (ask.scope.fits(overall.TABLE.c.keys()) and ask.scope.grant.all_kinds) or (types := _types(ask)) is None:
        return None
    c = ask.scope.histogram(overall.TABLE).c
    rows = ask.scope.tuples(sa.select(c.told).where(c.type_code == types[0] if types else c.type_code.is_(None)))
    return json.loads(rows[0][0]) if rows else None


def _types(ask: Ask) -> tuple[str, ...] | None:
    """The one type that alone narrows the question, or no type; else None."""
    asked = [(each.key, value) for each, value in ask.filters.conditions()]
    if not asked:
        return ()
    key, value = asked[0]
    return value if len(asked) == 1 and key == "type" and len(value) == 1 and value != (MISSING,) else None
