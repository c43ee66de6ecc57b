"""To see the names in a case: the form that asks why, and the word that they are shown.

Knows a case file and forms. Must not know where it is kept.
"""

from dash import html

from components import forms
from data.ask import Ask
from data.text import Text

RIGHT = "unmask"
SHOW, REASON = Text("显示姓名", "Show the names"), Text("查看事由（记入日志）", "Reason, put on record")
SHOWN = Text("正在显示当事人姓名，请勿外传", "The names of parties are shown: keep them to yourself")


def ask_for(file, ask: Ask) -> html.Form | html.P | None:
    """Nothing for those who may not."""
    if file.unmasked:
        return html.P(str(SHOWN), className="note unmasked")
    if ask.desk is None or not ask.viewer.may(RIGHT):
        return None
    case_id = file.head["case_id"]
    reason = forms.line("reason", REASON, required=True, maxlength=500)
    return forms.form("unmask", [reason], SHOW, ask.case(case_id), {"case": case_id}, "deed in-line")
