"""The tables of forecasts: which past days are learnt from and which one judges, and what is kept.

The last day whose outcomes are all known judges a forecast learnt from days that lie a whole horizon before it, so that no
outcome it learnt from was still open then. When it is surely better than the base rate, the same recipe learns from all days
known today and says the chances of the clocks now open; otherwise nothing is stored but the judgement.
Knows the order of steps. Must not know SQL of features, nor how anything is fitted.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import duckdb
import numpy as np

from data import schema
from data.definitions.risk import CLOCKS, Awaited
from data.snapshots.risks import days, episodes, storing
from data.snapshots.target import insert_rows
from data.text import Text

STEPS = 18  # past days learnt from
MONTH = 30
MOST_LEARNT, MOST_JUDGED = 60_000, 60_000  # rows: more takes time and no longer changes the forecast
FEWEST_MISSED = 50  # misses on the days learnt from; below, there is nothing to learn from
OF_CLOCKS = Text("办案期限", "Clocks of the law")


def build(con: duckdb.DuckDBPyConnection, as_of: date, awaited: Sequence[Awaited] = ()) -> None:
    """Fill `risks`, `risk_checks` and `risk_models`."""
    if con.execute("select 1 from built.clocks where due_on is not null limit 1").fetchone():
        _model(con, CLOCKS, OF_CLOCKS, as_of, episodes.of_clocks(con))
    for each in awaited:
        _model(con, each.key, each.label, as_of, episodes.of_log(con, each))


@dataclass(frozen=True)
class Plan:
    """The days of one model: `judged` is the last whose outcomes are known on `as_of`; each of `learnt` lies before it."""

    as_of: date
    horizon: int

    @property
    def judged(self) -> date:
        return self.as_of - timedelta(days=self.horizon + 1)

    @property
    def step(self) -> int:
        """Days between the days learnt from: a month, more where the horizon is longer than a year."""
        return max(MONTH, self.horizon // 12)

    @property
    def apart(self) -> int:
        """Steps from the day that judges back to the last whose outcomes were known on it."""
        return -(-(self.horizon + 1) // self.step)

    @property
    def learnt(self) -> list[date]:
        return [self.judged - timedelta(days=self.step * back) for back in range(1, self.apart + STEPS)]

    @property
    def known_then(self) -> date:
        """The last day that the forecast under judgement may learn from."""
        return self.judged - timedelta(days=self.step * self.apart)


def _model(con: duckdb.DuckDBPyConnection, key: str, label: Text, as_of: date, horizon: int) -> None:
    plan = Plan(as_of, horizon)
    about = {"model": key, "label_zh": label.zh, "label_en": label.en, "horizon_days": horizon}
    found = _learn(con, key, plan) if _missed(con, plan) >= FEWEST_MISSED else {"used": False, "reason": "few"}
    row = about | found
    insert_rows(con, "built.risk_models", tuple(row), [tuple(row.values())])
    for table in ("standing", "found", "paths", "judged"):
        con.execute(f"drop table if exists temp.{table}")
    episodes.drop(con, key)


def _missed(con: duckdb.DuckDBPyConnection, plan: Plan) -> int:
    """Misses, over all episodes, between the first day learnt from and the day of the judgement."""
    since, until = (f"date '{day}'" for day in (min(plan.learnt), plan.judged))
    return con.execute(f"""
        select count(*) from episodes where due_on between {since} and {until} and (ended_on is null or ended_on > due_on)
    """).fetchone()[0]


def _learn(con: duckdb.DuckDBPyConnection, key: str, plan: Plan) -> dict:
    """What is said of the model; fills the tables of forecasts when it is used."""
    from data.snapshots.risks import learning  # takes seconds and memory: only where there is something to learn

    bucket, of_judged = _buckets(con, plan)
    asked = [(plan.judged, max(of_judged, bucket)), *((day, bucket) for day in plan.learnt)]
    days.gather(con, asked, plan.horizon, plan.as_of)
    before = storing.rows(con, f"day <= date '{plan.known_then}'")
    on_the_day = storing.rows(con, f"day = date '{plan.judged}'")
    missed = int(before.missed.sum())
    said = {"trained_until": plan.known_then, "validated_on": plan.judged, "n_trained": len(before), "missed_trained": missed}
    if min(missed, len(before) - missed) < FEWEST_MISSED or not len(on_the_day):
        return said | {"used": False, "reason": "few"}
    chances, base = learning.fit(before).chances(on_the_day), learning.base(before, on_the_day)
    found = learning.judge(on_the_day, chances, base)
    if found.better:
        _checks(con, key, plan, chances, base)
        _risks(con, key, plan, learning.fit(storing.rows(con, f"bucket < {bucket}")))
    judged = {name: value for name, value in asdict(found).items() if name != "bands"} | {"bins": json.dumps(found.bands)}
    return said | judged | {"used": found.better, "reason": "better" if found.better else "not_better"}


def _buckets(con: duckdb.DuckDBPyConnection, plan: Plan) -> tuple[int, int]:
    """How many buckets of cases are learnt from, and how many judge, so that neither is more than it may be."""
    first, last, horizon = min(plan.learnt), plan.judged, plan.horizon
    rows, on_the_day = con.execute(f"""
        with seen as (
            select greatest(began_on, due_on - {horizon}, date '{first}') as since,
                least(coalesce(ended_on - 1, due_on), due_on, date '{last}') as until
            from episodes where due_on >= date '{first}' and began_on <= date '{last}'
        )
        select coalesce(sum((until - since + 1) / {plan.step}) filter (until >= since), 0)::bigint, count(*) filter (until = date '{last}')
        from seen
    """).fetchone()
    share = lambda most, there: min(days.BUCKETS, days.BUCKETS * most // max(there, 1))  # noqa: E731
    return share(MOST_LEARNT, int(rows)), share(MOST_JUDGED, on_the_day)


def _checks(con: duckdb.DuckDBPyConnection, key: str, plan: Plan, chances: np.ndarray, base: np.ndarray) -> None:
    """What was forecast for the day of the judgement, beside what happened."""
    own = {"judged_on": "f.day", "missed": "f.missed", "base_rate": "f.base_rate"}
    storing.store(con, schema.risk_checks, key, f"day = date '{plan.judged}'", own, probability=chances, base_rate=base)


def _risks(con: duckdb.DuckDBPyConnection, key: str, plan: Plan, forecast) -> None:
    """The chances of what is open today, some cases at a time."""
    days.gather(con, [(plan.as_of, days.BUCKETS)], plan.horizon, plan.as_of)
    for where in storing.stretches(con):
        storing.store(con, schema.risks, key, where, {"days_left": "f.days_left"}, probability=forecast.chances(storing.rows(con, where)))
