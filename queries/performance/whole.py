"""A file as a whole, to be taken away: everything its page shows, gathered when it is written down, and when it was taken.

Knows the parts of a file. Must not know words, nor formats.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from data.ask import Ask
from data.definitions.indicators import flow, quality
from data.definitions.relations import DOCUMENTS
from data.edition import Row
from queries import parts
from queries.performance import comments, people, record, workload

NEEDED = (flow.CONCLUDED, flow.PENDING, quality.REVIEWED, quality.FOUND)


@dataclass(frozen=True)
class Whole:
    """Each part is asked for when it is written down: the page itself only offers the file."""

    ask: Ask
    person: people.Person
    taken_at: datetime | None

    @cached_property
    def load(self) -> workload.Load:
        return workload.load(self.ask, self.person)

    @cached_property
    def years(self) -> workload.Years:
        return workload.years(self.ask, self.person)

    @cached_property
    def kinds(self) -> workload.Kinds:
        return workload.kinds(self.ask, self.person)

    @cached_property
    def besides(self) -> workload.Besides:
        return workload.besides(self.ask, self.person)

    @cached_property
    def decisions(self) -> record.Decisions | None:
        return record.decided(self.ask, self.person)

    @cached_property
    def reviews(self) -> record.Record | None:
        return record.reviewed(self.ask, self.person)

    @cached_property
    def findings(self) -> record.Record | None:
        return record.found(self.ask, self.person)

    @cached_property
    def comments(self) -> tuple[Row, ...]:
        said = comments.said(self.ask, self.person.code, comments.KNOWN)
        return tuple({**row, "label": comments.KNOWN[row["about"]]} for row in said)


def whole(ask: Ask) -> Whole | None:
    """None where nobody is chosen. Raises NotAllowed, NotFound, and NotSupplied where a part could not be written."""
    found = people.person(ask)
    if found is None:
        return None
    parts.check(ask, NEEDED)
    ask.scope.check_supplied(DOCUMENTS.key)
    return Whole(ask, found, None if ask.desk is None else ask.desk.now())
