"""The cases that must be reviewed, by class: of every condition the cases it holds for, since when, and for which person.

Set-based over whole tables: what a class looks at are a few columns of persons or cases, and what it finds are a few cases in
a hundred. The same person in another case of the matter is found by the number made of matter and identity, and by the recorded
links of cases. Which classes cannot be computed, and for want of what, is kept beside it: that is never no case.
Knows built facts and the classes. Must not know reviews as such, nor plans.
"""

import duckdb

from data import schema
from data.catalogue import monitoring
from data.catalogue.mandatory import Entry
from data.definitions import mandatory
from data.definitions.mandatory import Condition, Happened, Later, Nowhere, OfCase, OfPerson
from data.definitions.rules.base import Need, columns_of
from data.snapshots import rules
from data.snapshots.target import compiled, fill, insert_rows, literal, staged

FOUND = "case_no bigint, mandatory varchar, mandatory_list varchar, selected_on date, person_no bigint, other_case_no bigint"
# Columns that a record fills wherever a decision was made: none filled for a type means nobody fills it there.
FILLED = frozenset({"outcome", "sentence", "outcome_reason"})
CONCLUDED = "cases.concluded_on is not null"
SAME = "coalesce(b.identity_key = a.identity_key, b.name = a.name)"
WHO = "case_no, person_no, matter, identity_key, name"


def build(con: duckdb.DuckDBPyConnection, delivered: dict | None = None) -> None:
    """Fill `selections` and `mandatory_states`."""
    con.execute(f"create or replace temp table found ({FOUND})")
    tables = staged(con)
    states = {code: _state(con, *each, delivered, tables) for code, each in mandatory.ALL.items()}
    running = [mandatory.ALL[code] for code, (state, *_) in states.items() if state == "computed"]
    _pairs(con, [(entry, condition) for entry, condition in running if isinstance(condition, Later)])
    for entry, condition in running:
        con.execute(f"insert into found {_rows(entry, condition)}")
    _write(con)
    con.execute("drop table temp.found; drop table temp.pairs")
    rows = [(code, *state) for code, state in states.items()]
    insert_rows(con, "built.mandatory_states", schema.mandatory_states.columns.keys(), rows)


def _pairs(con, later: list[tuple[Entry, Later]]) -> None:
    """`pairs`: a person of a case, and the same person in another one, for the types that any class follows up."""
    here = _listed({code for entry, _ in later for code in _types(entry)})
    there = _listed({code for entry, _ in later for code in monitoring.types_named(entry.then_types)})
    persons = "built.persons" if later else f"(select * from {_empty('persons')})"
    links = "built.links" if "links" in staged(con) and later else f"(select * from {_empty('links')})"
    con.execute(f"""
        create or replace temp table pairs as
        with a as (select {WHO} from {persons} where type_code in ({here})),
            b as (select {WHO} from {persons} where type_code in ({there})),
            linked as (select case_no, other_case_no from {links} where other_case_no is not null
                union select other_case_no, case_no from {links} where other_case_no is not null)
        select a.case_no, a.person_no, b.case_no as other_case_no, b.person_no as other_person_no
        from a join b on b.matter = a.matter and b.case_no <> a.case_no
        union
        select a.case_no, a.person_no, b.case_no, b.person_no
        from linked l join a on a.case_no = l.case_no join b on b.case_no = l.other_case_no and {SAME}
    """)


def _empty(name: str) -> str:
    return f"built.{name} where false"


def _rows(entry: Entry, condition: Condition) -> str:
    """The rows a condition holds for, with the day since when, in the time in which the class is in force."""
    day, person, other, rows = _asked(entry, condition)
    since = f"greatest({day}, cases.concluded_on)"
    valid = [f"{since} {sign} date {literal(end)}" for sign, end in ((">=", entry.valid_from), ("<=", entry.valid_to)) if end]
    return f"""
        select cases.case_no, {literal(entry.code)}, {literal(entry.list)}, {since}, {person}, {other}
        from built.cases as cases {rows} and {CONCLUDED} and cases.type_code in ({_listed(_types(entry))})
            {' '.join(f'and {each}' for each in valid)}"""


def _asked(entry: Entry, condition: Condition) -> tuple[str, str, str, str]:
    """(the day of the fact, the person, the linked case, joins and condition)."""
    match condition:
        case OfCase():
            return compiled(condition.on), "null", "null", f"where {compiled(condition.rows(entry))}"
        case Happened():
            return "happened.day", "null", "null", f"join {_happened(condition.of, entry)} where true"
        case OfPerson():
            after = f"join {_happened(condition.after, entry)}" if condition.after else ""
            day = f"greatest({compiled(condition.on)}, happened.day)" if condition.after else compiled(condition.on)
            return day, "persons.person_no", "null", f"{_PERSONS} {after} where {compiled(condition.rows(entry))}"
        case Later():
            return "later.day", "persons.person_no", "later.case_no", f"{_PERSONS} {_later(entry, condition)}"


