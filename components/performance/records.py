"""The records of a prosecutor's file: reviews and findings, row by row, each with its case, under how many there are.

Knows rows as they are handed in. Must not know queries.
"""

from collections.abc import Callable, Mapping

from dash import html

from components import body, links, numbers, tables, values
from components.tables import Col
from data.ask import Ask
from data.definitions import columns as known
from data.text import Text

REVIEWS = Text("统计期内完成评查 {n} 次{more}；异议未决的不入档",
               "{n} reviews concluded{more}; those under objection do not enter the file")  # fmt: skip
WITH_PROBLEMS = Text("，其中 {n} 次发现问题", ", {n} of them with problems")
FINDINGS = Text("统计期内流程监控问题 {n} 项{more}", "{n} process-monitoring findings{more}")
OPEN = Text("，其中 {n} 项未回复", ", {n} of them not answered")
OF_REVIEWS = ("case_id", "review_kind", "review_mode", "reviewed_on", "grade", "proposed_grade", "objection", "rectified", "finding_count")
OF_FINDINGS = ("case_id", "problem", "level", "found_on", "replied_on", "reply")


def record(table: str, columns: tuple[str, ...], says: Text, more: Text, counted: Callable[[Mapping], bool]):
    """Rows of a list, each with its case, under the number of them and, where all are there, of those that ask for more."""

    def view(found, ask: Ask):
        about = known.of(table)
        shown = [_column(about[name], ask) for name in columns]
        n = sum(map(counted, found.rows.rows))
        whole = found.rows.total and len(found.rows.rows) == found.rows.total
        said = says.format(n=numbers.digits(found.rows.total), more=more.format(n=numbers.digits(n)) if whole else "")
        rows = tables.simple(shown, found.rows.rows, str(known.label(table)))
        return html.Div([html.P(said, className="headline"), rows, body.foot(ask, found.answer.indicators)], className="drawn")

    return view


def _column(column, ask: Ask) -> Col:
    def cell(row):
        said = values.text(column, row[column.name], ask)
        return links.case(said, ask) if column.name == "case_id" else said

    return Col(column.label, cell, column.kind)


reviews = record("reviews", OF_REVIEWS, REVIEWS, WITH_PROBLEMS, lambda row: bool(row["finding_count"]))
findings = record("findings", OF_FINDINGS, FINDINGS, OPEN, lambda row: row["replied_on"] is None)
