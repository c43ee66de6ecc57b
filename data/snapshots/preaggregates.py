"""All pre-aggregates: which step fills which tables, and what each was made of.

Knows the steps. Must not know how any of them works.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import duckdb
import sqlalchemy as sa

from data import schema
from data.definitions import delays as delay_tables
from data.definitions import flows as flow_tables
from data.definitions import heads as head_tables
from data.definitions import judged as judged_tables
from data.definitions import latest as latest_tables
from data.definitions import making
from data.definitions import marts as declared
from data.definitions import moments as moment_tables
from data.definitions import once as once_tables
from data.definitions import opened as open_tables
from data.definitions import overall as overall_tables
from data.definitions import rare as rare_tables
from data.definitions import turned as turned_tables
from data.definitions import waits as wait_tables
from data.definitions import ways as way_tables
from data.snapshots import delays, flows, heads, judged, latest, marts, moments, once, opened, overall, rare, turned, waits, ways
from data.snapshots.target import insert_rows


@dataclass(frozen=True)
class Step:
    """Tables that are filled together, empty before, from the built facts."""

    tables: tuple[sa.Table, ...]
    fill: Callable[[duckdb.DuckDBPyConnection, date, int], None]


def steps() -> list[Step]:
    found = []
    for relation in declared.relations():
        finer, every = declared.of(relation), declared.histograms(relation)
        counted, added, aged = [m.table for m in finer if not m.finer], [m.table for m in finer if m.finer], [table for _, table in every]
        for tables, fill in ((counted, marts.count), (added, marts.add_up), (aged, marts.age)):
            found.append(Step(tuple(tables), lambda con, as_of, day, fill=fill, relation=relation: fill(con, relation, as_of, day)))
    moved = (Step(flow.tables, lambda con, as_of, day, flow=flow: flows.build(con, as_of, day, asked=(flow,))) for flow in flow_tables.ALL)
    summed = Step((moment_tables.TABLE,), moments.build), Step(delay_tables.TABLES, delays.build)
    kept = (Step((table,), lambda con, as_of, day, relation=relation: opened.build(con, relation, as_of, day))
            for relation, table in open_tables.TABLES.items())  # fmt: skip
    apart = (Step((table,), lambda con, as_of, day, relation=relation: rare.build(con, relation, as_of, day))
             for relation, table in rare_tables.TABLES.items())  # fmt: skip
    newest = (Step((table,), lambda con, as_of, day, relation=relation: latest.build(con, relation, as_of, day))
              for relation, table in latest_tables.TABLES.items())  # fmt: skip
    persons = (Step((each.table,), lambda con, as_of, day, each=each: heads.build(con, each, as_of, day)) for each in head_tables.every())
    cases = (Step((table,), lambda con, as_of, day, relation=relation: once.build(con, relation, as_of, day))
             for relation, (table, _) in once_tables.tables().items())  # fmt: skip
    numbers = Step((latest_tables.NUMBERS,), latest.count), Step((latest_tables.ARRIVED,), latest.arrived)
    by_turn = Step(tuple(turned_tables.TABLES), turned.build)
    whole = Step(tuple(way_tables.TABLES.values()), ways.build), Step((overall_tables.TABLE,), overall.build)
    nodes = Step(tuple(wait_tables.TABLES.values()), waits.build), Step((delay_tables.LYING,), delays.lie)
    all_time = Step((judged_tables.TABLE,), judged.build), *moved, *whole
    every = *found, *summed, *kept, *apart, *newest, *persons, *cases, *numbers, by_turn, *nodes, *all_time
    return [each for each in every if each.tables]


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Keep beside the tables what each is made of."""
    con.execute(f"delete from built.{schema.preaggregates.name}")
    insert_rows(con, f"built.{schema.preaggregates.name}", schema.preaggregates.columns.keys(), list(making.made_of().items()))
