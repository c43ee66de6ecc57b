"""To see the names in one case, for a stated reason and a while.

Knows the desk's `unmaskings`. Must not know forms.
"""

from datetime import timedelta

import sqlalchemy as sa

from data.definitions import recorded
from data.desk import noting
from data.desk.deed import Deed, Doing, Field
from data.desk.tables.accounts import unmaskings
from data.text import Text
from queries.casefile import head_of
from queries.unmasked import RIGHT

MINUTES = 30
CASE, REASON = Field("case", Text("案件", "Case"), longest=64, logged=True), Field("reason", Text("查看事由", "Reason"), longest=500)
DONE = Text("{minutes} 分钟内显示姓名", "Names are shown for {minutes} minutes")


def _unmask(doing: Doing, values: dict) -> Text:
    """Raises NotFound for a case that this viewer may not see."""
    head_of(doing.ask.with_(case=values["case"]))
    mine = sa.and_(unmaskings.c.account == doing.account, unmaskings.c.case_id == values["case"])
    doing.con.execute(sa.delete(unmaskings).where(sa.or_(mine, unmaskings.c.until < doing.now - timedelta(days=1))))
    until = doing.now + timedelta(minutes=MINUTES)
    row = {"account": doing.account, "case_id": values["case"], "reason": values["reason"], "until": until}
    doing.con.execute(sa.insert(unmaskings), row)
    told = {"snapshot": doing.ask.scope.snapshot.key, "reason": values["reason"]}
    noting.note(doing.ask.desk, doing.ask.viewer, recorded.UNMASK, values["case"], con=doing.con, **told)
    return DONE.filled(minutes=MINUTES)


deeds = (Deed("unmask", Text("显示姓名", "Show the names"), RIGHT, _unmask, (CASE, REASON)),)
