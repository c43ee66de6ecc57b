"""Who must be reviewed: the planted cases and no others, a plain second computation over persons and linked cases, small examples."""

import re
from collections import defaultdict
from datetime import date

import duckdb
import pytest
import sqlalchemy as sa

from data import demo, schema
from data.catalogue import mandatory as catalogued
from data.catalogue import monitoring
from data.definitions import mandatory
from data.definitions.mandatory import Happened, Later, Nowhere, OfCase, OfPerson
from data.demo import mandatory as planted
from data.demo.ugly import CASES as CASE_FILE
from data.snapshots import selections, target
from tests import worlds

UGLY = re.compile(r"\]\d{6}9\d{5}号$")  # the number of a row that was made to be ugly


def rows(world, table: sa.Table) -> list[dict]:
    columns = [each for each in table.columns if each.name != "case_id" or table is schema.cases]
    return world.snapshot.fetch(sa.select(*columns))


# --- a second computation: a loop over the rows, one class after the other, as its meaning reads ---


def naive(persons, cases, links, events) -> dict[tuple[int, str], date]:
    """(case, class) → since when."""
    of_case, by_no = defaultdict(list), {row["case_no"]: row for row in cases}
    for row in persons:
        of_case[row["case_no"]].append(row)
    near = _near(persons, links, of_case)
    contested = {no for row in links if row["link_kind"] == "reconsideration" for no in (row["case_no"], row["other_case_no"])}
    found: dict[tuple[int, str], date] = {}
    for code, entry in catalogued.classes().items():
        for case in by_no.values():
            if case["concluded_on"] is None or case["type_code"] not in entry.types:
                continue
            days = _days(code, entry, case, of_case[case["case_no"]], near, contested, events.get(case["case_no"], {}))
            if days:
                found[case["case_no"], code] = min(max(day, case["concluded_on"]) for day in days)
    return found


def _near(persons, links, of_case) -> dict[int, list[dict]]:
    """Of a person's key, the rows of the same person in other cases: of the same matter, or linked."""
    by_matter, near = defaultdict(list), defaultdict(list)
    for row in persons:
        by_matter[row["matter"]].append(row)
    for row in persons:
        near[row["person_no"]] += [each for each in by_matter[row["matter"]] if row["matter"] and each["case_no"] != row["case_no"]]
    for link in links:
        for one, other in ((link["case_no"], link["other_case_no"]), (link["other_case_no"], link["case_no"])):
            for a in of_case.get(one, []):
                near[a["person_no"]] += [b for b in of_case.get(other, []) if _same(a, b)]
    return near


def _same(a, b) -> bool:
    known = a["identity_key"] is not None and b["identity_key"] is not None
    return a["identity_key"] == b["identity_key"] if known else a["name"] is not None and a["name"] == b["name"]


def _minor(person) -> bool:
    age = person["age_at_offence"]
    return person["type_code"].startswith("17") if age is None or age < 1 else age < 18


def _on(rows, column: str, values) -> list:
    """The days of the rows whose outcome or sentence is among the values."""
    told = "sentence" if column == "judged_on" else "outcome"
    return [each[column] for each in rows if each[told] in values]


def _later(column: str, outcome: str):
    return lambda entry, person, later, _: _on(later, column, entry.values) if person["outcome"] == outcome else []


def _own(column: str, condition=lambda person: True):
    return lambda entry, person, later, _: _on([person], column, entry.values) if condition(person) else []


OF_PERSONS = {  # the beginning of a class's name → the days on which a person brings a case under it
    "Arrested, not prosecuted": _later("decided_on", "arrested"),
    "Arrested, withdrawn by the sender": _later("decided_on", "arrested"),
    "Arrested, acquitted": _later("judged_on", "arrested"),
    "Arrest refused, not prosecuted": _later("decided_on", "not_arrested"),
    "Arrested, case dropped": lambda entry, person, *_: [person["dropped_on"]] if person["outcome"] == "arrested" else [],
    "Not prosecuted": _own("decided_on"),
    "Prosecution withdrawn": lambda entry, person, *_: [person["withdrawn_on"]] if person["outcome"] == "indicted" else [],
    "Prosecuted, acquitted": lambda entry, person, _, acts: [
        max(day, acts["effective"]) for day in _on([person], "judged_on", entry.values) if "effective" in acts
    ],
    "Acquitted": _own("judged_on"), "Exempted from punishment": _own("judged_on"), "Acquitted on a protest": _own("judged_on"),
    "Juvenile sentenced to a year or less": _own("judged_on", lambda person: (person["sentence_months"] or 99) <= 12),
    "Arrest refused: no crime": lambda entry, person, *_: [person["decided_on"]] if person["outcome_reason"] == "no_crime" else [],
}  # fmt: skip
ENDS = {"K09": "07023", "K10": "07025", "K11": "", "K12": "", "W05": "", "W12": "", "W13": "", "W15": ""}  # class → nature


