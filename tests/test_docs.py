"""The reference in docs/ is what the declarations say today."""

from pathlib import Path

import pytest

from data import docs
from pages import PAGES
from pages.reference import reference

FOLDER = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("name", docs.references(""))
def test_reference_is_not_stale(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == docs.references(reference(PAGES))[name], "run `make docs`"


def test_nothing_undocumented_lies_about():
    assert {path.name for path in FOLDER.glob("*.md")} == set(docs.references(""))
