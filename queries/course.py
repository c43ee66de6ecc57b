"""The course of cases as a whole, read where it has been put down: of everything, or of one type.

Knows for whom what has been put down fits. Must not know how the same is told by the rows.
"""

import json

from data.ask import Ask
from queries import sources


def found(ask: Ask) -> dict | None:
    """What `flow.flow` answers; None where something narrows it that is not told apart, where the viewer sees less, or no case is there."""
    types, everything = sources.one_type(ask), ask.scope.fits(()) and ask.scope.grant.all_kinds
    told = ask.scope.snapshot.courses.get(next(iter(types), None)) if everything and types is not None else None
    return json.loads(told) if told else None
