"""Which units one may be compared with."""

import pytest

from components import orgs
from data.access import Grant

ONE_CITY = Grant(units=frozenset({"420100"}))


@pytest.mark.parametrize(("texts", "there"), [
    ({}, ["420000"]), ({"org": "420100"}, ["420500", "420000"]), ({"org": "420102"}, ["420103", "420100", "420000"]),
    ({"org": "420102,420103"}, ["420000"]), ({"org": "nowhere"}, ["420000"]),
])  # fmt: skip
def test_sisters_first_then_those_above(asked, texts, there):
    assert [unit.code for unit in orgs.beside(asked(**texts))] == there


def test_nothing_beyond_the_scope(asked):
    assert [unit.code for unit in orgs.beside(asked(ONE_CITY, org="420102"))] == ["420103", "420100"]
