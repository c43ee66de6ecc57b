"""The database in which a snapshot is worked on: its memory, its disk.

Knows settings. Must not know what is built.
"""

import re
from pathlib import Path

import duckdb

from data.settings import Settings
from data.snapshots.target import open_scratch


def opened(settings: Settings, folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own, whose tables lie in a file of the folder and spill beside it."""
    con = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    con.execute(f"set memory_limit = '{_memory(con, settings.build_memory_limit)}'")
    open_scratch(con, folder / "import.duckdb", "import")
    con.execute("use import")
    return con


def _memory(con, limit: str) -> str:
    """A limit in bytes, or as a share of the machine, of which the engine takes 80 % when left alone."""
    if not limit.endswith("%"):
        return limit
    number, unit = re.fullmatch(r"([\d.]+) (\w+)", con.execute("select current_setting('memory_limit')").fetchone()[0]).groups()
    return f"{float(number) / 0.8 * float(limit[:-1]) / 100:.3f} {unit}"
