"""Figures of single prosecutors: without the right to see them no way of asking gives one; and who sees figures only sees none over few."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.access import Grant, Scope
from data.answer import Answer
from data.ask import Ask
from data.definitions import dimensions, indicators
from data.definitions.filters import Filters
from data.errors import AppError, BadFilter, NotSupplied
from data.viewer import Given, Viewer
from pages import PAGES
from queries import api
from queries.measure import Compared

DAY = date(2026, 1, 5)
FIGURES = [
    (page, panel) for page in PAGES for panel in page.panels
    if panel.relation is None and page.right in ("", "figures") and panel.name != "chosen"  # what may be compared, no figure
]  # fmt: skip
NAMES = [f"{page.name}-{panel.name}" for page, panel in FIGURES]


@pytest.fixture(scope="module")
def case(duckdb_world) -> dict:
    """A reviewed case, with its prosecutor."""
    ask = duckdb_world.ask()
    rows = ask.scope.table("reviews")
    found = ask.scope.fetch(rows.select().where(rows.c.by_whom.is_not(None), rows.c.handler.is_not(None)).order_by(rows.c.case_no).limit(1))
    return found[0]


def ask_of(world, role: str, unit: str, **texts: str) -> Ask:
    viewer = Viewer.of("v", "v", None, [Given(role, unit)], DAY)
    return Ask(Scope(world.snapshot, viewer.grant), Filters.of(texts), world.settings, viewer)


@pytest.fixture(scope="module")
def monitor(duckdb_world, case):
    return lambda **texts: ask_of(duckdb_world, "monitor", case["city"], **texts)


def told(panel, ask: Ask) -> str:
    """What a panel answers, or that it refuses."""
    try:
        return repr(plain(panel.asked(ask)))
    except AppError as error:
        return type(error).__name__


def plain(answer):
    """An answer without the question, which it may carry."""
    if isinstance(answer, tuple) and not hasattr(answer, "_fields"):
        return [plain(each) for each in answer]
    return {key: value for key, value in vars(answer).items() if not key.startswith("ask")} if hasattr(answer, "__dict__") else answer


REFUSED = ("NotAllowed", "BadFilter", "NotSupplied", "NotFound")


@pytest.mark.parametrize(("there", "panel"), FIGURES, ids=NAMES)
def test_no_panel_is_narrowed_to_a_prosecutor(monitor, case, there, panel):
    """It refuses, or says what it says of everybody: then nothing was told of the one."""
    if not panel.may(monitor().viewer):
        return
    for key, code in (("handler", case["handler"]), ("reviewer", case["by_whom"]), ("handler", "-")):
        texts = {"office": case["office"], "since": "2024-01-01", "until": "2025-11-28"}
        said = told(panel, monitor(**texts, **{key: code}))
        assert said in REFUSED or said == told(panel, monitor(**texts)), key


def test_who_has_the_right_is_told(duckdb_world, case):
    lead = ask_of(duckdb_world, "cmd_lead", case["city"], handler=case["handler"])
    assert api.figures(lead, "accepted")["rows"]
    assert api.figures(lead.with_(handler=None), "accepted", "handler")["rows"]


def test_a_handler_is_told_of_himself(duckdb_world, case):
    viewer = Viewer.of("h", "h", case["handler"], [Given("handler")], DAY)
    ask = Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters.of({"since": "2021-01-01"}), duckdb_world.settings, viewer)
    assert {row["handler"] for row in api.figures(ask, "accepted", "handler")["rows"]} == {case["handler"]}


KEYS = st.sampled_from(sorted(indicators.ALL))
BY = st.lists(st.sampled_from(["month", *dimensions.ALL]), max_size=3, unique=True)
OTHERS = {"line": "prosecution", "custody": "in_custody", "plea": "yes", "since": "2025-01-01", "period": "2024", "type": "0301"}
NARROWED = st.dictionaries(st.sampled_from([*OTHERS, "handler", "reviewer", "org", "department"]), st.just(""), max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS, BY, NARROWED)
def test_no_combination_gives_a_figure_of_a_prosecutor(monitor, case, key, by, narrowed):
    known = {"handler": case["handler"], "reviewer": case["by_whom"], "org": case["office"], "department": case["department"], **OTHERS}
    of_persons = {"handler", "reviewer"} & {*by, *narrowed}
    ask = monitor(**{name: known[name] for name in narrowed})
    if of_persons:
        with pytest.raises(AppError):
            api.figures(ask, key, ",".join(by))
        return
    try:
        assert isinstance(api.figures(ask, key, ",".join(by))["rows"], list)
    except (BadFilter, NotSupplied):  # it does not apply to these rows, or they are not there
        return


# --- figures without rows ---


@pytest.fixture(scope="module")
def few(duckdb_world, case):
    """One department's view of figures only: most counts are small."""
    viewer = Viewer.of("f", "f", None, [Given("figures_only", case["department"])], DAY)
    return Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters.of({"since": "2025-01-01"}), duckdb_world.settings, viewer)


@pytest.mark.parametrize(("there", "panel"), FIGURES, ids=NAMES)
def test_figures_alone_are_none_over_few(few, there, panel):
    """Every answer is made of figures, or refused; a figure over fewer than the minimum is withheld."""
    if not panel.may(few.viewer):
        return
    try:
        answer = panel.asked(few)
        lines = [row for batch in panel.sheet(few).batches for row in batch]
    except AppError:
        return
    small = set(range(1, few.settings.minimum_n))
    for figure in figures(getattr(answer, "answer", answer)):
        assert figure.withheld or not {figure.numerator, figure.n} & small, panel.name
    assert not re.search(r"受\[\d{4}\]", repr(lines))


def figures(answer) -> list:
    if isinstance(answer, Compared):
        groups = [answer.now, answer.before, answer.year_before, *answer.trend.groups]
    else:
        groups = answer.groups if isinstance(answer, Answer) else ()
    return [figure for group in groups for figure in group.figures.values()]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS, BY)
def test_no_interface_tells_few(few, key, by):
    try:
        rows = api.figures(few, key, ",".join(by))["rows"]
    except AppError:
        return
    small = set(range(1, few.settings.minimum_n))
    for row in rows:
        assert not {row[key]["numerator"], row[key]["n"]} & small, (key, by)


def test_nobody_without_a_grant_is_told_anything(duckdb_world):
    viewer = Viewer("n", "n", None, Grant(), frozenset({"figures"}))
    ask = Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters(), duckdb_world.settings, viewer)
    assert not api.figures(ask, "accepted")["rows"][0]["accepted"]["value"]


def test_conditions_of_figures_come_by_one_door():
    """A query that takes the filters' conditions by itself would not ask who may see figures of prosecutors."""
    queries = Path(__file__).parents[1] / "queries"
    by_itself = {path.name for path in queries.rglob("*.py") if "filters.where(" in path.read_text(encoding="utf-8")}
    assert by_itself == {"sources.py"}
