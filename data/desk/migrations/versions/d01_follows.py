"""Followed cases.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d01_follows", None


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("note", sa.String(500), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("account", "case_id", name="pk_follows"),
    )


def downgrade() -> None:
    op.drop_table("follows")
