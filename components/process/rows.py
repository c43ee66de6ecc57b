"""Answers about the flow as tables: the same columns on the screen and in a file, a number on the screen being a link.

Knows columns of such tables. Must not know queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components import numbers, tables
from components.export import COUNT, DECIMAL, PERCENT, TEXT
from data.answer import Head, Table
from data.text import Text


@dataclass(frozen=True)
class Col:
    """A column: its label, row → value, of which kind the value is, and row → the address behind it."""

    label: Text
    value: Callable[[Any], object]
    kind: str = TEXT
    href: Callable[[Any], str] | None = None


def screen(columns: Sequence[Col], rows: Sequence, caption: str) -> html.Div | html.P:
    shown = [tables.Col(each.label, _cell(each), "text" if each.kind == TEXT else "number") for each in columns]
    return tables.simple(shown, rows, caption)


def file(columns: Sequence[Col], rows: Sequence) -> Table:
    return Table(tuple(Head(each.label, each.kind) for each in columns), tuple(tuple(each.value(row) for each in columns) for row in rows))


def _cell(column: Col) -> Callable[[Any], object]:
    def cell(row):
        said = written(column.kind, column.value(row))
        return html.A(said, href=column.href(row)) if column.href else said

    return cell


def written(kind: str, value: object) -> str:
    if value is None:
        return numbers.UNDEFINED
    if kind == PERCENT:
        return f"{value * 100:,.1f}%"
    return numbers.digits(value, 1 if kind == DECIMAL else 0) if kind in (COUNT, DECIMAL) else str(value)
