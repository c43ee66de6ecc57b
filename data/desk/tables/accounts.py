"""Accounts, what they were granted, their sessions, and the one-time links by which a password is set.

Knows its columns. Must not know who may read or write them. Of tokens only hashes are kept: who reads the desk cannot use them.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

accounts = sa.Table(
    "accounts", metadata,
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(100), nullable=False, server_default=""),
    sa.Column("person", sa.String(64)),  # the person's code in the records
    sa.Column("secret", sa.String(200)),  # argon2; none for who signs in elsewhere
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("closed_at", sa.DateTime),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked_until", sa.DateTime),
)  # fmt: skip

grants = sa.Table(
    "grants", metadata,
    sa.Column("grant_id", sa.String(32), primary_key=True),
    sa.Column("account", sa.String(64), nullable=False, index=True),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("unit", sa.String(64), nullable=False, server_default=""),
    sa.Column("lines", sa.String(500), nullable=False, server_default=""),
    sa.Column("special", sa.String(100), nullable=False, server_default=""),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    sa.Column("given_by", sa.String(64), nullable=False),
    sa.Column("given_at", sa.DateTime, nullable=False),
    sa.Column("revoked_by", sa.String(64)),
    sa.Column("revoked_at", sa.DateTime),
)  # fmt: skip

sessions = sa.Table(
    "sessions", metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(64), nullable=False, index=True),
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("began_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("until", sa.DateTime, nullable=False),
)  # fmt: skip

links = sa.Table(
    "sign_in_links", metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("made_by", sa.String(64), nullable=False),
    sa.Column("until", sa.DateTime, nullable=False),
)  # fmt: skip

unmaskings = sa.Table(
    "unmaskings", metadata,
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("case_id", sa.String(64), primary_key=True),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("until", sa.DateTime, nullable=False),
)  # fmt: skip
