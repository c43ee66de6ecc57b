"""What the import left: files, rows set aside and flagged by reason, tables supplied or not.

Knows the bookkeeping of a snapshot. Must not know words.
"""

import sqlalchemy as sa

from data import schema
from data.ask import Ask
from data.edition import Row


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
    """Every canonical table: whether it was supplied and with how many rows."""
    supplied = ask.scope.snapshot.supplied
    return [{"table": table.name, "label": table.info["label"], "supplied": table.name in supplied,
             "rows": supplied.get(table.name)} for table in schema.CANONICAL]


def rows(ask: Ask, reason: str | None = None, table: str | None = None, first: int = 0, size: int = 100) -> tuple[list[Row], int]:
    """The rows behind a reason, and how many there are."""
    issues = ask.scope.issues()
    asked = [issues.c.reason == reason if reason else sa.true(), issues.c.table_name == table if table else sa.true()]
    total = ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(issues).where(*asked))[0]["n"]
    statement = sa.select(issues).where(*asked).order_by(issues.c.issue_no).limit(min(size, 500)).offset(first)
    return ask.scope.fetch(statement), total
