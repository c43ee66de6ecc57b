"""Mappings: which column of a source fills which canonical field, as TOML files say it.

Knows the form of those files and the canonical schema they point to. Must not know deliveries or SQL.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data import schema
from data.definitions.risk import Awaited
from data.errors import BadInput
from data.sources import awaited
from data.text import Text

FOLDER = Path(__file__).parent / "mappings"
ANY = "*"
NULLS = ("", "NULL", "null", "\\N")
FILES = ("union", "last_wins", "error")
ROLES = ("rows", "enriches")
WHICH = ("first", "last", "value", "rest")

Heading = tuple[str, ...]  # names one source column may go by


@dataclass(frozen=True)
class Way:
    """One way to a value: columns (joined by `glue` when several), or a constant; then a value map."""

    parts: tuple[Heading, ...] = ()
    glue: str = "-"
    value: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True)
class TableMap:
    """One source table and the canonical table it fills."""

    sources: Heading
    target: str
    columns: dict[str, tuple[Way, ...]]
    files: str = "union"
    role: str = "rows"
    deleted: Heading = ()
    deleted_is: Heading = ("Y", "1", "是", "true")
    modified: Heading = ()
    extra: bool = False
    absent: str = "refuse"

    @property
    def table(self):
        return schema.metadata.tables[self.target]


@dataclass(frozen=True)
class Derived:
    """Cases made from their events: each field the first or last of an event column, or a constant."""

    columns: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Mapping:
    name: str
    title: Text
    tables: tuple[TableMap, ...]
    time_zone: str = "Asia/Shanghai"
    date_formats: tuple[str, ...] = ()
    nulls: tuple[str, ...] = NULLS
    encoding: str | None = None
    closed: bool = True
    derived: Derived | None = None
    awaited: tuple[Awaited, ...] = ()

    @classmethod
    def named(cls, name: str | Path) -> "Mapping":
        """A built-in mapping by its name, or any TOML file by its path. Raises BadInput."""
        file = FOLDER / f"{name}.toml"
        if not file.exists():
            file = Path(name)
        if not file.is_file():
            message = Text("没有映射“{name}”；内置映射：{known}", "No such mapping: “{name}”; built in: {known}")
            raise BadInput(message, name=name, known=", ".join(built_in()))
        return _Reader(file).mapping()


def built_in() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


class _Reader:
    """Turns one TOML file into a Mapping; every complaint names the file and the place in it."""

    def __init__(self, file: Path):
        self.file = file

    def mapping(self) -> Mapping:
        raw = self._toml()
        top = {"title", "time_zone", "date_formats", "nulls", "encoding", "codes", "values", "defaults", "table", "cases", "awaited"}
        self._keys(raw, top, "")
        self.values = {name: _pairs(map_) for name, map_ in self._dict(raw.get("values", {}), "values").items()}
        self.defaults = self._dict(raw.get("defaults", {}), "[defaults]")
        title = raw.get("title", {})
        return Mapping(
            name=self.file.stem,
            title=Text(title.get("zh", self.file.stem), title.get("en", self.file.stem)) if isinstance(title, dict) else Text(title, title),
            tables=tuple(self._table(each, n) for n, each in enumerate(self._list(raw.get("table"), "[[table]]"), 1)),
            time_zone=self._zone(raw.get("time_zone", "Asia/Shanghai")),
            date_formats=tuple(raw.get("date_formats", ())),
            nulls=tuple(dict.fromkeys(["", *raw.get("nulls", NULLS)])),
            encoding=raw.get("encoding"),
            closed=self._one_of(raw.get("codes", "closed"), ("closed", "open"), "codes") == "closed",
            derived=self._derived(raw["cases"]) if "cases" in raw else None,
            awaited=awaited.read(raw.get("awaited", []), self._bad),
        )

    def _toml(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise self._bad("", Text("不是有效的 TOML：{why}", "not valid TOML: {why}"), why=error) from error

    def _table(self, raw: dict[str, Any], number: int) -> TableMap:
        place = f"[[table]] {number}"
        raw = self.defaults | self._dict(raw, place)
        known = {"source", "target", "columns", "files", "role", "deleted", "deleted_is", "modified", "extra", "absent"}
        self._keys(raw, known, place)
        target = raw.get("target", "")
        if target not in {table.name for table in schema.CANONICAL}:
            raise self._bad(place, Text("没有标准表“{name}”", "no canonical table “{name}”"), name=target)
        sources = _names(raw.get("source", ()))
        if not sources:
            raise self._bad(place, Text("缺少 source", "`source` is missing"))
        place = f"{place} {sources[0]}"
        return TableMap(
            sources=sources,
            target=target,
            columns=self._columns(target, self._dict(raw.get("columns", {}), place), place),
            files=self._one_of(raw.get("files", "union"), FILES, f"{place} files"),
            role=self._one_of(raw.get("role", "rows"), ROLES, f"{place} role"),
            deleted=_names(raw.get("deleted", ())),
            deleted_is=_names(raw.get("deleted_is", TableMap.deleted_is)),
            modified=_names(raw.get("modified", ())),
            extra=bool(raw.get("extra", False)),
            absent=self._one_of(raw.get("absent", "refuse"), ("refuse", "allow"), f"{place} absent"),
        )

    def _columns(self, target: str, raw: dict[str, Any], place: str) -> dict[str, tuple[Way, ...]]:
        known = {column.name for column in schema.source_columns(schema.metadata.tables[target])}
        self._known(set(raw), known, f"{place} columns", target)
        return {name: self._ways(spec, f"{place} {name}") for name, spec in raw.items()}

    def _ways(self, spec: Any, place: str) -> tuple[Way, ...]:
        if isinstance(spec, list) and any(isinstance(each, dict) for each in spec):
            return tuple(self._way(each, place) for each in spec)
        return (self._way(spec, place),)

    def _way(self, spec: Any, place: str) -> Way:
        if not isinstance(spec, dict):
            return Way(parts=(_names(spec),))
        self._keys(spec, {"from", "join", "with", "value", "values", "prefixes", "format", "default"}, place)
        parts = tuple(_names(part) for part in spec["join"]) if "join" in spec else ((_names(spec["from"]),) if "from" in spec else ())
        if not parts and "value" not in spec:
            raise self._bad(place, Text("需要 from、join 或 value", "needs `from`, `join` or `value`"))
        return Way(
            parts=parts,
            glue=spec.get("with", "-"),
            value=_word(spec["value"]) if "value" in spec else None,
            values=self._values(spec.get("values", {}), place),
            prefixes=_pairs(self._dict(spec.get("prefixes", {}), place)),
            formats=_names(spec.get("format", ())),
            default=_word(spec["default"]) if "default" in spec else None,
        )

    def _values(self, spec: Any, place: str) -> tuple[tuple[str, str], ...]:
        if isinstance(spec, str):
            if spec not in self.values:
                raise self._bad(place, Text("没有名为“{name}”的值映射", "no value map named “{name}”"), name=spec)
            return self.values[spec]
        return _pairs(self._dict(spec, place))

    def _derived(self, raw: dict[str, Any]) -> Derived:
        known = {column.name for column in schema.source_columns(schema.cases)}
        self._known(set(self._dict(raw, "[cases]")), known, "[cases]", "cases")
        chosen = {}
        for name, spec in raw.items():
            if not isinstance(spec, dict) or len(spec) != 1 or next(iter(spec)) not in WHICH:
                raise self._bad(f"[cases] {name}", Text("应为 {which} 之一", "must be one of {which}"), which=", ".join(WHICH))
            chosen[name] = (next(iter(spec)), _word(next(iter(spec.values()))))
        return Derived(chosen)

    def _zone(self, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (KeyError, ValueError, OSError) as error:
            raise self._bad("time_zone", Text("没有时区“{name}”", "no time zone “{name}”"), name=name) from error

    def _known(self, given: set[str], known: set[str], place: str, target: str) -> None:
        if given - known:
            message = Text("标准表 {target} 没有字段 {names}；有：{known}", "table {target} has no field {names}; it has: {known}")
            raise self._bad(place, message, target=target, names=", ".join(sorted(given - known)), known=", ".join(sorted(known)))

    def _keys(self, raw: dict[str, Any], known: set[str], place: str) -> None:
        if set(raw) - known:
            message = Text("无法识别的键 {names}；可用：{known}", "unknown key {names}; known: {known}")
            raise self._bad(place, message, names=", ".join(sorted(set(raw) - known)), known=", ".join(sorted(known)))

    def _dict(self, raw: Any, place: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self._bad(place, Text("应为一个表", "must be a table"))
        return raw

    def _list(self, raw: Any, place: str) -> list:
        if not isinstance(raw, list) or not raw:
            raise self._bad(place, Text("至少需要一个", "at least one is needed"))
        return raw

    def _one_of(self, raw: str, known: tuple[str, ...], place: str) -> str:
        if raw not in known:
            raise self._bad(place, Text("“{raw}”应为 {known} 之一", "“{raw}” must be one of {known}"), raw=raw, known=", ".join(known))
        return raw

    def _bad(self, place: str, why: Text, /, **values: Any) -> BadInput:
        where = f"{self.file.name} {place}".strip()
        return BadInput(Text("映射 {where}：{why}", "Mapping {where}: {why}"), where=where, why=why.filled(**values))


def _names(raw: str | list | tuple) -> Heading:
    return (raw,) if isinstance(raw, str) else tuple(str(each) for each in raw)


def _word(raw: Any) -> str:
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _pairs(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), _word(value)) for key, value in raw.items())
