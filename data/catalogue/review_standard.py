"""Standards of review: dimensions, items and points with their severity, bound to lines and types, ticked by rules; versioned.

Knows the shipped files and how an office's own file is read, fault by fault. Must not know reviews or the database.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache

from data import catalogue
from data.catalogue import _day, _rows, _text, monitoring
from data.errors import BadInput
from data.text import Text, same

COLUMNS = ("dimension", "item", "item_zh", "point", "zh", "severity")  # what every file must have
ALSO = ("item_en", "en", "lines", "types", "rules", "basis", "status", "standards")
FAULTS_SHOWN = 20
LONGEST = 64  # of a key
NO_HEAD = Text("标准文件缺少列：{names}", "The file lacks the columns: {names}")
ODD_HEAD = Text("标准文件有多余的列：{names}", "The file has columns nobody knows: {names}")
EMPTY = Text("标准文件没有评查要点", "The file has no points")
FAULTY = Text("标准文件有 {n} 处错误：{faults}", "The file has {n} faults: {faults}")
LINE = Text("第 {line} 行“{column}”：{why}", "line {line}, “{column}”: {why}")
MISSING, TWICE = Text("必须填写", "must be filled in"), Text("重复：{value}", "appears twice: {value}")
UNKNOWN = Text("无此代码：{value}", "no such code: {value}")
LONG = Text("超过 {longest} 个字符", "longer than {longest} characters")
ELSEWHERE = Text("同一项目的名称或评查项前后不一：{value}", "the same item has another name or dimension before: {value}")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at. Without lines or types it is for all; `rules` tick it in advance where they fire."""

    key: str
    dimension: str
    item: str
    item_label: Text
    label: Text
    severity: str
    lines: tuple[str, ...]
    types: tuple[str, ...]
    rules: tuple[str, ...]
    basis: str
    confirmed: bool

    def applies(self, line: str | None, type_code: str | None) -> bool:
        return (not self.lines or line in self.lines) and (not self.types or type_code in self.types)


@dataclass(frozen=True)
class Standard:
    key: str
    label: Text
    valid_from: date
    valid_to: date | None
    points: tuple[Point, ...]

    @property
    def items(self) -> dict[str, Text]:
        return {each.item: each.item_label for each in self.points}

    @property
    def unconfirmed(self) -> tuple[Point, ...]:
        """The points whose wording nobody of the office has confirmed."""
        return tuple(each for each in self.points if not each.confirmed)

    def of(self, line: str | None, type_code: str | None) -> dict[str, list[Point]]:
        """The points of a case by dimension, in the order of the dimensions."""
        there = [each for each in self.points if each.applies(line, type_code)]
        order = catalogue.codes("review_dimension")
        return {key: found for key in order if (found := [each for each in there if each.dimension == key])}

    def point(self, key: str) -> Point | None:
        return next((each for each in self.points if each.key == key), None)


@cache
def shipped() -> dict[str, Standard]:
    """The standards that come with the product."""
    rows = _rows("review_points.csv")
    found = {}
    for row in _rows("review_standards.csv"):
        own = tuple(_point(each) for each in rows if row["standard"] in each["standards"].split(";"))
        found[row["standard"]] = Standard(row["standard"], _text(row), _day(row["valid_from"]), _day(row["valid_to"]), own)
    return found


def read(content: str, key: str, title: str, valid_from: date, valid_to: date | None = None) -> Standard:
    """An office's own standard from the text of its CSV file. Raises BadInput that names every line at fault."""
    lines = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    names = set(lines.fieldnames or ())
    if lacking := [name for name in COLUMNS if name not in names]:
        raise BadInput(NO_HEAD, names=", ".join(lacking))
    if odd := sorted(str(name) for name in names - {*COLUMNS, *ALSO}):
        raise BadInput(ODD_HEAD, names=", ".join(odd))
    rows = [(lines.line_num, {name: (value or "").strip() for name, value in row.items() if name}) for row in lines]
    if not rows:
        raise BadInput(EMPTY)
    if faults := _faults(rows):
        shown = "；".join(LINE.format(line=line, column=column, why=why) for line, column, why in faults[:FAULTS_SHOWN])
        raise BadInput(FAULTY, n=len(faults), faults=shown)
    return Standard(key, same(title), valid_from, valid_to, tuple(_point(row) for _, row in rows))


def _faults(rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, str, str]]:
    found, points, items = [], set(), {}
    for line, row in rows:
        found += [(line, name, str(MISSING)) for name in COLUMNS if not row[name]]
        found += [(line, name, LONG.format(longest=LONGEST)) for name in ("item", "point") if len(row[name]) > LONGEST]
        found += [(line, name, UNKNOWN.format(value=value)) for name, value in _unknown(row)]
        if row["point"] in points:
            found.append((line, "point", TWICE.format(value=row["point"])))
        points.add(row["point"])
        said = (row["dimension"], row["item_zh"])
        if items.setdefault(row["item"], said) != said:
            found.append((line, "item", ELSEWHERE.format(value=row["item"])))
    return found


def _unknown(row: dict[str, str]) -> list[tuple[str, str]]:
    """Codes that no list holds, each with its column."""
    known = {"dimension": "review_dimension", "severity": "review_severity"}
    single = [(name, row[name]) for name, codes in known.items() if row[name] and row[name] not in catalogue.codes(codes)]
    several = {"lines": catalogue.codes("line"), "rules": monitoring.rules()}
    listed = [(name, each) for name, codes in several.items() for each in _listed(row, name) if each not in codes]
    return single + listed + [("types", each) for each in _listed(row, "types") if not monitoring.types_named((each,))]


def _listed(row: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(each for each in (row.get(name) or "").split(";") if each)


def _point(row: dict[str, str]) -> Point:
    item, label = (Text(row[zh], row.get(en) or row[zh]) for zh, en in (("item_zh", "item_en"), ("zh", "en")))
    return Point(
        row["point"], row["dimension"], row["item"], item, label, row["severity"], _listed(row, "lines"),
        monitoring.types_named(_listed(row, "types")), _listed(row, "rules"), row.get("basis") or "", row.get("status") != "to_confirm",
    )  # fmt: skip
