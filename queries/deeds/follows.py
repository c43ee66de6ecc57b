"""To follow a case, and to let it go.

Knows the desk's `follows`. Must not know forms.
"""

import sqlalchemy as sa

from data.desk.deed import Deed, Doing, Field
from data.desk.tables.follows import follows
from data.errors import BadInput
from data.text import Text
from queries.casefile import head_of
from queries.followed import MOST

FULL = Text("最多关注 {most} 件，请先取消一些", "No more than {most} cases can be followed; let some go first")
DONE, GONE = Text("已关注", "Followed"), Text("已取消关注", "No longer followed")
CASE, NOTE = Field("case", Text("案件", "Case"), longest=64, logged=True), Field("note", Text("备注", "Note"), required=False)


def _follow(doing: Doing, values: dict) -> Text:
    """Raises NotFound for a case that this viewer may not see."""
    head_of(doing.ask.with_(case=values["case"]))
    mine = follows.c.account == doing.account
    if doing.con.scalar(sa.select(sa.func.count()).select_from(follows).where(mine)) >= MOST:
        raise BadInput(FULL, most=MOST)
    doing.con.execute(sa.delete(follows).where(mine, follows.c.case_id == values["case"]))
    row = {"account": doing.account, "case_id": values["case"], "since": doing.now, "note": values["note"] or ""}
    doing.con.execute(sa.insert(follows), row)
    return DONE


def _let_go(doing: Doing, values: dict) -> Text:
    doing.con.execute(sa.delete(follows).where(follows.c.account == doing.account, follows.c.case_id == values["case"]))
    return GONE


deeds = (
    Deed("follow", Text("关注案件", "Follow a case"), "follow", _follow, (CASE, NOTE)),
    Deed("unfollow", Text("取消关注", "No longer follow"), "follow", _let_go, (CASE,)),
)
