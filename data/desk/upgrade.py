"""The shape of the desk, forth and back: Alembic over `migrations/`.

Knows Alembic. Must not know what the tables mean.
"""

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from data.errors import BadInput
from data.text import Text

NO_SUCH = Text(
    "工作台的表结构不能从 {at} 变为 {revision}：没有这个版本，或工作台属于较新的程序版本",
    "The tables of the desk cannot go from {at} to {revision}: there is no such revision, or the desk is of a newer release",
)

ALONE = threading.Lock()  # Alembic keeps what it works on in its modules: two desks of one process take turns


def to(engine: sa.Engine, revision: str) -> None:
    """Bring the tables to a revision: `head`, its name, or a step as `-1`. All of the way or none of it. Raises BadInput."""
    config = _config()
    with ALONE, engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":  # of several processes that start at once, one does it
            connection.execute(sa.text("select pg_advisory_xact_lock(745821)"))
        if revision == "head" and at(connection) == heads():
            return
        config.attributes["connection"] = connection
        try:
            back = revision.startswith("-") or revision == "base" or revision in _passed(connection)
            (command.downgrade if back else command.upgrade)(config, revision)
        except CommandError as error:
            raise BadInput(NO_SUCH, revision=revision, at=", ".join(at(connection)) or "–") from error


def at(connection: sa.Connection) -> tuple[str, ...]:
    """The revision the tables are at."""
    return tuple(MigrationContext.configure(connection).get_current_heads())


def heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def _passed(connection: sa.Connection) -> set[str]:
    """Revisions the tables are beyond."""
    there = at(connection)
    return {each.revision for each in ScriptDirectory.from_config(_config()).iterate_revisions(there, "base")} if there else set()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
