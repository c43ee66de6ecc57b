"""Schemes: shut by default; points by their way and bounds; what a finding costs, by branch; the sandbox; what is frozen is signed."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from data.access import Grant
from data.catalogue import schemes as catalogue
from data.definitions import indicators
from data.desk.store import Desk
from data.desk.tables.scheme_results import scheme_results
from data.errors import NotAllowed
from data.settings import Settings
from data.viewer import LOCAL, Viewer
from pages import schemes as page
from queries import measure
from queries.deeds import DEEDS
from queries.deeds import schemes as deed
from queries.performance import frozen, scheme, scoring
from tests.links import text_of

SCHEME = catalogue.schemes()[-1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(f"sqlite:///{tmp_path_factory.mktemp('schemes') / 'desk.sqlite'}")
    yield made
    made.close()


def asked(world, desk=None, opened: int = 1, **texts: str):
    ask = world.ask(**texts)
    return replace(ask, settings=replace(ask.settings, schemes=opened), viewer=LOCAL, desk=desk)


@pytest.fixture(scope="module")
def found(duckdb_world):
    return scheme.tried(asked(duckdb_world))


def point(way: str, coefficient: float = 2.0, floor: float = -3.0, ceiling: float = 3.0, **more) -> catalogue.Point:
    one = next(each for each in SCHEME.points if each.way == "relative" and not each.flagged)
    return replace(one, way=way, coefficient=coefficient, floor=floor, ceiling=ceiling, **more)


def test_it_is_shut_unless_an_office_opens_it(duckdb_world, desk):
    assert Settings().schemes == 0
    for panel in page.page.panels:
        assert panel.query(asked(duckdb_world, desk, opened=0)) is None
        assert "一取消三不再" in text_of(panel.draw(asked(duckdb_world, desk, opened=0)))
    with pytest.raises(NotAllowed, match="一取消三不再"):
        scheme.tried(asked(duckdb_world, opened=0))
    with pytest.raises(NotAllowed):
        DEEDS["freeze_scheme"].do(asked(duckdb_world, desk, opened=0), {})


def test_the_law_stands_on_the_page(duckdb_world, desk, language):
    said = text_of(page.page.panel("scheme").draw(asked(duckdb_world, desk)))
    assert ("一取消三不再" if language == "zh" else "abolished nationally in October 2024") in said
    assert "None" not in said


def test_the_shape_is_of_eight_lines_fifty_indicators_and_a_hundred_and_fifty_points():
    assert len({each.line for each in SCHEME.points}) == 8
    assert 45 <= len({(each.line, each.indicator) for each in SCHEME.points}) <= 60
    assert len(SCHEME.points) >= 150
    assert len({each.key for each in SCHEME.points}) == len(SCHEME.points)
    assert all(each.measure in indicators.ALL for each in SCHEME.points if each.measure)
    assert sum(SCHEME.parts.values()) == 1


@pytest.mark.parametrize(("way", "own", "usual", "score"), [
    ("relative", 1.5, 1.0, 1.0), ("relative", 0.5, 1.0, -1.0), ("relative", 9.0, 1.0, 3.0), ("relative", 0.0, 1.0, -2.0),
    ("deduct", 1.5, 1.0, -1.0), ("deduct", 0.5, 1.0, 0.0), ("deduct", 9.0, 1.0, -3.0),
    ("findings", 1.25, 0.0, -2.5), ("findings", 9.0, 0.0, -3.0),
])  # fmt: skip
def test_points_by_hand(way, own, usual, score):
    assert scoring.got(point(way), own, usual, 1.0).score == pytest.approx(score)
    assert scoring.got(point(way), own, usual, 0.25).score == pytest.approx(score / 4)


def test_what_has_no_figure_no_source_or_no_check_counts_for_nothing():
    assert scoring.got(point("relative"), None, 1.0, 1.0).score is None
    for lacking in ({"source": ""}, {"check": ""}, {"measure": ""}):
        assert scoring.got(point("relative", **lacking), 2.0, 1.0, 1.0).score is None


@pytest.mark.parametrize(("source", "reply", "answered", "branch", "factor"), [
    ("own", "corrected", True, "own_corrected", 0), ("own", "impossible", True, "impossible_analysed", 0.5),
    ("own", "impossible", False, "other", 1), ("upper", "corrected", True, "missed", 1.5), ("upper", "impossible", True, "missed", 1.5),
    ("own", None, False, "other", 1), (None, "corrected", True, "other", 1),
])  # fmt: skip
def test_a_finding_costs_by_its_branch(source, reply, answered, branch, factor):
    assert scoring.branch(source, reply, answered) == branch
    assert SCHEME.branches[branch].factor == factor
    assert scoring.cost(SCHEME, {branch: 4}) == 4 * factor


def test_the_figures_are_those_of_the_indicators(found, duckdb_world):
    """Of one unit and line: what a deduction by a rate comes to, from the indicator's own figures."""
    unit, place = found.units[1], next(at for at, each in enumerate(SCHEME.points) if each.key == "prosecution.speed.1")
    year = {"line": "prosecution", "period": str(found.year)}
    sides = (asked(duckdb_world, **year, **{found.level.key: unit.code}), asked(duckdb_world, **year))
    own, usual = (measure.total(indicators.ALL["clearance"])(ask).groups[0]["clearance"].value for ask in sides)
    expected = None if own is None else min(max(2 * (own / usual - 1), -5), 5) * 0.5
    assert unit.items[place].score == (None if expected is None else pytest.approx(expected))


