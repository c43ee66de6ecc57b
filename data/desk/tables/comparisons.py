"""Comparisons of the three documents of a person: what was written down by hand, the verdict, whose error it is.

Knows its columns. Must not know who may read or write them. A row carries the context of its case, as a review does.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata
from data.desk.tables.case_reviews import context

comparisons = sa.Table(
    "comparisons", metadata,
    sa.Column("case_id", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.String(64), primary_key=True),
    *context(),
    sa.Column("judged_on", sa.Date),
    sa.Column("written", sa.Text, nullable=False, server_default="{}"),
    sa.Column("differences", sa.Text, nullable=False, server_default="[]"),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("owner", sa.String(16)),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("name", sa.String(64), nullable=False, server_default=""),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Index("ix_comparisons_judged_on", "judged_on"),
)  # fmt: skip
