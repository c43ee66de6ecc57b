"""Row access, all of it: in the whole snapshot a viewer sees what anybody would see in a snapshot of that viewer's rows alone.

The second snapshot is made with the rule restated in plain Python, and its marts are built anew from what is left.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from data import schema
from data.access import EVERYTHING, Grant, Scope
from data.answer import Answer
from data.ask import Ask
from data.catalogue import roles
from data.definitions import dimensions, indicators, marts, relations
from data.definitions.filters import Filters
from data.edition import Snapshot
from data.editions import PostgresSnapshot
from data.errors import NotFound, NotSupplied
from data.progress import Quiet
from data.settings import Settings
from data.snapshots import preaggregates
from data.snapshots.postgres import PostgresShelf
from data.store import Store
from queries import additional, api, casefile, changes, choices, holders, lists, measure, paths, process, series, stages
from tests.test_invariants import applicable, periods, plain
from tests.test_roles import kinds
from tests.worlds import told_flat


def grants(snapshot) -> dict[str, Grant]:
    """Viewers of every kind a grant can tell apart, over places that the data hold."""
    c = schema.cases.c
    cases = snapshot.fetch(sa.select(c.province, c.city, c.office, c.department, c.handler, c.line).order_by(c.case_no))
    first, middle = cases[0], cases[len(cases) // 2]
    return {
        "nobody": Grant(),
        "a city": Grant(units=frozenset({middle["city"]})),
        "a city, sealed": Grant(units=frozenset({middle["city"]}), special=frozenset({"sealed"})),
        "two offices": Grant(units=frozenset({first["office"], middle["office"]})),
        "a department": Grant(units=frozenset({middle["department"]})),
        "one line": Grant(units=None, lines=frozenset({middle["line"]})),
        "own cases": Grant(units=None, handlers=frozenset({middle["handler"]})),
        "no line": Grant(units=frozenset({first["province"]}), lines=frozenset()),
    }


def may_see(grant: Grant, row: dict) -> bool:
    """The rule once more."""
    places = {row["province"], row["city"], row["office"], row["department"]}
    return (
        (grant.units is None or bool(grant.units & places))
        and (grant.lines is None or row["line"] in grant.lines)
        and (grant.handlers is None or row["handler"] in grant.handlers)
        and kinds(row) <= grant.special
    )


ENGINES = ("duckdb", "postgres")
NAMES = ("nobody", "a city", "a city, sealed", "two offices", "a department", "one line", "own cases", "no line")


def test_every_kind_of_viewer_is_asked(duckdb_world):
    assert tuple(grants(duckdb_world.snapshot)) == NAMES


@pytest.fixture(scope="module")
def kept() -> dict[str, Path]:
    """The home of each viewer's rows alone: built once, served from both engines."""
    return {}


@pytest.fixture(scope="module", params=list(product(NAMES, ENGINES)), ids="-".join)
def viewer(request, kept, tmp_path_factory) -> Iterator[tuple[Scope, Scope]]:
    """A scope in the whole snapshot, and the scope of everything in the snapshot of that viewer's rows, on the same engine."""
    name, engine = request.param
    built, world = request.getfixturevalue("duckdb_world"), request.getfixturevalue(f"{engine}_world")
    grant = grants(world.snapshot)[name]
    if name not in kept:
        kept[name] = _only(grant, built, tmp_path_factory.mktemp("alone"))
    with _served(kept[name], world) as alone:
        yield Scope(world.snapshot, grant), Scope(alone, EVERYTHING)


@contextmanager
def _served(home, world) -> Iterator[Snapshot]:
    """The one snapshot of a home, from the engine of the world it is compared with."""
    if not world.settings.database_url:
        store = Store(Settings(home=home))
        yield store.current()
        store.close()
        return
    shelf = PostgresShelf(world.settings.database_url)
    shelf.put(home / "snapshots" / "alone.duckdb", "alone", Quiet())
    engine = sa.create_engine(world.settings.database_url)
    yield PostgresSnapshot("alone", engine)
    engine.dispose()
    shelf.drop("alone")


