"""What offices take as usual: every row speaks of something that exists, and no two of one validity contradict each other."""

from collections import Counter
from datetime import date

import pytest

from data import catalogue
from data.catalogue import norms

KNOWN = {
    norms.of_nodes: set(catalogue.nodes()), norms.of_work: set(catalogue.codes("family")),
    norms.of_pending: {*catalogue.codes("line"), norms.ANY},
}  # fmt: skip


def test_nodes_beside_the_path_are_nodes():
    assert norms.beside() <= set(catalogue.nodes())


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
def test_rows_speak_of_what_is_there(kind):
    assert {each.key for each in kind()} <= KNOWN[kind]
    assert all(each.size > 0 and each.basis for each in kind())
    assert max(Counter((each.key, each.step, each.valid_from) for each in kind()).values()) == 1


def test_every_line_has_the_same_steps_in_rising_order():
    steps = {}
    for each in norms.of_pending():
        steps.setdefault(each.key, {})[each.step] = each.size
    assert {tuple(found) for found in steps.values()} == {(1, 2, 3)}
    assert all(sorted(found.values()) == list(found.values()) for found in steps.values())


def test_a_row_holds_from_its_first_day_to_its_last():
    old = norms.Norm("a", 3, None, date(2024, 12, 31), "", True)
    new = norms.Norm("a", 5, date(2025, 1, 1), None, "", True)
    assert [norms.on((old, new), day)["a", 1].size for day in (date(2024, 12, 31), date(2025, 1, 1))] == [3, 5]
