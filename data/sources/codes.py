"""Which texts of a source stand for which code: the catalogue's own names, and what a mapping adds.

Knows catalogue and mapping. Must not know deliveries. Value maps become small tables that are joined, so that a list of
hundreds of codes costs no more than one of two.
"""

import duckdb
import pyarrow as pa

from data import catalogue, schema
from data.errors import BadInput
from data.sources.integrity import NAMES_OF_RECORDS
from data.sources.mapping import Mapping, Way
from data.text import Text


class ValueMaps:
    """The value maps in use, each a temporary table made once."""

    def __init__(self, con: duckdb.DuckDBPyConnection, mapping: Mapping):
        self.con, self.mapping = con, mapping
        self.made: dict[tuple, str] = {}

    def listed(self, column) -> bool:
        """The column holds codes of a list of the catalogue, and the mapping wants them checked."""
        name = schema.about(column).codes
        return bool(name) and name not in NAMES_OF_RECORDS and self.mapping.closed and bool(catalogue.codes(name))

    def table(self, column, way: Way) -> str | None:
        """The table (source, code) to join for one way to a column; None where texts are taken as they are."""
        pairs = _catalogue(schema.about(column).codes) if self.listed(column) else {}
        pairs |= dict(way.values)
        if self.listed(column):
            self._known(column, pairs.values())
        if not pairs:
            return None
        key = tuple(sorted(pairs.items()))
        if key not in self.made:
            self.made[key] = self._make(pairs)
        return self.made[key]

    def _make(self, pairs: dict[str, str]) -> str:
        table = f"value_map_{len(self.made)}"
        self.con.register("pairs", pa.table({"source": list(pairs), "code": list(pairs.values())}))
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM pairs")
        self.con.unregister("pairs")
        return table

    def _known(self, column, codes) -> None:
        name = schema.about(column).codes
        wrong = sorted(set(codes) - set(catalogue.codes(name)))
        if wrong:
            message = Text(
                "映射 {mapping}：{column} 的代码 {codes} 不在目录 {list} 中",
                "Mapping {mapping}: {column} has codes {codes} that list {list} does not know",
            )
            raise BadInput(message, mapping=self.mapping.name, column=column.name, codes=", ".join(wrong), list=name)


def _catalogue(name: str) -> dict[str, str]:
    """Code and both names to code; the Chinese name wins where two coincide."""
    labels = catalogue.codes(name)
    return {label.en: code for code, label in labels.items()} | {label.zh: code for code, label in labels.items()} | {c: c for c in labels}
