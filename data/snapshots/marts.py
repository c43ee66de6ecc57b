"""The marts, filled: each declared tally counted on its day, by the very conditions that answer from the rows.

Rows are first made flat: which group they are in, each day and each condition worked out once. Then every day is counted by
itself and the counts are joined; to add up the union of all would cost ten times as much. All of it office by office, so
that memory does not grow with the country. The smallest marts are added up from others.
Knows the built facts and the declarations of the marts. Must not know what a tally means.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import sqlalchemy as sa

from data.definitions import marts as declared
from data.definitions import moments
from data.definitions.marts import Histogram, Mart
from data.definitions.relations import Relation
from data.period import DAY, cuts
from data.snapshots.target import compiled, literal, quoted

CASES_AT_ONCE = 1_000_000


def count(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int, cases_at_once: int | None = None) -> None:
    """Fill every mart of a relation that is counted from the rows."""
    piece(con, as_of, statistical_day)
    filling = _Filling(con, relation)
    filling.groups()
    for first, last in _spans(con, cases_at_once or CASES_AT_ONCE):
        filling.flatten(first, last)
        for mart in filling.counted:
            filling.count(mart)
    filling.add_groups()


def add_up(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int) -> None:
    """Fill the marts that are made of a finer one."""
    piece(con, as_of, statistical_day)
    _Filling(con, relation).add_up()


def age(con: duckdb.DuckDBPyConnection, relation: Relation, as_of: date, statistical_day: int) -> None:
    """Fill every histogram of a relation."""
    piece(con, as_of, statistical_day)
    _histograms(con, relation)


def piece(con: duckdb.DuckDBPyConnection, as_of: date, statistical_day: int) -> None:
    """First day of the piece of a month a day is in; whatever comes after the data's last day is one piece."""
    firsts = reversed(cuts(statistical_day, as_of))
    began = " ".join(f"when day(d) >= {first} then date_trunc('month', d)::date + {first - 1}" for first in firsts)
    con.execute(f"""
        create or replace temp macro piece(d) as
        case when d > date {literal(as_of)} then date {literal(as_of + timedelta(days=1))} {began} end
    """)
    spans = " ".join(f"when d >= date {literal(first)} then date {literal(first)}" for first in reversed(moments.opening(as_of)))
    con.execute(f"create or replace temp macro span(d) as case {spans} else date {literal(min(moments.opening(as_of)) - DAY)} end")


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
        self.counted = [mart for mart in declared.of(relation) if not mart.finer]
        c = relation.table.c
        self.rows = {name: compiled(tally.rows(c)) for name, tally in declared.tallies(relation).values()}
        self.days: dict[str, list[str]] = {}  # each distinct day → the tallies counted on it
        for name, tally in declared.tallies(relation).values():
            self.days.setdefault(compiled(tally.day(c)), []).append(name)

    def groups(self) -> None:
        """A number for each combination of a mart's dimensions that occurs: one number groups faster than seven texts.

        Groups may be wider than an office: their counts wait in a table of their own to be added up.
        """
        counts = ", ".join(f"{quoted(name)} bigint" for name in self.rows)
        for mart in self.counted:
            found = f"select distinct {quoted(*mart.dimensions)} from built.{self.relation.key}"
            self.con.execute(f"create or replace table work.groups_{mart.name} as select row_number() over () as gid, * from ({found})")
            self.con.execute(f"create or replace table work.counts_{mart.name} (gid bigint, day date, {counts})")

    def flatten(self, first: int, last: int) -> None:
        key = self.relation.key
        gids = [f"{mart.name}.gid as gid_{mart.name}" for mart in self.counted]
        days = [f"({day})::date as day_{place}" for place, day in enumerate(self.days)]
        rows = [f"({condition}) as {quoted(name)}" for name, condition in self.rows.items()]
        joins = [f"join work.groups_{mart.name} as {mart.name} on {self._same(mart)}" for mart in self.counted]
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
        if mart.within_offices:
            self._write(mart, f"from ({counted}) join work.groups_{mart.name} using (gid)")
        else:
            self.con.execute(f"insert into work.counts_{mart.name} by name {counted}")

    def add_groups(self) -> None:
        """The marts of which a stretch of offices does not hold whole groups."""
        for mart in (each for each in self.counted if not each.within_offices):
            summed = f"select gid, day, {self._sums()} from work.counts_{mart.name} group by all"
            self._write(mart, f"from ({summed}) join work.groups_{mart.name} using (gid)")

    def add_up(self) -> None:
        for mart in (each for each in declared.of(self.relation) if each.finer):
            of = f"built.{declared.named(self.relation, mart.finer).table.name}"
            self._write(mart, f"from (select {quoted(*mart.dimensions)}, {_cut(mart)}(day) as day, {self._sums()} from {of} group by all)")

    def _sums(self) -> str:
        return ", ".join(f"sum({quoted(name)}) as {quoted(name)}" for name in self.rows)

    def _write(self, mart: Mart, rows: str) -> None:
        listed = quoted(*mart.dimensions, "day", *self.rows)
        self.con.execute(f"insert into built.{mart.table.name} ({listed}) select {listed} {rows} order by {quoted(*mart.order)}")

    def _pass(self, mart: Mart, place: int, names: list[str]) -> str:
        day = f"day_{place}" if mart.daily else f"{_cut(mart)}(day_{place})"
        counts = ", ".join(f"count(*) filter ({quoted(name)}) as {quoted(name)}" for name in names)
        some = " or ".join(quoted(name) for name in names)
        rows = f"from flat where day_{place} is not null and ({some})"
        return f"select gid_{mart.name} as gid, {day} as day, {counts} {rows} group by all"

    def _same(self, mart: Mart) -> str:
        key, name = self.relation.key, mart.name
        return " and ".join(f"{name}.{quoted(each)} is not distinct from {key}.{quoted(each)}" for each in mart.dimensions)


def _cut(mart: Mart) -> str:
    """What a day counts under."""
    return "span" if mart.opening else "piece"


def _histograms(con: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    """Of each duration the smaller ones added up from the smallest that tells as much apart; from the rows where none does."""
    made: dict[Histogram, list[sa.Table]] = {}
    for histogram, table in reversed(declared.histograms(relation)):
        keys, finer = _keys(table), made.setdefault(histogram, [])
        of = next((each for each in reversed(finer) if set(keys) <= set(_keys(each))), None)
        if of is not None:
            rows = f"select {quoted(*keys)}, day, value, sum(n) as n from built.{of.name} group by all"
        else:
            rows = _aged(relation, histogram, table)
        finer.append(table)
        order = quoted(*sorted(keys, key=lambda name: name != "province")[:1], "day", *keys, "value")
        con.execute(f"insert into built.{table.name} ({quoted(*keys)}, day, value, n) {rows} order by {order}")


def _aged(relation: Relation, histogram: Histogram, table: sa.Table) -> str:
    c, tally = relation.table.c, histogram.count.tallies[0]
    keys, day = quoted(*_keys(table)), compiled(tally.day(c))
    return f"""
        select {keys}, piece(({day})::date) as day, {compiled(c[histogram.column])} as value, count(*) as n
        from built.{relation.key} as {relation.key} where ({day}) is not null and ({compiled(tally.rows(c))}) group by all
    """


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in ("day", "value", "n")]
