"""Names of units, short."""

import pytest

from data.catalogue.naming import place_of


@pytest.mark.parametrize(("name", "short"), [
    ("武汉市人民检察院", "武汉市"), ("鄂州市检察院", "鄂州市"), ("黄石市院", "黄石市"), ("汉江分院", "汉江分院"), ("省院", "省院"),
    ("湖北省人民检察院武汉铁路运输分院", "湖北省武汉铁路运输分院"), ("人民检察院", "人民检察院"),
])  # fmt: skip
def test_a_unit_by_its_place(name, short):
    assert place_of(name) == short