def test_nothing_moves_when_nothing_is_changed(found):
    assert not [unit for unit in found.units if unit.reasons or unit.place != unit.other_place]
    assert sorted(unit.place for unit in found.units) == list(range(1, len(found.units) + 1))


def test_the_part_of_reviews_is_moved_and_the_reasons_add_up(duckdb_world):
    """From 50 to 80 of a hundred: what moves a unit is the sum of what moved its points."""
    tried = scheme.tried(asked(duckdb_world, review_share="80"))
    assert (tried.scheme.review_share, tried.other.review_share) == (0.5, 0.8)
    assert any(unit.place != unit.other_place for unit in tried.units)
    for unit in tried.units:
        assert sum(change for _, change in unit.reasons) == pytest.approx(unit.other_score - unit.score)
    business = {item.point.part for unit in tried.units for item, _ in unit.reasons}
    assert business == {"business", "review"}


def test_coefficients_are_tried_by_point_indicator_or_line(duckdb_world):
    tried = scheme.tried(asked(duckdb_world, coefs="prosecution.speed.1:9,review:0,arrest:3"))
    given = {each.key: each.coefficient for each in tried.other.points}
    assert given["prosecution.speed.1"] == 9
    assert given["civil.review.2"] == 0
    assert given["arrest.volume.1"] == 3
    assert given["civil.volume.1"] == SCHEME.points[[each.key for each in SCHEME.points].index("civil.volume.1")].coefficient


def test_findings_by_branch_are_the_findings_of_the_year(found, duckdb_world):
    counted = sum(n for unit in found.findings.values() for n in unit.values())
    assert counted == measure.total(indicators.ALL["findings"])(asked(duckdb_world, period=str(found.year))).groups[0]["findings"].value


def test_what_is_frozen_is_signed_and_a_change_shows(duckdb_world, desk):
    ask = asked(duckdb_world, desk, review_share="80")
    DEEDS["freeze_scheme"].do(ask, {})
    [(row, whole)] = frozen.frozen(ask)
    assert whole
    assert row["content"] == deed.content(scheme.tried(asked(duckdb_world)))  # the scheme's own coefficients, whatever was tried
    for name, value in (("content", row["content"].replace("0.5", "0.6", 1)), ("account", "someone"), ("year", 1999)):
        assert not deed.whole({**row, name: value})
    with desk.writing() as con:
        con.execute(sa.update(scheme_results).values(content="{}"))
    assert [state for _, state in frozen.frozen(ask)] == [False]


def test_nobody_freezes_for_what_he_does_not_see_whole(duckdb_world, desk):
    grant = Grant(units=frozenset({"420100"}), lines=frozenset({"arrest"}))
    ask = asked(duckdb_world, desk, org="420100")
    narrow = replace(ask, scope=replace(ask.scope, grant=grant), viewer=Viewer("n", "N", None, grant, None))
    with pytest.raises(NotAllowed):
        DEEDS["freeze_scheme"].do(narrow, {})
    assert frozen.frozen(narrow) == []
