"""To say something of a figure in one's own file. Whose file it is, is who signs in as that person: the form does not say it.

Knows the desk's comments. Must not know forms.
"""

import sqlalchemy as sa

from data.desk.deed import Deed, Doing, Field
from data.desk.tables.file_comments import file_comments
from data.errors import NotAllowed
from data.text import Text
from queries.performance.comments import KNOWN

NO_FILE = Text("您的账号没有对应的检察官，不能写说明", "Your account belongs to no prosecutor: there is no file to comment on")
SAID = Text("说明已记入档案", "What you said stands in the file")


def _about(text: str) -> str:
    if text not in KNOWN:
        raise ValueError(text)
    return text


def _say(doing: Doing, values: dict) -> Text:
    ask = doing.ask
    if not ask.viewer.handler:
        raise NotAllowed(NO_FILE)
    row = {
        "handler": ask.viewer.handler, "about": values["about"], "since": ask.period.since, "until": ask.period.until,
        "snapshot": ask.scope.snapshot.key, "text": values["text"], "account": doing.account, "at": doing.now,
    }  # fmt: skip
    doing.con.execute(sa.insert(file_comments), row)
    return SAID


ABOUT = Field("about", Text("哪一项", "Which figure"), _about, logged=True)
FIELDS = (ABOUT, Field("text", Text("说明", "What is to be said"), longest=1000))
deeds = (Deed("comment_file", Text("对本人档案写说明", "Comment on the own file"), "figures", _say, FIELDS),)
