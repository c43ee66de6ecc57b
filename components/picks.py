"""What a control of the filter bar writes into the URL: `assets/nav.js` merges it into the query in force.

A control stands in an element with `data-pick` when its values say which filters to set and which to take off, or with
`data-write` when its value is the text of one filter. Either way two quick choices never lose one another.
Knows the form of a query and of a disclosure. Must not know filters.
"""

from urllib.parse import urlencode

from dash import html

NOTHING = "&"  # sets no filter; the empty text is taken by a select for its placeholder


def picks(**texts: str) -> str:
    """`org=420100&handler=`: set one, take the other off."""
    return urlencode(sorted(texts.items()))


def disclosure(label: object, value: str, inner: list, name: str) -> html.Details:
    """A control too large for the bar: its summary says the choice in force, inside is how to change it."""
    summary = html.Summary([html.Span(str(label), className="control-label"), html.Span(value, className="control-value")])
    held = html.Div(inner, className=f"picker picker-{name}")
    return html.Details([summary, held], className=f"control control-{name}", **{"data-picker": name})
