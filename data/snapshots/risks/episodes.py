"""What runs towards a day: the legal clocks, or the waits that a mapping declares over a log without limits.

Both come out as the same two relations. `episodes`: one row each with its case's context, `began_on`, the day due that holds
in the end, `ended_on` (null while it runs), and from which days its beginning and its end were known. `dues`: every day due
it ever had, and from which day that was known.
Knows built tables. Must not know features.
"""

import duckdb

from data.definitions.risk import CLOCKS, HORIZON, Awaited
from data.schema import CONTEXT
from data.snapshots.target import literal, quoted

KNOWN = "greatest(e.occurred_on, e.recorded_at::date)"  # an event entered late was not known before
OWN = ("clock", "round", "began_on", "due_on", "ended_on")


def of_clocks(con: duckdb.DuckDBPyConnection) -> int:
    """The clocks as they are; each entry of their account is a day due as known from then on. Gives the horizon."""
    con.execute(f"""
        create or replace temp view episodes as
        select clock_no as episode_no, {quoted(*CONTEXT)}, {quoted(*OWN)}, began_on as known_on, ended_on as end_known_on
        from built.clocks where began_on is not null
    """)
    con.execute("""
        create or replace temp view dues as
        select clock_no as episode_no, entered_on as known_on, entry, act, due_on from built.clock_entries
    """)
    return HORIZON


def of_log(con: duckdb.DuckDBPyConnection, awaited: Awaited) -> int:
    """From the event that begins to one after it that ends, of several the first known; due so many days later. Gives the horizon."""
    ends = ", ".join(literal(each) for each in awaited.ends)
    con.execute(f"""
        create or replace temp table episodes as
        with begun as (
            select case_no, arg_min(occurred_on, ({KNOWN}, seq)) as began_on, min({KNOWN}) as known_on from built.events e
            where activity = {literal(awaited.begins)} and not coalesce(voided, false) group by case_no
        ), done as (
            select case_no, arg_min(occurred_on, ({KNOWN}, seq)) as ended_on, min({KNOWN}) as end_known_on
            from built.events e join begun b using (case_no)
            where activity in ({ends}) and not coalesce(voided, false) and occurred_on >= began_on group by case_no
        )
        select case_no as episode_no, {quoted(*CONTEXT)}, {literal(awaited.key)} as clock, 1 as round, b.began_on, b.known_on,
            b.began_on + {int(awaited.days)} as due_on, d.ended_on, d.end_known_on
        from begun b join built.cases c using (case_no) left join done d using (case_no) order by case_no
    """)
    con.execute("create or replace temp view dues as select episode_no, known_on, 1 as entry, 'start' as act, due_on from episodes")
    return awaited.days


def drop(con: duckdb.DuckDBPyConnection, model: str) -> None:
    con.execute("drop view if exists temp.dues")
    con.execute(f"drop {'view' if model == CLOCKS else 'table'} if exists temp.episodes")
