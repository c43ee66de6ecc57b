"""Members of rotation groups: what is kept of the last twelve months says what the rows say, to whoever may ask."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from data.access import Grant
from data.definitions import turned
from data.viewer import LOCAL
from queries.performance import given, rotation

NARROWED = [{}, {"type": "0301"}, {"line": "prosecution"}, {"org": "420100"}, {"office": "420106"}, {"type": "0301", "org": "420100"}]
GRANTS = [Grant(units=None), Grant(units=frozenset({"420100"})), Grant(units=None, lines=frozenset({"prosecution"}))]


def rows(ask) -> list[tuple]:
    members = rotation._members(given.Rows(ask))
    return _told(members), members.groups


def kept(ask, table) -> tuple[list[tuple], int]:
    members = rotation._members(given.Kept(ask, table))
    return _told(members), members.groups


def _told(members) -> list[tuple]:
    found = [astuple(one) for one in members]
    return [tuple(round(each, 9) if isinstance(each, float) else each for each in one) for one in found]


@pytest.mark.parametrize("texts", NARROWED, ids=str)
def test_kept_members_are_those_of_the_rows(world, texts):
    ask = replace(world.ask(**texts), viewer=LOCAL)
    fitting = [table for table, keys in turned.TABLES.items() if given._fits(ask, keys)]
    assert turned.KINDS in fitting
    expected = rows(ask)
    assert all(kept(ask, table) == expected for table in fitting)
    assert expected[0]


@pytest.mark.parametrize("grant", GRANTS, ids=range(len(GRANTS)))
def test_what_a_grant_leaves_out_is_not_counted(world, grant):
    ask = replace(world.ask(grant), viewer=LOCAL)
    found = given.given(ask)
    assert isinstance(found, given.Kept)
    assert (_told(rotation._members(found)), rotation._members(found).groups) == rows(ask)
    assert rows(ask) != rows(replace(world.ask(), viewer=LOCAL))


def test_a_few_are_told_as_among_all(world):
    ask = replace(world.ask(), viewer=LOCAL)
    found = given.given(ask)
    some, every = found.told(np.array([1, 4])), found.told(np.arange(len(found.number)))
    assert (some.group, some.code) == tuple([each[place] for place in (1, 4)] for each in (every.group, every.code))
    for few, all_of in ((some.weighed, every.weighed), (some.load, every.load), (some.others, every.others)):
        assert few == pytest.approx(all_of[[1, 4]])


@pytest.mark.parametrize("texts", NARROWED, ids=str)
def test_of_many_those_beyond_the_limits_are_told_and_be_there_none(world, texts, monkeypatch):
    ask = replace(world.ask(**texts), viewer=LOCAL)
    beyond = [one for one in rotation._members(given.given(ask)) if one.said == rotation.BEYOND]
    monkeypatch.setattr(rotation, "AT_MOST", 0)
    members = rotation._members(given.given(ask))
    assert members.many
    assert members.shown == beyond
    members.said[:] = rotation.VERDICTS.index(rotation.WITHIN)
    assert replace(members).shown == []


def test_other_days_and_persons_are_asked_of_the_rows(world):
    code = given.given(replace(world.ask(), viewer=LOCAL)).told(np.array([0])).code[0]
    for texts in ({"period": "2024"}, {"handler": code}):
        assert isinstance(given.given(replace(world.ask(**texts), viewer=LOCAL)), given.Rows)
    own = Grant(units=None, handlers=frozenset({code}))
    assert isinstance(given.given(replace(world.ask(own), viewer=LOCAL)), given.Rows)
