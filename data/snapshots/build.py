"""From staged tables to a snapshot's file: the order of the steps.

Knows every step. Must not know where the file will be served from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import duckdb

from data import schema
from data.definitions import making
from data.definitions.risk import Awaited
from data.errors import BadInput
from data.progress import Progress, Quiet
from data.snapshots import (
    cases,
    children,
    clocks,
    content,
    context,
    numbering,
    preaggregates,
    registers,
    reviewing,
    routes,
    rules,
    selections,
    target,
)
from data.snapshots.risks import build as risks
from data.text import Text

NO_CASES = Text("数据中没有任何可用的案件", "There is not a single usable case in the data")


class Loaded(Protocol):
    """What an import says of the staged tables."""

    as_of: date
    sources: tuple[str, ...]
    mapping: str
    columns: dict[str, frozenset[str]] | None
    awaited: tuple[Awaited, ...]


@dataclass(frozen=True)
class Built:
    """A snapshot's file, whole, not yet served."""

    snapshot_id: str
    file: Path
    as_of: date
    content: str
    rows: dict[str, int]  # supplied table → rows


def build(
    con: duckdb.DuckDBPyConnection, loaded: Loaded, file: Path, *, statistical_day: int = 26, demo: bool = False,
    progress: Progress | None = None, rows_at_once: int | None = None,
) -> Built:  # fmt: skip
    """Build `file` (which must not exist) from the `staged_…` tables of the connection; scratch files lie beside it."""
    if "cases" not in target.staged(con) or not con.execute("select count(*) from staged_cases").fetchone()[0]:
        raise BadInput(NO_CASES)
    con.execute("create schema if not exists work")
    target.attach(con, file)
    steps = _steps(con, loaded, statistical_day, file.with_suffix(".parts"), rows_at_once)
    with (progress or Quiet()).task(Text("构建数据版本", "Building the snapshot"), len(steps), "") as advance:
        for step in steps:
            step()
            advance(1)
    rows = _supplied(con)
    found = content.fingerprint(con, loaded.as_of, statistical_day)
    key = f"{loaded.as_of:%Y%m%d}-{found[:8]}"
    _snapshot(con, key, loaded, found, statistical_day, demo)
    target.detach(con)
    con.execute("drop schema work cascade")
    con.execute("drop table if exists temp.flat")
    return Built(key, file, loaded.as_of, found, rows)


def _steps(con, loaded: Loaded, statistical_day: int, folder: Path, rows_at_once: int | None) -> list[Callable[[], object]]:
    there, as_of = target.staged(con), loaded.as_of
    return [
        lambda: numbering.number(con),
        lambda: registers.build(con, as_of),
        lambda: context.build(con, as_of),
        lambda: reviewing.prepare(con),
        *(lambda name=name: _children(con, name, folder, rows_at_once) for name in children.CHILDREN if name in there),
        lambda: routes.build(con),
        lambda: cases.prepare(con),
        lambda: _cases(con, folder, rows_at_once),
        lambda: clocks.build(con, as_of, rows_at_once),
        lambda: rules.build(con, as_of, loaded.columns),
        lambda: selections.build(con, loaded.columns),
        lambda: risks.build(con, as_of, loaded.awaited),
        *(lambda step=step: step.fill(con, as_of, statistical_day) for step in preaggregates.steps()),
        lambda: preaggregates.note(con),
        lambda: _bookkeeping(con),
        lambda: _absent(con, loaded.columns),
    ]


def _children(con, name: str, folder: Path, rows_at_once: int | None) -> None:
    for stretch in numbering.stretches(con, schema.metadata.tables[name], folder, rows_at_once):
        children.build(con, name, stretch)


def _cases(con, folder: Path, rows_at_once: int | None) -> None:
    for stretch in numbering.stretches(con, schema.cases, folder, rows_at_once):
        cases.build(con, stretch)


def _bookkeeping(con) -> None:
    for table in (schema.source_files, schema.quarantine):
        names = target.quoted(*table.columns.keys())
        con.execute(f"insert into built.{table.name} ({names}) select {names} from {table.name} order by 1")


def _absent(con, delivered: dict[str, frozenset[str]] | None) -> None:
    """The columns that nothing filled; not known (so none) when the loader does not say which it filled."""
    there = target.staged(con)
    for name in sorted(there & set(delivered or ())):
        listed = [column.name for column in schema.source_columns(schema.metadata.tables[name])]
        rows = [(name, column) for column in listed if column not in delivered[name]]
        target.insert_rows(con, "built.absent_columns", ("table_name", "column_name"), rows)


def _supplied(con) -> dict[str, int]:
    """Rows that came from the source; what was added to a register has no row there. Tables made of them are told beside them."""
    rows = {name: con.execute(f"select count(source_row) from built.{name}").fetchone()[0] for name in sorted(target.staged(con))}
    made = [name for name, needed in schema.MADE.items() if set(needed) <= set(rows)]
    counts = {name: con.execute(f"select count(*) from built.{name}").fetchone()[0] for name in made}
    target.insert_rows(con, "built.supplied", ("table_name", "row_count"), [*rows.items(), *counts.items()])
    return rows


def _snapshot(con, key: str, loaded: Loaded, found: str, statistical_day: int, demo: bool) -> None:
    first = con.execute("select min(accepted_on) from built.cases").fetchone()[0]
    made = datetime.now(UTC).astimezone().replace(tzinfo=None)
    row = (key, loaded.as_of, made, loaded.mapping, "\n".join(loaded.sources), found, making.shape(), demo, first, statistical_day)
    target.insert_rows(con, "built.snapshot", schema.snapshot.columns.keys(), [row])
