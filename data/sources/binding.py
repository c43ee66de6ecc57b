"""A mapping bound to a delivery: which of the columns that are really there fills which field.

Knows headings and how they vary. Must not know SQL.
"""

from collections import Counter
from dataclasses import dataclass

from data import schema
from data.errors import BadInput
from data.sources.delivery import Delivery
from data.sources.integrity import KEYS
from data.sources.mapping import Heading, Mapping, TableMap, Way
from data.text import Text

_SAME = str.maketrans({"（": "(", "）": ")", "\u3000": "", " ": "", "\ufeff": ""})


@dataclass(frozen=True)
class BoundWay:
    way: Way
    places: tuple[int, ...]  # the columns of the delivery, one per part


@dataclass(frozen=True)
class Bound:
    """What of the mapping this delivery can fill, and what it left out."""

    mapping: Mapping
    table_map: TableMap
    delivery: Delivery
    fields: dict[str, tuple[BoundWay, ...]]
    absent: tuple[str, ...]
    deleted: int | None
    modified: int | None
    rest: tuple[int, ...]

    def source_column(self, field: str) -> str:
        """The name in the file of what fills a field."""
        ways = self.fields.get(field, ())
        places = [place for way in ways[:1] for place in way.places]
        return "+".join(self.delivery.columns[place] for place in places) or field


def bind(mapping: Mapping, table_map: TableMap, delivery: Delivery) -> Bound:
    """Raises BadInput naming what is absent or ambiguous."""
    there = _Headings(delivery)
    fields, absent = {}, []
    for field, ways in table_map.columns.items():
        found = [bound for bound in (_way(way, there) for way in ways) if bound is not None]
        if found:
            fields[field] = tuple(found)
        else:
            absent.append(field)
    _check(table_map, delivery, absent)
    used = {place for ways in fields.values() for way in ways for place in way.places}
    deleted, modified = there.find(table_map.deleted), there.find(table_map.modified)
    rest = tuple(i for i, name in enumerate(delivery.columns) if name and i not in used and i not in (deleted, modified))
    return Bound(mapping, table_map, delivery, fields, tuple(absent), deleted, modified, rest if table_map.extra else ())


def _way(way: Way, there: "_Headings") -> BoundWay | None:
    places = [there.find(part) for part in way.parts]
    if any(place is None for place in places):
        return BoundWay(Way(value=way.default), ()) if way.default is not None else None
    return BoundWay(way, tuple(places))


def _check(table_map: TableMap, delivery: Delivery, absent: list[str]) -> None:
    needed = {column.name for column in schema.source_columns(table_map.table) if schema.about(column).required}
    if table_map.role == "enriches":
        needed &= set(KEYS[table_map.target])
    if table_map.absent == "refuse":
        needed |= set(table_map.columns)
    missing = [field for field in absent if field in needed]
    if missing:
        said = "; ".join(f"{field} ← {_wanted(table_map, field)}" for field in missing)
        raise _lacking(table_map, delivery, said)
    unfilled = needed - set(table_map.columns)
    if unfilled and table_map.role == "rows":
        raise _lacking(table_map, delivery, ", ".join(sorted(unfilled)))


def _lacking(table_map: TableMap, delivery: Delivery, said: str) -> BadInput:
    message = Text(
        "{file}：作为 {table} 缺少列 {missing}；文件中的列：{found}",
        "{file}: as {table} it lacks columns {missing}; the columns found are: {found}",
    )
    return BadInput(message, file=delivery.shown, table=table_map.sources[0], missing=said, found=", ".join(delivery.columns))


def _wanted(table_map: TableMap, field: str) -> str:
    return " + ".join("/".join(part) for way in table_map.columns[field] for part in way.parts)


class _Headings:
    """The columns of a delivery by name, whatever their case, brackets and blanks."""

    def __init__(self, delivery: Delivery):
        self.delivery = delivery
        self.places = {}
        for place, column in enumerate(delivery.columns):
            self.places.setdefault(_same(column), place)
        self.twice = {name for name, n in Counter(_same(column) for column in delivery.columns).items() if n > 1}

    def find(self, heading: Heading) -> int | None:
        for each in heading:
            if _same(each) in self.twice:
                message = Text("{file}：列“{column}”出现两次", "{file}: column “{column}” occurs twice")
                raise BadInput(message, file=self.delivery.shown, column=each)
            if _same(each) in self.places:
                return self.places[_same(each)]
        return None


def _same(heading: str) -> str:
    return heading.translate(_SAME).casefold()
