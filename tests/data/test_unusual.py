"""What stands apart is found, and what does not is left alone: on numbers drawn at random, always the same ones."""

import random

import pytest

from data import unusual
from data.unusual import Measured


def values(rng: random.Random, n: int, error: float = 0.1) -> list[Measured]:
    return [Measured(rng.gauss(0, 0.2) + rng.gauss(0, error), error**2) for _ in range(n)]


@pytest.mark.parametrize("peers", [5, 8, 17, 100])
def test_pages_without_anything_wrong_rarely_say_so(peers):
    """A hundred nodes on a page; of three hundred such pages hardly one in a hundred may raise an alarm."""
    rng, bound = random.Random(peers), unusual.limit(100 * peers, peers)
    alarms = sum(any(max(unusual.apart(values(rng, peers))) > bound for _ in range(100)) for _ in range(300))
    assert alarms <= 9


@pytest.mark.parametrize("peers", [8, 17, 100])
def test_one_that_stands_apart_is_found_whatever_the_others_do(peers):
    rng = random.Random(1)
    found = unusual.apart([Measured(6.0, 0.01), *values(rng, peers - 1)])
    assert found[0] > unusual.limit(100 * peers, peers)
    assert max(found[1:]) < unusual.limit(100 * peers, peers)


def test_too_few_tell_nothing():
    assert unusual.apart([Measured(100, 0), *[Measured(0, 0)] * 3]) == [0.0] * 4


def test_a_value_of_large_error_does_not_stand_apart():
    assert unusual.apart([Measured(6.0, 9.0), *[Measured(0, 0.01)] * 9])[0] < 2.1


def test_the_bound_tightens_with_the_number_looked_at_and_with_few_peers():
    assert unusual.limit(10, 17) < unusual.limit(1000, 17) < unusual.limit(1000, 6)


def test_a_step_is_dated_and_noise_has_none():
    rng = random.Random(3)
    flat = [rng.gauss(1, 0.2) for _ in range(60)]
    stepped = [value + (1.5 if place >= 39 else 0) for place, value in enumerate(flat)]
    assert unusual.step(stepped, [10] * 60).at == 39
    assert unusual.step(stepped, [10] * 60).height == pytest.approx(1.5, abs=0.2)
    assert unusual.step(flat, [10] * 60) is None
    assert unusual.step(stepped[::-1], [10] * 60) is None, "a step down is no delay"
    assert unusual.step([1, 2, 3], [1, 1, 1]) is None
    assert sum(unusual.step([rng.gauss(1, 0.2) for _ in range(60)], [1] * 60) is not None for _ in range(200)) <= 6


def test_rare_things_beyond_chance():
    assert unusual.too_many(8, 0.0, 1000)
    assert not unusual.too_many(0, 0.0, 1000)
    assert not unusual.too_many(8, 5.0, 1000)
    assert not unusual.too_many(2, 0.3, 1000)
