"""What each stage came to for a person of one matter, and the pre-aggregates of it.

A person of a matter is one row only after all rows of the matter in scope are put together, so a table answers for exactly the
rows it was made of: `whole` for the country, `near` for any one province. Knows their columns. Must not know how they are filled.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from data import catalogue
from data.definitions.flows import metadata
from data.definitions.relations import PERSONS

NONPROS = ("nonpros_statutory", "nonpros_discretionary", "nonpros_insufficient", "nonpros_conditional")
STATES = {"arrest": sa.String, "prosecution": sa.String, "judged": sa.String, "appeal": sa.Integer}


MARK = "plea"  # of a person either yes or no


def _table(name: str, by: tuple[str, ...]) -> sa.Table:
    told = (sa.Column(each, PERSONS.table.c[each].type) for each in by)
    states = (sa.Column(name, kind) for name, kind in STATES.items())
    return sa.Table(name, metadata, *told, sa.Column("day", sa.Date), *states, sa.Column("n", sa.BigInteger))


SHAPES = {"ways_whole": (), "ways_near": ("province",), "marked_ways_whole": (MARK,), "marked_ways_near": ("province", MARK)}
TABLES = {by: _table(name, by) for name, by in SHAPES.items()}


def met(c: sa.ColumnCollection) -> sa.ColumnElement[bool]:
    """The rows of persons that belong to a stage of a matter."""
    return sa.and_(c.matter.is_not(None), sa.or_(*_at(c).values()))


def followed(c: sa.ColumnCollection) -> Mapping[str, sa.ColumnElement]:
    """Aggregates over the rows of one person of one matter: the day first met, and what each stage came to."""
    at = _at(c)
    return {
        "first_on": sa.func.min(c.accepted_on),
        "arrest": sa.func.max(sa.case((at["arrest"], _arrest(c)))),
        "prosecution": sa.func.max(sa.case((at["prosecution"], _prosecution(c)))),
        "judged": sa.func.max(sa.case((at["prosecution"], _judged(c)))),
        "appeal": sa.func.max(sa.case((at["appeal"], 1), else_=0)),
    }


def _at(c: sa.ColumnCollection) -> Mapping[str, sa.ColumnElement[bool]]:
    return {family: c.type_code.in_(catalogue.types_of(family)) for family in ("arrest", "prosecution", "appeal")}


def _arrest(c) -> sa.ColumnElement[str]:
    return sa.case((c.outcome == "arrested", "arrested"), (c.outcome == "not_arrested", "not_arrested"), else_="arrest_other")


def _prosecution(c) -> sa.ColumnElement[str]:
    known = (c.outcome == "indicted", "indicted"), (c.outcome.in_(NONPROS), "nonpros"), (c.outcome.is_(None), "prosecution_pending")
    return sa.case(*known, else_="prosecution_other")


def _judged(c) -> sa.ColumnElement[str]:
    known = (c.withdrawn_on.is_not(None), "withdrawn"), (c.judged_on.is_(None), "unjudged"), (c.sentence == "acquitted", "acquitted")
    return sa.case((c.outcome != "indicted", sa.null()), (c.outcome.is_(None), sa.null()), *known, else_="guilty")
