"""Of the made-up province the importer says exactly what was planted in it: every ugly row, in its file, for its reason."""

import pytest

from data import demo
from tests.data.sources.delivering import take


@pytest.mark.parametrize(("form", "encoding"), [("csv", "gb18030"), ("parquet", "utf-8")])
def test_every_ugly_row_is_found_and_no_other(form, encoding, tmp_path):
    written = demo.write(tmp_path, demo.LEAST_CASES, form=form, encoding=encoding)
    taken = take(tmp_path, as_of=demo.AS_OF)
    found: dict[str, dict[str, int]] = {}
    for file, reason, rows in taken.rows(_FOUND):
        found.setdefault(file, {})[reason] = rows
    for file, facts in written.facts["files"].items():
        assert found.get(file, {}) == facts["set_aside"] | facts["flagged"], file
    read = dict(taken.rows("SELECT source_table, rows_read FROM source_files"))
    assert read == {file: facts["rows"] for file, facts in written.facts["files"].items()}


_FOUND = """
SELECT source_table, reason, count(*) FROM quarantine JOIN source_files USING (file_no) GROUP BY ALL
"""
