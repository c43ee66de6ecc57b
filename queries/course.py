"""The course of cases as a whole, read where it has been put down: of everything, or of one type.

Knows for whom what has been put down fits. Must not know how the same is told by the rows.
"""

import json

from data.ask import Ask
from data.definitions.reading import MISSING


def found(ask: Ask) -> dict | None:
    """What `flow.flow` answers; None where something narrows it that is not told apart, where the viewer sees less, or no case is there."""
    types, everything = _types(ask), ask.scope.fits(()) and ask.scope.grant.all_kinds
    told = ask.scope.snapshot.courses.get(next(iter(types), None)) if everything and types is not None else None
    return json.loads(told) if told else None


def _types(ask: Ask) -> tuple[str, ...] | None:
    """The one type that alone narrows the question, or no type; else None."""
    asked = [(each.key, value) for each, value in ask.filters.conditions()]
    if not asked:
        return ()
    key, value = asked[0]
    return value if len(asked) == 1 and key == "type" and len(value) == 1 and value != (MISSING,) else None
