"""Cases that somebody follows.

Knows its columns. Must not know who may read or write them.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

follows = sa.Table(
    "follows", metadata,
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("case_id", sa.String(64), primary_key=True),
    sa.Column("since", sa.DateTime, nullable=False),
    sa.Column("note", sa.String(500), nullable=False, server_default=""),
)  # fmt: skip
