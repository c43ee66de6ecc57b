"""Periods as they were reported, with their figures.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d50_published", "d40_special"


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("special", sa.String(200), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("publication_id", name="pk_publications"),
    )
    op.create_table(
        "published_figures",
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("numerator", sa.Float),
        sa.Column("denominator", sa.Float),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("withheld", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("publication_id", "indicator", "unit", name="pk_published_figures"),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.publication_id"], name="fk_published_figures_publication_id"
        ),
    )


def downgrade() -> None:
    op.drop_table("published_figures")
    op.drop_table("publications")
