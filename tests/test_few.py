"""Who sees figures only cannot find a few by asking much: the rule of `queries/coarse.py`, attacked.

Three attackers. One takes every number that any page, file or interface gives and looks for one that is not rounded. One asks many
questions, one within the other, and takes them from one another. One asks a whole lattice of units, periods and lines and solves for
single numbers with a linear programme. Each of them finds something as soon as the rounding is taken away.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from data.access import Scope
from data.answer import Answer
from data.ask import Ask
from data.definitions import dimensions, indicators
from data.definitions.filters import Filters
from data.definitions.indicators.base import Kind
from data.errors import AppError, BadFilter, NotAllowed, NotSupplied
from data.period import Period
from data.viewer import LOCAL, Given, Viewer
from pages import PAGES
from queries import api, coarse, measure
from queries.fair import compare
from queries.measure import Compared

UNIT = "420000"
FIGURES = [(page, panel) for page in PAGES for panel in page.panels if panel.relation is None and page.right in ("", "figures")]


@pytest.fixture(scope="module")
def few(duckdb_world) -> Ask:
    viewer = Viewer.of("f", "f", None, [Given("figures_only", UNIT)], date(2026, 1, 5))
    return Ask(Scope(duckdb_world.snapshot, viewer.grant), Filters(), duckdb_world.settings, viewer)


def truly(ask: Ask) -> Ask:
    """The same question over the same rows, of somebody who is told all."""
    return replace(ask, viewer=LOCAL)


# --- the first attacker: a number that is not rounded ---


def figures(answer) -> list:
    answer = getattr(answer, "answer", answer)
    groups = [answer.now, answer.before, answer.year_before, *answer.trend.groups] if isinstance(answer, Compared) else ()
    groups = answer.groups if isinstance(answer, Answer) else groups
    return [figure for group in groups for figure in group.figures.values()]


def numbers(figure) -> list:
    return [part for part in (figure.numerator, figure.denominator, figure.n) if part]


def unrounded(panel, ask: Ask) -> list:
    """Whole numbers of an answer, and of its file, that are not multiples of what is rounded to."""
    try:
        answer = panel.asked(ask)
        cells = [cell for batch in panel.sheet(ask).batches for row in batch for cell in row if type(cell) is int]
    except AppError:
        return []
    if isinstance(answer, compare.Compared):
        cells += [n for one in answer.units for n in (one.observed, one.base)]
    return [n for n in [*cells, *(n for figure in figures(answer) for n in numbers(figure))] if n % coarse.base(ask)]


@pytest.mark.parametrize(("page", "panel"), FIGURES, ids=[f"{page.name}-{panel.name}" for page, panel in FIGURES])
def test_no_page_shows_a_number_as_it_is(few, page, panel):
    if not panel.may(few.viewer):
        return
    for texts in ({}, {"org": "420100", "period": "2024"}):
        assert not unrounded(panel, few.with_(**texts))


def test_without_rounding_pages_do(few, monkeypatch):
    monkeypatch.setattr(coarse, "rounded", lambda ask, number: number)
    holed = [panel.name for page, panel in FIGURES if page.name in ("overview", "comparison") and unrounded(panel, few)]
    assert {"lines", "trend", "raw"} <= set(holed)


def test_a_rate_is_that_of_the_rounded_numbers(few):
    """Else its decimals would tell the numbers."""
    seen = 0
    for each in (one for one in indicators.ALL.values() if one.of is not None):
        try:
            groups = measure.by(dimensions.CITY, each)(few).groups
        except NotSupplied:
            continue
        for figure in (group[each.key] for group in groups):
            seen += figure.value is not None
            assert figure.withheld or figure.value == each.value(figure.numerator, figure.denominator, few.period)
    assert seen > 100


# --- the second attacker: one question within another ---

COUNTS = sorted(key for key, each in indicators.ALL.items() if each.kind in (Kind.COUNT, Kind.STOCK, Kind.DISTINCT))
TRAITS = {"line": "prosecution", "type": "0301", "custody": "in_custody", "plea": "yes", "charge": "theft", "status": "handling",
          "outcome": "indicted", "mode": "rotation", "leader_case": "no"}  # fmt: skip
PERIODS = ("2025", "2024", "2024-H2", "2024-Q3", "2024-07", "2025-11", "ytd", "last12")
UNITS = ("", "420100", "420102", "420500", "420502")
BY = ("", "line", "type", "office", "custody")


def window(ask: Ask, figure) -> tuple[int, int]:
    """Between which numbers the one behind a figure lies, for all that is shown."""
    if figure["value"] is None:
        return 0, ask.settings.minimum_n - 1
    shown, base = figure["value"], coarse.base(ask)
    return max(shown - base // 2, ask.settings.minimum_n), shown + base - base // 2 - 1


def told(ask: Ask, key: str, by: str) -> dict:
    """Value of the dimension → the figure; empty where the question is refused."""
    try:
        return {row[by] if by else None: row[key] for row in api.figures(ask, key, by)["rows"]}
    except (BadFilter, NotAllowed, NotSupplied):
        return {}


def tells_of_a_few(low: int, high: int, ask: Ask) -> bool:
    return low > 0 and high < ask.settings.minimum_n


QUESTION = st.tuples(st.sampled_from(COUNTS), st.sampled_from(PERIODS), st.sampled_from(UNITS), st.sampled_from(BY),
                     st.lists(st.sampled_from(sorted(TRAITS)), max_size=2, unique=True))  # fmt: skip


def differences(few: Ask, question) -> list[tuple[int, int]]:
    """What is told of wholes less their parts, and of wholes less all parts beside one: between which numbers each difference lies."""
    key, period, unit, by, traits = question
    whole = few.with_(period=period, org=unit or None)
    narrow = whole.with_(**{trait: TRAITS[trait] for trait in traits})
    inner, outer = told(narrow, key, by), told(whole, key, by)
    pairs = [(outer[code], inner.get(code)) for code in outer]
    if by and not traits:
        pairs = [(one, each) for one in told(whole, key, "").values() for each in outer.values()]
    found = []
    for around, within in pairs:
        (low, high), (least, most) = window(few, around), window(few, within or {"value": None})
        found.append((max(low - most, 0), high - least))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(QUESTION)
def test_no_difference_of_two_answers_is_about_a_few(few, question):
    found = differences(few, question)
    assume(found)
    assert not any(tells_of_a_few(*ends, few) for ends in found)


def test_without_rounding_differences_are(few, monkeypatch):
    monkeypatch.setattr(coarse, "base", lambda ask: 1)
    monkeypatch.setattr(coarse, "few", lambda ask, number: 0 < number < ask.settings.minimum_n)
    questions = [("accepted", "2024", unit, by, [trait]) for unit in UNITS for by in ("", "line") for trait in ("custody", "type")]
    assert any(tells_of_a_few(*ends, few) for question in questions for ends in differences(few, question))


def test_what_is_shown_is_not_wrong(few):
    """The true number lies where the figure says; what is under the minimum is withheld."""
    seen = 0
    for key in ("accepted", "pending", "concluded"):
        truth = told(truly(few).with_(period="2024"), key, "office")
        shown = told(few.with_(period="2024"), key, "office")
        for code, figure in truth.items():
            low, high = window(few, shown.get(code, {"value": None}))
            seen += shown.get(code, {"value": None})["value"] is not None
            assert low <= figure["n"] <= high or shown.get(code, {"value": None})["value"] is None
    assert seen


# --- the third attacker: everything at once ---


ACCEPTED = indicators.ALL["accepted"]
MONTHS = tuple(range(1, 7))
WITHIN = {f"2024-{m:02}": (m,) for m in MONTHS} | {"2024-Q1": MONTHS[:3], "2024-Q2": MONTHS[3:], "2024-H1": MONTHS}
LEVELS = ((), (dimensions.CITY,), (dimensions.LINE,), (dimensions.CITY, dimensions.LINE))


def lattice(few: Ask) -> tuple[csr_matrix, list[int], list[int | None]]:
    """Sums over cities and the province × months, quarters and the half year × lines and all: which cells each has, the
    true number, the number shown (nothing where it is withheld or not listed)."""
    half = _cells(truly(few).with_(period="2024-H1"), LEVELS[-1])
    places, lines = (sorted({code[at] for code in half}) for at in (0, 1))
    rows, true, shown = [], [], []
    for (name, months), by in product(WITHIN.items(), LEVELS):
        truth, told_ = (_cells(ask.with_(period=name), by) for ask in (truly(few), few))
        for city, line in product(places if dimensions.CITY in by else (None,), lines if dimensions.LINE in by else (None,)):
            mask = [[[city in (None, place) and m in months and line in (None, one) for one in lines] for m in MONTHS] for place in places]
            rows.append(csr_matrix(np.array(mask, float).reshape(1, -1)))
            true.append(truth.get((city, line), 0))
            shown.append(told_.get((city, line)))
    return vstack(rows, format="csr"), true, shown


def _cells(ask: Ask, by) -> dict:
    answer = measure.measured(ask, (ACCEPTED,), by, (ask.period,))
    return {(group.codes.get("city"), group.codes.get("line")): group["accepted"].value for group in answer.groups}


def solved(few: Ask, sums, true, shown, count: int) -> Iterator[tuple[int, int]]:
    """Of some of the true numbers under the minimum, between which ends all that is shown leaves them. Of a number over it that is
    withheld for another's sake the attacker is told nothing."""
    ends = [window(few, {"value": n}) if n is not None else (0, few.settings.minimum_n - 1 if t < few.settings.minimum_n else None)
            for n, t in zip(shown, true, strict=True)]  # fmt: skip
    bounded = [at for at, (_, high) in enumerate(ends) if high is not None]
    matrix = vstack([sums[bounded], -sums])
    limits = np.array([ends[at][1] for at in bounded] + [-low for low, _ in ends])
    targets = np.random.default_rng(0).permutation([at for at, t in enumerate(true) if 0 < t < few.settings.minimum_n])[:count]
    for at in targets:
        row = sums[[at]].toarray()[0]
        low, high = (sign * linprog(sign * row, A_ub=matrix, b_ub=limits, method="highs").fun for sign in (1, -1))
        assert low - 1e-6 <= true[at] <= high + 1e-6
        yield int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6))


