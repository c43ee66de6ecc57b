"""What was reported and what is known now: the figures of a published period beside today's, and the cases that make the difference.

The figures as reported lie on the desk and answer by themselves. Which cases differ is asked of the snapshot they were made from, as
long as it is there. Knows publications, snapshots and lists of cases. Must not know words.
"""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from data import schema
from data.answer import Figure, Head, Table
from data.ask import Ask
from data.definitions import indicators
from data.definitions import standing as standings
from data.definitions.counting import Count
from data.definitions.filters import Filters
from data.definitions.indicators.base import Indicator
from data.desk.tables.published import publications, published_figures
from data.edition import Row
from data.errors import NotFound
from data.period import Period
from data.text import Text
from queries import coarse, measure, parts, sources
from queries.deeds import published as deed

NO_SUCH = Text("没有这次发布，或您无权查看", "No such publication, or not one you may see")
MOST, SHOWN, AT_ONCE = 50, 100, 20_000
INDICATOR, UNIT, THEN, NOW, VERSION = (Text("指标", "Indicator"), Text("单位", "Unit"), Text("发布时", "As reported"), Text("现在", "Now"),
                                       Text("口径版本", "Version"))  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One indicator of one unit, then and now; `version` made the figure then, `changed` says that another makes it now."""

    indicator: Indicator
    unit: str
    then: Figure
    now: Figure | None
    version: str
    changed: bool

    @property
    def differs(self) -> bool:
        return self.now is not None and (self.then.numerator, self.then.denominator, self.then.value) != (
            self.now.numerator, self.now.denominator, self.now.value)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """A case that counts now and did not then, or the other way round; `before` and `after` are what differs of its columns.
    None stands for a case that was not there, or is not there any more."""

    case_id: str
    part: str
    n: int
    came: bool
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Why:
    """`moved` in the order of their numbers, as far as they are shown; `gone` says that the snapshot of then is no longer there."""

    line: Line
    moved: tuple[Moved, ...]
    came: int
    left: int
    gone: bool
    many: bool = False


@dataclass(frozen=True)
class Opened:
    """`alike` says that the same special kinds of cases are open to the viewer as to whoever published."""

    publication: Row
    lines: tuple[Line, ...]
    unit: str
    units: tuple[str, ...]
    why: Why | None
    alike: bool

    def table(self, ask: Ask) -> Table:
        heads = (Head(INDICATOR), Head(UNIT), Head(VERSION), Head(THEN, "decimal"), Head(NOW, "decimal"))
        return Table(heads, tuple(
            (one.indicator.label, ask.names.of("org", one.unit), one.version, one.then.value, one.now.value if one.now else None)
            for one in self.lines
        ))  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    publications: tuple[Row, ...]
    opened: Opened | None

    def table(self, ask: Ask) -> Table:
        return self.opened.table(ask) if self.opened else Table((), ())


def shelf(ask: Ask) -> Shelf:
    if ask.desk is None:
        return Shelf((), None)
    with ask.desk.reading() as con:
        found = [dict(row._mapping) for row in con.execute(sa.select(publications).order_by(publications.c.publication_id.desc()))]
    seen = [row for row in found if deed.seen(ask, row["unit"]) or any(deed.seen(ask, code) for code in _units(ask, row))]
    number = ask.filters.get("published")
    return Shelf(tuple(seen[:MOST]), _opened(ask, seen, number) if number else None)


def _units(ask: Ask, row: Row) -> list[str]:
    with ask.desk.reading() as con:
        c = published_figures.c
        return list(con.execute(sa.select(c.unit).where(c.publication_id == row["publication_id"]).distinct().order_by(c.unit)).scalars())


def _opened(ask: Ask, seen: list[Row], number: int) -> Opened:
    row = next((each for each in seen if each["publication_id"] == number), None)
    if row is None:
        raise NotFound(NO_SUCH)
    units = [code for code in [row["unit"], *(code for code in _units(ask, row) if code != row["unit"])] if deed.seen(ask, code)]
    named = (ask.filters.get("org") or ("",))[0]
    unit = named if named in units else units[0]
    lines = tuple(_lines(ask, row, unit))
    chosen = next((one for one in lines if one.indicator.key == ask.filters.text("indicator")), None)
    return Opened(row, lines, unit, tuple(units), _why(ask, row, chosen) if chosen else None, deed.special(ask) == row["special"])


def asked(ask: Ask, row: Row, unit: str) -> Ask:
    """The question of then: the unit and the days, nothing else."""
    texts = {"since": str(row["since"]), "until": str(row["until"])}
    if unit != deed.WHOLE:
        texts |= {"department": unit} if "-" in unit else {"org": unit}
    return replace(ask, filters=Filters.of(texts))


def _lines(ask: Ask, row: Row, unit: str):
    c = published_figures.c
    with ask.desk.reading() as con:
        found = [dict(each._mapping) for each in con.execute(
            sa.select(published_figures).where(c.publication_id == row["publication_id"], c.unit == unit))]  # fmt: skip
    told = {each["indicator"]: each for each in found if each["indicator"] in indicators.ALL}
    now = asked(ask, row, unit)
    there = tuple(each for each in indicators.ALL.values() if each.key in told and parts.available(now, each) and coarse.within(now))
    group = measure.total(*there)(now).groups[0] if there else None
    for each in (indicators.ALL[key] for key in told):
        kept = told[each.key]
        then = Figure(*(kept[name] for name in ("value", "numerator", "denominator", "n", "withheld")))
        yield Line(each, unit, _guarded(ask, each, now.period, then), group[each.key] if each in there else None, kept["version"],
                   kept["version"] != standings.version(each))  # fmt: skip


def _guarded(ask: Ask, each: Indicator, period: Period, figure: Figure) -> Figure:
    """Who sees figures only sees no more of then than of what is asked anew."""
    if not ask.viewer.figures_only:
        return figure
    number = figure.n if figure.numerator is None else figure.numerator
    return coarse.figure(ask, each, period, number, figure.denominator, figure.value, parts.least(ask, each))



def _why(ask: Ask, row: Row, line: Line) -> Why:
    """The cases behind numerator and base then and now, taken from one another. Raises NotAllowed for who sees figures only."""
    ask.check_rows()
    earlier = ask.scope.snapshot.earlier(row["snapshot"])
    if earlier is None:
        return Why(line, (), 0, 0, gone=True)
    scopes = [replace(ask.scope, snapshot=each, entrusted=frozenset()) for each in (earlier, ask.scope.snapshot)]
    sides = [asked(replace(ask, scope=scope), row, line.unit) for scope in scopes]
    found, many = [], False
    for part, count in (("numerator", line.indicator.count), *((("denominator", line.indicator.of.count),) if line.indicator.of else ())):
        then, now = (_behind(side, count) for side in sides)
        many |= max(len(then), len(now)) > AT_ONCE
        found += [(case_id, part, now.get(case_id, 0) - then.get(case_id, 0)) for case_id in sorted({*then, *now})]
    moved = [each for each in found if each[2]] if not many else []
    before, after = (_cases(side, [case_id for case_id, _, _ in moved[:SHOWN]]) for side in sides)
    shown = tuple(_moved(*each, before, after) for each in moved[:SHOWN])
    return Why(line, shown, sum(n > 0 for _, _, n in moved), sum(n < 0 for _, _, n in moved), gone=False, many=many)


def _behind(ask: Ask, count: Count) -> dict[str, int]:
    """Case → how many of its rows count."""
    source, keys = sources.facts(ask, count.over), schema.case_keys.c
    c = source.c
    statement = sa.select(keys.case_id, sa.func.count().label("n")).select_from(
        source.rows.join(schema.case_keys, keys.case_no == c.case_no)
    )
    rows = ask.scope.fetch(statement.where(source.where, count.behind(c, ask.period)).group_by(keys.case_id).limit(AT_ONCE + 1))
    return {row["case_id"]: row["n"] for row in rows}


def _cases(ask: Ask, case_ids: list[str]) -> dict[str, Row]:
    """What a snapshot says of these cases, as far as they are in scope."""
    rows, keys = ask.scope.table("cases"), schema.case_keys.c
    shown = [column.name for column in schema.source_columns(schema.cases) if column.name in rows.c and column.name not in HIDDEN]
    statement = sa.select(keys.case_id.label("of"), *(rows.c[name] for name in shown)).select_from(
        rows.join(schema.case_keys, keys.case_no == rows.c.case_no)
    )
    return {row.pop("of"): row for row in ask.scope.fetch(statement.where(keys.case_id.in_(sorted(set(case_ids)))))}


HIDDEN = {column.name for column in schema.cases.columns if schema.about(column).personal} | {"case_id", "changed_at"}


def _moved(case_id: str, part: str, n: int, before: dict[str, Row], after: dict[str, Row]) -> Moved:
    old, new = before.get(case_id), after.get(case_id)
    if old is None or new is None:
        return Moved(case_id, part, abs(n), n > 0, old and {}, new and {})
    changed = [name for name in new if old.get(name) != new[name]]
    return Moved(case_id, part, abs(n), n > 0, {name: old.get(name) for name in changed}, {name: new[name] for name in changed})
