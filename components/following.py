"""Following a case: the button on its page, and the list of those a viewer follows.

Knows followed cases and forms. Must not know where they are kept.
"""

from collections.abc import Sequence

from dash import html

from components import forms, links, notices, tables, values
from data.ask import Ask
from data.catalogue import masking
from data.definitions import columns as known
from data.text import Text

RIGHT = "follow"
FOLLOW, UNFOLLOW, NOTE = Text("关注此案", "Follow this case"), Text("取消关注", "No longer follow"), Text("备注", "Note")
SINCE = Text("{day} 起关注", "Followed since {day}")
FOLLOWED = Text("关注时间", "Followed since")
NONE_YET = Text("还没有关注的案件。打开一个案件，按“关注此案”即可。", "No case is followed yet. Open one and press “Follow this case”.")
SHOWN = ("type_code", "office", "handler", "accepted_on", "due_on", "status")


def mark(file, ask: Ask) -> html.Div | None:
    """Nothing for those who may not follow."""
    if ask.desk is None or not ask.viewer.may(RIGHT):
        return None
    case_id, back = file.head["case_id"], ask.case(file.head["case_id"])
    if file.following is None:
        return forms.form("follow", [forms.line("note", NOTE, maxlength=500)], FOLLOW, back, {"case": case_id}, "deed in-line")
    said = SINCE.format(day=file.following["since"].date())
    note = f"{said} · {file.following['note']}" if file.following["note"] else said
    return forms.form("unfollow", [html.Span(note)], UNFOLLOW, back, {"case": case_id}, "deed in-line")


def followed(rows: Sequence[dict], ask: Ask) -> html.Div:
    """The followed cases; each leads to its page."""
    if not rows:
        return notices.empty(NONE_YET)
    about = known.of("cases")
    case = tables.Col(about["case_id"].label, lambda row: links.case(row["case_id"], ask))
    name = tables.Col(about["case_name"].label, lambda row: masking.case_name(row["case_name"] or "", ()))
    facts = [_fact(about[column], ask) for column in SHOWN]
    since = tables.Col(FOLLOWED, lambda row: str(row["followed_since"].date()), "day")
    note = tables.Col(NOTE, lambda row: row["note"])
    return html.Div(tables.simple([case, name, *facts, since, note], rows, str(FOLLOWED)), className="drawn")


def _fact(column: known.Column, ask: Ask) -> tables.Col:
    return tables.Col(column.label, lambda row: values.text(column, row[column.name], ask), column.kind)
