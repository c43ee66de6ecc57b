"""Review plans, their cases, and cases added by hand.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d20_planned", "d03_accounts"


def upgrade() -> None:
    _plans()
    op.create_table(
        "mandatory_added",
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("mandatory", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "mandatory", name="pk_mandatory_added"),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("plan_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("pool", sa.String(64), nullable=False),
        sa.Column("concluded", sa.Integer, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("plan_id", name="pk_plans"),
    )
    op.create_table(
        "plan_cases",
        sa.Column("plan_id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("layer", sa.String(32), nullable=False),
        sa.Column("chance", sa.Float, nullable=False),
        sa.Column("because", sa.String(500), nullable=False),
        sa.Column("reviewer", sa.String(64)),
        sa.Column("among", sa.Integer),
        sa.Column("knows", sa.Boolean),
        sa.PrimaryKeyConstraint("plan_id", "case_id", name="pk_plan_cases"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.plan_id"], name="fk_plan_cases_plan_id"),
    )


def downgrade() -> None:
    op.drop_table("mandatory_added")
    op.drop_table("plan_cases")
    op.drop_table("plans")
