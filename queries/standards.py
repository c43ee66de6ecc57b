"""The standards of a type of case on a day of law, and the rules with what they found.

Knows standards, rules and how hits are counted. Must not know how a requirement is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import catalogue, schema
from data.answer import Group
from data.ask import Ask
from data.catalogue import monitoring
from data.catalogue.monitoring import Entry, Standard
from data.definitions import dimensions
from data.definitions.indicators import rules as counts
from data.edition import Row
from queries import choices, measure

FIRST = "0301"  # shown to those who have not chosen
COUNTED = (counts.STANDING, counts.OVERDUE, counts.DEFECTS, counts.DONE_LATE, counts.WARNED)


@dataclass(frozen=True)
class Rules:
    """The rules in force on a day, what the build says of each, and the hits by rule under the filters."""

    day: date
    entries: dict[str, Entry]
    states: dict[str, Row]
    hits: dict[str, Group]

    def runs(self, key: str) -> bool:
        return self.states.get(key, {}).get("state") in ("enabled", "nothing")


@dataclass(frozen=True)
class Matrix:
    """The standards of one type; `types` are those one may choose, `covered` of `occurring` types with cases have standards."""

    type_code: str
    rows: tuple[Standard, ...]
    rules: Rules
    types: tuple[str, ...]
    versions: tuple[date, ...]
    covered: int
    occurring: int


def matrix(ask: Ask) -> Matrix:
    """The type that the filters name first, or the first there is of their line."""
    day = law_of(ask)
    types = _offered(ask, day)
    chosen = _chosen(ask, types)
    rows = tuple(each for each in monitoring.standards() if each.type_code == chosen and monitoring.in_force(each, day))
    found = {choice.code for choice in choices.of(dimensions.TYPE, ask.with_(type=None))}
    standing = {each.type_code for each in monitoring.standards() if monitoring.in_force(each, day)}
    return Matrix(chosen, rows, _rules(ask.with_(type=chosen), day), types, versions(), len(found & standing), len(found))


def found(ask: Ask) -> Rules:
    """All rules, under the filters as they are."""
    return _rules(ask, law_of(ask))


def law_of(ask: Ask) -> date:
    """The day whose standards are asked for: the data's own unless another is named."""
    return ask.filters.get("law") or ask.scope.as_of


def versions() -> tuple[date, ...]:
    """The days on which standards changed, the latest first."""
    days = {each.valid_from for each in monitoring.standards()} | {each.valid_from for each in monitoring.rules().values()}
    return tuple(sorted((day for day in days if day), reverse=True))


def _rules(ask: Ask, day: date) -> Rules:
    entries = {key: each for key, each in monitoring.rules().items() if monitoring.in_force(each, day)}
    states = {row["rule"]: row for row in ask.scope.fetch(sa.select(schema.rule_states).order_by(schema.rule_states.c.rule))}
    answer = measure.by(dimensions.RULE, *COUNTED)(ask)
    return Rules(day, entries, states, {group.codes["rule"]: group for group in answer.groups})


def _offered(ask: Ask, day: date) -> tuple[str, ...]:
    lines, kinds = ask.filters.get("line") or (), catalogue.case_types()
    types = dict.fromkeys(each.type_code for each in monitoring.standards() if monitoring.in_force(each, day))
    return tuple(code for code in types if not lines or kinds[code].line in lines)


def _chosen(ask: Ask, types: Sequence[str]) -> str:
    wanted = ask.filters.get("type") or (FIRST, *types)
    return next((code for code in wanted if code in types), wanted[0])
