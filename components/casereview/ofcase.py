"""The reviews of one case on the desk, on its page, and the form to open one.

Knows rows of reviews and forms. Must not know how they are kept.
"""

from dash import html

from components import forms, tables
from components.casereview import lists
from data import catalogue
from data.ask import Ask
from data.text import Text

RIGHT = "plan"
NONE = Text("本案没有登记评查。", "No review of this case has been opened.")
NOT_YET = Text("案件办结后方可评查。", "It can be reviewed once concluded.")
OPEN, CHOOSE_LATER = Text("登记评查", "Open a review"), Text("以后指定", "To be appointed")
KIND, MODE, REVIEWER, WHY = Text("评查类别", "Kind"), Text("评查方式", "Mode"), Text("评查员", "Reviewer"), Text("评查原因", "Why")


def of_case(found, ask: Ask) -> html.Div:
    """What was read: the head of the case, its reviews, whether one may be opened and who might review it."""
    shown = tables.simple([lists.columns(ask)[0], *lists.columns(ask)[5:]], found.rows, str(OPEN)) if found.rows else html.P(
        str(NONE if found.head["concluded_on"] else NOT_YET), className="muted note")  # fmt: skip
    return html.Div([shown, _form(found, ask)], className="drawn")


def _form(found, ask: Ask) -> html.Details | None:
    if not found.may_open:
        return None
    kinds, modes = ([(code, str(label)) for code, label in catalogue.codes(name).items()] for name in ("review_kind", "review_mode"))
    inside = [
        forms.choice("kind", KIND, kinds, required=True), forms.choice("mode", MODE, modes, required=True),
        forms.choice("reviewer", REVIEWER, [("", str(CHOOSE_LATER)), *found.candidates]), forms.line("why", WHY, maxlength=500),
    ]  # fmt: skip
    case_id = found.head["case_id"]
    form = forms.form("review_open", inside, OPEN, ask.case(case_id), {"case": case_id})
    return html.Details([html.Summary(str(OPEN)), form], className="act", **{"data-picker": "review-open"})
