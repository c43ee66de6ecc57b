"""What the import left: files, rows set aside and flagged by reason, tables supplied or not.

Knows the bookkeeping of a snapshot. Must not know words.
"""

import json
from functools import cache

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.catalogue import masking
from data.edition import Row
from data.errors import BadInput
from data.sources.mapping import Mapping

HIDDEN = "***"


def files(ask: Ask) -> list[Row]:
    """Each file with its counts: read = accepted + set aside. Only for those who see everything."""
    rows = ask.scope.files()
    return ask.scope.fetch(sa.select(rows).order_by(rows.c.file_no))


def reasons(ask: Ask) -> list[Row]:
    """Reason by reason and table by table: how many rows were set aside, how many kept with a flag."""
    rows = ask.scope.issues()
    aside = sa.func.count().filter(rows.c.set_aside).label("set_aside")
    flagged = sa.func.count().filter(sa.not_(rows.c.set_aside)).label("flagged")
    keys = rows.c.reason, rows.c.table_name
    return ask.scope.fetch(sa.select(*keys, aside, flagged).group_by(*keys).order_by(*keys))


def tables(ask: Ask) -> list[Row]:
    """Every canonical table: whether it was supplied, or made in the build where nobody supplied it, and with how many rows."""
    supplied = ask.scope.snapshot.supplied
    return [
        {"table": table.name, "label": table.info["label"], "supplied": table.name in supplied,
         "made": table.name in schema.MADE_ANYWAY, "rows": supplied.get(table.name)}
        for table in schema.CANONICAL
    ]  # fmt: skip


def issues(ask: Ask, size: int) -> tuple[list[Row], int]:
    """The rows behind a number of `reasons`, without names, from the first the address names, and how many there are."""
    rows, asked = ask.scope.issues(), ask.filters
    aside = {"yes": True, "no": False}.get(asked.text("aside"))
    given = {"reason": asked.get("reason"), "table_name": asked.get("table"), "set_aside": aside}
    where = [rows.c[name] == value for name, value in given.items() if value is not None]
    total = ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(rows).where(*where))[0]["n"]
    statement = sa.select(rows).where(*where).order_by(rows.c.issue_no).limit(size).offset(max(asked.get("first") or 0, 0))
    known = _mapping(ask.scope.snapshot.about["mapping"])
    return [_without_names(row, known) for row in ask.scope.fetch(statement)], total


@cache
def _mapping(name: str) -> Mapping | None:
    """The mapping of an import, where it is at hand."""
    try:
        return Mapping.named(name)
    except BadInput:
        return None


def _open_columns(known: Mapping, target: str) -> frozenset[str]:
    """Source columns of a canonical table that fill fields without the name or key of a person, and none with; all their headings."""
    naming: dict[bool, set[str]] = {True: set(), False: set()}
    for each in (each for each in known.tables if each.target == target):
        naming[False].update(each.deleted, each.modified)
        for field, ways in each.columns.items():
            headings = (name for way in ways for heading in way.parts for name in heading)
            naming[schema.about(each.table.c[field]).personal].update(headings)
    return frozenset(naming[False] - naming[True])


def _without_names(row: Row, known: Mapping | None) -> Row:
    """The row with what may name persons hidden: of what was delivered those columns are told that the mapping knows to name nobody."""
    table, column, value = row["table_name"], row["column_name"], row["value"]
    told = _open_columns(known, table) if known else frozenset()
    hidden = value is not None and column not in told
    return row | {"raw": _told(row["raw"], told), "value": masking.masked(column or "", value) if hidden else value}


def _told(raw: str | None, told: frozenset[str]) -> str | None:
    """The row as it was delivered, column by column; nothing of a line of text, whose fields cannot be told apart here."""
    if not raw or not raw.startswith("{"):
        return None
    delivered = json.loads(raw).items()
    return json.dumps({name: text if text is None or name in told else HIDDEN for name, text in delivered}, ensure_ascii=False)
