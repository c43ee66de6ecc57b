"""The reviewers a plan may draw on, and what bans ask of its cases: postings, lines, unfinished reviews, earlier parts, who reviewed whom.

A reviewer is a prosecutor in office who belongs to case management or has concluded a review lately. Knows the records. Must
not know how cases are allocated.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from data import catalogue, schema
from data.ask import Ask
from data.catalogue import norms
from queries.planning import recusals
from queries.planning.bans import Reviewer, Task
from queries.planning.plan import Choice

LATELY, KNOWN_SINCE, TURN_SINCE = (timedelta(days=days) for days in (730, 1095, 365))
KNOWS = 5  # cases or reviews of a line in three years from which somebody knows it
MANAGEMENT = "management"
ORDINARY = 1.0
OFFICIAL = ("prosecutor",)  # assistants help, they do not review by themselves


def tasks(ask: Ask, choices: Sequence[Choice]) -> list[Task]:
    roles, aside = _roles(ask, [each.case.case_no for each in choices]), recusals.from_cases(ask)
    weights = norms.on(norms.of_work(), ask.scope.as_of)
    return [_task(each.case, roles, aside, weights, ask) for each in choices]


def _task(case, roles: dict[int, set[str]], aside: Mapping[str, frozenset[str]], weights, ask: Ask) -> Task:
    path = ask.scope.places.path(case.office or "")
    return Task(
        case.case_id, case.handler, case.department, case.office, path[-2].code if len(path) > 1 else None, case.line,
        bool(case.leader_case), _weight(case.type_code, weights), frozenset(roles.get(case.case_no, set()) - {case.handler}),
        aside.get(case.case_id, frozenset()),
    )  # fmt: skip


def _weight(type_code: str | None, weights) -> float:
    kind = catalogue.case_types().get(type_code or "")
    norm = weights.get((kind.family if kind else "other", 1))
    return norm.size if norm else ORDINARY


def _roles(ask: Ask, cases: Sequence[int]) -> dict[int, set[str]]:
    """Who had a part in each case before: to whom it was once assigned, who reviewed it."""
    found: dict[int, set[str]] = defaultdict(set)
    for name, column in (("allocations", "assigned_to"), ("reviews", "by_whom")):
        if name in ask.scope.snapshot.supplied:
            c = ask.scope.table(name).c
            for row in ask.scope.fetch(sa.select(c.case_no, c[column].label("who")).where(c.case_no.in_(cases), c[column].is_not(None))):
                found[row["case_no"]].add(row["who"])
    return found


def reviewers(ask: Ask, of: Sequence[Task], crossed: bool) -> list[Reviewer]:
    """Of the cases' own offices and those above them; of all units in the same provinces where review is crossed."""
    offices = _offices(ask, of, crossed)
    people = _people(ask, offices)
    lines, loads, turned = _lines(ask), _loads(ask), _turned(ask)
    functions = {row["department_code"]: row["functions"] or "" for row in ask.scope.fetch(sa.select(schema.department))}
    lately = _lately(ask)
    found = []
    for code, (office, departments) in sorted(people.items()):
        knows = {line for each in departments for line in functions.get(each, "").split(";")}
        if code in lately or MANAGEMENT in knows:
            found.append(Reviewer(code, office, frozenset(departments), frozenset(knows & set(catalogue.codes("line")) | lines[code]),
                                  round(loads[code], 2), frozenset(turned[code])))  # fmt: skip
    return found


def _offices(ask: Ask, of: Iterable[Task], crossed: bool) -> set[str]:
    known = ask.scope.places
    own = {each.office for each in of if each.office} | {each.above for each in of if each.above}
    if not crossed:
        return own
    provinces = {unit.province for code in own if (unit := known.units.get(code))}
    return {code for code in ask.scope.offices() if known.units[code].province in provinces} | own


def _people(ask: Ask, offices: set[str]) -> dict[str, tuple[str, set[str]]]:
    """Prosecutors in office on the data day: their office and departments."""
    who, posts, day = schema.prosecutor.c, schema.posting.c, ask.scope.as_of
    there = sa.and_(who.office.in_(sorted(offices)), who.category.in_(OFFICIAL), sa.or_(who.active_to.is_(None), who.active_to >= day))
    rows = ask.scope.fetch(sa.select(who.prosecutor_code, who.office).where(there))
    found = {row["prosecutor_code"]: (row["office"], set()) for row in rows}
    held = sa.and_(posts.valid_from <= day, sa.or_(posts.valid_to.is_(None), posts.valid_to >= day))
    for row in ask.scope.fetch(sa.select(posts.prosecutor_code, posts.department_code).where(held)):
        if row["prosecutor_code"] in found:
            found[row["prosecutor_code"]][1].add(row["department_code"])
    return found


def _since(ask: Ask, days: timedelta) -> date:
    return ask.scope.as_of - days


def _reviews(ask: Ask):
    """Reviews, self-checks apart; None where none were delivered."""
    return ask.scope.table("reviews") if "reviews" in ask.scope.snapshot.supplied else None


def _lately(ask: Ask) -> set[str]:
    rows = _reviews(ask)
    if rows is None:
        return set()
    where = sa.and_(rows.c.self_check.is_(False), rows.c.reviewed_on >= _since(ask, LATELY), rows.c.by_whom.is_not(None))
    return {row["who"] for row in ask.scope.fetch(sa.select(rows.c.by_whom.label("who")).where(where).distinct())}


def _lines(ask: Ask) -> dict[str, set[str]]:
    """Person → lines of which they lately concluded or reviewed enough cases."""
    found: dict[str, set[str]] = defaultdict(set)
    sources = [(ask.scope.table("cases"), "handler", "concluded_on"), (_reviews(ask), "by_whom", "reviewed_on")]
    for rows, who, day in sources:
        if rows is not None:
            c = rows.c
            counted = sa.select(c[who].label("who"), c.line).where(c[day] >= _since(ask, KNOWN_SINCE), c[who].is_not(None))
            for row in ask.scope.fetch(counted.group_by(c[who], c.line).having(sa.func.count() >= KNOWS)):
                found[row["who"]].add(row["line"])
    return found


def _loads(ask: Ask) -> dict[str, float]:
    """Person → weight of the reviews they have begun and not finished."""
    rows, found = _reviews(ask), defaultdict(float)
    if rows is None:
        return found
    weights, c = norms.on(norms.of_work(), ask.scope.as_of), rows.c
    open_ = sa.and_(c.self_check.is_(False), c.reviewed_on.is_(None), c.by_whom.is_not(None), c.began_on >= _since(ask, TURN_SINCE))
    counted = sa.select(c.by_whom.label("who"), c.type_code, sa.func.count().label("n")).where(open_).group_by(c.by_whom, c.type_code)
    for row in ask.scope.fetch(counted):
        found[row["who"]] += row["n"] * _weight(row["type_code"], weights)
    return found


def _turned(ask: Ask) -> dict[str, set[str]]:
    """Person → who reviewed their cases within the year."""
    rows, found = _reviews(ask), defaultdict(set)
    if rows is not None:
        c = rows.c
        done = sa.and_(c.self_check.is_(False), c.reviewed_on >= _since(ask, TURN_SINCE), c.by_whom.is_not(None), c.handler.is_not(None))
        for row in ask.scope.fetch(sa.select(c.handler, c.by_whom).where(done).distinct()):
            found[row["handler"]].add(row["by_whom"])
    return found
