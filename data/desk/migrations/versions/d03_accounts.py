"""Accounts, grants, sessions, one-time links, unmaskings.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d03_accounts", "d02_audit"


def upgrade() -> None:
    _accounts()
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "sign_in_links",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_sign_in_links"),
    )
    op.create_table(
        "unmaskings",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("account", "case_id", name="pk_unmaskings"),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False, server_default=""),
        sa.Column("person", sa.String(64)),
        sa.Column("secret", sa.String(200)),
        sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("locked_until", sa.DateTime),
        sa.PrimaryKeyConstraint("account", name="pk_accounts"),
    )
    op.create_table(
        "grants",
        sa.Column("grant_id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
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
        sa.PrimaryKeyConstraint("grant_id", name="pk_grants"),
    )
    op.create_index("ix_grants_account", "grants", ["account"])


def downgrade() -> None:
    for table in ("unmaskings", "sign_in_links", "sessions", "grants", "accounts"):
        op.drop_table(table)
