"""What monitoring goes by, as an expert edits it: rules with their parameters, the standard of every node, the laws they name.

Knows the CSV files beside it. Must not know how a rule is computed, nor any snapshot.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from data.catalogue import _day, _listed, _rows, case_types, cited
from data.text import Text

EVERY = "*"
RESPECTS = ("time", "document", "fields")
_ARTICLE = re.compile(r"^([\w-]+)(?: (.+))?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """The part of a rule that needs no code. `types` are codes of case types, `07*` a family of them, `*` every countable one."""

    rule: str
    label: Text
    meaning: Text
    types: tuple[str, ...]
    severity: str
    severity_custody: str
    warn_days: int | None
    basis: str
    status: str
    offices: tuple[str, ...]
    enabled: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a rule: `unit` is day, month, workday or time; `types` narrow it to some case types, none means all of the rule's."""

    rule: str
    name: str
    types: tuple[str, ...]
    value: int
    unit: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Standard:
    """What a node of a type of case asks for, in three respects; what the law does not ask is empty. `rules` test each respect."""

    type_code: str
    sort: int
    node: str
    time: Text | None
    document: Text | None
    fields: Text | None
    basis: str
    rules: dict[str, tuple[str, ...]]
    status: str
    valid_from: date | None
    valid_to: date | None

    def asks(self, respect: str) -> Text | None:
        return getattr(self, respect)


@cache
def rules() -> dict[str, Entry]:
    return {row["rule"]: _entry(row) for row in _rows("rules.csv")}


@cache
def parameters() -> tuple[Parameter, ...]:
    return tuple(
        Parameter(row["rule"], row["parameter"], _listed(row["types"]), int(row["value"]), row["unit"], _day(row["valid_from"]),
                  _day(row["valid_to"]))
        for row in _rows("rule_parameters.csv")
    )  # fmt: skip


@cache
def standards() -> tuple[Standard, ...]:
    return tuple(_standard(row) for row in _rows("standards.csv"))


def in_force(each: Entry | Parameter | Standard, day: date) -> bool:
    """Whether an entry holds on a day; an open end holds for ever."""
    return (each.valid_from is None or each.valid_from <= day) and (each.valid_to is None or day <= each.valid_to)


def basis(written: str) -> Text:
    """`CPL 91; R19 282` as it is read. Raises KeyError for a law the catalogue does not hold."""
    parts = [_cited(part.strip()) for part in written.split(";") if part.strip()]
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def types_named(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that patterns stand for, in the order of the catalogue."""
    known = case_types()
    return tuple(code for code, kind in known.items() if any(_matches(pattern, code, kind.countable) for pattern in patterns))


def _matches(pattern: str, code: str, countable: bool) -> bool:
    if pattern == EVERY:
        return countable
    return code.startswith(pattern[:-1]) and countable if pattern.endswith(EVERY) else code == pattern


def _cited(part: str) -> Text:
    law, articles = _ARTICLE.match(part).groups()
    return cited(law, articles or "")


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        row["rule"], Text(row["zh"], row["en"]), Text(row["meaning_zh"], row["meaning_en"]), _listed(row["types"]), row["severity"],
        row["severity_custody"] or row["severity"], int(row["warn_days"]) if row["warn_days"] else None, row["basis"], row["status"],
        _listed(row["offices"]), row["enabled"] == "1", _day(row["valid_from"]), _day(row["valid_to"]),
    )  # fmt: skip


def _standard(row: dict[str, str]) -> Standard:
    return Standard(
        row["type_code"], int(row["sort"]), row["node"], _said(row, "time"), _said(row, "document"), _said(row, "fields"), row["basis"],
        {each: _listed(row[f"{each}_rules"]) for each in RESPECTS}, row["status"], _day(row["valid_from"]), _day(row["valid_to"]),
    )  # fmt: skip


def _said(row: dict[str, str], name: str) -> Text | None:
    return Text(row[f"{name}_zh"], row[f"{name}_en"]) if row[f"{name}_zh"] else None
