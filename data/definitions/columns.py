"""What a column holds, for those who show rows: its label, its kind, its list of codes, whether it names a person.

Knows the schema's declarations. Must not know who looks, nor how a value is written.
"""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from data import schema
from data.text import Text

OFFICIALS = frozenset({"handler_name", "actor", "reviewer", "approved_by", "prosecutor_name"})  # who act in office sign with their names
OF_THE_CASE = ("case_id", "case_name")  # shown in every list, kept only with the case


@dataclass(frozen=True)
class Column:
    """`kind` is text, code, number, chance, day, moment or flag; `personal` names somebody outside the office."""

    name: str
    label: Text
    kind: str
    codes: str | None
    personal: bool


@cache
def of(table: str) -> dict[str, Column]:
    """The columns of a table, by name; with every table the number and name of the case."""
    own = {column.name: _column(column) for column in schema.metadata.tables[table].columns}
    return own if table == "cases" else {name: _column(schema.cases.c[name]) for name in OF_THE_CASE} | own


def tables() -> tuple[str, ...]:
    return tuple(schema.metadata.tables)


@cache
def label(table: str) -> Text:
    return schema.metadata.tables[table].info["label"]


def _column(column: sa.Column) -> Column:
    about = schema.about(column)
    personal = about.personal and column.name not in OFFICIALS
    return Column(column.name, about.label, _kind(column, about.codes), about.codes, personal)


def _kind(column: sa.Column, codes: str | None) -> str:
    if codes:
        return "code"
    kinds = {sa.Boolean: "flag", sa.DateTime: "moment", sa.Date: "day", sa.Integer: "number", sa.BigInteger: "number", sa.Double: "number",
             schema.Probability: "chance"}
    return kinds.get(type(column.type), "text")
