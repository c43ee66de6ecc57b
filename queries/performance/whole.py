"""A file as a whole, to be taken away: everything its page shows, gathered once, and when it was taken.

Knows the parts of a file. Must not know words, nor formats.
"""

from dataclasses import dataclass
from datetime import datetime

from data.ask import Ask
from data.edition import Row
from queries.performance import comments, people, record, workload


@dataclass(frozen=True)
class Whole:
    person: people.Person
    load: workload.Load
    years: workload.Years
    kinds: workload.Kinds
    besides: workload.Besides
    decisions: record.Decisions | None
    reviews: record.Record | None
    findings: record.Record | None
    comments: tuple[Row, ...]
    taken_at: datetime | None


PARTS = {
    "load": workload.load, "years": workload.years, "kinds": workload.kinds, "besides": workload.besides, "decisions": record.decided,
    "reviews": record.reviewed, "findings": record.found,
}  # fmt: skip


def whole(ask: Ask) -> Whole | None:
    """None where nobody is chosen."""
    found = people.person(ask)
    if found is None:
        return None
    parts = {name: query(ask, found) for name, query in PARTS.items()}
    said = comments.said(ask, found.code, comments.KNOWN)
    labelled = tuple({**row, "label": comments.KNOWN[row["about"]]} for row in said)
    return Whole(person=found, **parts, comments=labelled, taken_at=None if ask.desk is None else ask.desk.now())
