"""Every rule by its number: what the catalogue says of it, and what code says of its conditions."""

from data.definitions.rules import anycase, civil, criminal
from data.definitions.rules.base import Check, Rule, rule

CHECKS: dict[str, tuple[Check, ...]] = {**criminal.CHECKS, **civil.CHECKS, **anycase.CHECKS}
ALL: dict[str, Rule] = {each.key: each for each in (rule(key, CHECKS[key]) for key in sorted(CHECKS))}
