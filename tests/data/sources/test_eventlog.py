"""Event logs: any names and zones, cases made from events; the public logs import to the figures known of them."""

import json
from pathlib import Path

import pytest

from tests.data.sources.delivering import take, write

ROOT = Path(__file__).parents[3]
PUBLIC = ROOT.parent / "shared" / "data"
XES = """<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
<trace><string key="concept:name" value="c1"/><string key="channel" value="Internet"/>
<event><string key="concept:name" value="b"/><date key="time:timestamp" value="2011-01-31T23:30:00.000+02:00"/></event>
<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2011-02-01T00:30:00.000+03:00"/>
<string key="org:resource" value="r&quot;1"/><int key="cost" value="5"><string key="inner" value="no"/></int></event>
</trace>
<trace><string key="concept:name" value="c2"/>
<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2011-03-01T00:00:00Z"/></event>
<event><string key="concept:name" value="a"/></event>
</trace></log>"""
EVENTS = "SELECT case_id, activity, occurred_at, actor, source_row FROM staged_events ORDER BY case_id, occurred_at, source_row"


def test_xes(tmp_path):
    taken = take(write(tmp_path, {"some log.xes": XES}), mapping="eventlog", as_of=None)
    found = [(case, activity, str(at), actor, row) for case, activity, at, actor, row in taken.rows(EVENTS)]
    assert found == [
        ("c1", "b", "2011-01-31 21:30:00", None, 1),
        ("c1", "a", "2011-01-31 21:30:00", 'r"1', 2),
        ("c2", "a", "2011-03-01 00:00:00", None, 3),
    ]
    assert taken.reasons() == ["missing_required"]
    assert json.loads(taken.rows("SELECT extra FROM staged_events WHERE source_row = 2")[0][0]) == {"case:channel": "Internet", "cost": "5"}
    cases = taken.rows("SELECT case_id, accepted_on::VARCHAR, concluded_on::VARCHAR, type_code, office, extra FROM staged_cases ORDER BY 1")
    assert cases == [
        ("c1", "2011-01-31", "2011-01-31", "unknown", "unknown", '{"channel":"Internet"}'),
        ("c2", "2011-03-01", "2011-03-01", "unknown", "unknown", None),
    ]
    assert taken.loaded.as_of.isoformat() == "2011-03-01"


@pytest.mark.parametrize("header", ["case_id,activity,timestamp", "Case ID;Activity;Complete Timestamp", "案件编号\t节点\t发生时间"])
def test_tables_of_events_by_their_usual_names(header, tmp_path):
    delimiter = next(d for d in ",;\t" if d in header)
    lines = [header, *(delimiter.join(row) for row in (("1", "a", "2024-01-02 10:00"), ("1", "b", "2024-01-01")))]
    taken = take(write(tmp_path, {"log.csv": "\n".join(lines)}), mapping="eventlog", as_of=None)
    assert [row[1] for row in taken.rows(EVENTS)] == ["b", "a"]
    assert taken.rows("SELECT accepted_on::VARCHAR, concluded_on::VARCHAR FROM staged_cases") == [("2024-01-01", "2024-01-02")]


def test_equal_events_are_events(tmp_path):
    taken = take(write(tmp_path, {"log.csv": "case,activity,time\n" + "1,a,2024-01-01\n" * 3}), mapping="eventlog", as_of=None)
    assert taken.account() == [(3, 3, 0)]


def test_declared_offices_and_types(tmp_path):
    text = (ROOT / "data/sources/mappings/eventlog.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    declared = 'office = { first = "org:group" }\nhandler = { last = "actor" }'
    mine.write_text(text.replace('office = { value = "unknown" }', declared), encoding="utf-8")
    log = "case,activity,time,resource,org:group\n1,a,2024-01-01,x,\n1,b,2024-01-02,y,G2\n1,c,2024-01-03,,G3\n"
    taken = take(write(tmp_path / "log", {"log.csv": log}), mapping=mine, as_of=None)
    assert taken.rows("SELECT office, handler FROM staged_cases") == [("G2", "y")]


def public(name: str, file: str) -> tuple[Path, dict]:
    if not PUBLIC.is_dir():
        pytest.skip(f"the public logs are not here: no folder {PUBLIC.relative_to(ROOT.parent)} beside the project")
    return PUBLIC / name / file, json.loads((PUBLIC / name / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "file", "mapping"),
    [("receipt", "receipt.xes.gz", "eventlog"), ("road_traffic_fines", "log.parquet", "road_traffic_fines")],
)
def test_public_logs_import_to_what_is_known_of_them(name, file, mapping):
    source, truth = public(name, file)
    taken = take(source, mapping=mapping, as_of=None)
    assert taken.loaded.tables == {"cases": truth["cases"], "events": truth["events"]}
    assert taken.issues() == []
    assert taken.account() == [(truth["events"], truth["events"], 0)]
    assert taken.rows("SELECT count(DISTINCT activity) FROM staged_events") == [(truth["activities"],)]
    for column, key in (("accepted_on", "monthly_intake_by_first_event"), ("concluded_on", "monthly_closure_by_last_event")):
        months = taken.rows(f"SELECT strftime({column}, '%Y-%m'), count(*) FROM staged_cases GROUP BY 1 ORDER BY 1")
        assert dict(months) == dict(truth[key])
    assert dict(taken.rows(_PAIRS)) == {tuple(pair[:2]): pair[2] for pair in _pairs(truth)}


_PAIRS = """
SELECT (activity, following), count(*) FROM (
    SELECT activity, lead(activity) OVER (PARTITION BY case_id ORDER BY occurred_at, source_row) AS following FROM staged_events)
WHERE following IS NOT NULL GROUP BY 1 QUALIFY row_number() OVER (ORDER BY count(*) DESC) <= 10
"""


def _pairs(truth: dict) -> list[tuple[str, str, int]]:
    return [(pair["from"], pair["to"], pair["count"]) for pair in truth["dfg_top10"]]
