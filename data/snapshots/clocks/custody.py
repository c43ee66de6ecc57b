"""The clocks of persons in custody: each runs with the limit of its case while the person is held, and never moves off a holiday.

Makes `temp.followed`: run, person, from when to when. Knows runs and persons. Must not know limits.
"""

from datetime import date

import duckdb

from data.snapshots.clocks.runs import HELD
from data.snapshots.target import literal


def follow(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """One row for each run whose limit binds custody and each person held on a day of it."""
    con.execute(f"""
        create or replace temp table followed as
        select r.run, p.person_no, greatest(r.began_on, p.detained_on) as began_on,
            p.detained_on > r.began_on as joined, coalesce(p.released_on <= coalesce(r.ended_on, p.released_on), false) as released,
            least(r.ended_on, p.released_on) as ended_on
        from temp.limited r join temp.persons_here p using (case_no)
        where r.held and {HELD.format(as_of=literal(as_of))}
    """)
