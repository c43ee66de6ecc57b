"""How numbers, changes and findings are written; names masked; grids and addresses translated; labels that do not collide."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import clocks, gridwords, numbers, sentences, timeline, values
from components.timeline import Axis, Item, Lane
from data import chance
from data.answer import Figure
from data.catalogue import masking
from data.definitions import columns
from data.definitions.indicators import flow, time
from data.errors import BadFilter
from data.text import locale
from queries import window
from tests import handmade

ASK = handmade.ask()


def count(number: float) -> Figure:
    return Figure(number, number, None, int(number))


@pytest.mark.parametrize(("each", "figure", "said"), [
    (flow.ACCEPTED, count(1234), "1,234件"),
    (flow.DISPOSITION, Figure(45.5, 9, 18, 18), "45.5 自然日"),
    (time.LATE_SHARE, Figure(0.123, 45, 366, 366), "12.3%"),
    (time.LATE_SHARE, Figure(None, 1, 3, 3, True), "—"),
])  # fmt: skip
def test_with_unit(each, figure, said):
    assert numbers.with_unit(each, figure) == said


def test_a_rate_is_spoken_with_its_parts():
    assert numbers.spoken(time.LATE_SHARE, Figure(0.123, 45, 366, 366), ASK) == "超期办结率 12.3%（45 / 366）"


def test_withheld_and_undefined_say_why():
    assert numbers.why_not(time.LATE_SHARE, Figure(None, 1, 3, 3, True), ASK) == "少于 5，不显示"
    assert numbers.why_not(time.LATE_SHARE, Figure(None, 0, 0, 0), ASK) == "分母为零"


def test_change_is_percent_and_factor_and_a_verdict():
    found = numbers.change(flow.PENDING, count(1200), count(1000))
    assert (found.percent, found.factor, found.verdict) == (pytest.approx(0.2), pytest.approx(1.2), "worse")
    assert numbers.signed_percent(found.percent) == "+20.0%"
    assert numbers.factor(found.factor) == "×1.20"


def test_what_chance_explains_is_neither_good_nor_bad():
    assert numbers.change(flow.PENDING, count(120), count(115)).verdict == "neutral"


@pytest.mark.parametrize("each", [flow.ACCEPTED, flow.PENDING, time.LATE_SHARE, time.MEDIAN_DAYS], ids=lambda each: each.key)
@given(now=st.integers(0, 400), then=st.integers(1, 400))
def test_an_arrow_means_beyond_chance_wherever_it_stands(each, now, then):
    """The one rule of cards, sentences and the panel of changes."""
    a, b = (Figure(n / 400, n, 400, 400) if each.percent else count(n) for n in (now, then))
    found = numbers.change(each, a, b)
    assert bool(found.arrow) == (chance.beyond(each, a, b) and found.percent is not None)
    assert found.verdict == "neutral" or found.arrow


def test_small_numbers_change_by_a_difference_only():
    found = numbers.change(flow.PENDING, count(3), count(1))
    assert (found.difference, found.percent, found.factor) == (2, None, None)


def test_what_is_neither_better_nor_worse_has_no_verdict():
    assert numbers.change(flow.ACCEPTED, count(120), count(100)).verdict == "neutral"


def test_no_change_without_both():
    assert numbers.change(flow.ACCEPTED, count(1), Figure(None, None, None, 0)) is None


def test_trend_compares_whole_months_only():
    said = sentences.trend(handmade.monthly(flow.ACCEPTED), flow.ACCEPTED)
    assert said.startswith("受理数：2025年10月为")
    assert "上年同月" in said


def test_a_spread_names_nobody(language):
    said = sentences.spread(handmade.by_city(flow.ACCEPTED), flow.ACCEPTED, "市")
    assert "7,030" in said
    assert "3" in said
    assert not any(unit.name in said for unit in handmade.UNITS)


def test_a_spread_says_how_many_are_withheld():
    assert "1 个样本不足不显示" in sentences.spread(handmade.by_city(time.LATE_SHARE), time.LATE_SHARE, "市")


@pytest.mark.parametrize("each", [flow.ACCEPTED, time.LATE_SHARE, time.MEDIAN_DAYS], ids=lambda each: each.key)
def test_nothing_is_said_of_nothing(each, language):
    assert sentences.spread(handmade.nothing(None, each), each, "")
    assert sentences.trend(handmade.nothing(None, each), each)


def test_a_change_is_a_sentence(language):
    moved = SimpleNamespace(indicator=flow.PENDING, dimension=None, code=None, now=count(200), before=count(100))
    said = sentences.changed(moved, ASK)
    assert "200" in said
    assert "×2.00" in said


# --- names ---


@pytest.mark.parametrize(("full", "shown"), [
    ("张三", "张某"), ("张三丰", "张某某"), ("欧阳修", "欧阳某"), ("司马相如", "司马某某"), ("Smith", "S***"), ("", ""),
    ("武汉某某贸易有限公司", "武汉某某贸易有限公司"),
])  # fmt: skip
def test_names_are_masked(full, shown):
    assert masking.name(full) == shown


@pytest.mark.parametrize(("full", "shown"), [
    ("张三丰盗窃案", "张某某盗窃案"), ("李四等3人涉嫌诈骗罪", "李某等3人涉嫌诈骗罪"), ("王某某危险驾驶案", "王某某危险驾驶案"),
])  # fmt: skip
def test_case_names_are_masked(full, shown):
    assert masking.case_name(full) == shown


def test_known_persons_are_masked_wherever_they_stand():
    assert masking.case_name("关于赵六与钱七的案件", ("赵六", "钱七")) == "关于赵某与钱某的案件"


def test_persons_are_masked_officials_are_not():
    assert values.text(columns.of("persons")["name"], "张三", ASK) == "张某"
    assert values.text(columns.of("events")["actor"], "李四", ASK) == "李四"


def test_values_are_named_in_the_readers_language(language):
    assert values.text(columns.of("cases")["status"], "handling", ASK) == {"zh": "在办", "en": "Handling"}[language]
    assert values.text(columns.of("cases")["accepted_on"], date(2025, 3, 1), ASK) == "2025-03-01"
    assert values.text(columns.of("cases")["days"], 1234, ASK) == "1,234"


# --- the grid and the address ---

NAMES = columns.of("cases")
TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
DAYS = st.dates(date(1990, 1, 2), date(2030, 1, 1))
NUMBERS = st.integers(-9999, 99999)
SHAPES = {
    "case_name": st.fixed_dictionaries({"filterType": st.just("text"), "type": st.sampled_from(["contains", "equals"]), "filter": TEXTS}),
    "status": st.fixed_dictionaries({"filterType": st.just("text"), "type": st.sampled_from(["blank", "notBlank"])}),
    "days": st.fixed_dictionaries({
        "filterType": st.just("number"), "type": st.sampled_from(["equals", "greaterThanOrEqual", "lessThanOrEqual"]),
        "filter": NUMBERS.map(float),
    }),
    "throughput_days": st.fixed_dictionaries({
        "filterType": st.just("number"), "type": st.just("inRange"), "filter": NUMBERS.map(float), "filterTo": NUMBERS.map(float),
    }),
    "due_on": st.fixed_dictionaries({
        "filterType": st.just("date"), "type": st.sampled_from(["lessThan", "greaterThan"]), "dateFrom": DAYS.map(str), "dateTo": st.none(),
    }),
    "accepted_on": st.fixed_dictionaries({
        "filterType": st.just("date"), "type": st.just("inRange"), "dateFrom": DAYS.map(str),
        "dateTo": DAYS.map(lambda day: str(day + timedelta(20_000))),
    }),
}  # fmt: skip


@given(st.fixed_dictionaries({}, optional=SHAPES))
def test_conditions_come_back_as_they_were_asked(asked):
    where = gridwords.texts({"filterModel": asked})["where"]
    assert gridwords.model(NAMES, window.conditions(where)) == asked


def test_a_day_means_the_whole_of_it():
    asked = {"filterModel": {"made_at": {"filterType": "date", "type": "equals", "dateFrom": "2025-03-01 00:00:00"}}}
    assert gridwords.texts(asked)["where"] == "made_at:since:2025-03-01;made_at:until:2025-03-01"


def test_order():
    asked = {"sortModel": [{"colId": "due_on", "sort": "desc"}, {"colId": "days", "sort": "asc"}]}
    assert gridwords.texts(asked) == {"sort": "-due_on,days", "where": ""}


@pytest.mark.parametrize("bad", [
    {"filterModel": {"days": {"type": "inRange", "filter": "x", "filterTo": 1}}},
    {"filterModel": {"days": {}}},
    {"filterModel": {"x": {"type": "drop table"}}},
    {"filterModel": {"due_on": {"filterType": "date", "type": "inRange", "dateFrom": "soon"}}},
    {"sortModel": ["x"]},
])  # fmt: skip
def test_what_cannot_be_read_is_refused(bad):
    with pytest.raises(BadFilter):
        gridwords.texts(bad)


# --- the panorama ---

ITEMS = st.builds(
    lambda day, days, words: Item(handmade.AS_OF - timedelta(day), words, handmade.AS_OF - timedelta(day - days) if days else None),
    st.integers(0, 900), st.integers(0, 60), st.text("审查起诉abc ", min_size=1, max_size=14),
)  # fmt: skip


@given(st.lists(ITEMS, min_size=1, max_size=40))
def test_labels_of_a_lane_never_lie_on_each_other(items):
    items = sorted(items, key=lambda item: (item.began_on, item.until or item.began_on))
    axis = Axis.of([Lane("x", items)], handmade.AS_OF)
    rows = timeline.rows_of(items, axis)
    for row in set(rows):
        extents = sorted(timeline._extent(item, axis) for item, at in zip(items, rows, strict=True) if at == row)
        assert all(first[1] <= second[0] for first, second in pairwise(extents))


@given(st.lists(ITEMS, min_size=1, max_size=10))
def test_every_item_lies_on_the_axis(items):
    axis = Axis.of([Lane("x", items)], handmade.AS_OF)
    assert all(0 <= axis.at(day) <= 100 for item in items for day in (item.began_on, item.until or item.began_on))
    assert len(axis.ticks()) <= 12


@pytest.mark.parametrize(("due", "done", "state", "says"), [
    (date(2025, 12, 20), None, clocks.ON_TIME, "剩余 22 个自然日"),
    (date(2025, 12, 1), None, clocks.DUE_SOON, "剩余 3 个自然日"),
    (date(2025, 11, 28), None, clocks.DUE_SOON, "今日到期"),
    (date(2025, 11, 20), None, clocks.OVERDUE, "已超 8 个自然日"),
    (date(2025, 11, 20), date(2025, 11, 18), clocks.ON_TIME, "办结，提前 2 个自然日"),
    (date(2025, 11, 20), date(2025, 11, 25), clocks.OVERDUE, "办结，超期 5 个自然日"),
])  # fmt: skip
def test_clocks(due, done, state, says):
    clock = clocks.Clock("办理期限", date(2025, 10, 1), due, done, handmade.AS_OF, "办结")
    assert (clock.state, clock.says) == (state, says)


def test_language_is_put_back():
    assert locale.get() == "zh"
