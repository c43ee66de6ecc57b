"""What records spell out instead of a code, in both languages: roles, documents, reasons, problems, nodes, charges.

Knows words of the national system by their Chinese. Must not know in which column a word stands.
"""

from functools import cache

from data.catalogue import _rows, _text, codes
from data.text import Text, same


@cache
def words() -> dict[str, Text]:
    known = [_text(row) for file in ("review_points.csv", "words.csv") for row in _rows(file)]
    return {label.zh: label for label in (*known, *codes("charge").values(), *codes("node").values())}


def word(said: str) -> Text:
    """A word of the records; what is not known stays as it was written."""
    return words().get(said) or same(said)
