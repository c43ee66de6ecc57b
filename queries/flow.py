"""How cases go from activity to activity: counts, directly-follows pairs, first and last steps, variants, throughput.

Order within a case is fixed in the build (moment, then place in the file). Knows events and cases. Must not know words.
"""

import sqlalchemy as sa

from data import engine
from data.ask import Ask
from data.definitions import flows, overall
from data.definitions.relations import CASES, EVENTS
from data.edition import Row
from queries import course, moves, sources


def flow(ask: Ask, use_marts: bool = True) -> dict:
    """Over the cases in scope under the filters; a period, when one is asked for, is that of acceptance.

    Of everything, or of one type, all of it is kept (`course`). Else counts come from a pre-aggregate where no period is asked for;
    medians are of fractions of days, which only the rows have.
    """
    if use_marts and not _period_asked(ask) and (whole := course.found(ask)):
        return whole
    events, cases = _events(ask)
    counts = _from_moves(ask) if use_marts and not _period_asked(ask) else _from_events(ask, events.c)
    return overall.course(*_numbers(ask, events, cases), counts, _pairs(ask, events.c))


def _from_events(ask: Ask, e) -> dict[str, list[tuple]]:
    counted = sa.select(e.activity, _n()).group_by(e.activity)
    return {name: ask.scope.tuples(counted.where(where)) for name, where in overall.counted(e).items()}


def _from_moves(ask: Ask) -> dict[str, list[tuple]]:
    """Every event is once where a move leads to, and once where one leads from."""
    found = moves.source(ask, flows.MOVES, None)
    into, out = found.c.next_activity, found.c.activity
    asked = {"activities": (into, into.is_not(None)), "starts": (into, out.is_(None)), "ends": (out, into.is_(None))}
    rows = {name: moves.counted(ask, found, {"activity": key}, where) for name, (key, where) in asked.items()}
    return {name: [(row["activity"], row["n"]) for row in each] for name, each in rows.items()}


def _period_asked(ask: Ask) -> bool:
    return any(ask.filters.text(name) for name in ("since", "until", "period"))


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
    asked = [sources.asked(ask, cases.c, CASES)]
    if _period_asked(ask):
        asked.append(ask.period.holds(cases.c.accepted_on))
    chosen = sa.select(cases).where(*asked).subquery("chosen")
    columns = (rows.c[name] for name in ("case_no", "seq", "activity", "occurred_at", "next_activity", "gap_days"))
    found = sa.select(*columns).join_from(rows, chosen, rows.c.case_no == chosen.c.case_no).where(flows.real(rows.c))
    return found.subquery("flow"), chosen


def _numbers(ask: Ask, events: sa.Subquery, cases: sa.Subquery) -> tuple[Row, Row]:
    """Of cases, variants and events; and how long cases took."""
    days, variant = cases.c.throughput_days, cases.c.variant
    counted = sa.select(sa.func.count(variant).label("cases"), sa.func.count(variant.distinct()).label("variants"))
    spread = sa.select(
        sa.func.avg(days).label("mean"), engine.quantile(days, 0.5).label("median"),
        engine.quantile(days, 0.9).label("p90"), sa.func.max(days).label("max"),
    ).where(days.is_not(None))
    events_in_all = ask.scope.fetch(sa.select(_n()).select_from(events))[0]["count"]
    return {**ask.scope.fetch(counted)[0], "events": events_in_all}, ask.scope.fetch(spread)[0]


def _pairs(ask: Ask, e) -> list[tuple]:
    each = sa.select(e.activity, e.next_activity, _n(), engine.quantile(e.gap_days, 0.5)).where(e.next_activity.is_not(None))
    return ask.scope.tuples(each.group_by(e.activity, e.next_activity))


def _n() -> sa.ColumnElement[int]:
    return sa.func.count().label("count")


def _month(moment) -> sa.ColumnElement[str]:
    return sa.func.substr(sa.cast(moment, sa.String), 1, 7)
