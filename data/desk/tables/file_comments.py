"""What persons say of the figures in their own files.

Knows its columns. Must not know who may read or write them. What was said stays; it is followed by something else.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

file_comments = sa.Table(
    "file_comments", metadata,
    sa.Column("comment_id", sa.Integer, primary_key=True),
    sa.Column("handler", sa.String(64), nullable=False),
    sa.Column("about", sa.String(64), nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("snapshot", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Index("ix_file_comments_handler", "handler"),
)  # fmt: skip
