"""Every entry of the ledger reads as a sentence in both languages, with the law; nobody reads the ledger of a case out of scope."""

from datetime import date

import pytest
import sqlalchemy as sa

from data import catalogue, schema
from data.access import Grant
from data.definitions.causes import cause
from data.demo import stories
from data.errors import NotFound
from data.law.limits import acts
from queries import ledger

SOME = 60


def line(**more) -> dict:
    return {"act": "start", "entered_on": date(2024, 3, 1), "cause": "cases.accepted_on", "limit_code": "review", "basis": "cpl18_172",
            "due_on": date(2024, 4, 1), "conditional_due_on": None, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (line(), "2024-03-01 受理日期，审查起诉期限一个月起算（《刑事诉讼法》（2018）第172条），到期日 2024-04-01",
         "2024-03-01 Accepted on: Prosecution review, one month; Starts (Criminal Procedure Law (2018), art. 172), due 2024-04-01"),
        (line(act="restart", cause="resubmit1", conditional_due_on=date(2024, 4, 16)),
         "2024-03-01 一次补查重报，审查起诉期限一个月重新计算（《刑事诉讼法》（2018）第172条），"
         "到期日 2024-04-01，若延长为 2024-04-16",
         "2024-03-01 First resubmission: Prosecution review, one month; Starts anew (Criminal Procedure Law (2018), art. 172), "
         "due 2024-04-01, 2024-04-16 if extended"),
        (line(act="suspend", cause="appraisal", limit_code=None, basis="cpl18_149", due_on=None),
         "2024-03-01 送交鉴定，停止计算（《刑事诉讼法》（2018）第149条），暂无到期日",
         "2024-03-01 Sent for appraisal: Suspended (Criminal Procedure Law (2018), art. 149), no due day yet"),
        (line(act="end", cause="persons.released_on", limit_code=None, basis=None),
         "2024-03-01 羁押止日，期限终了", "2024-03-01 Released on: Ends"),
        (line(limit_code="necessity", basis="nec16", cause="necessity_first"),
         "2024-03-01 初审立案，羁押必要性审查期限十个工作日起算"
         "（《人民检察院办理羁押必要性审查案件规定（试行）》（2016），待核实），到期日 2024-04-01",
         "2024-03-01 Screened and filed: Review of the necessity of detention, ten working days; Starts "
         "(Rules on reviewing the necessity of detention (trial, 2016), to be confirmed), due 2024-04-01"),
    ],
)  # fmt: skip
def test_an_entry_is_a_sentence(row, zh, en):
    said = ledger.says(row)
    assert (said.zh, said.en) == (zh, en)


def test_every_cause_has_words():
    for each in acts():
        said = cause(each.cause)
        assert each.cause not in (said.zh, said.en)


def test_the_ledger_of_cases(world):
    cases = schema.cases.c
    wanted = sa.select(cases.case_id, cases.case_no).order_by(cases.returned1_on.nulls_last(), cases.case_no).limit(SOME)
    for row in world.snapshot.fetch(wanted):
        runs = ledger.one_ledger(world.ask(case=row["case_id"]))
        assert runs
        assert {run.row["case_no"] for run in runs} == {row["case_no"]}
        for run in runs:
            assert [each.row["entry"] for each in run.entries] == list(range(1, len(run.entries) + 1))
            assert run.entries[0].row["act"] in ("start", "restart")
            assert run.entries[-1].row["due_on"] == run.row["due_on"]
            assert (run.row["due_on"] is None) == (run.missing is not None)
            assert (run.entries[-1].row["act"] in ("stop", "end")) == (run.row["ended_on"] is not None)
            assert not [each for each in run.entries if "{" in each.says.zh + each.says.en]


def test_out_of_scope_there_is_no_ledger(world):
    number = world.snapshot.fetch(sa.select(schema.cases.c.case_id).limit(1))[0]["case_id"]
    with pytest.raises(NotFound):
        ledger.one_ledger(world.ask(Grant(), case=number))


def test_codes_of_both_tables_are_those_of_the_catalogue(world):
    for table in (schema.clocks, schema.clock_entries):
        for column in table.columns:
            codes = schema.about(column).codes
            if column.name in schema.CONTEXT or codes is None:
                continue
            found = {row[column.name] for row in world.snapshot.fetch(sa.select(column).distinct())} - {None}
            assert found <= set(catalogue.codes(codes)), column.name


def test_the_source_differs_where_that_was_planted_and_hardly_elsewhere(duckdb_world):
    """Recomputed less source: in the office of the story never later, elsewhere almost always the same day."""
    story, c = stories.MOVED_OFF_HOLIDAYS, schema.clocks.c
    known = sa.select(c.office, c.custody, c.began_on, c.type_code, c.source_difference)
    rows = duckdb_world.snapshot.fetch(known.where(c.source_difference.is_not(None)))
    planted = [
        row["source_difference"] for row in rows
        if row["office"] == story.unit and row["custody"] == "in_custody" and row["type_code"] == "0301" and row["began_on"] >= story.since
    ]  # fmt: skip
    moved = [days for days in planted if days]
    assert moved
    assert all(story.facts["least"] <= days <= story.facts["most"] for days in moved)
    assert sum(row["source_difference"] == 0 for row in rows) > 0.95 * len(rows)
