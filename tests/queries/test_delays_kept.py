"""What the build has put down of the nodes where stays stand out is what the search finds without it."""

from dataclasses import replace

import pytest

from data.access import EVERYTHING, Grant
from data.definitions.dimensions import CITY
from data.period import parse
from queries import delays, sticking, stuck
from tests import worlds

PROVINCE = Grant(units=frozenset({"420000"}), special=EVERYTHING.special)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> worlds.World:
    """The one in which bottlenecks are planted."""
    return worlds.World(worlds.demo(worlds.shared(tmp_path_factory, "twenty thousand"), cases=20_000))


@pytest.mark.parametrize("texts", [{}, {"type": "0301"}, {"type": "0201"}], ids=str)
def test_what_is_put_down_is_what_is_found(world, texts):
    ask = world.ask(**texts)
    assert delays.kept(ask, (CITY,), ask.period) is not None
    found, searched = sticking.search(ask), sticking.search(ask, use_kept=False)
    assert (found.looked_at, found.period, len(found.found)) == (searched.looked_at, searched.period, len(searched.found))
    for one, other in zip(found.found, searched.found, strict=True):
        assert (one.delay.expected, one.delay.far) == pytest.approx((other.delay.expected, other.delay.far))
        assert one == replace(other, delay=replace(other.delay, expected=one.delay.expected, far=one.delay.far))
    assert found.looked_at > 0


def test_something_is_put_down(world):
    assert sticking.search(world.ask()).found


@pytest.mark.parametrize(
    ("grant", "texts"),
    [(Grant(units=None), {}), (PROVINCE, {}), (EVERYTHING, {"line": "prosecution"}), (EVERYTHING, {"type": "0301,0201"}),
     (EVERYTHING, {"type": "-"}),
     (EVERYTHING, {"org": "420000"}), (EVERYTHING, {"period": "2024"})],
    ids=("special kinds shut", "a province", "a line", "two types", "no type", "within a province", "another period"),
)  # fmt: skip
def test_whoever_sees_or_asks_for_less_is_answered_from_less(world, grant, texts):
    ask = world.ask(grant, **texts)
    assert delays.kept(ask, (CITY,), ask.period) is None


@pytest.mark.parametrize("texts", [{}, {"type": "0301"}, {"org": "420100"}, {"org": "420600"}], ids=str)
def test_what_lies_is_the_same_from_what_is_kept_and_from_the_rows(world, texts):
    ask = world.ask(**texts)
    assert stuck._compared(ask, sticking.levels(ask)) == stuck._compared(ask, sticking.levels(ask), use_kept=False)
    assert stuck.search(ask) == stuck.search(ask, use_kept=False)


def test_the_period_put_down_is_the_one_pages_open_with(world):
    assert world.ask().period == parse("last12", world.snapshot.as_of)
