"""What the desk knows of reviews stands beside the figures and never in them, until the records bring it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from data.definitions import indicators
from data.definitions.relations import REVIEW_FINDINGS, REVIEWS
from data.desk.store import Desk
from data.desk.tables.case_reviews import case_reviews
from data.viewer import LOCAL
from queries import measure
from queries.deeds import DEEDS
from queries.desk_results import Beside, beside

OF_REVIEWS = [each for each in indicators.ALL.values() if each.over in (REVIEWS, REVIEW_FINDINGS)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(f"sqlite:///{tmp_path_factory.mktemp('beside') / 'desk.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def ask(duckdb_world, desk):
    return replace(duckdb_world.ask(period="ytd"), desk=desk, viewer=LOCAL)


def figures(ask) -> list:
    return [measure.total(*OF_REVIEWS)(ask).groups[0][each.key] for each in OF_REVIEWS]


def cases(ask, reviewed: bool) -> list[str]:
    c = ask.scope.table("cases").c
    known = c.reviewed_on.is_not(None) if reviewed else c.reviewed_on.is_(None)
    return [row["case_id"] for row in ask.scope.fetch(sa.select(c.case_id).where(known, c.concluded_on.is_not(None)).limit(2))]


def test_a_review_on_the_desk_is_beside_the_figures_not_in_them(ask):
    before = figures(ask)
    assert beside(ask).done == 0
    fresh, known = cases(ask, reviewed=False), cases(ask, reviewed=True)
    for case in (*fresh, *known):
        DEEDS["review_open"].do(ask, {"case": case, "kind": "routine", "mode": "own"})
    with ask.desk.writing() as con:
        con.execute(sa.update(case_reviews).where(case_reviews.c.case_id != fresh[0]).values(state="concluded", grade="g26_qualified"))
    found = beside(replace(ask))
    assert (found.done, found.recorded) == (3, 2)
    assert (found.states["concluded"], found.states["to_review"]) == (3, 1)
    ask.scope.snapshot.forget()
    assert figures(replace(ask)) == before


def test_only_in_scope_and_nothing_without_a_desk(ask):
    assert beside(replace(ask, desk=None)) is None
    elsewhere = ask.with_(org="420500", line="civil")
    assert isinstance(beside(elsewhere), Beside)
    assert sum(beside(elsewhere).states.values()) <= sum(beside(ask).states.values())
