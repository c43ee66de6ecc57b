"""The versioned facts of the field: code lists, case types, the tree of organisations, nodes, reasons of the importer.

Knows the CSV files beside it. Must not know which table uses a list, nor any snapshot.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from data.text import Text, same

FOLDER = Path(__file__).parent
JUVENILE_LINE = "juvenile"
_NATURE_LINES = {"07023": "civil", "07025": "administrative"}
_TURNS_JUVENILE = ("02", "03")


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a coded column, and the days on which it may be used."""

    list: str
    code: str
    label: Text
    valid_from: date | None
    valid_to: date | None
    sort: int
    basis: str


@dataclass(frozen=True, slots=True)
class CaseType:
    code: str
    label: Text
    business: str
    line: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    countable: bool
    monitored: bool
    basis: str
    family: str


@dataclass(frozen=True, slots=True)
class Org:
    code: str
    name: str
    short_name: str
    parent: str | None
    kind: str
    sort: int
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map of equal areas: its short name, its row and column; neighbours lie side by side."""

    label: Text
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """An activity of the event log; its family is the kind of case it belongs to, or `any`."""

    code: str
    label: Text
    family: str
    sort: int
    basis: str


@dataclass(frozen=True, slots=True)
class Article:
    """A provision of law; `confirmed` when its text was read, else it is to be confirmed."""

    code: str
    label: Text
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the importer did not take a row or value as it stood, and what the sender can do about it."""

    code: str
    action: str
    label: Text
    remedy: Text


@cache
def all_codes() -> tuple[Code, ...]:
    return tuple(
        Code(row["list"], row["code"], _text(row), _day(row["valid_from"]), _day(row["valid_to"]), int(row["sort"]), row["basis"])
        for row in _rows("codes.csv")
    )


@cache
def codes(name: str) -> dict[str, Text]:
    """The labels of a list, in its order. Lists whose values come with the data (departments, prosecutors) are empty."""
    own = {"case_type": case_types, "node": nodes, "reason": reasons, "article": articles}
    if name == "rule":
        return {row["rule"]: Text(f"{row['rule']} {row['zh']}", f"{row['rule']} {row['en']}") for row in _rows("rules.csv")}
    if name == "mandatory":
        return {row["code"]: Text(f"{row['code']} {row['zh']}", f"{row['code']} {row['en']}") for row in _rows("mandatory.csv")}
    if name in own:
        return {code: item.label for code, item in own[name]().items()}
    if name == "org":
        return {each.code: same(each.short_name) for each in orgs()}
    if name == "limit":
        return {row["code"]: _text(row) for row in _rows("limits.csv")}
    return {each.code: each.label for each in all_codes() if each.list == name}


@cache
def lists() -> tuple[str, ...]:
    """Names of the lists of codes.csv."""
    return tuple(dict.fromkeys(each.list for each in all_codes()))


@cache
def case_types() -> dict[str, CaseType]:
    return {row["code"]: _case_type(row) for row in _rows("case_types.csv")}


@cache
def types_of(family: str) -> tuple[str, ...]:
    """Codes of the case types that go the way of a family."""
    return tuple(code for code, each in case_types().items() if each.family == family)


@cache
def orgs() -> tuple[Org, ...]:
    return tuple(
        Org(
            row["org_code"], row["org_name"], row["short_name"], row["parent"] or None,
            row["org_kind"], int(row["sort"]), _day(row["valid_from"]), _day(row["valid_to"]),
        )
        for row in _rows("org.csv")
    )  # fmt: skip


@cache
def tiles() -> dict[str, Tile]:
    """The provinces where the country is drawn as tiles of equal area."""
    return {row["code"]: Tile(_text(row), int(row["row"]), int(row["col"])) for row in _rows("tiles.csv")}


@cache
def levels() -> dict[str, int]:
    """The level of each organisation from the tree (1 national, 2 province, 3 city, 4 county), whatever a source states."""
    parents = {each.code: each.parent for each in orgs()}
    return {code: sum(1 for _ in _upwards(code, parents)) for code in parents}


@cache
def nodes() -> dict[str, Node]:
    return {row["code"]: Node(row["code"], _text(row), row["family"], int(row["sort"]), row["basis"]) for row in _rows("nodes.csv")}


@cache
def articles() -> dict[str, Article]:
    return {
        row["code"]: Article(row["code"], cited(row["law"], row["article"]), row["confirmed"] == "1") for row in _rows("articles.csv")
    }


@cache
def laws() -> dict[str, Text]:
    """What limits, rules and standards rest on, each version of a law by itself."""
    return {row["code"]: _text(row) for row in _rows("laws.csv")}


def cited(law: str, articles: str) -> Text:
    """A law, or articles of it, as they are read. Raises KeyError for a law the catalogue does not hold."""
    named = laws()[law]
    return Text(f"{named.zh}第{articles}条", f"{named.en}, art. {articles}") if articles else named


@cache
def reasons() -> dict[str, Reason]:
    return {
        row["code"]: Reason(row["code"], row["action"], _text(row), Text(row["remedy_zh"], row["remedy_en"]))
        for row in _rows("reasons.csv")
    }


def line_of(type_code: str, nature_code: str = "", minor: bool = False) -> str:
    """The line a case belongs to: by its type, unless its nature or a minor among its suspects moves it."""
    known = case_types().get(type_code)
    if known is None:
        return "other"
    if minor and known.code[:2] in _TURNS_JUVENILE:
        return JUVENILE_LINE
    if known.code[:2] == "07":
        return _NATURE_LINES.get(nature_code[:5], known.line)
    return known.line


def _upwards(code: str | None, parents: dict[str, str | None]) -> Iterator[str]:
    seen: set[str] = set()
    while code is not None and code not in seen:
        seen.add(code)
        yield code
        code = parents.get(code)


def _case_type(row: dict[str, str]) -> CaseType:
    return CaseType(
        row["code"], _text(row), row["business"], row["line"], row["kind"], _day(row["valid_from"]), _day(row["valid_to"]),
        row["countable"] == "1", row["monitored"] == "1", row["basis"], row["family"],
    )  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _text(row: dict[str, str]) -> Text:
    return Text(row["zh"], row["en"])


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _listed(written: str) -> tuple[str, ...]:
    return tuple(part for part in written.split(";") if part)
