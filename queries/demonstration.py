"""Whom a demonstration may be looked at as: one account for each role, over places and persons of the records.

Knows roles and where most cases lie. Must not know how somebody signs in. Only invented records have such accounts.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.catalogue import roles as known
from data.catalogue.roles import EVERYWHERE, Role
from data.definitions.relations import ALL, CASES
from data.text import Text
from data.viewer import Given

ACCOUNT = "demo-{role}"
ROUGHLY = {"figures_only": 2, "api": 2}  # level of the unit for roles that may stand anywhere; the others stand in a city
LINES = Text("{unit}，{lines}", "{unit}, {lines}")


@dataclass(frozen=True)
class Person:
    """`sees` says it in the reader's language."""

    account: str
    role: Role
    given: Given
    person: str | None
    sees: str


def people(ask: Ask) -> list[Person]:
    """One for each role. `ask` must see everything: what the server knows for itself."""
    rows = ask.scope.rows(CASES)
    places = [rows.c[name] for name in ("province", "city", "office", "department", "line", "handler")]
    counted = sa.func.count().label("n")
    grouped = sa.select(*places, counted).where(*(each.is_not(None) for each in places)).group_by(*places)
    found = ask.scope.fetch(grouped.order_by(counted.desc(), *places).limit(1))
    return [_person(role, found[0], ask) for role in known.roles().values()] if found else []


def _person(role: Role, place: dict, ask: Ask) -> Person:
    unit, lines = _unit(role, place), frozenset({place["line"]} if role.lines_needed else ())
    person = {"own": place["handler"], "reviews": _reviewer(ask, place)}.get(role.scope)
    special = role.special_given if role.key.startswith("chief") else frozenset()
    return Person(ACCOUNT.format(role=role.key.replace("_", "-")), role, Given(role.key, unit, lines, special), person, _sees(unit, lines, person, ask))


def _unit(role: Role, place: dict) -> str:
    if role.scope != "units":
        return ""
    level = role.level or str(ROUGHLY.get(role.key, 3))
    return {"1": EVERYWHERE, "2": place["province"], "3": place["city"], "4": place["office"], "department": place["department"]}[level]


def _reviewer(ask: Ask, place: dict) -> str | None:
    """Who reviews most in the city."""
    if "reviews" not in ask.scope.snapshot.supplied:
        return None
    rows = ask.scope.rows(ALL["reviews"])
    by = sa.select(rows.c.reviewer_code).where(rows.c.city == place["city"], rows.c.reviewer_code.is_not(None)).group_by(rows.c.reviewer_code)
    found = ask.scope.fetch(by.order_by(sa.func.count().desc(), rows.c.reviewer_code).limit(1))
    return found[0]["reviewer_code"] if found else None


def _sees(unit: str, lines: frozenset[str], person: str | None, ask: Ask) -> str:
    if person:
        return str(ask.names.of("prosecutor", person))
    name = "" if unit in ("", EVERYWHERE) else str(ask.names.of("department" if "-" in unit else "org", unit))
    return LINES.format(unit=name, lines="、".join(str(ask.names.of("line", line)) for line in sorted(lines))) if lines else name