def _days(code, entry, case, people, near, contested, acts) -> list:
    """The days on which a case came under a class, by what the class is about."""
    if code in ENDS:
        met = case["outcome"] in entry.values and (case["nature_code"] or "").startswith(ENDS[code])
        return [case["concluded_on"]] if met else []
    if code in ("K07", "W11"):
        return [acts["withdraw_protest"]] if "withdraw_protest" in acts else []
    told = OF_PERSONS.get(entry.label.en.partition(" (")[0])
    if told is None or (code == "W04" and case["case_no"] in contested):
        return []
    meant = [person for person in people if entry.persons == "" or _minor(person) == (entry.persons == "minor")]
    days = [day for each in meant for day in told(entry, each, _of_types(near[each["person_no"]], entry), acts)]
    return [day for day in days if day]


def _of_types(rows, entry) -> list:
    return [each for each in rows if each["type_code"] in entry.then_types]


@pytest.fixture(scope="module")
def found(duckdb_world) -> list[dict]:
    return rows(duckdb_world, schema.selections)


def test_a_plain_computation_finds_the_same(duckdb_world, found):
    acts: dict[int, dict[str, date]] = defaultdict(dict)
    for row in rows(duckdb_world, schema.events):
        if row["activity"] in ("effective", "withdraw_protest") and not row["voided"]:
            acts[row["case_no"]][row["activity"]] = min(row["occurred_on"], acts[row["case_no"]].get(row["activity"], date.max))
    tables = (rows(duckdb_world, table) for table in (schema.persons, schema.cases, schema.links))
    expected = naive(*tables, acts)
    assert {(row["case_no"], row["mandatory"]): row["selected_on"] for row in found} == expected
    assert {code for _, code in expected} >= {"K01", "K04", "K07", "K09", "K10", "K11", "K18", "W01", "W02", "W03", "W04", "W05"}


def test_what_was_planted_is_selected_and_nothing_else(duckdb_world, found, tmp_path):
    facts = demo.write(tmp_path, worlds.CASES, seed=worlds.DEMO["seed"]).facts
    numbers = {row["case_no"]: row["case_id"] for row in rows(duckdb_world, schema.cases)}
    per_class = defaultdict(set)
    for row in found:
        per_class[row["mandatory"]].add(numbers[row["case_no"]])
    assert facts["files"][CASE_FILE]["rows_flagged"], "some rows are copies under numbers of their own"
    for code, told in facts["mandatory"].items():
        own = {number for number in per_class[code] if not UGLY.search(number)}
        expected = {"cases": len(own), "sum": planted.checksum(own)}
        assert told == expected, code
    assert sum(told["cases"] > 0 for told in facts["mandatory"].values()) > 15


def test_a_case_is_counted_once(found):
    firsts = [row["case_no"] for row in found if row["first_of_case"]]
    assert len(firsts) == len(set(firsts)) == len({row["case_no"] for row in found})


def test_every_class_says_whether_it_was_computed(duckdb_world, found):
    states = {row["mandatory"]: row for row in rows(duckdb_world, schema.mandatory_states)}
    assert list(states) == list(mandatory.ALL)
    nowhere = {code for code, (_, condition) in mandatory.ALL.items() if isinstance(condition, Nowhere)}
    assert {code for code, row in states.items() if row["state"] == "lacking" and row["lacks_table"] is None} == nowhere
    assert (states["K08"]["lacks_table"], states["K08"]["lacks"]) == ("persons", "sentence")  # filled, but for no case of this type
    assert {row["mandatory"] for row in found} <= {code for code, row in states.items() if row["state"] == "computed"}


# --- small tables ---


