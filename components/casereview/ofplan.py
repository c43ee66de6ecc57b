"""The form that opens the reviews of a kept plan.

Knows forms. Must not know plans.
"""

from dash import html

from components import forms
from data.text import Text

OPEN = Text("为计划中的案件登记评查", "Open the reviews of this plan")


def opening(plan_id: int, back: str) -> html.Form:
    return forms.form("review_open_plan", [], OPEN, back, {"plan": str(plan_id)}, "deed in-line")
