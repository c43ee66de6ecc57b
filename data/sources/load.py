"""An import from beginning to end: sources and a mapping become staged canonical tables, with an account of every row.

Knows the order of steps. Must not know how any of them is done, nor what becomes of the staged tables.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

import duckdb

from data.definitions.risk import Awaited
from data.errors import BadInput
from data.progress import Progress
from data.sources import checks, faults, merging, quarantine, references
from data.sources.account import BOOKS, Account
from data.sources.binding import Bound, bind
from data.sources.codes import ValueMaps
from data.sources.database import without_password
from data.sources.delivery import reading
from data.sources.discovery import Found, discover
from data.sources.eventlog import derive_cases
from data.sources.mapping import Mapping, TableMap
from data.sources.merging import Group
from data.sources.plan import Plan
from data.text import Text

# Every table after those it refers to.
ORDER = (
    "calendar", "targets", "org", "department", "prosecutor", "posting", "premises", "cases", "persons", "documents", "events",
    "measures", "properties", "defence", "allocations", "disclosures", "dossiers", "links", "reviews", "review_findings", "review_results",
    "findings", "recusals",
)  # fmt: skip


Numbered = tuple[int, Bound]  # a file by its number


@dataclass(frozen=True)
class Loaded:
    """What an import brought: the day of the data, rows per staged table, what was read and what was left unread."""

    as_of: date
    tables: dict[str, int]
    sources: tuple[str, ...]
    mapping: str
    unread: tuple[str, ...] = ()
    absent: dict[str, tuple[str, ...]] | None = None
    awaited: tuple[Awaited, ...] = ()
    columns: dict[str, frozenset[str]] | None = None  # canonical table → the columns that some file or the mapping fills


def load(con: duckdb.DuckDBPyConnection, sources: list[str], mapping: Mapping, as_of: date | None, progress: Progress) -> Loaded:
    """Stages every table that is supplied. Raises BadInput when the sources cannot be used.

    Without `as_of` the day of the data is the latest acceptance, conclusion, completion, archiving or event in them.
    """
    found = discover(sources, mapping)
    _needs_cases(found, mapping)
    with reading(", ".join(without_password(each) for each in sources)):
        return _Import(con, mapping, as_of, progress).run(found, sources)


class _Import:
    def __init__(self, con: duckdb.DuckDBPyConnection, mapping: Mapping, as_of: date | None, progress: Progress):
        self.con, self.mapping, self.as_of, self.progress = con, mapping, as_of, progress
        self.limit = as_of or datetime.now(ZoneInfo(mapping.time_zone)).date()
        self.account = Account(con)
        self.maps = ValueMaps(con, mapping)
        self.staged: set[str] = set()
        self.accepted: dict[int, int] = {}
        self.absent: dict[str, tuple[str, ...]] = {}
        self.columns: dict[str, frozenset[str]] = {}

    def run(self, found: Found, sources: list[str]) -> Loaded:
        references.know_orgs(self.account)
        bound = self._bound(found)
        for table in ORDER:
            mine = [self._take(table_map, bounds, n) for n, (table_map, bounds) in enumerate(bound) if table_map.target == table]
            if mine:
                self._finish(table, mine)
        if "cases" not in self.staged:
            derive_cases(self.con, self.mapping.derived)
            self.columns["cases"] = frozenset({"case_id", *self.mapping.derived.columns})
            self.staged.add("cases")
        quarantine.settle(self.account, self.accepted)
        self._tidy()
        return Loaded(
            as_of=self.as_of or self._last_day(),
            tables={table: self._count(f"staged_{table}") for table in ORDER if table in self.staged},
            sources=tuple(without_password(source) for source in sources),
            mapping=self.mapping.name,
            unread=tuple(found.unread),
            absent=self.absent,
            awaited=self.mapping.awaited,
            columns=self.columns,
        )

    def _bound(self, found: Found) -> list[tuple[TableMap, list[Numbered]]]:
        """Every file with its number. All are bound before the first is read: what cannot be used is refused at once."""
        numbers = count(1)
        return [
            (table_map, [(next(numbers), bind(self.mapping, table_map, delivery)) for delivery in deliveries])
            for table_map, deliveries in found.tables
        ]

    def _take(self, table_map: TableMap, numbered: list[Numbered], number: int) -> Group:
        """Types all files of one source table into a group."""
        bounds = [bound for _, bound in numbered]
        group = Group(f"group_{number}_{table_map.target}", table_map, frozenset(_fields(table_map, bounds)))
        merging.create(self.con, group.name, table_map.target, _fields(table_map, bounds))
        for file_no, bound in numbered:
            self._type(file_no, bound, group.name)
        self.account.sweep(group)
        checks.duplicates(self.account, group, table_map.files == "last_wins")
        return group

    def _type(self, file_no: int, bound: Bound, group: str) -> None:
        """Types one file and says what is wrong with its rows."""
        delivery = bound.delivery
        self.absent[delivery.shown] = bound.absent
        raw = f"raw_{file_no}"
        plan = Plan(bound, self.maps, self.limit)
        read = delivery.take(self.con, raw, self.progress, lambda rows: plan.insert(rows, group, file_no))
        self.account.enter(file_no, bound, raw, read)
        marked = f"SELECT source_row FROM {group} WHERE bad AND source_file = {file_no}"
        if self._some(marked):
            with reading(delivery.shown):
                delivery.pick(self.con, raw, marked, "marked")
                self.con.execute(faults.issues(plan, "marked", file_no))
            self.con.execute("DROP TABLE marked")

    def _finish(self, table: str, groups: list[Group]) -> None:
        """Checks the groups of one canonical table against what stands already, and merges them."""
        mains = [group.name for group in groups if group.table_map.role == "rows"]
        for group in sorted(groups, key=lambda g: g.table_map.role != "rows"):
            self._check(group, mains)
            self.accepted |= self.account.accepted(group)
        quarantine.keep_raw(self.account, table)
        merging.stage(self.con, groups, table)
        self.con.execute("CHECKPOINT")  # else the room of what was dropped is not used again
        self.columns[table] = frozenset().union(*(group.fields for group in groups))
        self.staged.add(table)

    def _check(self, group: Group, mains: list[str]) -> None:
        account, table = self.account, group.table
        if group.table_map.role == "enriches":
            references.enrich(account, group, mains)
        references.belong(account, group, self.staged)
        if "cases" in self.staged:
            checks.across(account, group)
        if self.mapping.closed:
            references.name_known(account, group, self._parents(table, mains))
        if table == "cases":
            checks.states(account, group)
        if table == "org":
            checks.levels(account, group, references.KNOWN_ORGS)
        if table == "reviews" and "cases" in self.staged:
            checks.bases(account, group)
        account.close(group)

    def _parents(self, table: str, mains: list[str]) -> dict[str, list[str]]:
        parents = {staged: [f"staged_{staged}"] for staged in self.staged} | {table: mains}
        return parents | {"org": [*parents.get("org", []), references.KNOWN_ORGS]}

    def _last_day(self) -> date:
        days = [f"max({column}) FROM staged_cases" for column in ("accepted_on", "concluded_on", "completed_on", "archived_on")]
        days += ["max(occurred_at)::DATE FROM staged_events"] if "events" in self.staged else []
        last = self.con.execute(f"SELECT max(day) FROM ({' UNION ALL '.join(f'SELECT {day}' for day in days)}) AS t(day)").fetchone()[0]
        return last or self.limit

    def _tidy(self) -> None:
        """What only the import needed gives its memory back."""
        for table in (*BOOKS, *self.maps.made.values(), references.KNOWN_ORGS):
            self.con.execute(f"DROP TABLE IF EXISTS temp.{table}")

    def _some(self, query: str) -> bool:
        return self.con.execute(f"{query} LIMIT 1").fetchone() is not None

    def _count(self, table: str) -> int:
        return self.con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def _fields(table_map: TableMap, bounds: list[Bound]) -> list[str]:
    """The canonical fields that at least one of the files fills."""
    extra = ["extra"] if table_map.extra and any(bound.rest for bound in bounds) else []
    return [*(field for field in table_map.columns if any(field in bound.fields for bound in bounds)), *extra]


def _needs_cases(found: Found, mapping: Mapping) -> None:
    fed = {table_map.target for table_map, _ in found.tables}
    if "cases" in fed or (mapping.derived and "events" in fed):
        return
    named = ", ".join(table_map.sources[0] for table_map in mapping.tables if table_map.target in ("cases", "events"))
    message = Text("没有案件表（{named}）；找到：{found}", "There is no table of cases ({named}); found: {found}")
    raise BadInput(message, named=named, found=", ".join(delivery.shown for _, mine in found.tables for delivery in mine))