def built(persons=(), cases=(), links=(), events=(), delivered=None) -> tuple[dict, dict]:
    """What the build makes of a few rows: (case, class) → row, class → state."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as built")
    for table, given in ((schema.persons, persons), (schema.cases, cases), (schema.links, links), (schema.events, events),
                         (schema.selections, ()), (schema.mandatory_states, ())):  # fmt: skip
        con.execute(f"create table built.{table.name} ({', '.join(f'{c.name} {target.type_of(c)}' for c in target.columns(table))})")
        con.execute(f"create table staged_{table.name} (x integer)")
        for row in given:
            target.insert_rows(con, f"built.{table.name}", tuple(row), [tuple(row.values())])
    selections.build(con, delivered)
    names = [each[0] for each in con.execute("select * from built.selections").description]
    found = [dict(zip(names, row, strict=True)) for row in con.execute("from built.selections").fetchall()]
    states = {row[0]: row[1:] for row in con.execute("from built.mandatory_states").fetchall()}
    return {(row["case_no"], row["mandatory"]): row for row in found}, states


ARREST = {"case_no": 1, "type_code": "0201", "concluded_on": date(2024, 3, 1), "outcome": "arrested"}
TRIAL = {"case_no": 2, "type_code": "0301", "concluded_on": date(2024, 6, 1), "outcome": "nonpros_discretionary"}
HELD = {"case_no": 1, "type_code": "0201", "person_no": 11, "person_id": "a", "name": "张三", "outcome": "arrested", "age_at_offence": 30}
FREED = {"case_no": 2, "type_code": "0301", "person_no": 21, "person_id": "b", "name": "张三", "outcome": "nonpros_discretionary",
         "decided_on": date(2024, 5, 30), "sentence": "fine", "age_at_offence": 30}  # fmt: skip
LINK = {"case_no": 2, "other_case_no": 1, "link_kind": "arrest_prosecution"}


def test_a_person_is_followed_along_a_link_and_by_name():
    found, _ = built([HELD, FREED], [ARREST, TRIAL], [LINK])
    row = found[1, "K01"]
    assert (row["selected_on"], row["person_no"], row["other_case_no"], row["persons_meant"]) == (date(2024, 5, 30), 11, 2, 1)
    assert {code for no, code in found if no == 1} == {"K01", "W02"}
    assert {code for no, code in found if no == 2} == {"K04"}
    assert found[2, "K04"]["selected_on"] == date(2024, 6, 1), "not before the case is concluded"


def test_somebody_else_of_the_linked_case_is_nobody():
    found, _ = built([HELD, FREED | {"name": "李四"}], [ARREST, TRIAL], [LINK])
    assert {code for no, code in found if no == 1} == set()
    found, _ = built([HELD | {"identity_key": "x"}, FREED | {"identity_key": "y"}], [ARREST, TRIAL], [LINK])
    assert {code for no, code in found if no == 1} == set(), "numbers of identity that differ outweigh a name"


@pytest.mark.parametrize(("age", "kind", "code"), [(17, "0301", "K18"), (18, "0301", "K04"), (None, "0301", "K04"), (0, "1722", "K18")])
def test_each_person_is_an_adult_or_a_minor(age, kind, code):
    person = FREED | {"age_at_offence": age, "type_code": kind}
    assert {each for no, each in built([person], [TRIAL | {"type_code": kind}])[0]} == {code}


def test_an_acquittal_waits_for_its_force_where_the_class_says_so():
    person = FREED | {"outcome": "indicted", "sentence": "acquitted", "judged_on": date(2024, 7, 1)}
    assert {code for _, code in built([person], [TRIAL])[0]} == {"W07"}
    force = {"case_no": 2, "type_code": "0301", "activity": "effective", "occurred_on": date(2024, 7, 15)}
    found, _ = built([person], [TRIAL], events=[force])
    assert (found[2, "W07"]["selected_on"], found[2, "K06"]["selected_on"]) == (date(2024, 7, 1), date(2024, 7, 15))


def test_a_refusal_that_was_contested_is_left_to_its_own_class():
    refused, after = HELD | {"outcome": "not_arrested"}, LINK | {"case_no": 2, "other_case_no": 1}
    assert (1, "W04") in built([refused, FREED], [ARREST, TRIAL], [after])[0]
    contest = {"case_no": 3, "other_case_no": 1, "link_kind": "reconsideration"}
    assert (1, "W04") not in built([refused, FREED], [ARREST, TRIAL], [after, contest])[0]


def test_a_column_that_nobody_delivered_or_fills_is_missing_and_not_none():
    columns = {name: frozenset(c.name for c in schema.metadata.tables[name].columns) for name in ("persons", "cases", "links", "events")}
    _, states = built([HELD, FREED], [ARREST, TRIAL], delivered=columns | {"persons": columns["persons"] - {"dropped_on"}})
    assert states["K02"] == ("lacking", "persons", "dropped_on")
    assert states["K11"] == ("nothing", None, None)
    _, states = built([HELD, FREED | {"sentence": None}], [ARREST, TRIAL])
    assert states["W07"] == ("lacking", "persons", "sentence")


# --- the declarations ---


def test_the_catalogue_and_the_conditions_name_the_same_classes():
    assert set(mandatory.CONDITIONS) == set(catalogued.classes())
    assert len([each for each in catalogued.classes().values() if each.list == "key"]) == 20
    assert len([each for each in catalogued.classes().values() if each.list == "watch"]) == 16


@pytest.mark.parametrize("code", mandatory.ALL)
def test_a_class_is_whole(code):
    entry, condition = mandatory.ALL[code]
    assert str(monitoring.basis(entry.basis))
    assert isinstance(condition, Nowhere) or monitoring.types_named(entry.types)
    assert bool(entry.then_types) == isinstance(condition, Later)
    assert bool(entry.values) or isinstance(condition, Happened | Nowhere) or condition is mandatory.DROPPED
    assert mandatory.needs(entry, condition) or not isinstance(condition, OfCase | OfPerson | Later)
