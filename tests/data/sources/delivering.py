"""Small deliveries in the national system's shape, and what an import makes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.progress import Quiet
from data.sources.load import Loaded, load
from data.sources.mapping import Mapping

AS_OF = date(2025, 11, 28)
CASE = {
    "BMSAH": "鄂检刑受[2024]42010200001号",
    "AJMC": "张某某涉嫌盗窃案",
    "AJLB_BM": "0301",
    "CBDW_BM": "420102",
    "SLRQ": "2024-03-01 09:30:00",
    "BJRQ": "2024-04-02",
    "AJZT": "2",
    "SFSC": "N",
}
Row = dict[str, str | None]


@dataclass
class Imported:
    con: duckdb.DuckDBPyConnection
    loaded: Loaded

    def rows(self, query: str) -> list[tuple]:
        return self.con.execute(query).fetchall()

    def issues(self) -> list[tuple]:
        """(file, row, column, value, reason, set aside) in order."""
        return self.rows("SELECT file_name, source_row, column_name, value, reason, set_aside FROM quarantine ORDER BY issue_no")

    def reasons(self) -> list[str]:
        return [issue[4] for issue in self.issues()]

    def account(self) -> list[tuple[int, int, int]]:
        return self.rows("SELECT rows_read, rows_accepted, rows_set_aside FROM source_files ORDER BY file_no")


def case(**values: str | None) -> Row:
    return {**CASE, **values}


def csv_text(rows: Iterable[Row], delimiter: str = ",") -> str:
    """Rows as a delimited file; a value is written as it is, so that tests can spoil it."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column) or "" for column in columns] for row in rows)]
    return "".join(delimiter.join(line) + "\n" for line in lines)


def write(folder: Path, files: dict[str, str | bytes | Iterable[Row]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if not isinstance(content, str | bytes):
            content = csv_text(content)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def take(*sources: Path | str, mapping: str | Path = "ubas", as_of: date | None = AS_OF) -> Imported:
    con = duckdb.connect(config={"threads": 1})
    return Imported(con, load(con, [str(each) for each in sources], Mapping.named(mapping), as_of, Quiet()))
