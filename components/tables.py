"""Plain tables: an answer with its parts, or rows of a relation. Every name, number and part is a link to what is behind it.

Knows answers, columns and links. Must not know queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components import drill, numbers, words
from data.answer import Answer, Group
from data.ask import Ask
from data.definitions.indicators.base import Indicator
from data.text import Text

SHORT = 6  # letters
LOOKS = {"number": "number", "chance": "number", "day": "day", "moment": "day"}


def of_answer(answer: Answer, ask: Ask, path: str = "/", caption: str = "") -> html.Div:
    """A row for each group; a rate has its numerator and denominator in a column of their own."""
    first = [str(d.label) for d in answer.dimensions] or [str(words.PERIOD)]
    head = [html.Th(label, scope="col") for label in first] + [th for each in answer.indicators for th in _heads(each)]
    rows = [html.Tr([*_names(answer, group, ask, path), *_row(answer, group, ask)]) for group in answer.groups]
    return framed(head, rows, caption or words.listed(each.label for each in answer.indicators))


def framed(head: Sequence, rows: Sequence, caption: str) -> html.Div:
    """A table that scrolls within its own frame, reachable by keyboard."""
    said = html.Caption(caption, className="visually-hidden")
    table = html.Table([said, html.Thead(html.Tr(list(head))), html.Tbody(list(rows))], className="plain")
    return html.Div(table, className="table-frame", tabIndex="0", role="region", **{"aria-label": caption})


@dataclass(frozen=True)
class Col:
    """A column of a plain table: its label, row → what stands in the cell, and of which kind that is."""

    label: Text
    cell: Callable[[Any], object]
    kind: str = "text"


def simple(columns: Sequence[Col], rows: Sequence, caption: str) -> html.Div | html.P:
    """A table of anything. Numbers stand to the right, days are not broken."""
    if not rows:
        return html.P(str(words.NO_ROWS), className="muted note")
    head = [html.Th(str(column.label), scope="col", className=LOOKS.get(column.kind)) for column in columns]
    body = [html.Tr([_td(column, column.cell(row)) for column in columns]) for row in rows]
    return framed(head, body, caption)


def _td(column: Col, said) -> html.Td:
    """A short word is not broken: a name of three letters would stand in two lines."""
    plain = getattr(said, "children", said)
    short = isinstance(plain, str) and len(plain) <= SHORT
    return html.Td(said, className=LOOKS.get(column.kind) or ("short" if short else None))


def _heads(each: Indicator) -> list[html.Th]:
    unit = [html.Small(str(each.unit))] if not each.percent else []
    value = html.Th([str(each.label), *unit], scope="col", className="number")
    return [value, html.Th(str(words.PARTS), scope="col", className="number")] if each.of else [value]


def _names(answer: Answer, group: Group, ask: Ask, path: str) -> list[html.Th | html.Td]:
    if not answer.dimensions:
        return [html.Th(str(group.period.label), scope="row", className="day")]
    links = [_name(ask, d, group, path) for d in answer.dimensions]
    return [html.Th(links[0], scope="row"), *(html.Td(link) for link in links[1:])]


def _row(answer: Answer, group: Group, ask: Ask) -> list[html.Td]:
    return [cell for each in answer.indicators for cell in _cells(answer, group, each, ask)]


def _name(ask: Ask, dimension, group: Group, path: str) -> html.A:
    code = group.codes[dimension.key]
    return html.A(str(ask.names.value(dimension, code)), href=drill.deeper(ask, path, dimension, code))


def _cells(answer: Answer, group: Group, each: Indicator, ask: Ask) -> list[html.Td]:
    figure = group[each.key]
    value = html.Td(number(each, figure, drill.behind(ask, each, group, answer.dimensions), ask), className="number")
    if not each.of:
        return [value]
    over, under = (numbers.digits(part or 0) for part in (figure.numerator, figure.denominator))
    parts = [html.A(over, href=drill.behind(ask, each, group, answer.dimensions)), " / ",
             html.A(under, href=drill.below(ask, each, group, answer.dimensions))]  # fmt: skip
    return [value, html.Td(parts, className="number parts")]


def number(each: Indicator, figure, href: str, ask: Ask):
    """The figure as a link to its rows; what is withheld says why, beside a dash."""
    if figure.value is None:
        return html.Span([numbers.UNDEFINED, html.Small(f" {numbers.why_not(each, figure, ask)}")], className="muted")
    return html.A(numbers.shown(each, figure), href=href)
