"""What a list opens with is what all its rows say: the latest of them, in order, and how many there are."""

import pytest
import sqlalchemy as sa

from data.definitions import relations
from data.definitions.relations import CASES
from queries import keyed, lists, opening, sources

TEXTS = [{}, {"type": "0301"}, {"org": "420100"}, {"line": "prosecution", "org": "420000"}]
SUPPLIED = [each for each in relations.ALL.values() if each != relations.REVIEW_RESULTS]


@pytest.mark.parametrize("texts", TEXTS, ids=str)
@pytest.mark.parametrize("relation", SUPPLIED, ids=lambda each: each.key)
def test_numbers_and_first_rows_are_those_of_all_rows(world, relation, texts):
    ask = world.ask(**texts)
    source = sources.listed(ask, relation)
    n = ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(source.rows).where(source.where))[0]["n"]
    assert opening.number(ask, relation) == lists.count(relation, ask) == n
    latest = [source.c.arrival_no.desc()] if relation == CASES else [source.c[relation.day].desc().nulls_last(), source.c.case_no]
    shown = [name for name in lists.listed(relation) if name in source.c and name != "case_name"]
    ordered = sa.select(*(source.c[name] for name in shown)).where(source.where).order_by(*latest, source.c[relation.row_key])
    for first in (0, 37):
        page = [{name: row[name] for name in shown} for row in lists.page(relation, ask, first, 20).rows]
        assert page == ask.scope.fetch(ordered.limit(20).offset(first))


def test_some_lists_are_read_from_the_latest_rows_alone(world):
    ask = world.ask()
    full = [each.key for each in SUPPLIED if each in opening.latest.TABLES and _kept(ask, each) >= 57]
    assert "events" in full
    assert opening.newest(world.ask(org="420100", handler="x"), relations.EVENTS) is None
    assert opening.number(world.ask(plea="yes", org="420100"), CASES) is None


FAR_DOWN = [{"plea": "yes"}, {"type": "0301"}, {"plea": "yes", "line": "prosecution"}, {"plea": "no", "org": "420100"}]


@pytest.mark.parametrize("texts", FAR_DOWN, ids=str)
def test_pages_far_down_are_those_of_all_rows(world, texts):
    """Also where how many cases came on each day is kept, and where it is not."""
    ask = world.ask(**texts)
    source = sources.listed(ask, CASES)
    every = [row["case_id"] for row in ask.scope.fetch(
        sa.select(source.c.case_id, source.c.arrival_no).where(source.where).order_by(source.c.arrival_no.desc()))]  # fmt: skip
    assert len(every) == lists.count(CASES, ask)
    for first in (0, len(every) // 3, len(every) // 2, len(every) - 30, len(every) - 1, len(every) + 5):
        page = lists.page(CASES, ask, first, 40, columns=("case_id",)).rows
        assert [row["case_id"] for row in page] == every[first : first + 40]


def _kept(ask, relation) -> int:
    source = opening.newest(ask, relation)
    return ask.scope.fetch(sa.select(sa.func.count().label("n")).select_from(source.rows).where(source.where))[0]["n"]


def test_keys_far_and_near_find_their_rows(world):
    ask = world.ask()
    c = ask.scope.rows(CASES).c
    last = lists.count(CASES, ask)
    for keys in ((), (1,), (3, 1, 2, 2), (1, last, last // 2), (1, last + 5)):
        found = keyed.rows(ask, (c.case_no, c.case_id), c.case_no, keys)
        assert sorted(row["case_no"] for row in found) == sorted({key for key in keys if key <= last})
    assert list(keyed._near([1, 2, 3 + keyed.APART])) == [[1, 2], [3 + keyed.APART]]
