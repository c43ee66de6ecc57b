"""Results of schemes as they were frozen.

Knows the table as it was then. Must not know what it has become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d52_scheme_results", "d51_file_comments"


def upgrade() -> None:
    op.create_table(
        "scheme_results",
        sa.Column("result_id", sa.Integer, nullable=False),
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
        sa.PrimaryKeyConstraint("result_id", name="pk_scheme_results"),
    )


def downgrade() -> None:
    op.drop_table("scheme_results")
