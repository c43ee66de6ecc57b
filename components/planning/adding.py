"""A case added by hand to those that must be reviewed: what was added, by whom and why; the form that adds, the one that takes off.

Knows forms and what was added. Must not know where it is kept.
"""

from dash import html

from components import forms, tables
from components.tables import Col
from data import catalogue
from data.ask import Ask
from data.definitions.mandatory import CONDITIONS, Nowhere
from data.text import Text

RIGHT = "plan"
ADD, OFF = Text("人工列入必评", "Add by hand"), Text("撤销", "Take off")
CLASS, REASON, WHO, WHEN = Text("必评类别", "Class"), Text("理由", "Reason"), Text("添加人", "Added by"), Text("添加时间", "Added on")
BY_HAND = Text("人工列入", "Added by hand")


def of_case(found, ask: Ask) -> list:
    rows = [html.H4(str(BY_HAND)), _table(found, ask)] if found.by_hand else []
    if ask.desk is None or not ask.viewer.may(RIGHT):
        return rows
    return [*rows, *_form(found, ask)]


def _table(found, ask: Ask):
    labels = catalogue.codes("mandatory")
    columns = [
        Col(CLASS, lambda row: str(labels.get(row["mandatory"], row["mandatory"]))), Col(REASON, lambda row: row["reason"]),
        Col(WHO, lambda row: row["account"]), Col(WHEN, lambda row: str(row["added_at"].date()), "day"),
        Col(OFF, lambda row: _off(row, found, ask)),
    ]  # fmt: skip
    return tables.simple(columns, found.by_hand, str(BY_HAND))


def _off(row, found, ask: Ask):
    """Whoever added it may take it off."""
    if ask.desk is None or not ask.viewer.may(RIGHT) or row["account"] != ask.viewer.account:
        return ""
    given = {"case": row["case_id"], "class": row["mandatory"]}
    return forms.form("drop_mandatory", [], OFF, ask.case(found.head["case_id"]), given, "deed in-line")


def _form(found, ask: Ask) -> list:
    """Only a concluded case can be reviewed."""
    if found.head["concluded_on"] is None:
        return []
    there = {row["mandatory"] for row in (*found.rows, *found.by_hand)}
    free = [code for code in sorted(CONDITIONS, key=_last) if code not in there]
    options = [("", "—"), *((code, str(catalogue.codes("mandatory")[code])) for code in free)]
    inside = [forms.choice("class", CLASS, options, required=True), forms.line("reason", REASON, required=True, maxlength=500)]
    case_id = found.head["case_id"]
    return [forms.form("add_mandatory", inside, ADD, ask.case(case_id), {"case": case_id}, "deed in-line")]


def _last(code: str) -> tuple[bool, str]:
    """The classes that no field tells come first: of the others the records speak."""
    return not isinstance(CONDITIONS[code], Nowhere), code
