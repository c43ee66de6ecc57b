"""The hand-checked clock cases of clock_cases.csv: what happened, in a lawyer's words, and the ledger that the law makes of it.

Each line was worked out from the calendar and the text of the law. Of a case the clocks that matter are told, each whole.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import catalogue, schema
from data.editions import DuckDBSnapshot, PostgresSnapshot
from data.progress import Quiet
from data.snapshots.postgres import PostgresShelf
from tests.data.law.histories import staged
from tests.data.law.naive import Case
from tests.data.snapshots.staging import OFFICE, case, snapshot

FILE = Path(__file__).with_name("clock_cases.csv")
FIELDS = {
    "受理": "accepted_on", "办结": "concluded_on", "流程完成": "completed_on", "归档": "archived_on",
    "案卡一次退查": "returned1_on", "案卡一次重报": "resubmitted1_on",
}  # fmt: skip
SAID = {
    "程序": ("procedure", {"速裁": "fast", "简易": "summary", "普通": "ordinary"}),
    "来源": ("source_code", {"自侦": "own", "监察": "supervision"}),
    "状态": ("status", {label.zh: code for code, label in catalogue.codes("status").items()}),
    "性质": ("nature_code", {"民事": "0702301000000", "行政": "0702501000000"}),
    "结果": ("outcome", {label.zh: code for code, label in catalogue.codes("outcome").items()}),
}
NODES = {label.zh: code for code, label in catalogue.codes("node").items()}
MEASURES = {label.zh: code for code, label in catalogue.codes("coercive").items()}
CLOCKS = {label.zh: code for code, label in catalogue.codes("clock").items()}
ACTS = {label.zh: code for code, label in catalogue.codes("clock_act").items()}
MISSING = {label.zh: code for code, label in catalogue.codes("clock_missing").items()}
ENTRY = re.compile(r"^(?P<act>\S+) (?P<day>[\d-]{10})(?:→(?P<due>[\d-]{10}))?(?:（(?P<more>[\d-]{10})）)?$")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def told() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TOLD = told()


def history(row: dict[str, str]) -> Case:
    made = Case(case("", type_code=row["type"], office=OFFICE))
    for fact in row["facts"].split("；"):
        _fact(made, *fact.partition(" ")[::2])
    made.events.sort(key=lambda event: event["day"])
    return made


def _fact(made: Case, word: str, value: str) -> None:
    first, _, last = value.partition(" 至 ")
    if word in FIELDS:
        made.card[FIELDS[word]] = day(value)
    elif word in SAID:
        made.card[SAID[word][0]] = SAID[word][1][value]
    elif word in ("在押", "未羁押"):
        made.persons.append({"person_id": "1", "detained_on": day(first), "released_on": day(last)})
    elif word in MEASURES:
        made.measures.append({"person_id": "1", "coercive": MEASURES[word], "began_on": day(first), "ended_on": day(last)})
    elif word == "阅卷申请":
        made.defence.append({"matter": "read_file", "requested_on": day(first), "arranged_on": day(last)})
    elif word == "监控通知":
        made.findings.append({"level": "notice", "found_on": day(first), "replied_on": day(last)})
    else:
        made.events.append({"activity": NODES[word], "day": day(value)})


def expected(row: dict[str, str]) -> list[tuple]:
    """(clock, its entries as (act, day, due, conditional), what is missing) for each clock told."""
    found = []
    for clock in row["ledger"].split(" / "):
        name, _, entries = clock.partition("：")
        parts = entries.split("｜")
        missing = next((MISSING[part[2:]] for part in parts if part.startswith("缺 ")), None)
        matched = [ENTRY.match(part) for part in parts if not part.startswith("缺 ")]
        found.append((CLOCKS[name], [(ACTS[m["act"]], day(m["day"]), day(m["due"]), day(m["more"])) for m in matched], missing))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return snapshot(tmp_path_factory.mktemp("clock_cases"), staged([history(row) for row in TOLD]))


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def published(request, built):
    """The built file, and the same tables read back from PostgreSQL."""
    if request.param == "duckdb":
        yield DuckDBSnapshot("hand", built.file, "512MB")
        return
    address = request.getfixturevalue("postgres_server")
    PostgresShelf(address).put(built.file, "clock_cases", Quiet())
    engine = sa.create_engine(address)
    yield PostgresSnapshot("clock_cases", engine)
    engine.dispose()


@pytest.fixture(scope="module")
def ledgers(published) -> dict[str, list[tuple]]:
    """case number → (clock, entries, missing, basis of the first entry)."""
    clocks, entries, cases = schema.clocks, schema.clock_entries, schema.cases
    named = {row["case_no"]: row["case_id"] for row in published.fetch(sa.select(cases.c.case_no, cases.c.case_id))}
    rows = published.fetch(sa.select(entries).order_by(entries.c.clock_no, entries.c.entry))
    written: dict[int, list[dict]] = {}
    for row in rows:
        written.setdefault(row["clock_no"], []).append(row)
    found: dict[str, list[tuple]] = {}
    for row in published.fetch(sa.select(clocks).order_by(clocks.c.clock_no)):
        own = written[row["clock_no"]]
        acts = [(each["act"], each["entered_on"], each["due_on"], each["conditional_due_on"]) for each in own]
        found.setdefault(named[row["case_no"]], []).append((row["clock"], acts, row["missing"], own[0]["basis"]))
    return found


def agrees(clock: tuple, kept: tuple) -> bool:
    """An end told without a due day has the one before it: it is not told twice."""
    (name, entries, missing), (kept_name, kept_entries, kept_missing, _) = clock, kept
    same = len(entries) == len(kept_entries) and all(
        told[:2] == there[:2] and (told[2:] == there[2:] or (told[0] in ("stop", "end") and told[2] is None))
        for told, there in zip(entries, kept_entries, strict=False)
    )  # fmt: skip
    return (name, missing) == (kept_name, kept_missing) and same


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["no"])
def test_the_ledger_is_the_one_worked_out_by_hand(ledgers, row):
    there = ledgers[f"案{int(row['no']) - 1:06}"]
    bases = set()
    for clock in expected(row):
        found = [each for each in there if agrees(clock, each)]
        assert len(found) == 1, f"{row['description']}\n{clock}\n" + "\n".join(map(str, (each for each in there if each[0] == clock[0])))
        bases.add(found[0][3])
    assert bases - {None} == set(row["articles"].split()), row["description"]


def test_there_are_enough_and_none_is_told_twice():
    assert len(TOLD) >= 120
    assert len({(row["type"], row["facts"]) for row in TOLD}) == len(TOLD)
