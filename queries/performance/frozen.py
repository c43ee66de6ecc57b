"""Frozen results of schemes, each with whether it is still what was signed; none where schemes are shut.

Knows the desk's results. Must not know words.
"""

from data.ask import Ask
from data.edition import Row
from data.errors import NotAllowed
from queries.deeds import schemes
from queries.performance.scheme import SHUT


def frozen(ask: Ask) -> list[tuple[Row, bool]]:
    if not ask.settings.schemes:
        raise NotAllowed(SHUT)
    return [(row, schemes.whole(row)) for row in schemes.kept(ask)]
