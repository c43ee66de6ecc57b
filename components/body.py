"""What the body of a panel is made of: the finding in a sentence, the drawing, the same as a table, what it counts.

Knows how a panel reads. Must not know what it is about.
"""

from collections.abc import Sequence

from dash import html

from components import definition, words
from data.answer import Answer
from data.ask import Ask
from data.definitions.indicators.base import Indicator


def body(ask: Ask, says: str, drawing, table, indicators: Sequence[Indicator], n: str = "", over: str = "") -> html.Div:
    """The whole body; `says` is the headline, `over` the days it is of where they are others than those of the page."""
    return html.Div([html.P(says, className="headline"), drawing, folded(table), foot(ask, indicators, n, over=over)], className="drawn")


def noted(ask: Ask, says: str, drawing, table, indicators: Sequence[Indicator], note, over: str = "") -> html.Div:
    """A body with a word on how to read it."""
    whole = body(ask, says, drawing, table, indicators, over=over)
    whole.children.insert(2, html.P(str(note), className="muted note"))
    return whole


def folded(table) -> html.Details:
    """The same answer as a table, for those who read rather than look; the browser opens it without a script."""
    return html.Details([html.Summary(str(words.AS_TABLE)), table], className="as-table")


def foot(ask: Ask, indicators: Sequence[Indicator], n: str = "", timed: bool = True, over: str = "") -> html.Div:
    """Unit, number, period, day of the data; and the definitions. What stands as of that day, whatever the period, is not `timed`."""
    units = " / ".join(dict.fromkeys(str(each.unit) for each in indicators))
    parts = (words.UNIT.format(unit=units), n, over or (ask.period.label if timed else ""), words.AS_OF.format(day=ask.scope.as_of))
    return html.Div([html.Span(words.listed(parts), className="caption"), definition.folded(indicators, ask)], className="panel-foot")


def is_empty(answer: Answer) -> bool:
    """No group, or none with anything in it."""
    return all(not figure.n for group in answer.groups for figure in group.figures.values())
