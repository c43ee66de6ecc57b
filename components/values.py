"""One value of one column as it is read: a code's name, a day, a masked name.

Knows columns and names. Must not know where the value stands. Persons' names are masked unless told otherwise.
"""

from datetime import date, datetime

from components import numbers
from data.ask import Ask
from data.catalogue import glossary, masking
from data.definitions.columns import Column
from data.names import shown


def text(column: Column, value: object, ask: Ask, masks: bool = True) -> str:
    """The value for a reader; nothing for what is missing."""
    if value is None:
        return ""
    if column.personal and masks:
        return masking.masked(column.name, str(value))
    if column.kind == "chance":
        return numbers.likelihood(value)
    if column.codes:
        return str(ask.names.of(column.codes, value))
    return str(glossary.word(value)) if isinstance(value, str) else plain(value)


def plain(value: object) -> str:
    """A number with its thousands, a day, a moment, yes or no."""
    if isinstance(value, bool | date | datetime) or value is None:
        return shown(value)
    if isinstance(value, float):
        return numbers.digits(value, 0 if value == int(value) else 1)
    return numbers.digits(value) if isinstance(value, int) else str(value)
