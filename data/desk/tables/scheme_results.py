"""Results of schemes as they were frozen: every figure that made them, who signed, and the signature over all of it.

Knows its columns. Must not know who may read or write them. Nothing frozen is ever changed.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

scheme_results = sa.Table(
    "scheme_results", metadata,
    sa.Column("result_id", sa.Integer, primary_key=True),
    sa.Column("scheme", sa.String(64), nullable=False),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("snapshot", sa.String(64), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("name", sa.String(64), nullable=False, server_default=""),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("signature", sa.String(64), nullable=False),
)  # fmt: skip
