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
ALL_OF_IT, NO_CASES = Text("全部数据", "All records"), Text("不看案件", "No cases")
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
    """One for each role that these records have somebody for. `ask` must see everything: what the server knows for itself."""
    rows = ask.scope.rows(CASES)
    places = [rows.c[name] for name in ("province", "city", "office", "department", "line", "handler")]
    counted = sa.func.count().label("n")
    grouped = sa.select(*places, counted).where(*(each.is_not(None) for each in places)).group_by(*places)
    found = ask.scope.fetch(grouped.order_by(counted.desc(), *places).limit(1))
    each = [_person(role, found[0], ask) for role in known.roles().values()] if found else []
    return [one for one in each if one.person or one.role.level != "person"]


def _person(role: Role, place: dict, ask: Ask) -> Person:
    unit, lines = _unit(role, place), frozenset({place["line"]} if role.lines_needed else ())
    person = {"own": place["handler"], "reviews": _reviewer(ask, place)}.get(role.scope)
    special = role.special_given if role.key.startswith("chief") else frozenset()
    account = ACCOUNT.format(role=role.key.replace("_", "-"))
    return Person(account, role, Given(role.key, unit, lines, special), person, _sees(unit, lines, person, ask))


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
    reviewer = rows.c.reviewer_code
    by = sa.select(reviewer).where(rows.c.city == place["city"], reviewer.is_not(None)).group_by(reviewer)
    found = ask.scope.fetch(by.order_by(sa.func.count().desc(), reviewer).limit(1))
    return found[0]["reviewer_code"] if found else None


def _sees(unit: str, lines: frozenset[str], person: str | None, ask: Ask) -> str:
    if person:
        return str(ask.names.of("prosecutor", person))
    name = str(ALL_OF_IT) if unit == EVERYWHERE else _name(unit, ask)
    return LINES.format(unit=name, lines="、".join(str(ask.names.of("line", line)) for line in sorted(lines))) if lines else name


def _name(unit: str, ask: Ask) -> str:
    if "-" in unit:
        office = ask.scope.places.units.get(unit.partition("-")[0])
        return f"{office.name if office else ''} {ask.names.of('department', unit)}".strip()
    return ask.scope.places.units[unit].name if unit in ask.scope.places.units else str(NO_CASES)
