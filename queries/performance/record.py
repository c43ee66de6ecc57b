"""What reviews and monitoring found in somebody's cases, what was decided at which level: the rows themselves, each with its source.

Only what is concluded: a review under objection does not enter the file. Knows lists. Must not know words.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.answer import Answer, Head, Page, Table
from data.ask import Ask
from data.definitions.indicators import quality, reviews
from data.definitions.relations import DOCUMENTS, FINDINGS, REVIEWS
from data.period import Period
from data.text import Text
from queries import lists, measure, parts, sources
from queries.performance import people
from queries.performance.people import Person

SHOWN = 50
LEVEL = Text("审批层级", "Approver")
OF_REVIEWS = (quality.REVIEWED, reviews.OBJECTED, reviews.UNDER_OBJECTION, reviews.PROBLEM_SHARE, reviews.RECTIFIED)


@dataclass(frozen=True)
class Record:
    """The rows of a list about the person, with the figures that count them; `ask` is the question about the person alone."""

    rows: Page
    answer: Answer
    ask: Ask


@people.of_person
def reviewed(ask: Ask, person: Person) -> Record:
    return _record(ask, person, REVIEWS, quality.REVIEWED, OF_REVIEWS)


@people.of_person
def found(ask: Ask, person: Person) -> Record:
    return _record(ask, person, FINDINGS, quality.FOUND, (quality.FOUND,))


def _record(ask: Ask, person: Person, relation, behind, indicators) -> Record:
    one = _alone(ask, person)
    there = tuple(each for each in indicators if parts.available(ask, each))
    answer = measure.measured(one, there or indicators, (), (ask.period,))
    listed = one.with_(behind=behind.key, since=str(ask.period.since), until=str(ask.period.until), period=None)
    return Record(lists.page(relation, listed, 0, SHOWN), answer, one)


def _alone(ask: Ask, person: Person) -> Ask:
    return ask.with_(handler=person.code, org=None)


@dataclass(frozen=True)
class Decisions:
    """Documents of the period by the level that approved them."""

    levels: tuple[tuple[str | None, int], ...]
    answer: Answer
    ask: Ask

    def table(self, ask: Ask) -> Table:
        rows = tuple((ask.names.of("approver_level", level), n) for level, n in self.levels)
        return Table((Head(LEVEL), Head(DOCUMENTS.label, "count")), rows)


@people.of_person
def decided(ask: Ask, person: Person) -> Decisions:
    one = _alone(ask, person)
    source, n = sources.facts(one, DOCUMENTS), sa.func.count().label("n")
    c = source.c
    within = sa.and_(source.where, _on(c.made_at, ask.period))
    rows = ask.scope.fetch(sa.select(c.approver_level, n).where(within).group_by(c.approver_level))
    return Decisions(tuple(sorted(((row["approver_level"], row["n"]) for row in rows), key=str)), Answer((), ()), one)


def _on(moment, period: Period):
    return period.holds(sa.cast(moment, sa.Date))
