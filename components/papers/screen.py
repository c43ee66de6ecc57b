"""A paper on the screen: the same words and numbers as in its files.

Knows elements. Must not know what a paper says.
"""

from dash import html

from components import tables, words
from components.papers.paper import Block, Fields, Grid, Heading, Paper, ToWrite
from data.text import Text

LOOKS = {"number": "number", "counts": "short", "day": "day"}
CONTENTS = Text("目录", "Contents")
LONG = 4  # headings from which a list of them stands beside the paper


def screen(paper: Paper) -> html.Div:
    """As wide as is read with ease; on a wide screen the headings stand beside it, each leading to its place."""
    blocks = list(enumerate(paper.whole()))
    under = [html.P(line, className="muted") for line in paper.under]
    sheet = html.Div([html.H3(paper.title), *under, *(_block(block, _id(place)) for place, block in blocks)], className="drawn sheet")
    heads = [(place, block) for place, block in blocks if isinstance(block, Heading)]
    return html.Div([*([_contents(heads)] if len(heads) >= LONG else []), sheet], className="paper")


def _id(place: int) -> str:
    return f"paper-{place}"


def _contents(heads: list[tuple[int, Heading]]) -> html.Nav:
    lines = [html.Li(html.A(head.words, href=f"#{_id(place)}"), className=f"level-{head.level}") for place, head in heads]
    return html.Nav([html.P(str(CONTENTS), className="muted"), html.Ul(lines)], className="contents", **{"aria-label": str(CONTENTS)})


def _block(block: Block, name: str):
    if isinstance(block, Heading):
        return html.H4(block.words, id=name) if block.level == 1 else html.H5(block.words, id=name)
    if isinstance(block, Fields):
        return html.Dl([html.Div([html.Dt(each.label), html.Dd(each.value)]) for each in block.fields], className="paper-fields")
    if isinstance(block, Grid):
        return _grid(block)
    return html.P(block.words, className="muted" if isinstance(block, ToWrite) else "")


def _grid(block: Grid) -> html.Div:
    looks = [LOOKS.get(look) for look in block.looks]
    head = [html.Th(each, scope="col", className=look) for each, look in zip(block.heads, looks, strict=True)]
    rows = [html.Tr([html.Td(cell, className=look) for cell, look in zip(row, looks, strict=True)]) for row in block.rows]
    nothing = [html.Tr(html.Td(str(words.NO_ROWS), className="muted", colSpan=len(block.heads)))]
    table = tables.framed(head, rows or nothing, block.caption or " · ".join(block.heads))
    return html.Div([html.P(block.caption, className="muted note"), table]) if block.caption else table
