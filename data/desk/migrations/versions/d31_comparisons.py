"""Comparisons of the three documents.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d31_comparisons", "d30_case_reviews"
CONTEXT = ("province", "city", "office", "department", "handler", "line", "type_code", "custody")


def upgrade() -> None:
    op.create_table(
        "comparisons",
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        *(sa.Column(name, sa.String(64)) for name in CONTEXT),
        sa.Column("sealed", sa.Boolean),
        sa.Column("leader_case", sa.Boolean),
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
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_comparisons"),
    )
    op.create_index("ix_comparisons_judged_on", "comparisons", ["judged_on"])


def downgrade() -> None:
    op.drop_table("comparisons")
