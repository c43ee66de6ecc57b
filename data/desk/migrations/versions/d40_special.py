"""Reviews and comparisons carry all special kinds of their case, not only the seal.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d40_special", "d31_comparisons"
TABLES = ("case_reviews", "comparisons")
SEALED = 1


def upgrade() -> None:
    for name in TABLES:
        op.add_column(name, sa.Column("special", sa.SmallInteger))
        there = _table(name)
        op.execute(sa.update(there).values(special=sa.case((there.c.sealed, SEALED), else_=0)))
        op.drop_column(name, "sealed")


def downgrade() -> None:
    for name in TABLES:
        op.add_column(name, sa.Column("sealed", sa.Boolean))
        there = _table(name)
        op.execute(sa.update(there).values(sealed=there.c.special.bitwise_and(SEALED) != 0))
        op.drop_column(name, "special")


def _table(name: str) -> sa.TableClause:
    return sa.table(name, sa.column("sealed", sa.Boolean), sa.column("special", sa.SmallInteger))
