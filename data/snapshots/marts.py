"""The marts, filled: each declared tally counted on its day, by the very conditions that answer from the rows.

Rows are first made flat: which group they are in, each day and each condition worked out once. Then every day is counted by
itself and the counts are joined; to add up the union of all would cost ten times as much. All of it office by office, so
that memory does not grow with the country.
Knows the built facts and the declarations of the marts. Must not know what a tally means.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import sqlalchemy as sa

from data.definitions import marts as declared
from data.definitions.marts import Histogram, Mart
from data.definitions.relations import Relation
from data.snapshots.target import compiled, literal, quoted

ORDERS = (("office", "department", "day"), ("province", "city", "day"))  # of marts by piece: what questions narrow first
DAILY = ("province", "day")
CASES_AT_ONCE = 1_000_000


def build(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int, cases_at_once: int | None = None) -> None:
    """Fill every mart and histogram of a relation."""
    _piece(con, as_of, statistical_day)
    filling = _Filling(con, relation)
    filling.groups()
    for first, last in _spans(con, cases_at_once or CASES_AT_ONCE):
        filling.flatten(first, last)
        for mart in declared.of(relation):
            filling.count(mart)
    filling.add_up()
    for histogram, table in declared.histograms(relation):
        _histogram(con, relation, histogram, table)


def _piece(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> None:
    """First day of the piece of a month a day is in; whatever comes after the data's last day is one piece."""
    con.execute(f"""
        create or replace temp macro piece(d) as case
            when d > date {literal(as_of)} then date {literal(as_of + timedelta(days=1))}
            when day(d) >= {statistical_day} then date_trunc('month', d)::date + {statistical_day - 1}
            else date_trunc('month', d)::date end
    """)


def _spans(con: duckdb.DuckDBPyConnection, cases_at_once: int) -> Iterator[tuple[int, int]]:
    """Stretches of case numbers that never part an office, so that no group of a mart is parted either."""
    first = 1
    for (last,) in con.execute("select max(case_no) from work.context group by office order by 1").fetchall():
        if last - first + 1 >= cases_at_once:
            yield first, last
            first = last + 1
    yield first, 2**62


class _Filling:
    """The marts of one relation on their way."""

    def __init__(self, con: duckdb.DuckDBPyConnection, relation: Relation):
        self.con, self.relation = con, relation
        c = relation.table.c
        self.rows = {name: compiled(tally.rows(c)) for name, tally in declared.tallies(relation).values()}
        self.days: dict[str, list[str]] = {}  # each distinct day → the tallies counted on it
        for name, tally in declared.tallies(relation).values():
            self.days.setdefault(compiled(tally.day(c)), []).append(name)

    def groups(self) -> None:
        """A number for each combination of a mart's dimensions that occurs: one number groups faster than seven texts.

        The groups of a daily mart are wider than an office: its counts wait in a table of their own to be added up.
        """
        counts = ", ".join(f"{quoted(name)} bigint" for name in self.rows)
        for mart in declared.of(self.relation):
            found = f"select distinct {quoted(*mart.dimensions)} from built.{self.relation.key}"
            name = mart.table.name
            self.con.execute(f"create or replace table work.groups_{name} as select row_number() over () as gid, * from ({found})")
            self.con.execute(f"create or replace table work.{name} (gid bigint, day date, {counts})")

    def flatten(self, first: int, last: int) -> None:
        key, marts = self.relation.key, declared.of(self.relation)
        gids = [f"{mart.table.name}.gid as gid_{mart.table.name}" for mart in marts]
        days = [f"({day})::date as day_{place}" for place, day in enumerate(self.days)]
        rows = [f"({condition}) as {quoted(name)}" for name, condition in self.rows.items()]
        joins = [f"join work.groups_{mart.table.name} as {mart.table.name} on {self._same(mart)}" for mart in marts]
        self.con.execute(f"""
            create or replace temp table flat as select {", ".join([*gids, *days, *rows])}
            from built.{key} as {key} {" ".join(joins)} where {key}.case_no between {first} and {last}
        """)

    def count(self, mart: Mart) -> None:
        """Count every day of the flat rows, and put the counts of one group and day side by side."""
        for place, names in enumerate(self.days.values()):
            self.con.execute(f"create or replace temp table pass_{place} as {self._pass(mart, place, names)}")
        passes = [f"pass_{place}" for place in range(len(self.days))]
        keys = " union ".join(f"select gid, day from {each}" for each in passes)
        joined = " ".join(f"left join {each} using (gid, day)" for each in passes)
        listed = ", ".join(f"coalesce({quoted(name)}, 0) as {quoted(name)}" for name in self.rows)
        counted = f"select gid, day, {listed} from ({keys}) {joined}"
        if mart.daily:
            self.con.execute(f"insert into work.{mart.table.name} by name {counted}")
        else:
            self._write(mart, counted)

    def add_up(self) -> None:
        sums = ", ".join(f"sum({quoted(name)}) as {quoted(name)}" for name in self.rows)
        for mart in declared.of(self.relation):
            if mart.daily:
                self._write(mart, f"select gid, day, {sums} from work.{mart.table.name} group by all")

    def _write(self, mart: Mart, counted: str) -> None:
        dimensions, names = quoted(*mart.dimensions), quoted(*self.rows)
        self.con.execute(f"""
            insert into built.{mart.table.name} ({dimensions}, day, {names})
            select {dimensions}, day, {names} from ({counted}) join work.groups_{mart.table.name} using (gid)
            order by {_order(mart.dimensions, first(mart))}
        """)

    def _pass(self, mart: Mart, place: int, names: list[str]) -> str:
        day = f"day_{place}" if mart.daily else f"piece(day_{place})"
        counts = ", ".join(f"count(*) filter ({quoted(name)}) as {quoted(name)}" for name in names)
        some = " or ".join(quoted(name) for name in names)
        rows = f"from flat where day_{place} is not null and ({some})"
        return f"select gid_{mart.table.name} as gid, {day} as day, {counts} {rows} group by all"

    def _same(self, mart: Mart) -> str:
        key, name = self.relation.key, mart.table.name
        return " and ".join(f"{name}.{quoted(each)} is not distinct from {key}.{quoted(each)}" for each in mart.dimensions)


def _histogram(con: duckdb.DuckDBPyConnection, relation: Relation, histogram: Histogram, table: sa.Table) -> None:
    c, tally = relation.table.c, histogram.count.tallies[0]
    dimensions = [column.name for column in table.columns if column.name not in ("day", "value", "n")]
    keys, day = quoted(*dimensions), compiled(tally.day(c))
    con.execute(f"""
        insert into built.{table.name} ({keys}, day, value, n)
        select {keys}, piece(({day})::date) as day, {compiled(c[histogram.column])} as value, count(*) as n
        from built.{relation.key} as {relation.key} where ({day}) is not null and ({compiled(tally.rows(c))})
        group by all order by {_order(dimensions, ("province", "day"))}, value
    """)


def first(mart: Mart) -> tuple[str, ...]:
    """The columns a mart lies in order of, before the rest."""
    return DAILY if mart.daily else next(order for order in ORDERS if order[0] in mart.dimensions and order[1] in mart.dimensions)


def _order(dimensions, first: tuple[str, ...]) -> str:
    """What is narrowed first, then the rest, so that the order is complete and a mart always the same."""
    names = [name for name in first if name in dimensions or name == "day"]
    return quoted(*names, *(name for name in dimensions if name not in names))
