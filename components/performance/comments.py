"""What a person says of the own figures, below the figures; for the person the form to say more.

Knows comments as they are handed in. Must not know where they are kept.
"""

from collections.abc import Callable

from dash import html

from components import forms, words
from data.ask import Ask
from data.text import Text

PATH = "/prosecutor"
SAID = Text("本人说明", "The person's own comments")
ONE = Text("{about}（{since} 至 {until}）：{text}", "{about} ({since} to {until}): {text}")
WHEN = Text("{at} 写，数据版本 {snapshot}", "written on {at}, snapshot {snapshot}")
SAY, WHICH, WHAT = Text("写入说明", "Add the comment"), Text("哪一项", "Which figure"), Text("说明", "Comment")
OPEN = Text("对本栏数字写说明", "Comment on these figures")


def beside(view: Callable) -> Callable:
    """The view of a panel of the file, with what the person said of it; nothing at all where nobody is chosen."""

    def whole(found, ask: Ask):
        if found is None:
            return None
        return html.Div([view(found.found, ask), *_said(found), *(_form(found, ask) if found.own and ask.desk is not None else [])])

    return whole


def _said(found) -> list:
    if not found.said:
        return []
    return [html.Div([html.P(str(SAID), className="muted"), html.Ul([html.Li(_one(row, found)) for row in found.said])], className="note")]


def _one(row, found) -> list:
    about = {"about": found.subjects[row["about"]], "since": row["since"], "until": row["until"], "text": row["text"]}
    return [ONE.format(**about), " ", html.Small(WHEN.format(at=row["at"].date(), snapshot=row["snapshot"]), className="muted")]


def _form(found, ask: Ask) -> list:
    options = [(key, words.listed((label,))) for key, label in found.subjects.items()]
    inside = [forms.choice("about", WHICH, options, required=True), forms.lines("text", WHAT, required=True, rows=2)]
    drawn = forms.form("comment_file", inside, SAY, ask.link(PATH), className="deed")
    return [html.Details([html.Summary(str(OPEN)), drawn])]
