"""Which part of a question the log keeps: its filters and their codes, never the words somebody searched for.

Knows filters. Must not know the desk.
"""

import re

from data.definitions.filters import ABOUT, SEARCH, WHERE, Filters

TYPED = {SEARCH.key, WHERE.key, ABOUT.key}  # what somebody wrote: names of persons, mostly
CODES = re.compile(r"[A-Za-z0-9_.,:>-]{1,200}")
HIDDEN = "*"


def asked(filters: Filters) -> dict[str, str]:
    """The filters of a question as the log keeps them: every key; of values, those that are codes."""
    return {key: text if key not in TYPED and CODES.fullmatch(text) else HIDDEN for key, text in filters.texts}
