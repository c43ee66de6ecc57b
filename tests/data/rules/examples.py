"""The table of examples as deliveries: each line is a case of its own, made through the real build.

A line names days without their `_on`; an activity stands with its day. Knows how the table is written.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data import schema
from tests.data.snapshots.staging import Built, case, dicts_of, event, snapshot

FILE = Path(__file__).with_name("examples.csv")
FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Example:
    rule: str
    example: str
    type: str
    card: str
    persons: str
    measures: str
    events: str
    firing: str

    @property
    def case_id(self) -> str:
        return f"{self.rule} {self.type} {self.example}"


def examples() -> list[Example]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [Example(**row) for row in csv.DictReader(lines)]


def built(folder: Path) -> Built:
    """One snapshot with every example, a day before its first event accepted where the line does not say when."""
    found, one = examples(), {"person_id": "1"}
    tables = {
        "cases": [_case(each) for each in found],
        "persons": [{"case_id": e.case_id, **one, **_row("persons", e.persons)} for e in found if e.persons],
        "measures": [{"case_id": e.case_id, **one, "measure_id": "1", **_row("measures", e.measures)} for e in found if e.measures],
        "events": [row for each in found for row in _events(each)],
    }
    return snapshot(folder, tables)


def hits(made: Built) -> dict[tuple[str, str], list[dict]]:
    """(case, rule) → its hits."""
    rows = dicts_of(made, "select c.case_id, h.* from rule_hits h join cases c using (case_no) order by h.hit_no")
    found: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        found.setdefault((row["case_id"], row["rule"]), []).append(row)
    return found


def _case(each: Example) -> dict:
    own = _row("cases", each.card)
    days = [row["occurred_at"].date() for row in _events(each)]
    accepted = {"accepted_on": min(days) - timedelta(days=1)} if days and "accepted_on" not in own else {}
    return case(each.case_id, **{"type_code": each.type, **accepted, **own})


def _events(each: Example) -> list[dict]:
    named = [part.split("@") for part in _parts(each.events)]
    return [event(each.case_id, activity, f"{day} {9 + place:02}:00") for place, (activity, day) in enumerate(named)]


def _row(table: str, written: str) -> dict:
    columns = schema.metadata.tables[table].columns
    pairs = [part.split("=") for part in _parts(written)]
    return {key if key in columns else f"{key}_on": _value(text) for key, text in pairs}


def _value(text: str) -> object:
    return FLAGS.get(text, date.fromisoformat(text) if text[:2] == "20" else text)


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(";") if part.strip()]