def test_no_number_follows_from_all_that_is_shown(few):
    found = list(solved(few, *lattice(few), count=12))
    assert len(found) == 12
    assert not any(low == high for low, high in found)


def test_without_rounding_numbers_do(few, monkeypatch):
    monkeypatch.setattr(coarse, "base", lambda ask: 1)
    assert any(low == high for low, high in solved(few, *lattice(few), count=60))


# --- what may be asked ---

ASKED = ({"period": "2024"}, {"period": "2024-Q2", "org": "420100", "line": "prosecution"}, {"since": "2024-03-01", "until": "2024-03-31"},
         {"custody": "in_custody", "plea": "yes"}, {"period": "ytd"})  # fmt: skip
REFUSED = (
    {"since": "2024-03-01", "until": "2024-03-30"}, {"since": "2024-01-01", "until": "2024-02-29"}, {"period": "2024-03s"},
    {"since": "2024-03-02"}, {"type": "0301,0201"}, {"q": "盗窃"}, {"case": "x"}, {"pair": "accept>assign"}, {"route": "1"},
    {"variant": "1"}, {"leader_case": "yes"}, {"supervised": "yes"}, {"rework": "ER"},
    {"line": "prosecution", "custody": "in_custody", "plea": "yes"},
    {"org": "420100,420500"}, {"grain": "smonth"}, {"window": "12"},
)  # fmt: skip


@pytest.mark.parametrize("texts", ASKED, ids=str)
def test_within_the_bounds_it_is_answered(few, texts):
    assert api.figures(few.with_(**texts), "accepted")["rows"]


@pytest.mark.parametrize("texts", REFUSED, ids=str)
def test_outside_of_the_bounds_it_is_refused(few, texts):
    with pytest.raises(NotAllowed):
        api.figures(few.with_(**texts), "accepted")
    if "pair" not in texts:  # that one asks for moves
        assert api.figures(truly(few).with_(**texts), "accepted")["rows"]


def test_dimensions_count_as_traits(few):
    with pytest.raises(NotAllowed):
        api.figures(few.with_(plea="yes"), "accepted", "line,custody")
    with pytest.raises(NotAllowed):
        api.figures(few, "accepted", "smonth")
    assert api.figures(few, "accepted", "line,month")["rows"]


def test_periods_of_the_calendar_and_no_others(few):
    last = few.scope.as_of
    assert not coarse._whole(Period(last.replace(day=1), last.replace(day=2)), last)
    assert coarse._whole(Period(last.replace(day=1), last), last)
