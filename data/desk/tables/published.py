"""Periods as they were reported: when, by whom, over which snapshot, and each figure that was told of each unit.

Knows their columns. Must not know who may read or write them. A publication is frozen: nothing here is ever changed.
"""

import sqlalchemy as sa

from data.desk.tables.base import metadata

publications = sa.Table(
    "publications", metadata,
    sa.Column("publication_id", sa.Integer, primary_key=True),
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
)  # fmt: skip

published_figures = sa.Table(
    "published_figures", metadata,
    sa.Column("publication_id", sa.Integer, sa.ForeignKey("publications.publication_id"), primary_key=True),
    sa.Column("indicator", sa.String(64), primary_key=True),
    sa.Column("unit", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("value", sa.Float),
    sa.Column("numerator", sa.Float),
    sa.Column("denominator", sa.Float),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("withheld", sa.Boolean, nullable=False),
)  # fmt: skip
