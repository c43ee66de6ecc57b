"""Frozen results of schemes, each with whether it is still what was signed; None where schemes are shut.

Knows the desk's results. Must not know words.
"""

from data.ask import Ask
from data.edition import Row
from queries.deeds import schemes


def frozen(ask: Ask) -> list[tuple[Row, bool]] | None:
    return None if not ask.settings.schemes else [(row, schemes.whole(row)) for row in schemes.kept(ask)]
