"""The log of who did and saw what: entries chained by their hashes, and the seals of what retention has taken away.

Knows its columns. Must not know what is written, nor who may read it. Triggers of the migration refuse to change either table.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

audit = sa.Table(
    "audit", metadata,
    sa.Column("no", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("snapshot", sa.String(64), nullable=False),
    sa.Column("row_count", sa.BigInteger),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_audit_subject_what", "subject", "what"),
    sa.Index("ix_audit_account", "account"),
    sa.Index("ix_audit_at", "at"),
)  # fmt: skip

# What stood up to `upto` is gone; the chain goes on from `hash`.
seals = sa.Table(
    "audit_seals", metadata,
    sa.Column("upto", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("sealed_at", sa.DateTime, nullable=False),
)  # fmt: skip
