"""Real public records: what the commands answer is what three other implementations found (truth.json)."""

import json
from collections import Counter
from pathlib import Path

import pytest

from data.settings import Settings
from data.snapshots import pipeline
from queries.__main__ import main
from tests.worlds import shared

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LOGS = {"receipt": ("receipt.xes.gz", "eventlog"), "road_traffic_fines": ("log.parquet", "road_traffic_fines")}
EVERYTHING = ["--since", "1990-01-01", "--until", "2100-01-01"]

ABSENT = "the public records lie beside the checkout, in ../shared/data, and are not there"
MONTHLY = {"accepted": "monthly_intake_by_first_event", "concluded": "monthly_closure_by_last_event"}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=ABSENT)


@pytest.fixture(scope="module", params=LOGS)
def log(request, tmp_path_factory) -> tuple[str, dict]:
    name, mapping = LOGS[request.param]
    folder = DATA / request.param
    home = shared(tmp_path_factory, f"truth_{request.param}")
    pipeline.run(Settings(home=home), [str(folder / name)], mapping, None, quiet=True)
    return str(home), json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def answer(log, capsys, monkeypatch):
    """What `python -m queries …` prints, and the truth."""
    monkeypatch.setenv("ANLIU_HOME", log[0])

    def run(*argv: str) -> dict:
        assert main(argv) == 0
        return json.loads(capsys.readouterr().out)

    return run, log[1]


def test_flow(answer):
    run, truth = answer
    flow = run("flow")
    assert (flow["cases"], flow["events"], flow["variants"]) == (truth["cases"], truth["events"], truth["variants"])
    for name in ("mean", "median", "p90", "max"):
        assert flow["throughput_days"][name] == pytest.approx(truth["throughput_days"][name], abs=1e-4), name
    assert len(flow["activities"]) == truth["activities"]
    counts = {row["activity"]: row["count"] for row in flow["activities"]}
    assert counts.items() >= truth["activity_counts_top20"].items()
    assert {row["activity"]: row["count"] for row in flow["starts"]} == truth["start_activities"]
    ends = {row["activity"]: row["count"] for row in flow["ends"]}
    assert ends.items() >= truth["end_activities"].items()
    assert len(flow["pairs"]) == truth["dfg_pairs"]


def test_pairs(answer):
    run, truth = answer
    found = {(row["from"], row["to"]): row for row in run("flow")["pairs"]}
    for expected in truth["dfg_top10"]:
        row = found[expected["from"], expected["to"]]
        assert row["count"] == expected["count"]
        assert row["median_days"] == pytest.approx(expected["median_gap_days"], abs=1e-4)


@pytest.mark.parametrize(("indicator", "expected"), MONTHLY.items())
def test_months(answer, indicator, expected):
    run, truth = answer
    rows = run("figures", "--indicator", indicator, "--by", "month", *EVERYTHING)["rows"]
    found = Counter({row["month"][:7]: row[indicator]["value"] for row in rows})
    assert +found == Counter(truth[expected])


def test_totals(answer):
    run, truth = answer
    rows = run("figures", "--indicator", "accepted", "--by", "line", *EVERYTHING)["rows"]
    assert sum(row["accepted"]["value"] for row in rows) == truth["cases"]
    assert run("list", "cases", "--size", "1")["total"] == truth["cases"]
    assert run("list", "events", "--size", "1")["total"] == truth["events"]
