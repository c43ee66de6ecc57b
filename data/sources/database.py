"""Tables of a source database, by its SQLAlchemy URL.

Knows connections. Must not know mappings. Only tables that the mapping asks for are read, streamed, never written to.
"""

from collections.abc import Callable, Iterator

import pyarrow as pa
import sqlalchemy as sa

from data.errors import BadInput
from data.progress import Advance
from data.sources.delivery import Delivery, batch, columnar, unreadable
from data.sources.readers import as_text
from data.text import Text

_ROWS = 20_000


def open_url(url: str, wanted: Callable[[str], bool]) -> list[Delivery]:
    """Raises BadInput when the database cannot be reached or holds nothing that is wanted."""
    shown = without_password(url)
    try:
        engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
        inspector = sa.inspect(engine)
        names = sorted([*inspector.get_table_names(), *inspector.get_view_names()])
        return [_delivery(engine, inspector, shown, name) for name in names if wanted(name)]
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        raise _gone(shown, error) from error


def without_password(url: str) -> str:
    if "://" not in url:
        return url
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except (sa.exc.ArgumentError, ValueError):
        return url.split("://", 1)[0] + "://…"


def _delivery(engine: sa.Engine, inspector: sa.Inspector, shown: str, name: str) -> Delivery:
    columns = [column["name"] for column in inspector.get_columns(name)]

    def batches(advance: Advance) -> Iterator[pa.RecordBatch]:
        read = 0
        try:
            for rows in _partitions(engine, name, columns):
                advance(len(rows))
                yield batch(list(range(read + 1, read + len(rows) + 1)), rows, len(columns))
                read += len(rows)
        except sa.exc.SQLAlchemyError as error:
            raise _gone(f"{shown} {name}", error) from error

    return Delivery(
        shown=f"{shown} {name}", table=name, columns=columns, schema=columnar(len(columns)), batches=batches,
        encoding="database", unit=" rows",
    )  # fmt: skip


def _partitions(engine: sa.Engine, name: str, columns: list[str]) -> Iterator[list[list[str | None]]]:
    chosen = sa.select(*(sa.column(column) for column in columns)).select_from(sa.table(name))
    with engine.connect() as connection:
        result = connection.execution_options(stream_results=True, yield_per=_ROWS).execute(chosen)
        for rows in result.partitions(_ROWS):
            yield [[as_text(value) for value in row] for row in rows]


def _gone(shown: str, error: Exception) -> BadInput:
    why = getattr(error, "orig", None) or error
    if isinstance(error, sa.exc.ArgumentError):
        return BadInput(Text("{url} 不是数据库地址", "{url} is no database address"), url=shown)
    return unreadable(shown, why)
