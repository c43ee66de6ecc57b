"""What persons say of the figures in their own files.

Knows the table as it was then. Must not know what it has become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d51_file_comments", "d50_published"


def upgrade() -> None:
    op.create_table(
        "file_comments",
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("handler", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_file_comments"),
    )
    op.create_index("ix_file_comments_handler", "file_comments", ["handler"])


def downgrade() -> None:
    op.drop_table("file_comments")
