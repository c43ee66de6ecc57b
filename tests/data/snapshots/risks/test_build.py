"""Forecasts of a whole snapshot: nothing of the future in them, kept only when they help, the same each time."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import duckdb
import pytest

from data.definitions.risk import FEATURES, Awaited
from data.snapshots.build import build
from data.snapshots.risks import days, episodes
from data.snapshots.risks.build import Plan
from data.text import Text
from tests.data.snapshots.invented import Inventor
from tests.data.snapshots.staging import AS_OF, Built, Told, case, dicts_of, event, rows_of, stage

PAID = Awaited("paid", Text("六十日内缴款", "Paid within sixty days"), "fined", ("paid", "waived"), 60)


def fines(n: int, signal: bool, seed: int = 1) -> dict[str, list[dict]]:
    """Fines of three years. With a signal, those for parking are paid in time nine times of ten, those for speed once in ten.

    Without one nothing tells them apart before the last day, not even how long they have waited.
    """
    random, cases, events = Random(seed), [], []
    for number in range(n):
        began, charge = AS_OF - timedelta(days=random.randint(0, 1_100)), random.choice(("parking", "speed"))
        often = {"parking": 0.9, "speed": 0.1}[charge] if signal else 0.5
        kept = random.random() < often
        ended = began + timedelta(days=(random.randint(1, 59) if signal else 60) if kept else random.randint(61, 400))
        cases.append(case(f"罚{number:05}", charge=charge, accepted_on=began, concluded_on=None))
        events.append(event(f"罚{number:05}", "fined", f"{began} 09:00"))
        if ended <= AS_OF:
            events.append(event(f"罚{number:05}", random.choice(PAID.ends), f"{ended} 09:00"))
    return {"cases": cases, "events": events}


def built(folder, tables, *awaited: Awaited) -> Built:
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        stage(con, tables)
        return build(con, Told(awaited=awaited), folder / "built.duckdb")


@pytest.fixture(scope="module")
def forecast(tmp_path_factory) -> Built:
    return built(tmp_path_factory.mktemp("fines"), fines(1_500, signal=True), PAID)


def test_what_can_be_told_is_told(forecast):
    (model,) = dicts_of(forecast, "select * from risk_models where model = 'paid'")
    assert (model["used"], model["reason"], model["label_en"]) == (True, "better", "Paid within sixty days")
    assert model["brier"] < model["brier_base"] - model["surely"]
    shares = dict(rows_of(forecast, "select charge, avg(probability) from risks join cases using (case_no) group by charge"))
    assert shares["parking"] < 0.4 < 0.8 < shares["speed"]


def test_exactly_what_is_open_and_due_is_judged(forecast):
    """Counted again from the rows as they were delivered."""
    ended = {row["case_id"] for row in fines(1_500, signal=True)["events"] if row["activity"] != "fined"}
    fined = {row["case_id"]: row["occurred_at"].date() for row in fines(1_500, signal=True)["events"] if row["activity"] == "fined"}
    expected = {key for key, day in fined.items() if key not in ended and day + timedelta(days=60) >= AS_OF}
    found = dicts_of(forecast, "select c.case_id, r.due_on, r.days_left from risks r join cases c using (case_no)")
    assert {row["case_id"] for row in found} == expected
    assert all(row["due_on"] == fined[row["case_id"]] + timedelta(days=60) for row in found)
    assert all(row["days_left"] == (row["due_on"] - AS_OF).days for row in found)
    assert rows_of(forecast, "select row_count from supplied where table_name = 'risks'") == [(len(expected),)]


def test_the_test_is_what_stands_in_its_rows(forecast):
    (model,) = dicts_of(forecast, "select * from risk_models where model = 'paid'")
    rows = dicts_of(forecast, "select * from risk_checks")
    assert (len(rows), sum(row["missed"] for row in rows)) == (model["n"], model["missed"])
    assert {row["judged_on"] for row in rows} == {model["validated_on"]}
    assert sum((row["probability"] - row["missed"]) ** 2 for row in rows) / len(rows) == pytest.approx(model["brier"])
    assert sum((row["base_rate"] - row["missed"]) ** 2 for row in rows) / len(rows) == pytest.approx(model["brier_base"])
    bins = json.loads(model["bins"])
    for each in bins:
        inside = [row for row in rows if each["low"] <= row["probability"] <= each["high"]]
        assert (each["n"], each["missed"]) == (len(inside), sum(row["missed"] for row in inside))
    assert sum(each["n"] for each in bins) == len(rows)


def test_what_cannot_be_told_is_not_told(tmp_path):
    guessed = built(tmp_path, fines(1_500, signal=False), PAID)
    (model,) = dicts_of(guessed, "select * from risk_models where model = 'paid'")
    assert (model["used"], model["reason"]) == (False, "not_better")
    assert rows_of(guessed, "select (select count(*) from risks) + (select count(*) from risk_checks)") == [(0,)]


def test_few_misses_are_nothing_to_learn_from(tmp_path):
    (model,) = dicts_of(built(tmp_path, fines(40, signal=True), PAID), "select * from risk_models where model = 'paid'")
    assert (model["used"], model["reason"], model["n"]) == (False, "few", None)


def test_the_same_rows_give_the_same_snapshot(forecast, tmp_path):
    tables = fines(1_500, signal=True)
    Random(9).shuffle(tables["cases"])
    assert built(tmp_path, tables, PAID).content == forecast.content


@pytest.mark.parametrize("horizon", [1, 29, 30, 60, 90, 365, 730])
def test_no_outcome_is_learnt_from_that_was_open_on_the_day_of_the_test(horizon):
    plan, step = Plan(AS_OF, horizon), timedelta(days=horizon)
    assert plan.judged + step < AS_OF
    assert plan.known_then + step < plan.judged
    assert plan.known_then in plan.learnt
    assert all(day + step < AS_OF for day in plan.learnt)


# --- the future changed ------------------------------------------------------------------------------------------------------

DAY = date(2025, 6, 30)


def as_known(tables: dict[str, list[dict]], day: date) -> dict[str, list[dict]]:
    """The records as they were on a day: what came later is gone, and so is every later day on a row that stood already."""
    there = {row["case_id"] for row in tables["cases"] if row["accepted_on"] <= day}
    return {
        name: [_earlier(row, day) for row in rows if row["case_id"] in there and _is_there(name, row, day)] for name, rows in tables.items()
    }


def _is_there(name: str, row: dict, day: date) -> bool:
    came = {"events": "occurred_at", "allocations": "allocated_at", "persons": None, "cases": "accepted_on"}.get(name)
    entered = max((row[key] for key in (came, "recorded_at") if key and row.get(key)), default=datetime.min, key=_day)
    return _day(entered) <= day


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _earlier(row: dict, day: date) -> dict:
    return {key: None if isinstance(value, date) and _day(value) > day else value for key, value in row.items()}


def long_history() -> dict[str, list[dict]]:
    """Invented cases with what moves a clock, an entry made late now and then, and handlers that change."""
    found, random = Inventor(3).tables(2_000), Random(4)
    found = {name: found[name] for name in ("cases", "persons", "events", "allocations")}
    for row in found["events"]:
        if random.random() < 0.3:
            row["recorded_at"] = row["occurred_at"] + timedelta(days=random.randint(0, 20))
    for row in list(found["allocations"]):
        row["assigned_to"] = f"420102-000{random.randint(0, 4)}"
        later = row["allocated_at"] + timedelta(days=random.randint(1, 60))
        found["allocations"].append({**row, "allocation_id": row["case_id"] + "b", "allocated_at": later, "assigned_to": "420102-0009"})
    return found


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """known(day): the records as they were then, built; whole without a day. A forecast is not part of what it is made from."""

    @cache
    def then(day: date | None = None) -> Built:
        whole = long_history()
        return built(tmp_path_factory.mktemp("known"), as_known(whole, day) if day else whole)

    return then


def features(made: Built, *awaited: Awaited) -> list[tuple]:
    """Of all that ran on the day: its case, and every feature."""
    with duckdb.connect() as con:
        con.execute(f"attach '{made.file}' as built (read_only)")
        horizon = episodes.of_log(con, awaited[0]) if awaited else episodes.of_clocks(con)
        days.gather(con, [(DAY, days.BUCKETS)], horizon, AS_OF)
        names = ", ".join(f'j."{each.key}"' for each in FEATURES)
        rows = f"select c.case_id, j.began_on, j.due_on, {names} from judged j join built.cases c using (case_no) order by all"
        return con.execute(rows).fetchall()


@pytest.mark.parametrize("awaited", [(), (Awaited("step", PAID.label, "step_1", ("step_3",), 40),)], ids=["clocks", "log"])
def test_changing_the_future_changes_no_feature(known, awaited):
    then, now = features(known(DAY), *awaited), features(known(), *awaited)
    assert len(then) > 25
    assert [row for row in now if row not in then] == []
    assert [row for row in then if row not in now] == []


def test_changing_the_past_changes_features(known):
    """Else the test above could not fail."""
    awaited = Awaited("step", PAID.label, "step_1", ("step_3",), 40)
    assert features(known(DAY - timedelta(days=15)), awaited) != features(known(), awaited)
