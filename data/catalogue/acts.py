"""The legal backbone of each family of procedures: its acts in their order, and the nodes each is made of; the signs of rework.

Knows the CSV files beside it. Must not know which cases there are.
"""

from dataclasses import dataclass
from functools import cache

from data import catalogue
from data.text import Text

GENERAL = "any"  # the backbone of what is catalogued and has none of its own


@dataclass(frozen=True, slots=True)
class Act:
    """A step of the backbone. Milestones make up the route of a case; the other acts are details between them."""

    code: str
    rank: int
    milestone: bool
    nodes: tuple[str, ...]
    label: Text
    basis: str


@dataclass(frozen=True, slots=True)
class Rework:
    """A node that says something is done again or takes longer; its sign is one letter of a case's pattern."""

    node: str
    sign: str
    label: Text
    short: Text
    basis: str


@cache
def backbones() -> dict[str, tuple[Act, ...]]:
    """Family → its acts, in order."""
    found: dict[str, list[Act]] = {}
    for row in catalogue._rows("backbone.csv"):
        nodes = tuple(row["nodes"].split())
        act = Act(row["act"], int(row["rank"]), row["milestone"] == "1", nodes, Text(row["zh"], row["en"]), row["basis"])
        found.setdefault(row["family"], []).append(act)
    return {family: tuple(sorted(acts, key=lambda each: each.rank)) for family, acts in found.items()}


def of_family(family: str) -> tuple[Act, ...]:
    return backbones().get(family) or backbones()[GENERAL]


def of_type(type_code: str) -> tuple[Act, ...]:
    """The backbone of a case type; none for a type that the catalogue does not know: its map is discovered."""
    known = catalogue.case_types().get(type_code)
    return of_family(known.family) if known else ()


@cache
def reworks() -> tuple[Rework, ...]:
    rows = catalogue._rows("rework.csv")
    return tuple(
        Rework(row["node"], row["sign"], Text(row["zh"], row["en"]), Text(row["short_zh"], row["short_en"]), row["basis"])
        for row in rows
    )


@cache
def holders() -> dict[str, str]:
    """Node → who has the case after it, where it is not the office itself: for sources that do not say who holds a case."""
    return {row["node"]: row["holder"] for row in catalogue._rows("holders.csv")}


@dataclass(frozen=True, slots=True)
class Additional:
    """What counts as a further 件 of a 案 (or, with the class `base`, as the 案 itself): a node entered or a case type accepted."""

    kind: str
    code: str
    cause: str
    label: Text
    basis: str


@cache
def additional() -> tuple[Additional, ...]:
    rows = catalogue._rows("additional.csv")
    return tuple(Additional(row["kind"], row["code"], row["class"], Text(row["zh"], row["en"]), row["basis"]) for row in rows)
