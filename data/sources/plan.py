"""The SQL by which one delivery becomes typed rows, and the SQL that says what is wrong with the odd ones.

Knows a bound mapping and the canonical types. Must not run anything. One pass types every row and marks those with any
fault (`bad`); only for these is the longer question asked, which fault in which column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import schema
from data.sources.binding import Bound, BoundWay
from data.sources.codes import ValueMaps
from data.sources.encoding import DAMAGE
from data.sources.integrity import KEYS, MAY_LIE_AHEAD, Order, orders
from data.sources.sql import EARLIEST, LATEST, any_of, literal, moment, number, truth, whole

_DAMAGE = literal(DAMAGE)


@dataclass(frozen=True)
class Field:
    """One canonical field and how this delivery fills it."""

    column: sa.Column
    ways: tuple[BoundWay, ...]
    maps: tuple[str | None, ...]
    listed: bool
    key: bool

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def required(self) -> bool:
        return schema.about(self.column).required

    @property
    def is_day(self) -> bool:
        return isinstance(self.column.type, sa.Date | sa.DateTime)

    @property
    def is_text(self) -> bool:
        return isinstance(self.column.type, sa.String)


class Plan:
    def __init__(self, bound: Bound, maps: ValueMaps, limit: date):
        self.bound, self.limit = bound, limit
        table = bound.table_map.table
        self.fields = [
            Field(
                column=table.columns[name],
                ways=ways,
                maps=tuple(maps.table(table.columns[name], way.way) for way in ways),
                listed=maps.listed(table.columns[name]),
                key=name in KEYS[table.name] and schema.about(table.columns[name]).required,
            )
            for name, ways in bound.fields.items()
        ]
        have = set(bound.fields)
        self.orders = [o for o in orders() if o.table == table.name and not o.across and {o.earlier, o.later} <= have]

    def insert(self, raw: str, group: str, file_no: int) -> str:
        """Types every row of a relation into the group's table."""
        names = ", ".join(field.name for field in self.fields)
        extra = ", extra" if self.bound.rest else ""
        values = ", ".join(f"t_{field.name}" for field in self.fields)
        return (
            f"INSERT INTO {group} (source_file, source_row, {names}{extra}, modified, bad) "
            f"SELECT {file_no}, row_no, {values}{extra}, modified, coalesce({self._bad()}, false) FROM ({self.typed(raw)})"
        )

    def typed(self, raw: str) -> str:
        """SQL: per field v_ (text after value maps), p_ (as a type), t_ (as accepted); structure, deleted, modified."""
        parsed = ", ".join(f"{self._parsed(field)} AS p_{field.name}" for field in self.fields)
        taken = ", ".join(f"{self._taken(field)} AS t_{field.name}" for field in self.fields)
        return f"SELECT *, {taken} FROM (SELECT *, {parsed} FROM ({self._valued(raw)}))"

    def _bad(self) -> str:
        own = [*(self._fails(field) for field in self.fields), *(disordered(order) for order in self.orders)]
        return any_of(["structure IS NOT NULL", "deleted", "damaged", *(each for each in own if each)])

    def _fails(self, field: Field) -> str:
        fails = f"t_{field.name} IS NULL" if field.required else ""
        if not fails and not field.is_text:
            fails = f"v_{field.name} IS NOT NULL AND t_{field.name} IS NULL"
        unknown = f"unknown_{field.name}" if field.listed else ""
        return " OR ".join(each for each in (fails, unknown) if each)

    def _structure(self) -> str:
        n = len(self.bound.delivery.columns)
        return f"CASE WHEN broken IS NOT NULL THEN broken WHEN width > {n} THEN 'extra_fields' WHEN width < {n} THEN 'missing_fields' END"

    def _texts(self, raw: str) -> str:
        """Every source column that is used, with the words for nothing taken away."""
        used = [f"{self._text(way)} AS x_{field.name}_{i}" for field in self.fields for i, way in enumerate(field.ways)]
        deleted = self.bound.deleted
        gone = "false" if deleted is None else f"coalesce({self._cell(deleted)} IN ({_list(self.bound.table_map.deleted_is)}), false)"
        modified = "NULL::VARCHAR" if self.bound.modified is None else self._cell(self.bound.modified)
        extra = f", {self._extra()} AS extra" if self.bound.rest else ""
        return (
            f"SELECT row_no, damaged, {self._structure()} AS structure, {gone} AS deleted, {modified} AS modified, "
            f"{', '.join(used)}{extra} FROM ({self.bound.delivery.rows(raw)})"
        )

    def _cell(self, place: int) -> str:
        cell = self.bound.delivery.field(place)
        return f"CASE WHEN {cell} NOT IN ({_list(self.bound.mapping.nulls)}) THEN {cell} END"

    def _text(self, way: BoundWay) -> str:
        if not way.places:
            return literal(way.way.value)
        return f" || {literal(way.way.glue)} || ".join(f"({self._cell(place)})" for place in way.places)

    def _valued(self, raw: str) -> str:
        values = ", ".join(part for field in self.fields for part in self._value(field))
        joins = " ".join(
            f"LEFT JOIN {table} AS m_{field.name}_{i} ON m_{field.name}_{i}.source = x_{field.name}_{i}"
            for field in self.fields
            for i, table in enumerate(field.maps)
            if table
        )
        return f"SELECT x.*, {values} FROM ({self._texts(raw)}) AS x {joins}"

    def _value(self, field: Field) -> Iterator[str]:
        """The text of a field: what a value map makes of the first way that it knows, else the first text there is."""
        codes = [code for i, way in enumerate(field.ways) for code in _coded(field, i, way)]
        texts = [f"x_{field.name}_{i}" for i in range(len(field.ways))]
        default = [literal(way.way.default) for way in field.ways if way.way.default is not None]
        yield f"coalesce({', '.join([*codes, *texts, *default, 'NULL'])}) AS v_{field.name}"
        if field.listed:
            nothing, something = f"coalesce({', '.join([*codes, 'NULL'])}) IS NULL", f"coalesce({', '.join([*texts, 'NULL'])}) IS NOT NULL"
            yield f"{nothing} AND {something} AS unknown_{field.name}"

    def _parsed(self, field: Field) -> str:
        text, mapping = f"v_{field.name}", self.bound.mapping
        formats = tuple(f for way in field.ways for f in way.way.formats) or mapping.date_formats
        match field.column.type:
            case sa.Date():
                return f"CAST({moment(text, mapping.time_zone, formats)} AS DATE)"
            case sa.DateTime():
                return moment(text, mapping.time_zone, formats)
            case sa.Boolean():
                return truth(text)
            case sa.Double():
                return number(text)
            case sa.Integer() | sa.BigInteger():
                return whole(text)
        return text

    def _taken(self, field: Field) -> str:
        value = f"p_{field.name}"
        if field.is_day:
            return f"CASE WHEN {value} >= DATE '{EARLIEST}' AND {value} < DATE '{self.last(field)}' + 1 THEN {value} END"
        if field.key and field.is_text:
            return f"CASE WHEN NOT contains({value}, {_DAMAGE}) THEN {value} END"
        return value

    def last(self, field: Field) -> date:
        """The last day a field may name."""
        return LATEST if field.name in MAY_LIE_AHEAD else self.limit

    def _extra(self) -> str:
        """The columns that fill no field, as one JSON object without its empty ones."""
        columns = self.bound.delivery.columns
        pairs = [
            f"CASE WHEN {self._cell(i)} IS NOT NULL THEN to_json({literal(columns[i])}) || ':' || to_json({self._cell(i)}) END"
            for i in self.bound.rest
        ]
        return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')"


def disordered(order: Order) -> str:
    return f"t_{order.earlier} > t_{order.later}"


def _coded(field: Field, i: int, way: BoundWay) -> list[str]:
    coded = [f"m_{field.name}_{i}.code"] if field.maps[i] else []
    whens = " ".join(f"WHEN starts_with(x_{field.name}_{i}, {literal(start)}) THEN {literal(code)}" for start, code in way.way.prefixes)
    return [*coded, f"CASE {whens} END"] if whens else coded


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)
