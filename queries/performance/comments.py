"""What a person says of the figures in the own file, beside each of them: read by whoever may open the file.

Knows the desk's comments and which figures stand where. Must not know words on the page, nor forms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from data.ask import Ask
from data.desk.tables.file_comments import file_comments
from data.edition import Row
from data.text import Text
from queries.performance import people, workload

# Panel → what may be commented on there: the panel's own finding, and the figures it shows.
SUBJECTS: dict[str, dict[str, Text]] = {
    "load": {"load": Text("工作量", "Workload")},
    "besides": {each.key: each.label for each in workload.RATES},
    "years": {each.key: each.label for each in workload.FACTS if each not in workload.RATES},
    "kinds": {"kinds": Text("各类案件与权重", "Types of cases and weights")},
    "decisions": {"decisions": Text("决定层级", "Levels of decision")},
    "reviews": {"reviews_listed": Text("质量评查", "Quality reviews")},
    "findings": {"findings_listed": Text("流程监控问题", "Monitoring findings")},
}
KNOWN = {key: label for each in SUBJECTS.values() for key, label in each.items()}


@dataclass(frozen=True)
class Beside:
    """An answer about a person with what the person said of it, the latest first; `own` says that the viewer is the person."""

    found: Any
    panel: str
    said: tuple[Row, ...]
    own: bool

    @property
    def subjects(self) -> dict[str, Text]:
        return SUBJECTS[self.panel]


def beside(panel: str, query: Callable[[Ask], Any]) -> Callable[[Ask], Beside | None]:
    """The query of a panel of the file, with the comments; closed to whom the file is closed."""
    return partial(_asked, panel, query)


def _asked(panel: str, query: Callable[[Ask], Any], ask: Ask) -> Beside | None:
    found = query(ask)
    if found is None:
        return None
    code = people.chosen(ask)
    own = ask.viewer.handler is not None and ask.viewer.handler == code
    return Beside(found, panel, tuple(said(ask, code, SUBJECTS[panel])), own)


def said(ask: Ask, code: str, about) -> list[Row]:
    """Everything the person has said of these figures, whatever the period."""
    if ask.desk is None or not people.may_open(ask, code):
        return []
    c = file_comments.c
    wanted = sa.select(file_comments).where(c.handler == code, c.about.in_(sorted(about))).order_by(c.comment_id.desc())
    with ask.desk.reading() as con:
        return [dict(row._mapping) for row in con.execute(wanted)]

