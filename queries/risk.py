"""Deadline risk: how many of the clocks now open are expected to miss their day, department by department, and how far to trust it.

What is expected is the sum of the chances of exactly the clocks that the list behind it holds. What is shown of the test is
counted among the tested clocks in scope, with the filters in force.
Knows the tables of forecasts through a scope. Must not know how anything was learnt, nor words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cached_property

import sqlalchemy as sa

from data.ask import Ask
from data.definitions.relations import RISK_CHECKS, RISKS, Relation
from data.definitions.risk import BANDS, NEXT, ends
from data.edition import Row
from data.period import Period
from queries import sources
from queries.overruns import interval


@dataclass(frozen=True)
class Expected:
    """`n` clocks due in the days ahead, of which `expected` will be missed, between `low` and `high` with nine chances in ten."""

    office: str | None
    department: str | None
    n: int
    expected: float
    variance: float
    spread: float

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """Worked out for the few that are shown, of many thousands of departments."""
        return interval(self.expected, self.variance, self.spread)

    @property
    def low(self) -> int:
        return self.bounds[0]

    @property
    def high(self) -> int:
        return self.bounds[1]

    @property
    def plain(self) -> dict:
        return {name: getattr(self, name) for name in ("office", "department", "n", "expected", "low", "high")}


@dataclass(frozen=True)
class Departments(Sequence):
    """By columns, those with most expected overruns first: of many thousands only those that are shown are made."""

    columns: Mapping[str, Sequence]
    spread: float

    def __len__(self) -> int:
        return len(self.columns["n"])

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return _summed({name: values[place] for name, values in self.columns.items()}, self.spread)


@dataclass(frozen=True)
class Band:
    """`n` tested clocks with a forecast from `low` to `high`: `expected` misses, and `missed`, what happened."""

    low: float
    high: float
    n: int
    expected: float
    missed: int


@dataclass(frozen=True)
class Test:
    """Brier scores of the forecasts and of the base rate over the tested clocks, and the bands they fall in."""

    n: int
    missed: int
    brier: float
    brier_base: float
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Forecast:
    """One model: what is said of it, the days ahead, what is expected of each department and in all, and its test."""

    about: Row
    ahead: Period
    departments: Sequence[Expected] = ()
    whole: Expected | None = None
    test: Test | None = None


def forecasts(ask: Ask) -> tuple[Forecast, ...]:
    """Of every model there is; one that is not used has nothing but what is said of it."""
    rows = ask.scope.models()
    return tuple(_forecast(ask, about) for about in ask.scope.fetch(sa.select(rows).order_by(rows.c.model)))


def _forecast(ask: Ask, about: Row) -> Forecast:
    ahead = Period(ask.scope.as_of, ask.scope.as_of + timedelta(days=NEXT))
    if not about["used"]:
        return Forecast(about, ahead)
    departments = _departments(ask, about, ahead)
    return Forecast(about, ahead, departments, _whole(ask, about, ahead), _test(ask, about))


def _departments(ask: Ask, about: Row, ahead: Period) -> Departments:
    """It is a list of work to come, not of merit."""
    statement = _expected(ask, about, ahead, ("office", "department"))
    ordered = statement.order_by(sa.desc("expected"), *statement.selected_columns[:2])
    return Departments({name: each.tolist() for name, each in ask.scope.arrays(ordered).items()}, about["spread"])


def _whole(ask: Ask, about: Row, ahead: Period) -> Expected | None:
    row = ask.scope.fetch(_expected(ask, about, ahead, ()))[0]
    return _summed(row, about["spread"]) if row["n"] else None


def _expected(ask: Ask, about: Row, ahead: Period, by: tuple[str, ...]) -> sa.Select:
    source, where = _of(ask, RISKS, about)
    c = source.c
    sums = (sa.func.count().label("n"), sa.func.sum(c.probability).label("expected"),
            sa.func.sum(c.probability * (1 - c.probability)).label("variance"))  # fmt: skip
    keys = [c[name] for name in by]
    return sa.select(*keys, *sums).where(*where, ahead.holds(c.due_on)).group_by(*keys)


def _summed(row: Row, spread: float) -> Expected:
    expected = row["expected"] or 0.0
    return Expected(row.get("office"), row.get("department"), row["n"], expected, row["variance"] or 0.0, spread)


def _test(ask: Ask, about: Row) -> Test | None:
    rows = ask.scope.fetch(_banded(ask, about))
    n = sum(row["n"] for row in rows)
    if not n:
        return None
    bands = tuple(Band(*ends(row["band"]), row["n"], row["expected"], int(row["missed"])) for row in rows)
    error, base = (sum(row[name] for row in rows) / n for name in ("error", "base"))
    return Test(n, sum(each.missed for each in bands), error, base, bands)


def _banded(ask: Ask, about: Row) -> sa.Select:
    """The tested clocks by band. The band is a column first: engines do not see that two cases with bound values are one."""
    source, where = _of(ask, RISK_CHECKS, about)
    c = source.c
    place = sa.case(*((c.probability >= low, at) for at, low in reversed(list(enumerate(BANDS)))), else_=0)
    came = sa.case((c.missed, 1), else_=0)
    tested = sa.select(place.label("band"), c.probability, c.base_rate, came.label("came")).where(*where).subquery("tested")
    t = tested.c
    sums = {
        "n": sa.func.count(), "expected": sa.func.sum(t.probability), "missed": sa.func.sum(t.came),
        "error": sa.func.sum((t.probability - t.came) * (t.probability - t.came)),
        "base": sa.func.sum((t.base_rate - t.came) * (t.base_rate - t.came)),
    }  # fmt: skip
    return sa.select(t.band, *(each.label(name) for name, each in sums.items())).group_by(t.band).order_by(t.band)


def _of(ask: Ask, relation: Relation, about: Row):
    source = sources.facts(ask, relation)
    return source, (source.where, source.c.model == about["model"])


def plain(ask: Ask) -> list[dict]:
    """The forecasts as plain values, for the command line."""
    return [
        {**each.about, "since": each.ahead.since, "until": each.ahead.until,
         "departments": [row.plain for row in each.departments],
         "expected": each.whole.plain if each.whole else None, "test": asdict(each.test) if each.test else None}
        for each in forecasts(ask)
    ]  # fmt: skip
