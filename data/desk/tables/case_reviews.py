"""Reviews of single cases under way: where each stands, every step it took, what was found, and the standards offices loaded.

Knows its columns. Must not know who may read or write them, nor which states there are. A review carries the context of its
case as it was when the review was opened, so that the rule of access applies to it as to any table of facts; `version` counts
its changes.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata


def context() -> list[sa.Column]:
    """What access and the common filters read of a case."""
    names = ("province", "city", "office", "department", "handler", "line", "type_code", "custody")
    told = (sa.Column("special", sa.SmallInteger), sa.Column("leader_case", sa.Boolean))
    return [*(sa.Column(name, sa.String(64)) for name in names), *told]


def _review() -> sa.Column:
    return sa.Column("review", sa.ForeignKey("case_reviews.id"), primary_key=True)


case_reviews = sa.Table(
    "case_reviews", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.String(64), nullable=False),
    *context(),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("mode", sa.String(32), nullable=False),
    sa.Column("plan", sa.String(64)),
    sa.Column("why", sa.String(500), nullable=False, server_default=""),
    sa.Column("reviewer", sa.String(64)),
    sa.Column("standard", sa.String(64)),
    sa.Column("scale", sa.String(32)),
    sa.Column("proposed_grade", sa.String(32)),
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
    sa.Index("ix_case_reviews_case_id", "case_id"),
    sa.Index("ix_case_reviews_state_due_on", "state", "due_on"),
    sa.Index("ix_case_reviews_reviewer", "reviewer"),
)  # fmt: skip

# Never changed and never deleted: a mistake is followed by another step.
review_steps = sa.Table(
    "review_steps", metadata,
    _review(),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
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
)  # fmt: skip

# A point of the standard about which something was said; of the others of a judged dimension nothing is to be said.
review_points = sa.Table(
    "review_points", metadata,
    _review(),
    sa.Column("point", sa.String(64), primary_key=True),
    sa.Column("dimension", sa.String(32), nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("severity", sa.String(16)),
    sa.Column("remark", sa.String(500), nullable=False, server_default=""),
    sa.Column("hit", sa.String(200)),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)  # fmt: skip

review_judgments = sa.Table(
    "review_judgments", metadata,
    _review(),
    sa.Column("dimension", sa.String(32), primary_key=True),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)  # fmt: skip

# A standard as an office loaded it: its file whole, never changed.
review_standards = sa.Table(
    "review_standards", metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("account", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)  # fmt: skip
