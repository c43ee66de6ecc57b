"""The tree of organisations as one snapshot has it: levels, paths, children, names.

Knows rows of the org table, handed in. Must not know the database or who asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from data.definitions.dimensions import CITY, DEPARTMENT, OFFICE, PROVINCE, Dimension

UNPLACED = 2**31  # where a unit stands that no register gives a place: after all others


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    parent: str | None
    level: int | None  # 1 national, 2 province, 3 city or branch, 4 grass roots; None when not in the catalogue
    province: str
    city: str
    sort: int = 0


class Places:
    def __init__(self, units: Iterable[Unit]):
        self.units: Mapping[str, Unit] = {unit.code: unit for unit in units}

    @cached_property
    def _children(self) -> dict[str | None, list[Unit]]:
        found: dict[str | None, list[Unit]] = {}
        for unit in sorted(self.units.values(), key=lambda u: (u.sort, u.code)):
            found.setdefault(unit.parent if unit.parent in self.units else None, []).append(unit)
        return found

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Code → its place in the catalogue's order."""
        units = sorted(self.units.values(), key=lambda unit: (unit.sort, unit.code))
        return {unit.code: place for place, unit in enumerate(units)}

    def children(self, code: str | None) -> list[Unit]:
        """The units directly below, in the catalogue's order; below None stand the roots."""
        return self._children.get(code, [])

    def level(self, code: str) -> Dimension:
        """The column in which the whole subtree below a unit carries its code."""
        if "-" in code:
            return DEPARTMENT
        unit = self.units.get(code)
        return {2: PROVINCE, 3: CITY}.get(unit.level, OFFICE) if unit else OFFICE

    def path(self, code: str) -> list[Unit]:
        """From the top down to the unit, the unit last; empty for a code that is not there."""
        found: list[Unit] = []
        while code in self.units and self.units[code] not in found:
            found.insert(0, self.units[code])
            code = self.units[code].parent or ""
        return found

    def is_national(self, code: str) -> bool:
        return code in self.units and self.units[code].level == 1
