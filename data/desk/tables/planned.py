"""Review plans as they were decided, the cases of each with its reason, and cases added by hand to those that must be reviewed.

Knows their columns. Must not know who may read or write them. A plan is frozen: its terms, snapshot, seed and result stay.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

plans = sa.Table(
    "plans", metadata,
    sa.Column("plan_id", sa.Integer, primary_key=True),
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
)  # fmt: skip

plan_cases = sa.Table(
    "plan_cases", metadata,
    sa.Column("plan_id", sa.Integer, sa.ForeignKey("plans.plan_id"), primary_key=True),
    sa.Column("case_id", sa.String(64), primary_key=True),
    sa.Column("layer", sa.String(32), nullable=False),
    sa.Column("chance", sa.Float, nullable=False),
    sa.Column("because", sa.String(500), nullable=False),
    sa.Column("reviewer", sa.String(64)),
    sa.Column("among", sa.Integer),
    sa.Column("knows", sa.Boolean),
)  # fmt: skip

added = sa.Table(
    "mandatory_added", metadata,
    sa.Column("case_id", sa.String(64), primary_key=True),
    sa.Column("mandatory", sa.String(16), primary_key=True),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("added_at", sa.DateTime, nullable=False),
)  # fmt: skip
