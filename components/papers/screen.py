"""A paper on the screen: the same words and numbers as in its files.

Knows elements. Must not know what a paper says.
"""

from dash import html

from components import tables
from components.papers.paper import Block, Fields, Grid, Heading, Paper, ToWrite


def screen(paper: Paper) -> html.Div:
    under = [html.P(line, className="muted") for line in paper.under]
    return html.Div([html.H3(paper.title), *under, *(_block(block) for block in paper.whole())], className="drawn paper")


def _block(block: Block):
    if isinstance(block, Heading):
        return html.H4(block.words) if block.level == 1 else html.H5(block.words)
    if isinstance(block, Fields):
        return html.Dl([html.Div([html.Dt(each.label), html.Dd(each.value)]) for each in block.fields], className="paper-fields")
    if isinstance(block, Grid):
        return _grid(block)
    return html.P(block.words, className="muted" if isinstance(block, ToWrite) else "")


def _grid(block: Grid) -> html.Div:
    head = [html.Th(each, scope="col") for each in block.heads]
    rows = [html.Tr([html.Td(cell) for cell in row]) for row in block.rows]
    return tables.framed(head, rows, " · ".join(block.heads))
