"""The same persons through arrest review, prosecution, judgment and second instance, with what is left behind at each step.

A person of one matter (unified case number and identity) is followed within what the viewer may see; who was first met in the
period is counted. Knows persons and the pre-aggregates of their ways. Must not know how they are shown.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import ways
from data.definitions.relations import CASES, PERSONS
from data.edition import Row
from data.text import Text
from queries import sources

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
SHOWN = 100  # persons of a step on the screen
OF_PERSON = ("matter", "name", "charge_name", "type_code", "office", "handler", "accepted_on", "outcome", "judged_on", "sentence")
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


@dataclass(frozen=True)
class Taken:
    """The persons behind one step: how many, and the rows of the first of them, each person's together."""

    step: tuple[str, str]
    persons: int
    rows: tuple[Row, ...]
    ask: Ask
    labels = LABELS


def taken(ask: Ask) -> Taken | None:
    """Who took the step that the address names; None where it names none."""
    step = ask.filters.get("way")
    if step is None:
        return None
    ask.check_rows()
    whole = _whole(ask)
    alike = [row for row in _counted(whole, None) if step in _way(row)]
    return Taken(step, sum(row["n"] for row in alike), tuple(_rows(whole, alike)) if alike else (), whole)


def _rows(whole: Ask, alike: list[Row]) -> list[Row]:
    """The rows of those whose states are among these, person by person."""
    rows, found = whole.scope.rows(PERSONS), _followed(whole)
    states = sa.or_(*(sa.and_(*(found.c[name].is_not_distinct_from(row[name]) for name in ways.STATES)) for row in alike))
    some = sa.select(found.c.matter).where(states, whole.period.holds(found.c.first_on)).order_by(found.c.matter).limit(SHOWN)
    cases = whole.scope.rows(CASES).alias("case_of_it")
    columns = [cases.c.case_id, *(rows.c[name] for name in OF_PERSON)]
    asked = sa.and_(ways.met(rows.c), sources.asked(whole, rows.c, PERSONS), rows.c.matter.in_(some))
    both = rows.join(cases, cases.c.case_no == rows.c.case_no)
    order = rows.c.matter, rows.c.accepted_on, rows.c.person_no
    return whole.scope.fetch(sa.select(*columns).select_from(both).where(asked).order_by(*order))


def _whole(ask: Ask) -> Ask:
    """Types and lines are those of the stages themselves: a filter on them does not act."""
    return ask.with_(type=None, line=None, custody=None)


def stages(ask: Ask, use_marts: bool = True) -> Stages:
    whole = _whole(ask)
    whole.scope.check_supplied("persons")
    counted = _counted(whole, _table(whole) if use_marts else None)
    links: dict[tuple[str, str], int] = {}
    for row in counted:
        for link in _way(row):
            links[link] = links.get(link, 0) + row["n"]
    return Stages(links, sum(row["n"] for row in counted if _way(row)), whole)


def _counted(whole: Ask, table: sa.Table | None) -> list[Row]:
    """How many persons first met in the period came to each combination of states."""
    if table is None:
        found = _followed(whole)
        day, where, n = found.c.first_on, sa.true(), sa.func.count()
    else:
        found = whole.scope.histogram(table)
        day, where = found.c.day, sources.asked(whole, found.c, PERSONS)
        n = sa.cast(sa.func.sum(found.c.n), sa.BigInteger)
    states = [found.c[name] for name in ways.STATES]
    return whole.scope.fetch(sa.select(*states, n.label("n")).where(where, whole.period.holds(day)).group_by(*states))


def _followed(whole: Ask) -> sa.Subquery:
    """A row for each person of a matter: the day first met, and what each stage came to."""
    rows = whole.scope.rows(PERSONS)
    asked = sa.and_(ways.met(rows.c), sources.asked(whole, rows.c, PERSONS))
    columns = (value.label(name) for name, value in ways.followed(rows.c).items())
    return sa.select(rows.c.matter, *columns).where(asked).group_by(rows.c.matter).subquery("followed")


def _table(ask: Ask) -> sa.Table | None:
    """The table made of exactly the rows in scope: those of all, or of one province; of them those with one answer to a mark."""
    parts, places = ask.scope.grant.parts, ask.scope.places
    if ask.scope.entrusted or not ask.scope.grant.all_kinds or not sources.aligned(ask, [ask.period]):
        return None
    columns = ask.filters.columns(places) | ask.scope.grant.columns(places)
    named = (*(ask.filters.get("org") or ()), *(code for part in parts for code in part.units or ()))
    provinces = {code for code in named if not places.is_national(code)}
    if len(provinces) > 1 or ("province" in columns and not provinces) or len(ask.filters.get(ways.MARK) or ("any",)) > 1:
        return None
    return next((table for by, table in ways.TABLES.items() if columns == set(by)), None)


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
