"""The log, which can be added to and read; what has been sealed can be taken away, nothing else.

Knows the tables as they were then. Must not know what they have become since.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "d02_audit", "d01_follows"

SEALED = "old.no <= coalesce((select max(upto) from audit_seals), 0)"
SQLITE = (
    "create trigger audit_kept before update on audit begin select raise(abort, 'the log is only added to'); end",
    f"create trigger audit_whole before delete on audit when not ({SEALED}) begin select raise(abort, 'the log is only added to'); end",
    "create trigger seals_kept before update on audit_seals begin select raise(abort, 'a seal stays'); end",
    "create trigger seals_whole before delete on audit_seals begin select raise(abort, 'a seal stays'); end",
)
POSTGRESQL = (
    "create function audit_refused() returns trigger language plpgsql as "
    "$$ begin raise exception 'the log is only added to'; end $$",
    "create function audit_unsealed() returns trigger language plpgsql as "
    f"$$ begin if {SEALED} then return old; end if; raise exception 'the log is only added to'; end $$",
    "create trigger audit_kept before update on audit for each row execute function audit_refused()",
    "create trigger audit_whole before delete on audit for each row execute function audit_unsealed()",
    "create trigger audit_there before truncate on audit for each statement execute function audit_refused()",
    "create trigger seals_kept before update or delete on audit_seals for each row execute function audit_refused()",
    "create trigger seals_there before truncate on audit_seals for each statement execute function audit_refused()",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("no", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("row_count", sa.BigInteger),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_audit"),
    )
    op.create_index("ix_audit_subject_what", "audit", ["subject", "what"])
    op.create_index("ix_audit_account", "audit", ["account"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "audit_seals",
        sa.Column("upto", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("sealed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("upto", name="pk_audit_seals"),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_seals")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_refused()")
        op.execute("drop function audit_unsealed()")
