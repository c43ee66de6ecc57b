"""The sentence above a panel says what is to be taken from it: what is most, which way it went, between which months."""

from datetime import date

import pytest

from components import numbers, sentences, views
from components.casereview import lists, says
from components.comparison import chart
from components.performance import units
from data.answer import Answer, Figure, Group
from data.definitions.dimensions import CITY, LINE
from data.definitions.indicators import flow, time
from data.period import Period
from queries.fair import charts
from tests import handmade

PERIOD = Period(date(2025, 1, 1), date(2025, 6, 30))
ONE_WAY = [5, 1, 3, 2, 6, 1, 7, 6, 5, 4, 3, 2]


def counted(dimension, **sizes: int) -> Answer:
    groups = [Group({dimension.key: code}, PERIOD, {flow.ACCEPTED.key: Figure(n, n, None, n)}) for code, n in sizes.items()]
    return Answer(tuple(groups), (flow.ACCEPTED,), (dimension,))


def test_of_kinds_the_most_frequent_is_said(language):
    said = sentences.mostly(counted(LINE, arrest=30, civil=10), flow.ACCEPTED, lambda group: group.codes["line"])
    assert "arrest" in said
    assert "30" in said
    assert "75%" in said


def test_states_of_reviews_say_how_many_and_where_most_stand(language):
    said = lists.stands_says({"to_review": 2, "in_review": 5, "concluded": 4})
    assert all(number in said for number in ("11", "7", "5"))
    assert str(says.state_label("in_review")) in said


@pytest.mark.parametrize(("n", "shown"), [(9, 6), (6, 6), (0, 0)])
def test_changes_say_how_many_are_not_listed(n, shown):
    assert (str(shown) in sentences.changes(n, shown)) == bool(n)
    assert ("最明显" in sentences.changes(n, shown)) == (n > shown)


def test_units_are_not_put_in_order():
    said = views._kinds(counted(CITY, **{"420100": 30, "420600": 10}), flow.ACCEPTED, handmade.ask())
    assert "武汉" not in said


@pytest.mark.parametrize(("values", "word"), [(ONE_WAY, "下降"), ([-value for value in ONE_WAY], "上升")])
def test_a_sign_says_which_way(values, word):
    made = charts.of_values(values, None)
    kind, place = made.signs[-1]
    assert kind == charts.DRIFT
    assert word in chart._why(made, place)


@pytest.mark.parametrize(("last", "word"), [(90, "高于控制限"), (-90, "低于控制限")])
def test_a_month_beyond_says_on_which_side(last, word):
    made = charts.of_values([1, 2] * 10 + [last], None)
    assert word in chart._why(made, len(made.values) - 1)


def test_small_figures_say_from_when_to_when():
    said = views._first_to_last(handmade.monthly(flow.ACCEPTED))
    assert said.startswith("2023年12月至2025年10月：受理数 120 → ")  # the month that is not over is not the last


def test_a_table_of_units_says_where_more_came_than_went():
    shown = (flow.ACCEPTED, flow.CONCLUDED, flow.PENDING)
    sizes = {"420100": (10, 8, 3), "420600": (5, 6, 1)}
    groups = [
        Group({"city": code}, PERIOD, {each.key: Figure(n, n, None, n) for each, n in zip(shown, row, strict=True)})
        for code, row in sizes.items()
    ]
    assert units.standing(Answer(tuple(groups), shown, (CITY,)), "市级院") == "2 个市级院中 1 个办结少于受理；未结合计 4件"


@pytest.mark.parametrize(("number", "said"), [(-1234.5, "−1,234.5"), (-0.04, "0.0"), (0.04, "0.0"), (3, "3.0")])
def test_a_minus_is_a_minus_and_nothing_has_none(number, said):
    assert numbers.digits(number, 1) == said


@pytest.mark.parametrize(("then", "word"), [(4, "偶然"), (400, "变差超出偶然")])
def test_rolling_months_say_whether_a_year_made_a_difference(then, word):
    """Of the share concluded late: 10 % of 40 and of 4,000 against 5 %."""
    n = then * 10
    now, was = (Group({}, PERIOD, {time.LATE_SHARE.key: Figure(part / n, part, n, n)}) for part in (then, then / 2))
    assert word in chart._judged(time.LATE_SHARE, now, was)
