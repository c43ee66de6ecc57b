"""Run by Alembic, with the connection it was handed: never opens one of its own.

Knows the tables of the desk. Must not know where it lies.
"""

from alembic import context

from data.desk.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True, transaction_per_migration=False,
)  # fmt: skip
context.run_migrations()
