"""What makes a case one that must be reviewed: a person's outcome, what became of the same person later, the case itself, an act.

Each class is an entry of the catalogue and a condition of one of a few kinds; outcomes, types and bounds stand in the catalogue.
Knows columns and activities. Must not know how a condition is asked of the database. Declarations.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from data import schema
from data.catalogue import mandatory
from data.catalogue.mandatory import Entry
from data.definitions.rules.base import Need, Node, columns_of, node
from data.text import Text

cases, persons = schema.cases.c, schema.persons.c
Rows = Callable[[Entry], sa.ColumnElement[bool]]
OF_AGE = 18
JUVENILE_TYPES = "17"  # the business whose types are of juveniles: what an age that is not known goes by
NATURES = {"civil": "07023", "administrative": "07025"}
NO_FIELD = {
    "complaint": Text("举报承办人的登记", "a register of reports against handlers"),
    "judged": Text("判决认定的罪名、量刑建议", "the charge of the judgment and the sentence proposed"),
    "opinion": Text("出庭意见与二审裁判结果", "the opinion given in court and the ruling at second instance"),
    "ruling": Text("再审裁判结果", "the result of the retrial"),
    "chief": Text("检察长的决定", "the chief's decision"),
}


@dataclass(frozen=True)
class OfPerson:
    """A person of the chosen case; `after` is an activity of the case that must have happened too."""

    rows: Rows
    on: sa.Column
    after: Node | None = None


@dataclass(frozen=True)
class Later:
    """A person of the chosen case, and what became of the same person in a later one; `unless` is a kind of link that takes it out."""

    rows: Rows
    then: Rows
    on: sa.Column
    unless: str = ""


@dataclass(frozen=True)
class OfCase:
    rows: Rows
    on: sa.Column = cases.concluded_on


@dataclass(frozen=True)
class Happened:
    """An activity of the chosen case."""

    of: Node


@dataclass(frozen=True)
class Nowhere:
    """No field of the records tells: such cases are added by hand."""

    lacks: Text


Condition = OfPerson | Later | OfCase | Happened | Nowhere


def _whose(entry: Entry) -> sa.ColumnElement[bool]:
    """Adults or minors, each person one of the two: an age that is not known goes by the type of the case."""
    age = sa.func.coalesce(persons.age_at_offence, 0)
    juvenile = sa.case((age > 0, age < OF_AGE), else_=persons.type_code.like(f"{JUVENILE_TYPES}%"))
    return {"minor": juvenile, "adult": sa.not_(juvenile)}.get(entry.persons, sa.true())


def _outcome(entry: Entry) -> sa.ColumnElement[bool]:
    return persons.outcome.in_(entry.values)


def _decided(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(_outcome(entry), _whose(entry))


def _sentenced(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(persons.sentence.in_(entry.values), _whose(entry))


def _short(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(_sentenced(entry), persons.sentence_months <= (entry.number or 0))


def _arrested(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(persons.outcome == "arrested", _whose(entry))


def _refused(entry: Entry) -> sa.ColumnElement[bool]:
    return persons.outcome == "not_arrested"


def _refused_for(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(persons.outcome == "not_arrested", persons.outcome_reason.in_(entry.values))


def _ended(entry: Entry) -> sa.ColumnElement[bool]:
    nature = NATURES.get(entry.persons)
    return sa.and_(cases.outcome.in_(entry.values), cases.nature_code.like(f"{nature}%") if nature else sa.true())


def _dropped(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(_arrested(entry), persons.dropped_on.is_not(None))


def _withdrawn(entry: Entry) -> sa.ColumnElement[bool]:
    return sa.and_(_decided(entry), persons.withdrawn_on.is_not(None))


def _acquitted(entry: Entry) -> sa.ColumnElement[bool]:
    return persons.sentence.in_(entry.values)


ARRESTED_NOT_TRIED = Later(_arrested, _outcome, persons.decided_on)
DROPPED = OfPerson(_dropped, persons.dropped_on)
ARRESTED_ACQUITTED = Later(_arrested, _acquitted, persons.judged_on)
NOT_PROSECUTED = OfPerson(_decided, persons.decided_on)
WITHDRAWN = OfPerson(_withdrawn, persons.withdrawn_on)
ACQUITTED = OfPerson(_sentenced, persons.judged_on)
ACQUITTED_FOR_GOOD = OfPerson(_sentenced, persons.judged_on, node("effective"))
ENDED = OfCase(_ended)
PROTEST_WITHDRAWN = Happened(node("withdraw_protest"))

CONDITIONS: dict[str, Condition] = {
    "K01": ARRESTED_NOT_TRIED, "K02": DROPPED, "K03": ARRESTED_ACQUITTED, "K04": NOT_PROSECUTED, "K05": WITHDRAWN,
    "K06": ACQUITTED_FOR_GOOD, "K07": PROTEST_WITHDRAWN, "K08": ACQUITTED, "K09": ENDED, "K10": ENDED, "K11": ENDED, "K12": ENDED,
    "K13": Nowhere(NO_FIELD["complaint"]), "K14": OfPerson(_short, persons.judged_on),
    "K15": ARRESTED_NOT_TRIED, "K16": DROPPED, "K17": ARRESTED_ACQUITTED, "K18": NOT_PROSECUTED, "K19": WITHDRAWN,
    "K20": ACQUITTED_FOR_GOOD,
    "W01": OfPerson(_refused_for, persons.decided_on), "W02": ARRESTED_NOT_TRIED, "W03": ARRESTED_NOT_TRIED,
    "W04": Later(_refused, _outcome, persons.decided_on, unless="reconsideration"), "W05": ENDED, "W06": WITHDRAWN, "W07": ACQUITTED,
    "W08": ACQUITTED, "W09": Nowhere(NO_FIELD["judged"]), "W10": Nowhere(NO_FIELD["opinion"]), "W11": PROTEST_WITHDRAWN, "W12": ENDED,
    "W13": ENDED, "W14": Nowhere(NO_FIELD["ruling"]), "W15": ENDED, "W16": Nowhere(NO_FIELD["chief"]),
}  # fmt: skip
ALL: dict[str, tuple[Entry, Condition]] = {code: (entry, CONDITIONS[code]) for code, entry in mandatory.classes().items()}


def needs(entry: Entry, condition: Condition) -> tuple[Need, ...]:
    """The columns and activities that must have been delivered, each once."""
    acts, expressions = _parts(entry, condition)
    columns = (Need(column.table.name, column.name) for column in columns_of(*expressions))
    return tuple(dict.fromkeys([*columns, *(Need("events", activities=each.activities) for each in acts)]))


def _parts(entry: Entry, condition: Condition) -> tuple[list[Node], list[sa.ColumnElement]]:
    match condition:
        case OfPerson():
            return [condition.after] if condition.after else [], [condition.rows(entry), condition.on, cases.concluded_on]
        case Later():
            return [], [condition.rows(entry), condition.then(entry), condition.on, cases.concluded_on]
        case OfCase():
            return [], [condition.rows(entry), condition.on]
        case Happened():
            return [condition.of], [cases.concluded_on]
    return [], []
