"""The tree of organisations of a snapshot: level, province and city of every unit, from parents alone.

What a source states as level is often wrong, so it is kept beside but never used.
Knows units. Must not know the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

NATIONAL_CODES = ("100000", "000000")
NATIONAL, PROVINCE, CITY, GRASS_ROOTS = 1, 2, 3, 4


@dataclass(frozen=True)
class Office:
    org_code: str
    org_name: str
    short_name: str | None = None
    parent: str | None = None
    stated_level: int | None = None
    org_kind: str | None = None
    sort: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    level: int | None = None
    province: str | None = None
    city: str | None = None
    known: bool = True
    source_file: int | None = None
    source_row: int | None = None


def merged(delivered: Iterable[Office], catalogue: Iterable[Office], used: Mapping[str, str | None]) -> list[Office]:
    """What was delivered; of the catalogue what those hang under or cases name; last, the units only cases know."""
    listed, found = {each.org_code: each for each in catalogue}, list(delivered)
    there = {each.org_code for each in found}
    wanted = [code for each in found for code in (each.parent,)] + list(used)
    while wanted:
        code = wanted.pop()
        if code and code not in there:
            there.add(code)
            found.append(listed.get(code) or Office(code, used.get(code) or code, known=False))
            wanted.append(found[-1].parent)
    return found


def placed(offices: Iterable[Office]) -> list[Office]:
    """Each with its level, its province and its city; a unit above or beside both stands for itself."""
    offices = list(offices)
    by_code = {each.org_code: each for each in sorted(offices, key=lambda o: (o.valid_from or date.min, o.org_code))}
    return [_place(each, by_code) for each in offices]


def _place(office: Office, by_code: Mapping[str, Office]) -> Office:
    line = _upwards(by_code[office.org_code], by_code)
    levels = _levels(line)
    at = {level: each.org_code for each, level in zip(line, levels, strict=True) if level in (PROVINCE, CITY)}
    own = office.org_code
    if levels[0] in (None, NATIONAL):
        return replace(office, level=levels[0], province=own, city=own)
    return replace(office, level=levels[0], province=at.get(PROVINCE, own), city=own if levels[0] == PROVINCE else at.get(CITY, own))


def _upwards(office: Office, by_code: Mapping[str, Office]) -> list[Office]:
    """From the unit to its root; a circle in the delivered tree ends where it closes."""
    line = [office]
    while (above := by_code.get(line[-1].parent or "")) and above not in line:
        line.append(above)
    return line


def _levels(line: list[Office]) -> list[int | None]:
    """The level of each unit of a line that goes up to its root."""
    found: list[int | None] = []
    for each in reversed(line):
        found.append(_level(each.org_code, found[-1]) if found else _level_of_root(each.org_code))
    return found[::-1]


def _level_of_root(code: str) -> int | None:
    if code in NATIONAL_CODES:
        return NATIONAL
    return PROVINCE if len(code) == 6 and code.endswith("0000") else None


def _level(code: str, above: int | None) -> int | None:
    if above is None:
        return None
    if above == PROVINCE and not code.endswith("00"):
        return GRASS_ROOTS  # a county straight under its province, and a district under a municipality
    return min(above + 1, GRASS_ROOTS)
