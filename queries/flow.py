"""How cases go from activity to activity: counts, directly-follows pairs, first and last steps, variants, throughput.

Order within a case is fixed in the build (moment, then place in the file). Knows events and cases. Must not know words.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from data import engine
from data.ask import Ask
from data.definitions.relations import CASES, EVENTS
from data.edition import Row

SEPARATOR = "\x1f"


def flow(ask: Ask) -> dict:
    """Over the cases in scope under the filters; a period, when one is asked for, is that of acceptance."""
    events, cases = _events(ask)
    e = events.c
    return {
        **_numbers(ask, events, cases),
        "activities": _ranked(ask, sa.select(e.activity, _n()).group_by(e.activity)),
        "pairs": _pairs(ask, e),
        "starts": _ranked(ask, sa.select(e.activity, _n()).where(e.seq == 1).group_by(e.activity)),
        "ends": _ranked(ask, sa.select(e.activity, _n()).where(e.next_activity.is_(None)).group_by(e.activity)),
    }


def monthly(ask: Ask) -> dict[str, Row]:
    """Cases by month of first and of last event, from the events alone: {"intake": {month: n}, "closure": {month: n}}."""
    events, _ = _events(ask)
    e = events.c
    first = sa.select(_month(e.occurred_at).label("month"), _n()).where(e.seq == 1)
    last = sa.select(_month(e.occurred_at).label("month"), _n()).where(e.next_activity.is_(None))
    return {name: {row["month"]: row["count"] for row in ask.scope.fetch(part.group_by("month").order_by("month"))}
            for name, part in (("intake", first), ("closure", last))}


def _events(ask: Ask) -> tuple[sa.Subquery, sa.Subquery]:
    cases, rows = ask.scope.rows(CASES), ask.scope.rows(EVENTS)
    asked = [ask.filters.where(cases.c, CASES, ask.scope.places)]
    if any(ask.filters.text(name) for name in ("since", "until", "period")):
        asked.append(ask.period.holds(cases.c.accepted_on))
    chosen = sa.select(cases).where(*asked).subquery("chosen")
    columns = (rows.c[name] for name in ("case_no", "seq", "activity", "occurred_at", "next_activity", "gap_days"))
    return sa.select(*columns).join_from(rows, chosen, rows.c.case_no == chosen.c.case_no).subquery("flow"), chosen


def _numbers(ask: Ask, events: sa.Subquery, cases: sa.Subquery) -> dict:
    e, days = events.c, cases.c.throughput_days
    path = sa.func.string_agg(e.activity, aggregate_order_by(sa.literal_column(f"'{SEPARATOR}'"), e.seq))
    paths = sa.select(e.case_no, path.label("path")).group_by(e.case_no).subquery("paths")
    counted = sa.select(sa.func.count().label("cases"), sa.func.count(paths.c.path.distinct()).label("variants")).select_from(paths)
    spread = sa.select(
        sa.func.avg(days).label("mean"), engine.quantile(days, 0.5).label("median"),
        engine.quantile(days, 0.9).label("p90"), sa.func.max(days).label("max"),
    ).where(days.is_not(None))
    events_in_all = ask.scope.fetch(sa.select(_n()).select_from(events))[0]["count"]
    return {**ask.scope.fetch(counted)[0], "events": events_in_all, "throughput_days": ask.scope.fetch(spread)[0]}


def _pairs(ask: Ask, e) -> list[Row]:
    statement = sa.select(
        e.activity.label("from"), e.next_activity.label("to"), _n(), engine.quantile(e.gap_days, 0.5).label("median_days"),
    ).where(e.next_activity.is_not(None))
    return _ranked(ask, statement.group_by(e.activity, e.next_activity))


def _n() -> sa.ColumnElement[int]:
    return sa.func.count().label("count")


def _ranked(ask: Ask, statement: sa.Select) -> list[Row]:
    """Most frequent first; ties by name, so that equal questions have equal answers."""
    return sorted(ask.scope.fetch(statement), key=lambda row: (-row["count"], *map(str, list(row.values())[:2])))


def _month(moment) -> sa.ColumnElement[str]:
    return sa.func.substr(sa.cast(moment, sa.String), 1, 7)
