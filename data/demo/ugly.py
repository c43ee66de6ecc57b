"""Half a percent of rows an importer must catch, of every kind it knows a name for.

Knows how to spoil a row and what must come of it: the counts it returns are the ones that are written beside the extract.
Must not know the importer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from data.demo.files import Files

SHARE = 0.005
CASES, PERSONS, EVENTS, REVIEWS = "TYYW_GG_AJJBXX", "TYYW_GG_XYRJBXX", "YX_LC_JDJL", "YX_PC_JBXX"
WRONG_LEVELS = 9  # units whose level the national system states wrongly: seven cities, two counties
POOL = 20_000
Row = dict[str, str | None]


@dataclass(frozen=True)
class Fault:
    """A kind of ugly row: in which file, how many of a hundred ugly ones, what the importer must say and do."""

    file: str
    reason: str
    share: float
    spoil: Callable[[Row, int], Row]
    set_aside: bool = True
    also: str | None = None  # a second fault the same row shows
    new: bool = True  # a row of its own, not a copy


def _as_it_is(row: Row, _: int) -> Row:
    return row


def _with(**values: str | None) -> Callable[[Row, int], Row]:
    return lambda row, _: {**row, **values}


def _older_copy(row: Row, _: int) -> Row:
    return {**row, "FXDJ": "2" if row["FXDJ"] == "1" else "1", "ZHXGSJ": row["SLRQ"]}


def _backwards(row: Row, _: int) -> Row:
    before = date.fromisoformat(row["SLRQ"][:10]) - timedelta(days=10)
    return {**row, "BJRQ": before.isoformat(), "WCRQ": None, "GDRQ": None, "BLKSRQ": None, "AJZT": "2"}


def _strange_type(row: Row, at: int) -> Row:
    return {**row, "AJLB_BM": ("0288", "1799", "9901")[at % 3], "AJLB_MC": None}


def _nobody(row: Row, at: int) -> Row:
    return {**row, "BMSAH": f"鄂无检刑诉受[2024]429999{at:05d}号"}


_NO_OFFICE = {"CBBM_BM": None, "CBBM_MC": None, "CBRGH": None, "CBR": None}
FAULTS = (
    Fault(CASES, "duplicate_row", 3, _as_it_is, new=False),
    Fault(CASES, "duplicate_key", 4, _older_copy, new=False),
    Fault(CASES, "missing_key", 2, _with(BMSAH=None)),
    Fault(CASES, "missing_required", 4, _with(AJLB_BM=None)),
    Fault(CASES, "unparsable", 4, _with(BJRQ="2024-13-45", WCRQ=None, GDRQ=None, AJZT="3"), set_aside=False,
          also="ended_without_day"),
    Fault(CASES, "impossible_order", 4, _backwards),
    Fault(CASES, "date_in_future", 2, _with(GDRQ="2031-06-30"), set_aside=False),
    Fault(CASES, "date_before_1950", 2, _with(BLKSRQ="1900-01-01"), set_aside=False),
    Fault(CASES, "unknown_code", 4, _strange_type, set_aside=False),
    Fault(CASES, "unknown_reference", 2, _with(CBDW_BM="429999", CBDW_MC="未知院", **_NO_OFFICE), set_aside=False),
    Fault(CASES, "soft_deleted", 6, _with(SFSC="Y")),
    Fault(PERSONS, "duplicate_row", 5, _as_it_is, new=False),
    Fault(PERSONS, "reference_to_nothing", 6, _nobody),
    Fault(PERSONS, "missing_key", 4, _with(XYRBH=None)),
    Fault(EVENTS, "duplicate_row", 10, _as_it_is, new=False),
    Fault(EVENTS, "reference_to_nothing", 10, _nobody),
    Fault(EVENTS, "unparsable", 5, _with(FSSJ="昨天上午"), also="missing_required"),
    Fault(EVENTS, "soft_deleted", 8, _with(SFSC="Y")),
    Fault(EVENTS, "unknown_code", 4, _with(JDDM="node_999", JDMC=None), set_aside=False),
    Fault(REVIEWS, "reference_to_nothing", 4, _nobody),
    Fault(REVIEWS, "soft_deleted", 3, _with(SFSC="Y")),
)
ORPHANS = 6  # of a hundred: events of soft-deleted cases
UNFINISHED = 3  # of a hundred: concluded reviews of cases that are not
BROKEN = {"encoding_damage": 2, "extra_fields": 1.5, "missing_fields": 1.5}  # only where rows are lines
_KEYS = {CASES: "BMSAH", PERSONS: "XYRBH", EVENTS: "JDBH", REVIEWS: "PCSLBM"}


class Pool:
    """Good rows of the first portions, to be copied and spoiled."""

    def __init__(self) -> None:
        self._tables: dict[str, pa.Table] = {}

    def keep(self, name: str, table: pa.Table) -> None:
        if name in _KEYS and len(self._tables.get(name, ())) < POOL:
            kept = self._tables.get(name, table.slice(0, 0))
            self._tables[name] = pa.concat_tables([kept, table.slice(0, POOL - len(kept))])

    def rows(self, name: str, count: int) -> list[Row]:
        """So many rows, well spread; again from the start when there are not enough."""
        table = self._tables[name]
        step = max(len(table) // max(count, 1), 1)
        return table.take([at * step % len(table) for at in range(count)]).to_pylist()

    def pending(self) -> list[str]:
        table = self._tables[CASES]
        return table.filter(pa.compute.is_null(table["BJRQ"]))["BMSAH"].to_pylist()

    def concluded_reviews(self, count: int) -> list[Row]:
        table = self._tables[REVIEWS]
        table = table.filter(pa.compute.equal(table["PCJDBH"], "011"))
        return table.take([at % len(table) for at in range(count)]).to_pylist()

    def schema(self, name: str) -> pa.Schema:
        return self._tables[name].schema


class Spoiler:
    """Writes the ugly rows and keeps the account of them."""

    def __init__(self, files: Files, pool: Pool, cases: int):
        self.files, self.pool, self.total = files, pool, cases * SHARE / 100
        self.account: dict[str, dict[str, Any]] = {}
        self._made = 0

    def spoil(self) -> None:
        deleted: list[str] = []
        for fault in FAULTS:
            rows = self._spoiled(fault)
            if fault.file == CASES and fault.reason == "soft_deleted":
                deleted = [row["BMSAH"] for row in rows]
            self._write(fault.file, rows, fault.reason, fault.set_aside)
            if fault.also:
                self._reason(fault.file, fault.also, fault.set_aside, len(rows))
        self._orphans(deleted)
        self._unfinished()
        self._count("XT_ZZJG_DWBM", "wrong_unit_level", False, WRONG_LEVELS)
        if self.files.form == "csv":
            self._broken()

    def _number(self, share: float) -> int:
        return max(round(self.total * share), 1)

    def _spoiled(self, fault: Fault) -> list[Row]:
        rows = self.pool.rows(fault.file, self._number(fault.share))
        if fault.new:
            rows = [self._own(fault.file, row) for row in rows]
        return [fault.spoil(row, at) for at, row in enumerate(rows)]

    def _own(self, name: str, row: Row) -> Row:
        """A copy under a key no other row has."""
        self._made += 1
        if name == CASES:
            head = row["BMSAH"].split("]")[0]
            return {**row, "BMSAH": f"{head}]{row['CBDW_BM']}{900000 + self._made}号", "TYSAH": None}
        return {**row, _KEYS[name]: f"9{self._made:012d}"}

    def _orphans(self, deleted: list[str]) -> None:
        rows = [self._own(EVENTS, row) for row in self.pool.rows(EVENTS, self._number(ORPHANS))]
        rows = [{**row, "BMSAH": deleted[at % len(deleted)], "XYRBH": None} for at, row in enumerate(rows)]
        self._write(EVENTS, rows, "parent_set_aside", True)

    def _unfinished(self) -> None:
        open_cases = self.pool.pending()
        rows = [self._own(REVIEWS, row) for row in self.pool.concluded_reviews(self._number(UNFINISHED))]
        rows = [{**row, "BMSAH": open_cases[at % len(open_cases)]} for at, row in enumerate(rows)]
        self._write(REVIEWS, rows, "numerator_not_in_base", False)

    def _broken(self) -> None:
        """Lines no table can hold: bytes outside the encoding, too many fields, too few."""
        for reason, share in BROKEN.items():
            rows = [self._own(CASES, row) for row in self.pool.rows(CASES, self._number(share))]
            self.files.raw(CASES, [_broken(self.files.line([value or "" for value in row.values()]), reason) for row in rows])
            self._count(CASES, reason, reason != "encoding_damage", len(rows))

    def _write(self, name: str, rows: list[Row], reason: str, set_aside: bool) -> None:
        self.files.add(name, pa.Table.from_pylist(rows, self.pool.schema(name)))
        self._count(name, reason, set_aside, len(rows))

    def _count(self, name: str, reason: str, set_aside: bool, count: int) -> None:
        self._reason(name, reason, set_aside, count)
        self.account[name]["rows_set_aside" if set_aside else "rows_flagged"] += count

    def _reason(self, name: str, reason: str, set_aside: bool, count: int) -> None:
        kinds = self.account.setdefault(name, nothing())
        found = kinds["set_aside" if set_aside else "flagged"]
        found[reason] = found.get(reason, 0) + count


def nothing() -> dict[str, Any]:
    """The account of a file without ugly rows. A row may show two reasons; rows are counted once."""
    return {"rows_set_aside": 0, "rows_flagged": 0, "set_aside": {}, "flagged": {}}


def _broken(line: bytes, reason: str) -> bytes:
    fields = line.split(b",")
    if reason == "encoding_damage":
        fields[2] = fields[2][:2] + b"\xff\xff" + fields[2][2:]
    if reason == "extra_fields":
        fields += [b"?", b"?"]
    if reason == "missing_fields":
        fields = fields[:-3]
    return b",".join(fields)
