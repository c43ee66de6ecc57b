"""Changes of handler: through whose hands cases went, each step with its reason and who approved it.

Knows what was found, handed in. Must not know queries.
"""

from itertools import groupby

from dash import html

from components import body, links, notices, numbers, tables, words
from components.performance.balance import NO_RIGHT, approval
from components.tables import Col
from data.ask import Ask
from data.catalogue import glossary
from data.definitions.dimensions import HANDLER
from data.definitions.indicators import flow
from data.text import Text

CASE = Text("案件", "Case")
CHANGED = Text("变更承办人 {changes} 次，涉及 {cases} 件；{several}；{approved}",
               "{changes} changes of handler in {cases} cases; {several}; {approved}")  # fmt: skip
ONCE, SEVERAL = Text("都只换过一次", "each changed once"), Text("{n} 件不止一次", "{n} more than once")
NO_CHANGE = Text("统计期内没有变更承办人", "No change of handler in the period")
STEPS, REASON, APPROVED = Text("承办经过", "Hands"), Text("理由", "Reason"), Text("批准人", "Approved by")


def handed(found, ask: Ask):
    """Cases that changed hands, those with the most changes first, each step with its reason and approver."""
    if found is None:
        return notices.empty(NO_RIGHT)
    if not found.changes:
        return notices.empty(NO_CHANGE)
    said = {name: numbers.digits(getattr(found, name)) for name in ("changes", "cases")}
    said |= {"several": SEVERAL.format(n=numbers.digits(found.several)) if found.several else ONCE, "approved": approval(found.open)}
    columns = [
        Col(CASE, lambda one: links.case(one.case_id, ask)),
        Col(STEPS, lambda one: " → ".join(_hands(one, ask))),
        Col(REASON, lambda one: words.listed(_reason(step) for step in one.steps if step.change)),
        Col(APPROVED, lambda one: words.listed(step.approved_by or words.NOT_FILLED for step in one.steps if step.change)),
    ]
    table = tables.simple(columns, found.chains, str(STEPS))
    return html.Div([html.P(CHANGED.format(**said), className="headline"), table, body.foot(ask, (flow.ALLOCATED,))], className="drawn")


def _hands(chain, ask: Ask) -> list[str]:
    turns = groupby(chain.steps, key=lambda step: step.to)
    return [words.bracketed(ask.names.value(HANDLER, code), next(iter(steps)).on) for code, steps in turns]


def _reason(step) -> str:
    return str(glossary.word(step.reason) if step.reason else words.NOT_FILLED)
