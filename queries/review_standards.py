"""Which standards of review there are, and which one is in force: those an office loaded go before those shipped.

Knows the desk's standards and the catalogue's. Must not know what a review does with them.
"""

from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import review_standard
from data.catalogue.review_standard import Standard
from data.desk.tables.case_reviews import review_standards
from data.errors import NotFound
from data.text import Text

NONE_IN_FORCE = Text("{day} 没有有效的评查标准", "No standard of review is in force on {day}")
NO_SUCH = Text("没有评查标准“{key}”", "No such standard of review: {key}")


def all_of(con: sa.Connection) -> list[Standard]:
    """Those loaded, the latest first, then those shipped."""
    rows = con.execute(sa.select(review_standards).order_by(review_standards.c.valid_from.desc(), review_standards.c.key)).mappings()
    return [*(_read(row["content"], row["key"], row["title"], row["valid_from"], row["valid_to"]) for row in rows),
            *reversed(review_standard.shipped().values())]  # fmt: skip


def in_force(con: sa.Connection, day: date) -> Standard:
    """Raises NotFound."""
    for each in all_of(con):
        if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to):
            return each
    raise NotFound(NONE_IN_FORCE, day=day)


def named_in(con: sa.Connection, key: str) -> Standard:
    """Raises NotFound."""
    found = next((each for each in all_of(con) if each.key == key), None)
    if found is None:
        raise NotFound(NO_SUCH, key=key)
    return found


def named(ask: Ask, key: str) -> Standard:
    """Raises NotFound."""
    shipped = review_standard.shipped()
    if key in shipped:
        return shipped[key]
    with ask.desk.reading() as con:
        return named_in(con, key)


def known(ask: Ask) -> list[Standard]:
    if ask.desk is None:
        return list(review_standard.shipped().values())
    with ask.desk.reading() as con:
        return all_of(con)


@lru_cache(maxsize=16)
def _read(content: str, key: str, title: str, valid_from: date, valid_to: date | None) -> Standard:
    """A file never changes under its key, so it is read once."""
    return review_standard.read(content, key, title, valid_from, valid_to)
