"""A scheme tried on the year before: what each unit would have, under the scheme and under other coefficients; who moves, and why.

Nothing of it is there unless the office's settings open it. Knows schemes, indicators and findings. Must not know words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.answer import Head, Table
from data.ask import Ask
from data.catalogue import schemes
from data.catalogue.schemes import Scheme
from data.definitions import indicators
from data.definitions.dimensions import Dimension
from data.definitions.relations import FINDINGS
from data.errors import NotAllowed, NotFound
from data.period import Period
from data.text import Text
from queries import measure, parts, places, sources
from queries.performance import scoring
from queries.performance.scoring import Got

SHUT = Text("2024年10月起全国取消考核排名（一取消三不再）；评价方案默认关闭，须由本院在设置 ANLIU_SCHEMES 中明确启用",
            "Assessment rankings were abolished nationally in October 2024: schemes are shut unless ANLIU_SCHEMES opens them")  # fmt: skip
NO_SCHEME = Text("没有生效的评价方案", "No scheme is in force")


@dataclass(frozen=True)
class Unit:
    """`items` under the scheme, `other` under what was tried; `place` and `other_place` in the order of the sums."""

    code: str
    items: tuple[Got, ...]
    other: tuple[Got, ...]
    place: int = 0
    other_place: int = 0

    @property
    def score(self) -> float:
        return scoring.total(self.items)

    @property
    def other_score(self) -> float:
        return scoring.total(self.other)

    @property
    def reasons(self) -> list[tuple[Got, float]]:
        """The points that moved it, the largest first."""
        moved = [(new, (new.score or 0) - (old.score or 0)) for old, new in zip(self.items, self.other, strict=True)]
        return sorted((each for each in moved if abs(each[1]) > 1e-9), key=lambda each: -abs(each[1]))


@dataclass(frozen=True)
class Tried:
    scheme: Scheme
    other: Scheme
    level: Dimension
    year: int
    units: tuple[Unit, ...]
    findings: dict[str, dict[str, int]]

    @property
    def flagged(self) -> list:
        return [each for each in self.scheme.points if each.flagged]

    def table(self, ask: Ask) -> Table:
        heads = (Head(self.level.label), Head(Text("得分", "Points"), "decimal"), Head(Text("试算", "Tried"), "decimal"))
        return Table(heads, tuple((ask.names.value(self.level, one.code), one.score, one.other_score) for one in self.units))


def shown(ask: Ask) -> Tried | None:
    """None where schemes are shut."""
    return tried(ask) if ask.settings.schemes else None


def tried(ask: Ask) -> Tried:
    """Of the units just below the one in force. Raises NotAllowed where schemes are shut, NotFound where there is none."""
    if not ask.settings.schemes:
        raise NotAllowed(SHUT)
    scheme = schemes.on(ask.scope.as_of)
    if scheme is None:
        raise NotFound(NO_SCHEME)
    year, level = ask.scope.as_of.year - 1, places.org_child(ask)
    period = Period(date(year, 1, 1), date(year, 12, 31))
    share = ask.filters.get("review_share")
    other = scoring.changed(scheme, None if share is None else share / 100, ask.filters.get("coefs") or {})
    figures, findings = _figures(ask, scheme, level, period), _findings(ask, scheme, level, period)
    units = [_unit(code, scheme, other, figures, findings) for code in sorted({code for _, _, code in figures if code is not None})]
    return Tried(scheme, other, level, year, tuple(_placed(units)), _by_branch(findings))


def _placed(units: list[Unit]) -> list[Unit]:
    before, after = (sorted(units, key=lambda unit: (-getattr(unit, name), unit.code)) for name in ("score", "other_score"))
    places_of = [{unit.code: at for at, unit in enumerate(order, 1)} for order in (before, after)]
    return [Unit(unit.code, unit.items, unit.other, places_of[0][unit.code], places_of[1][unit.code]) for unit in units]


def _unit(code: str, scheme: Scheme, other: Scheme, figures: Mapping, findings: Mapping) -> Unit:
    sides = []
    for each in (scheme, other):
        sides.append(tuple(
            scoring.got(point, *_own_and_usual(point, code, each, figures, findings), each.parts[point.part]) for point in each.points
        ))  # fmt: skip
    return Unit(code, *sides)


def _own_and_usual(point, code: str, scheme: Scheme, figures: Mapping, findings: Mapping) -> tuple[float | None, float | None]:
    if point.way == schemes.FINDINGS:
        base = figures.get((point.line, "concluded", code))
        return (100 * scoring.cost(scheme, findings.get((point.line, code), {})) / base if base else None), 0.0
    return figures.get((point.line, point.measure, code)), figures.get((point.line, point.measure, None))


def _figures(ask: Ask, scheme: Scheme, level: Dimension, period: Period) -> dict[tuple, float | None]:
    """(line, measure, unit) → figure; of no unit the usual one: a rate of all together, a count of a unit in the middle."""
    found = {}
    for line in dict.fromkeys(point.line for point in scheme.points):
        one = ask.with_(line=line, period=None, since=str(period.since), until=str(period.until))
        wanted = {point.measure for point in scheme.points if point.line == line and point.measure} | {"concluded"}
        there = tuple(each for key, each in indicators.ALL.items() if key in wanted and parts.available(one, each))
        whole = measure.measured(one, there, (), (period,)).groups[0]
        groups = [group for group in measure.measured(one, there, (level,), (period,)).groups if group.codes[level.key] is not None]
        for each in there:
            found |= {(line, each.key, str(group.codes[level.key])): group[each.key].value for group in groups}
            value = whole[each.key].value
            found[line, each.key, None] = value / len(groups) if each.additive and value is not None and groups else value
    return found


def _findings(ask: Ask, scheme: Scheme, level: Dimension, period: Period) -> dict[tuple[str, str], dict[str, int]]:
    """(line, unit) → branch → how many findings of the year."""
    if not any(point.way == schemes.FINDINGS for point in scheme.points) or "findings" not in ask.scope.snapshot.supplied:
        return {}
    source = sources.facts(ask, FINDINGS)
    c, n = source.c, sa.func.count().label("n")
    answered = c.replied_on.is_not(None).label("answered")
    keys = (c.line, c[level.column].label("unit"), c.source_level, c.reply, answered)
    rows = ask.scope.fetch(sa.select(*keys, n).where(source.where, period.holds(c.found_on)).group_by(*keys))
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        cell = found.setdefault((row["line"], row["unit"]), {})
        key = scoring.branch(row["source_level"], row["reply"], bool(row["answered"]))
        cell[key] = cell.get(key, 0) + row["n"]
    return found


def _by_branch(findings: Mapping) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (_, unit), branches in findings.items():
        cell = found.setdefault(unit, {})
        for key, n in branches.items():
            cell[key] = cell.get(key, 0) + n
    return found
