"""The forecasts as questions: what is expected is the sum over the list behind it; the test is what its rows say."""

from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from components import risk as view
from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.definitions.relations import RISK_CHECKS, RISKS
from data.settings import Settings
from data.snapshots.build import build
from data.store import Store
from queries import lists, risk, window
from tests.data.snapshots.risks.test_build import PAID, fines
from tests.data.snapshots.staging import Told, stage
from tests.links import text_of as words

OFFICES = ("420102", "420103")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    """Fines of two offices, three departments; one department has but a few, and some records are sealed."""
    home = tmp_path_factory.mktemp("risk")
    settings = Settings(home=home)
    settings.snapshots.mkdir()
    tables = fines(1_500, signal=True)
    for number, row in enumerate(tables["cases"]):
        office = OFFICES[number % 2]
        row |= {"office": office, "department": f"{office}-000{1 if number % 9 else 2}", "sealed": number % 7 == 0}
    with duckdb.connect() as con:
        stage(con, tables)
        key = build(con, Told(awaited=(PAID,)), home / "built.duckdb").snapshot_id
    Path(home / "built.duckdb").rename(settings.snapshots / f"{key}.duckdb")
    (settings.snapshots / "current").write_text(key, encoding="ascii")
    return Store(settings)


def asked(store: Store, grant: Grant = EVERYTHING, **texts: str) -> Ask:
    return Ask(Scope(store.current(), grant), Filters.of(texts), store.settings)


def paid(ask: Ask) -> risk.Forecast:
    return next(each for each in risk.forecasts(ask) if each.about["model"] == PAID.key)


def rows_at(ask: Ask, href: str, relation) -> list[dict]:
    """The rows of the list that a link leads to."""
    there = Ask(ask.scope, Filters.of_url(urlsplit(href).query), ask.settings)
    shown = window.of(there.filters)
    return lists.page(relation, there, 0, 500, shown.sort, (), shown.conditions).rows


@pytest.mark.parametrize("texts", [{}, {"org": "420102"}, {"since": "2025-01-01", "until": "2025-06-30"}, {"department": "420103-0001"}])
def test_what_is_expected_is_the_sum_of_the_list(store, texts):
    ask = asked(store, **texts)
    found = paid(ask)
    for row in (found.whole, *found.departments):
        listed = rows_at(ask, view._list(found, ask, row if row is not found.whole else None), RISKS)
        assert len(listed) == row.n
        assert sum(each["probability"] for each in listed) == pytest.approx(row.expected)
        assert [each["probability"] for each in listed] == sorted((each["probability"] for each in listed), reverse=True)
        assert row.low <= row.expected <= row.high
    assert sum(each.n for each in found.departments) == found.whole.n
    assert sum(each.expected for each in found.departments) == pytest.approx(found.whole.expected)


@pytest.mark.parametrize("texts", [{}, {"org": "420103"}])
def test_the_test_is_what_its_rows_say(store, texts):
    ask = asked(store, **texts)
    found = paid(ask)
    every = []
    for band in found.test.bands:
        listed = rows_at(ask, view._checked(found, ask, band), RISK_CHECKS)
        assert (len(listed), sum(row["missed"] for row in listed)) == (band.n, band.missed)
        assert sum(row["probability"] for row in listed) == pytest.approx(band.expected)
        every += listed
    assert len(every) == found.test.n
    assert sum((row["probability"] - row["missed"]) ** 2 for row in every) / len(every) == pytest.approx(found.test.brier)
    assert sum((row["base_rate"] - row["missed"]) ** 2 for row in every) / len(every) == pytest.approx(found.test.brier_base)


def test_who_does_not_see_everything_sees_no_count_of_everything(store):
    grant = Grant(units=frozenset({"420102"}))
    whole, own = (paid(asked(store, each)) for each in (EVERYTHING, grant))
    assert {row.office for row in whole.departments} == set(OFFICES)
    assert {row.office for row in own.departments} == {"420102"}
    assert own.test.n < whole.test.n
    assert own.whole.n < whole.whole.n
    assert {"n", "missed", "bins", "n_trained"} & set(own.about) == set()


def test_few_are_withheld_and_everything_is_said(store, language):
    ask = asked(store)
    said = words(view.view(risk.forecasts(ask), ask))
    found = paid(ask)
    few = [row for row in found.departments if row.n < ask.settings.minimum_n]
    assert few
    assert said.count(view.numbers.FEW.format(least=5)) >= len(few)
    assert view.score(found.test.brier) in said
    assert view.score(found.test.brier_base) in said
    assert view.score(0.5) not in said


def test_one_that_did_not_stand_its_test_is_a_sentence(store, language):
    about = {"model": "clocks", "used": False, "reason": "not_better", "label_zh": "办案期限", "label_en": "Clocks of the law",
             "validated_on": "2025-08-29", "brier": 0.0206, "brier_base": 0.0191}  # fmt: skip
    ask = asked(store)
    drawn = view.view((risk.Forecast(about, None), risk.Forecast(about | {"reason": "few", "brier": None}, None)), ask)
    assert "0.0206" in words(drawn)
    assert "0.0191" in words(drawn)
    assert "None" not in words(drawn)
