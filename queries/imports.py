"""What the import left: files, rows set aside and flagged by reason, tables supplied or not.

Knows the bookkeeping of a snapshot. Must not know words.
"""

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.catalogue import masking
from data.edition import Row

DAMAGED = "encoding_damage"


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
    """The rows behind a number of `reasons`, from the first the address names, and how many there are. Not as they were delivered,
    which names persons: the file and the row in it say where that stands."""
    rows, asked = ask.scope.issues(), ask.filters
    aside = {"yes": True, "no": False}.get(asked.text("aside"))
    given = {"reason": asked.get("reason"), "table_name": asked.get("table"), "set_aside": aside}
    where = [rows.c[name] == value for name, value in given.items() if value is not None]
    total = ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(rows).where(*where))[0]["n"]
    statement = sa.select(*(each for each in rows.c if each.name != "raw")).where(*where).order_by(rows.c.issue_no)
    statement = statement.limit(size).offset(max(asked.get("first") or 0, 0))
    return [_without_names(row) for row in ask.scope.fetch(statement)], total


def _without_names(row: Row) -> Row:
    """A text that arrived damaged may be anybody's name; every other value is one by which a row is counted, ordered or found."""
    return row | ({"value": masking.name(row["value"])} if row["reason"] == DAMAGED and row["value"] else {})
