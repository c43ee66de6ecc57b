"""The same persons through arrest review, prosecution, judgment and second instance, with what is left behind at each step.

A person of one matter (unified case number and identity) is followed within what the viewer may see; who was first met in the
period is counted. Knows persons. Must not know how they are shown.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data import catalogue
from data.ask import Ask
from data.definitions.relations import PERSONS
from data.text import Text

NONPROS = ("nonpros_statutory", "nonpros_discretionary", "nonpros_insufficient", "nonpros_conditional")
LABELS = {
    "enter_arrest": Text("提请逮捕", "Arrest requested"), "enter_prosecution": Text("直接移送起诉", "Sent for prosecution directly"),
    "arrested": Text("批准逮捕", "Arrest approved"), "not_arrested": Text("不批准逮捕", "Arrest refused"),
    "arrest_other": Text("撤回或未结", "Withdrawn or pending"), "arrest_lost": Text("未见移送起诉", "Not seen in prosecution"),
    "indicted": Text("提起公诉", "Indicted"), "nonpros": Text("不起诉", "Not prosecuted"),
    "prosecution_other": Text("撤回、改变管辖等", "Withdrawn, transferred"), "prosecution_pending": Text("审查中", "Under review"),
    "guilty": Text("有罪判决", "Convicted"), "acquitted": Text("无罪判决", "Acquitted"),
    "unjudged": Text("未判决", "Not yet judged"), "withdrawn": Text("撤回起诉", "Prosecution withdrawn"),
    "appealed": Text("进入二审或抗诉", "Second instance or protest"), "final": Text("未见二审", "No second instance seen"),
}  # fmt: skip
COLUMN = {
    "enter_arrest": 0, "enter_prosecution": 0, "arrested": 1, "not_arrested": 1, "arrest_other": 1, "indicted": 2, "nonpros": 2,
    "prosecution_other": 2, "prosecution_pending": 2, "arrest_lost": 2, "guilty": 3, "acquitted": 3, "unjudged": 3, "withdrawn": 3,
    "appealed": 4, "final": 4,
}  # fmt: skip
LOSSES = frozenset({"arrest_lost", "nonpros", "prosecution_other", "acquitted", "withdrawn"})


@dataclass(frozen=True)
class Stages:
    """Persons by the steps they took: (from, to) → how many; `persons` in all."""

    links: dict[tuple[str, str], int]
    persons: int
    ask: Ask
    labels = LABELS
    columns = COLUMN
    losses = LOSSES

    def into(self, node: str) -> int:
        return sum(n for (_, target), n in self.links.items() if target == node)

    def out_of(self, node: str) -> int:
        return sum(n for (source, _), n in self.links.items() if source == node)


def stages(ask: Ask) -> Stages:
    """Types and lines are those of the stages themselves: a filter on them does not act."""
    whole = ask.with_(type=None, line=None, custody=None)
    scope = whole.scope
    scope.check_supplied("persons")
    rows = scope.rows(PERSONS)
    followed = _followed(rows.c, whole.filters.where(rows.c, PERSONS, scope.places))
    states = [followed.c[name] for name in ("arrest", "prosecution", "judged", "appeal")]
    within = whole.period.holds(followed.c.first_on)
    counted = scope.fetch(sa.select(*states, sa.func.count().label("n")).where(within).group_by(*states))
    links: dict[tuple[str, str], int] = {}
    for row in counted:
        for link in _way(row):
            links[link] = links.get(link, 0) + row["n"]
    return Stages(links, sum(row["n"] for row in counted if _way(row)), whole)


def _types(family: str) -> list[str]:
    return [each.code for each in catalogue.case_types().values() if each.family == family]


def _followed(c, asked) -> sa.Subquery:
    """One row for each person of a matter: what each stage came to."""
    at = {family: c.type_code.in_(_types(family)) for family in ("arrest", "prosecution", "appeal")}
    arrest = sa.func.max(sa.case((at["arrest"], _arrest(c))))
    prosecution = sa.func.max(sa.case((at["prosecution"], _prosecution(c))))
    judged = sa.func.max(sa.case((at["prosecution"], _judged(c))))
    appeal = sa.func.max(sa.case((at["appeal"], 1), else_=0))
    columns = (arrest.label("arrest"), prosecution.label("prosecution"), judged.label("judged"), appeal.label("appeal"))
    first = sa.func.min(c.accepted_on).label("first_on")
    kept = sa.and_(asked, c.matter.is_not(None), sa.or_(*at.values()))
    return sa.select(c.matter, first, *columns).where(kept).group_by(c.matter).subquery("followed")


def _arrest(c) -> sa.ColumnElement[str]:
    return sa.case((c.outcome == "arrested", "arrested"), (c.outcome == "not_arrested", "not_arrested"), else_="arrest_other")


def _prosecution(c) -> sa.ColumnElement[str]:
    known = (c.outcome == "indicted", "indicted"), (c.outcome.in_(NONPROS), "nonpros"), (c.outcome.is_(None), "prosecution_pending")
    return sa.case(*known, else_="prosecution_other")


def _judged(c) -> sa.ColumnElement[str]:
    known = (c.withdrawn_on.is_not(None), "withdrawn"), (c.judged_on.is_(None), "unjudged"), (c.sentence == "acquitted", "acquitted")
    return sa.case((c.outcome != "indicted", sa.null()), (c.outcome.is_(None), sa.null()), *known, else_="guilty")


def _way(row) -> list[tuple[str, str]]:
    """The steps of persons alike; none for those first met in the second instance."""
    found = []
    if row["arrest"]:
        found.append(("enter_arrest", row["arrest"]))
    if not row["prosecution"]:
        return [*found, (row["arrest"], "arrest_lost")] if row["arrest"] else []
    found.append((row["arrest"] or "enter_prosecution", row["prosecution"]))
    if row["prosecution"] == "indicted" and row["judged"]:
        found.append(("indicted", row["judged"]))
        if row["judged"] in ("guilty", "acquitted"):
            found.append((row["judged"], "appealed" if row["appeal"] else "final"))
    return found
