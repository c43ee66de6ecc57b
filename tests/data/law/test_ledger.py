"""Thousands of invented histories: the ledger of the build and the naive one agree in every clock and every entry."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.data.law import naive
from tests.data.law.histories import first_detentions, histories, staged
from tests.data.snapshots.staging import AS_OF, dicts_of, snapshot

HISTORIES = 5_200
CLOCK = ("clock", "limit_code", "person_id", "round", "began_on", "due_on", "conditional_due_on", "ended_on", "ended_by",
         "excluded_days", "missing")  # fmt: skip
ENTRY = ("act", "entered_on", "cause", "seq", "due_on", "conditional_due_on", "limit_code", "basis")


@pytest.fixture(scope="module")
def invented():
    found = []

    @settings(max_examples=HISTORIES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(histories())
    def collect(made):
        found.append(made)

    collect()
    return [*found, *first_detentions()]


@pytest.fixture(scope="module")
def built(invented, tmp_path_factory):
    return snapshot(tmp_path_factory.mktemp("ledger"), staged(invented))


@pytest.fixture(scope="module")
def kept(built) -> dict[str, list[tuple]]:
    """case number → its clocks, each with its entries, as the build has them."""
    entries = defaultdict(list)
    for row in dicts_of(built, "select * from clock_entries order by clock_no, entry"):
        entries[row["clock_no"]].append(tuple(row[name] for name in ENTRY))
    clocks = defaultdict(list)
    query = "select k.*, c.case_id, p.person_id from clocks k join cases c using (case_no) left join persons p using (person_no)"
    for row in dicts_of(built, query):
        clocks[row["case_id"]].append((*(row[name] for name in CLOCK), tuple(entries[row["clock_no"]])))
    return clocks


def said(run: naive.Run) -> tuple:
    last = run.ledger[-1]
    limits = {"start": run.limit, "restart": run.limit, "extend": run.extension}
    starts = [(at, each) for at, each in enumerate(run.ledger)]
    written = tuple(
        (each["act"], each["day"], each["cause"], each["seq"], each["due"], each["more"], *basis(run, at, each, limits))
        for at, each in starts
    )  # fmt: skip
    code = run.limit["code"] if run.limit else None
    return (run.clock, code, run.person, run.round, run.began_on, last["due"], last["more"], run.ended_on, run.ended_by, run.excluded,
            run.missing, written)  # fmt: skip


def basis(run: naive.Run, at: int, each: dict, limits: dict) -> tuple[str | None, str | None]:
    """The limit an entry applies and its article: of the limit where one is applied, else of the act."""
    if at == 0 or each["act"] == "extend":
        limit = limits[each["act"]]
        return (limit["code"], limit["article"]) if limit else (None, None)
    if each["cause"] == "persons.released_on":
        return None, None
    return None, each["article"] or None


def test_there_are_histories_of_every_kind(invented, kept):
    clocks = [clock for found in kept.values() for clock in found]
    assert len(invented) >= 5_000
    assert {clock[0] for clock in clocks} == set(naive.CLOCKS)
    missing = {clock[CLOCK.index("missing")] for clock in clocks}
    assert missing >= {None, "custody", "procedure", "resume", "suspended", "law", "order", "no_limit"}
    acts = {entry[0] for clock in clocks for entry in clock[-1]}
    assert acts == {"start", "restart", "suspend", "resume", "extend", "void", "stop", "end"}


def test_every_clock_and_entry_is_the_naive_one(invented, built, kept):
    lines = {row["case_id"]: row["line"] for row in dicts_of(built, "select case_id, line from cases")}
    wrong = []
    for made in invented:
        made.line = lines[made.card["case_id"]]
        expected = sorted(map(said, naive.ledger(made, AS_OF)), key=str)
        found = sorted(kept[made.card["case_id"]], key=str)
        if expected != found:
            wrong.append((made, [each for each in expected if each not in found], [each for each in found if each not in expected]))
    assert not wrong, f"{len(wrong)} histories differ, the first:\n{wrong[0][0]}\nnaive: {wrong[0][1]}\nbuild: {wrong[0][2]}"