def _only(grant: Grant, world, home):
    """A home with the rows of one viewer, its marts built from them."""
    folder = home / "snapshots"
    folder.mkdir()
    shutil.copy(world.settings.snapshots / f"{world.snapshot.key}.duckdb", folder / "alone.duckdb")
    (folder / "current").write_text("alone", encoding="ascii")
    with duckdb.connect() as con:
        con.execute(f"attach '{folder / 'alone.duckdb'}' as built")
        con.execute("create schema work")
        places = ("case_no", "province", "city", "office", "department", "handler", "line")
        names = (*places, "sealed", "secrecy", "sensitive", "leader_case")
        rows = con.execute(f"select {', '.join(names)} from built.cases").fetchall()
        seen = [row[0] for row in rows if may_see(grant, dict(zip(names, row, strict=True)))]
        con.execute("create table seen as select unnest(?::bigint[]) as case_no", [seen])
        for table in schema.FACTS:
            con.execute(f"delete from built.{table.name} where case_no not in (from seen)")
        con.execute("""update built.cases set arrival_no = ranked.place from
            (select case_no, row_number() over (order by arrival_no) as place from built.cases) ranked
            where ranked.case_no = cases.case_no""")
        con.execute("create table work.context as select case_no, office from built.cases")
        for table in marts.tables():
            con.execute(f"delete from built.{table.name}")
        for step in preaggregates.steps():
            step.fill(con, world.snapshot.as_of, world.snapshot.statistical_day)
    return home


def both(viewer, **texts) -> tuple[Ask, Ask]:
    return tuple(Ask(scope, Filters.of(texts)) for scope in viewer)


def tells_of_shut_cases(indicator, grant: Grant) -> bool:
    """Whether its rows are picked by the very mark of cases that this viewer must not know of."""
    counts = (indicator.count, *([indicator.of.count] if indicator.of else []))
    picked = " ".join(str(tally.rows(count.over.table.c)) for count in counts for tally in count.tallies)
    return any(kind.column in picked and kind.key not in grant.special for kind in roles.special().values())


def test_figures(viewer):
    """Totals and series of every indicator, each by two of its dimensions, so that all dimensions have their turn."""
    span = periods(viewer[0].snapshot)
    for place, indicator in enumerate(indicators.ALL.values()):
        period = span[place % len(span)]
        seen, alone = both(viewer, since=str(period.since), until=str(period.until))
        if tells_of_shut_cases(indicator, seen.scope.grant):
            with pytest.raises(NotSupplied):
                measure.total(indicator)(seen)
            continue
        known = applicable(indicator)
        for by in ((), (known[place % len(known)],), (known[(place + 3) % len(known)],)):
            answers = [plain(measure.measured(ask, (indicator,), by, (period,))) for ask in (seen, alone)]
            assert answers[0] == answers[1], (indicator.key, by)
        parts = period.parts("month")[-6:]
        lines = [plain(Answer(tuple(series.groups(ask, (indicator,), parts)), (indicator,))) for ask in (seen, alone)]
        assert lines[0] == lines[1], indicator.key


def test_lists(viewer):
    for relation in relations.ALL.values():
        pages = [lists.page(relation, ask, 0, 500) for ask in both(viewer)]
        assert pages[0].rows == pages[1].rows, relation.key
        assert pages[0].total == pages[1].total
        streams = [[row for batch in lists.stream(relation, ask)[1] for row in batch] for ask in both(viewer)]
        assert streams[0] == streams[1], relation.key


def test_choices_and_flow(viewer):
    for dimension in (*dimensions.ORG_LEVELS, dimensions.LINE, dimensions.TYPE):
        offered = [choices.of(dimension, ask) for ask in both(viewer)]
        assert offered[0] == offered[1], dimension.key
    for query in (process.process, paths.routes, paths.reworked, holders.holders, stages.stages, additional.composition):
        seen, alone = (query(ask) for ask in both(viewer))
        assert (seen and _numbers(seen)) == (alone and _numbers(alone)), query.__name__
    whole, alone = ({k: v for k, v in api.flow(ask).items() if k not in ("snapshot", "filters")} for ask in both(viewer))
    assert told_flat(whole) == pytest.approx(told_flat(alone))


def _numbers(answer) -> dict:
    """An answer about the flow without who asked, and without the name of the table it came from."""
    plain_parts = {key: value for key, value in vars(answer).items() if not key.startswith("ask")}
    if "now" in plain_parts:
        plain_parts["now"] = replace(answer.now, source="")
    return plain_parts


def test_changes(viewer):
    some = [i for i in indicators.ALL.values() if i.over is relations.CASES][:8]
    found = [changes.most(*some)(ask) for ask in both(viewer)]
    told = [[asdict(c) | {"indicator": c.indicator.key, "dimension": None} for c in each.listed] for each in found]
    assert told[0] == told[1]
    assert found[0].n == found[1].n


def test_a_case_out_of_scope_does_not_exist(viewer):
    whole = Scope(viewer[0].snapshot, EVERYTHING)
    numbers = [row["case_id"] for row in lists.page(relations.CASES, Ask(whole), 0, 40, columns=("case_id",)).rows]
    for number in numbers:
        files = [_file(ask) for ask in both(viewer, case=number)]
        assert files[0] == files[1], number


def _file(ask: Ask):
    try:
        found = casefile.one_case(ask)
    except NotFound as error:
        return str(error)
    return found.head | {"arrival_no": None}, found.parts, found.linked
