"""How the text of a filter in an address is read: words, yes or no, codes of a list. A text that cannot be read raises ValueError.

Knows texts and lists of codes. Must not know columns, nor which filter it is.
"""

from collections.abc import Callable, Mapping

from data import catalogue

MISSING = "-"  # the value that stands for “not filled in”


def words(text: str) -> tuple[str, ...]:
    found = tuple(part for part in text.split(",") if part)
    if not found:
        raise ValueError(text)
    return found


def yes_no(text: str) -> tuple[str, ...]:
    values = words(text)
    if not set(values) <= {"yes", "no", MISSING}:
        raise ValueError(text)
    return values


def listed(codes: str) -> Callable[[str], tuple[str, ...]]:
    def parse(text: str) -> tuple[str, ...]:
        values = words(text)
        if not set(values) <= {*catalogue.codes(codes), MISSING}:
            raise ValueError(text)
        return values

    return parse


def code(known: Callable[[], Mapping]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known():
            raise ValueError(text)
        return text

    return parse
