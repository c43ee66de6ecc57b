"""To freeze what a scheme came to, with a signature over its content, the account and the moment: what is changed later shows.

The result is worked out here from the records. Knows schemes and the desk's table. Must not know forms.
"""

import json
from dataclasses import replace
from hashlib import sha256

import sqlalchemy as sa

from data.ask import Ask
from data.desk.deed import Deed, Doing
from data.desk.tables.scheme_results import scheme_results
from data.edition import Row
from data.errors import NotAllowed
from data.text import Text
from queries.deeds import published
from queries.performance.scheme import Tried, tried

FROZEN = Text("结果已冻结并签名", "The result is frozen and signed")


def content(found: Tried) -> str:
    """Everything that made the result: coefficients and, of each unit, what each point gave."""
    points = [[each.key, each.coefficient, each.floor, each.ceiling, each.part] for each in found.scheme.points]
    units = {unit.code: [unit.score, [item.score for item in unit.items]] for unit in found.units}
    return json.dumps({"share": found.scheme.review_share, "points": points, "units": units}, sort_keys=True)


def signature(row: Row) -> str:
    """Over all that is frozen: what, of which year and unit, from which snapshot, by whom and when."""
    signed = (row[name] for name in ("scheme", "version", "year", "unit", "snapshot", "content", "account"))
    return sha256("\n".join((*map(str, signed), row["at"].isoformat())).encode()).hexdigest()


def whole(row: Row) -> bool:
    """Whether it is what was signed."""
    return signature(row) == row["signature"]


def kept(ask: Ask) -> list[Row]:
    """The frozen results of the units that the viewer sees as a whole, the latest first."""
    if ask.desk is None:
        return []
    with ask.desk.reading() as con:
        rows = [dict(row._mapping) for row in con.execute(sa.select(scheme_results).order_by(scheme_results.c.result_id.desc()))]
    return [row for row in rows if published.seen(ask, row["unit"])]


def _freeze(doing: Doing, values: dict) -> Text:
    ask = replace(doing.ask, filters=doing.ask.filters.only("org"))
    unit = published.unit(ask)
    if not published.seen(ask, unit):
        raise NotAllowed(published.NOT_WHOLE)
    found = tried(ask)
    row = {
        "scheme": found.scheme.key, "version": found.scheme.version, "year": found.year, "unit": unit,
        "snapshot": ask.scope.snapshot.key, "content": content(found), "account": doing.account, "name": ask.viewer.name, "at": doing.now,
    }  # fmt: skip
    doing.con.execute(sa.insert(scheme_results), {**row, "signature": signature(row)})
    return FROZEN


deeds = (Deed("freeze_scheme", Text("冻结评价结果", "Freeze the result of a scheme"), "decide", _freeze),)
