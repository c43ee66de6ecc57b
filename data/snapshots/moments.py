"""The sums of stays by months, quarters and years, added up from the histogram of days.

Knows the largest histogram of stays and the declaration. Must not know what is compared.
"""

from datetime import date

import duckdb

from data.definitions import marts, moments
from data.definitions.indicators.stays import STAY_MEDIAN
from data.snapshots.target import compiled, literal, quoted

SUMS = ("n", "days", "s", "q")


def build(con: duckdb.DuckDBPyConnection, as_of: date, _: int) -> None:
    ages, name = marts.histograms_of(STAY_MEDIAN)[-1], moments.TABLE.name
    sums = {key: compiled(value) for key, value in moments.sums(ages.c.value, ages.c.n).items()}
    rows = f"built.{ages.name} as {ages.name} where {compiled(ages.c.day <= as_of)}"
    for grain in reversed(moments.GRAINS):
        keys, first = quoted(*moments.STAYS), f"date_trunc({literal(grain)}, day)::date"
        added = ", ".join(f"sum({value}) as {key}" for key, value in sums.items())
        con.execute(f"""
            insert into built.{name} ({keys}, grain, day, {quoted(*sums)})
            select {keys}, {literal(grain)}, {first} as first, {added} from {rows} group by all
            order by first, {keys}
        """)
        rows, sums = f"built.{name} where grain = {literal(grain)}", {key: quoted(key) for key in sums}
    _spans(con, as_of)


def _spans(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """What pages open with, and all before it."""
    name, since = moments.TABLE.name, literal(moments.last(as_of).since)
    first = "(select date_trunc('month', min(accepted_on)) from built.cases)"
    keys, added = quoted(*moments.STAYS), ", ".join(f"sum({key}) as {key}" for key in SUMS)
    for grain, days in ((moments.FORMER, f"day < {since} and day >= {first}"), (moments.LAST, f"day >= {since}")):
        con.execute(f"""
            insert into built.{name} ({keys}, grain, day, {quoted(*SUMS)})
            select {keys}, {literal(grain)}, {since}::date, {added} from built.{name} where grain = {literal(moments.GRAINS[-1])} and {days}
            group by all order by {keys}
        """)
