"""The three documents of each person of a case side by side, what is due to be compared, and what has been.

Knows the card's columns, and what was written down on the desk. Must not know forms.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data import engine
from data.ask import Ask
from data.catalogue import compared
from data.catalogue.compared import Compared
from data.definitions import judged
from data.definitions.relations import PERSONS
from data.desk.tables.comparisons import comparisons
from data.edition import Row
from queries import on_desk, places, sources
from queries.casefile import CaseFile, one_case

SHOWN = 200


@dataclass(frozen=True)
class Cell:
    """What a document says of a field: the column it comes from, or none where somebody wrote it down; None where it is not known."""

    value: object
    column: str


@dataclass(frozen=True)
class OfPerson:
    """A person's three documents: field → document → cell; which fields differ; what is kept of the comparison."""

    person: Row
    cells: dict[str, dict[str, Cell]]
    differences: tuple[str, ...]
    kept: Row | None


@dataclass(frozen=True)
class Side:
    file: CaseFile
    persons: list[OfPerson]
    may: bool


def of_case(ask: Ask) -> Side:
    """The persons of a case that came to judgment. Raises NotFound."""
    file = one_case(ask)
    judged = [each for each in file.parts.get("persons", []) if each["judged_on"] is not None and each["indicted_on"] is not None]
    kept = {row["person_id"]: row for row in _kept(ask, comparisons.c.case_id == file.head["case_id"])}
    persons = [beside(file.head, each, kept.get(each["person_id"])) for each in judged]
    return Side(file, persons, ask.desk is not None and ask.viewer.may("review"))


def beside(head: Mapping, person: Row, kept: Row | None) -> OfPerson:
    written = json.loads(kept["written"]) if kept else {}
    rows = {"cases": head, "persons": person}
    cells = {each.key: {name: _cell(each, name, rows, written) for name in compared.DOCUMENTS} for each in compared.fields()}
    return OfPerson(person, cells, differing(cells), kept)


def _cell(each: Compared, document: str, rows: Mapping[str, Mapping], written: Mapping[str, str]) -> Cell:
    """What the card says comes before what somebody wrote down."""
    column = each.columns[document]
    table, _, name = column.partition(".")
    said = rows[table][name] if column else None
    return Cell(written.get(each.cell(document)), "") if said in (None, "") and document in each.by_hand else Cell(said, column)


def differing(cells: Mapping[str, Mapping[str, Cell]]) -> tuple[str, ...]:
    """Fields whose known cells are unlike; what is not known differs from nothing."""
    fields = {each.key: each for each in compared.fields()}
    return tuple(key for key, row in cells.items() if fields[key].differs and len({_plain(c.value) for c in row.values()} - {None}) > 1)


def _plain(value: object) -> str | None:
    """Numbers by value; lists of words whatever their order."""
    if value in (None, ""):
        return None
    try:
        return f"{float(str(value)):g}"
    except ValueError:
        return ";".join(sorted(part.strip() for part in re.split("[;；、,，]", str(value)) if part.strip()))


# --- due and done ---


@dataclass(frozen=True)
class Standing:
    """How many persons were due to be compared in the period, by the units below, and how many have been."""

    column: str
    codes: str
    due: dict[str, int]
    done: dict[str, int]


def standing(ask: Ask) -> Standing:
    """Raises NotSupplied without persons."""
    below = places.org_child(ask)
    c, where = _due(ask, below.column)
    code = c[below.column]
    found = ask.scope.fetch(sa.select(code.label("code"), sa.func.count().label("n")).where(where).group_by(code))
    return Standing(below.column, below.codes, {each["code"]: each["n"] for each in found}, _done(ask, below.column))


def _due(ask: Ask, *columns: str) -> tuple[sa.ColumnCollection, sa.ColumnElement[bool]]:
    """Persons prosecuted whose judgment came in the period, under the filters of the address: in the order of judgments where the rows
    kept so tell enough."""
    ask.scope.check_supplied(PERSONS.key)
    needed = {*columns, *ask.filters.columns(ask.scope.places)}
    kept = needed <= set(judged.TABLE.c.keys()) and ask.scope.fits(judged.TABLE.c.keys())
    c = (ask.scope.histogram(judged.TABLE) if kept else ask.scope.rows(PERSONS)).c
    within = c.judged_on.between(ask.period.since, ask.period.until)
    return c, sa.and_(sources.asked(ask, c, PERSONS), within, sa.true() if kept else judged.due(c))


def _done(ask: Ask, column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in ledger(ask, limit=None):
        found[row[column]] = found.get(row[column], 0) + 1
    return found


def ledger(ask: Ask, limit: int | None = SHOWN) -> list[Row]:
    """The comparisons of judgments of the period, the latest first."""
    c, period = comparisons.c, ask.period
    return _kept(ask, c.judged_on.between(period.since, period.until), on_desk.narrowed(ask, c, PERSONS), limit=limit)


def waiting(ask: Ask) -> list[Row]:
    """Persons that are due and have not been compared, the earliest judgment first."""
    done = {(row["case_id"], row["person_id"]) for row in ledger(ask, limit=None)}
    due, where = _due(ask)
    earliest = sa.select(due.case_no, due.person_no).where(where).order_by(due.judged_on, due.case_no, due.person_no)
    found = _with_case(ask, ask.scope.fetch(earliest.limit(SHOWN + len(done))))
    return [row for row in found if (row["case_id"], row["person_id"]) not in done][:SHOWN]


def _with_case(ask: Ask, keys: list[Row]) -> list[Row]:
    """The persons with the number of their case, in the order of the keys: looked up, where sorting all of them would read every name
    for a few, and a join every case."""
    if not keys:
        return []
    numbers = sorted({row["case_no"] for row in keys})
    cases, c = ask.scope.table("cases").c, ask.scope.rows(PERSONS).c
    named = ask.scope.fetch(sa.select(cases.case_no, cases.case_id).where(engine.among(cases.case_no, numbers)))
    told = {row["case_no"]: row for row in named}
    chosen = (c.case_no, c.person_no, c.person_id, c.name, c.charge_name, c.office, c.handler, c.judged_on, c.sentence)
    persons = {row["person_no"]: row for row in ask.scope.fetch(sa.select(*chosen).where(engine.among(c.case_no, numbers)))}
    return [{**persons[row["person_no"]], **told[row["case_no"]]} for row in keys]


def _kept(ask: Ask, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[Row]:
    if ask.desk is None:
        return []
    statement = sa.select(comparisons).where(ask.scope.covers(comparisons.c), *conditions).order_by(comparisons.c.at.desc()).limit(limit)
    with ask.desk.reading() as con:
        return [dict(row) for row in con.execute(statement).mappings()]
