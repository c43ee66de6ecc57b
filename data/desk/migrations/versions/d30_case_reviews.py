"""Reviews of cases: their steps, points, judgments; standards that offices loaded.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d30_case_reviews", "d20_planned"
CONTEXT = ("province", "city", "office", "department", "handler", "line", "type_code", "custody")


def review() -> sa.Column:
    return sa.Column("review", sa.Integer, nullable=False)


def of_review(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["review"], ["case_reviews.id"], name=f"fk_{table}_review")


def said() -> tuple[sa.Column, ...]:
    return sa.Column("account", sa.String(64), nullable=False), sa.Column("at", sa.DateTime, nullable=False)


def upgrade() -> None:
    op.create_table(
        "case_reviews",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        *(sa.Column(name, sa.String(64)) for name in CONTEXT),
        sa.Column("sealed", sa.Boolean),
        sa.Column("leader_case", sa.Boolean),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("plan", sa.String(64)),
        sa.Column("why", sa.String(500), nullable=False, server_default=""),
        *(sa.Column(name, sa.String(size)) for name, size in (("reviewer", 64), ("standard", 64), ("scale", 32), ("proposed_grade", 32))),
        sa.Column("grounds", sa.Text),
        sa.Column("grade", sa.String(32)),
        sa.Column("objected", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("changed_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_reviews"),
    )
    for name, columns in (("case_id", ["case_id"]), ("state_due_on", ["state", "due_on"]), ("reviewer", ["reviewer"])):
        op.create_index(f"ix_case_reviews_{name}", "case_reviews", columns)
    _steps()
    _points()


def _steps() -> None:
    op.create_table(
        "review_steps",
        review(),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("begins", sa.String(32)),
        sa.Column("ends", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False, server_default=""),
        sa.Column("instead", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("grade", sa.String(32)),
        sa.Column("reviewer", sa.String(64)),
        sa.Column("text", sa.Text),
        sa.Column("at", sa.DateTime, nullable=False),
        of_review("review_steps"),
        sa.PrimaryKeyConstraint("review", "seq", name="pk_review_steps"),
    )


def _points() -> None:
    op.create_table(
        "review_points",
        review(),
        sa.Column("point", sa.String(64), nullable=False),
        sa.Column("dimension", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("severity", sa.String(16)),
        sa.Column("remark", sa.String(500), nullable=False, server_default=""),
        sa.Column("hit", sa.String(200)),
        *said(),
        of_review("review_points"),
        sa.PrimaryKeyConstraint("review", "point", name="pk_review_points"),
    )
    op.create_table(
        "review_judgments",
        review(),
        sa.Column("dimension", sa.String(32), nullable=False),
        *said(),
        of_review("review_judgments"),
        sa.PrimaryKeyConstraint("review", "dimension", name="pk_review_judgments"),
    )
    op.create_table(
        "review_standards",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("content", sa.Text, nullable=False),
        *said(),
        sa.PrimaryKeyConstraint("key", name="pk_review_standards"),
    )


def downgrade() -> None:
    for table in ("review_standards", "review_judgments", "review_points", "review_steps", "case_reviews"):
        op.drop_table(table)