_PERSONS = "join built.persons as persons on persons.case_no = cases.case_no"


def _later(entry: Entry, condition: Later) -> str:
    types = _listed(monitoring.types_named(entry.then_types))
    without = f"""and cases.case_no not in (select case_no from built.links where link_kind = {literal(condition.unless)}
        union select other_case_no from built.links where link_kind = {literal(condition.unless)} and other_case_no is not null)"""
    return f"""
        join temp.pairs on pairs.person_no = persons.person_no
        join (select person_no, case_no, {compiled(condition.on)} as day from built.persons as persons
            where {compiled(condition.then(entry))} and persons.type_code in ({types})) later on later.person_no = pairs.other_person_no
        where {compiled(condition.rows(entry))} {without if condition.unless else ''}"""


def _happened(of, entry: Entry) -> str:
    acts, types = ", ".join(literal(each) for each in of.activities), _listed(_types(entry))
    return f"""(select case_no, min(occurred_on) as day from built.events
        where activity in ({acts}) and type_code in ({types}) and not coalesce(voided, false) group by case_no
        ) happened on happened.case_no = cases.case_no"""


def _write(con) -> None:
    """One row for a case and class, in order of cases; the first of a case by day, then by the order of the classes."""
    con.execute(f"create or replace temp table sorted as {_SORTED}")
    context = {name: f"x.{name}" for name in schema.CONTEXT}
    own = {name: f"f.{name}" for name in ("mandatory", "mandatory_list", "selected_on", "person_no", "persons_meant", "other_case_no",
                                          "first_of_case")}  # fmt: skip
    known = {"leader_case": "x.leader_case", "case_concluded_on": "x.concluded_on", "reviewed_on": "x.reviewed_on"}
    fill(con, schema.selections, {"selection_no": "f.rowid + 1", **context, **own, **known},
         "from (select *, rowid from sorted) f join built.cases x using (case_no) order by f.rowid")  # fmt: skip
    con.execute("drop table temp.sorted")


_SORTED = """
    select *, row_number() over (partition by case_no order by selected_on, mandatory_list, mandatory) = 1 as first_of_case from (
        select case_no, mandatory, mandatory_list, min(selected_on) as selected_on, min(person_no) as person_no,
            nullif(count(distinct person_no), 0)::integer as persons_meant, min(other_case_no) as other_case_no
        from found where selected_on is not null group by case_no, mandatory, mandatory_list
    ) order by case_no, mandatory
"""


def _state(con, entry: Entry, condition: Condition, delivered: dict | None, tables: set[str]) -> tuple[str, str | None, str | None]:
    """(state, table, column)."""
    if not entry.enabled:
        return "off", None, None
    if isinstance(condition, Nowhere):
        return "lacking", None, None
    lacks = next((need for need in mandatory.needs(entry, condition) if not _there(con, need, delivered, tables)), None)
    if lacks is None and not _any(con, f"built.cases as cases where {CONCLUDED} and type_code in ({_listed(_types(entry))})"):
        return "nothing", None, None
    lacks = lacks or _unfilled(con, entry, condition)
    return ("lacking", lacks.table, lacks.column or None) if lacks else ("computed", None, None)


def _there(con, need: Need, delivered: dict | None, tables: set[str]) -> bool:
    """An act that is rare may not have happened: the table of events is enough."""
    return "events" in tables if need.activities else rules.there(con, need, delivered, tables)


def _unfilled(con, entry: Entry, condition: Condition) -> Need | None:
    """A column that nobody fills for these types, though it was delivered."""
    asked = [(condition.rows, _types(entry))] if hasattr(condition, "rows") else []
    asked += [(condition.then, monitoring.types_named(entry.then_types))] if isinstance(condition, Later) else []
    named = [(column, types) for rows, types in asked for column in columns_of(rows(entry)) if column.name in FILLED]
    filled = "built.{column.table.name} where {column.name} is not null and type_code in ({types})"
    empty = (column for column, types in named if not _any(con, filled.format(column=column, types=_listed(types))))
    return next((Need(column.table.name, column.name) for column in empty), None)


def _any(con, rows: str) -> bool:
    return bool(con.execute(f"select 1 from {rows} limit 1").fetchone())


def _types(entry: Entry) -> tuple[str, ...]:
    return monitoring.types_named(entry.types)


def _listed(codes) -> str:
    return ", ".join(literal(each) for each in sorted(codes)) or "null"
