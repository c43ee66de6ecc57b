"""A paper on the screen: the same words and numbers as in its files.

Knows elements. Must not know what a paper says.
"""

import re

from dash import html

from components import tables, words
from components.papers.paper import EMPTY, Block, Fields, Grid, Heading, Paper, ToWrite

NUMBER = re.compile(r"[+\-−±]?[\d,]+(\.\d+)?%?")


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
    looks = [_look(place, [row[place] for row in block.rows]) for place in range(len(block.heads))]
    head = [html.Th(each, scope="col", className=look) for each, look in zip(block.heads, looks, strict=True)]
    rows = [html.Tr([html.Td(cell, className=look) for cell, look in zip(row, looks, strict=True)]) for row in block.rows]
    nothing = [html.Tr(html.Td(str(words.NO_ROWS), className="muted", colSpan=len(block.heads)))]
    return tables.framed(head, rows or nothing, " · ".join(block.heads))


def _look(place: int, cells: list[str]) -> str | None:
    """Numbers stand to the right, where they can be compared; one that only counts the rows stands first and is narrow."""
    said = [cell for cell in cells if cell != EMPTY]
    if not said or not all(map(NUMBER.fullmatch, said)):
        return None
    return "number" if place else "short"
