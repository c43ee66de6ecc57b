"""What a page offers to choose from, what is in force, and the addresses both lead to."""

import json
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from components import chips, filterbar, links, messages, orgs, periods
from data.access import Grant
from data.definitions import filters
from data.definitions.filters import Filters
from data.text import locale

# What narrows rows can stand in the bar; what acts otherwise is chosen by links of its page, but for the period and the unit of count.
CHOSEN_BY_LINKS = {each.key for each in filters.OF_THE_FLOW} | {each.key for each in filters.ACTING_OTHERWISE} - {"period", "unit"}
EVERY = SimpleNamespace(path="/", filters=tuple(each for key, each in filters.ALL.items() if key not in CHOSEN_BY_LINKS), timeless=False)


def words(component) -> str:
    return json.dumps(component.to_plotly_json(), ensure_ascii=False, default=lambda each: each.to_plotly_json())


def picked(step) -> list[str]:
    return [dict(parse_qsl(value))["org"] for value, _ in step.options if "org=" in value]


# --- chips ---


def test_each_filter_in_force_says_its_value_in_words(asked):
    ask = asked(org="420100", line="arrest", plea="yes,-", behind="accepted", period="2025-Q3", unit="person", grade="-", supervised="no")
    said = {chip.key: chip.value for chip in chips.of(ask)}
    assert said["org"] == "武汉市人民检察院"
    assert said["line"] == "侦查监督"
    assert said["plea"] == "是、未填写"
    assert said["behind"] == "受理数"
    assert said["period"] == "2025年第3季度"
    assert said["unit"] == "人"
    assert said["grade"] == "未填写"
    assert said["supervised"] == "否"


def test_how_a_list_is_arranged_is_no_filter(asked):
    ask = asked(sort="-accepted_on", cols="case_id", line="arrest")
    assert [chip.key for chip in chips.of(ask)] == ["line"]
    assert str(chips.kept(ask)) == "?cols=case_id&sort=-accepted_on"


def test_a_department_is_called_by_its_name_and_office(asked):
    assert [chip.value for chip in chips.of(asked(org="420102-0003"))] == ["江岸区人民检察院第一检察部"]


def test_the_sentence_leaves_out_what_is_said_beside_it(asked, language):
    said = chips.sentence(asked(line="arrest", period="ytd", since="2025-02-01", org="420100"))
    assert "2025" not in said
    assert "武汉市人民检察院" in said


# --- units ---


def test_steps_go_one_level_beyond_the_choice(asked, offered):
    assert [str(step.label) for step in orgs.steps(asked(), offered)] == ["省级院"]
    assert [str(step.label) for step in orgs.steps(asked(org="420000"), offered)] == ["省级院", "市级院、分院"]
    office = list(orgs.steps(asked(org="420102"), offered))
    assert [str(step.label) for step in office] == ["省级院", "市级院、分院", "单位", "部门", "检察官"]
    assert dict(parse_qsl(office[2].back)) == {"org": "420100"}


def test_a_department_stands_in_its_office(asked, offered):
    steps = list(orgs.steps(asked(org="420102-0003"), offered))
    assert dict(parse_qsl(steps[2].chosen))["org"] == "420102"
    assert dict(parse_qsl(steps[3].chosen))["org"] == "420102-0003"
    assert steps[3].back == "handler=&org=420102"


@pytest.mark.parametrize(
    ("units", "first"),
    [({"420100"}, ["420100"]), ({"420102", "420502"}, ["420102", "420502"]), ({"420000"}, ["420000"]), (set(), [])],
)
def test_nobody_is_offered_what_is_not_his(asked, offered, units, first):
    ask = asked(Grant(units=frozenset(units)))
    steps = list(orgs.steps(ask, offered))
    assert [code for step in steps[:1] for code in picked(step)] == first


def test_the_trail_begins_where_the_scope_begins(asked):
    ask = asked(Grant(units=frozenset({"420100"})), org="420102-0003")
    assert [code for code, _ in orgs.trail("420102-0003", ask)] == ["420100", "420102", "420102-0003"]
    assert [link.href for link in orgs.crumbs(ask, "/")] == ["/", "/?org=420100", "/?org=420102", "/?org=420102-0003"]


def test_a_unit_nobody_knows_is_shown_by_its_code(asked, offered):
    assert orgs.said(asked(org="999999")) == "999999"
    assert list(orgs.steps(asked(org="999999"), offered))


def test_several_units_are_counted(asked, language):
    assert "2" in orgs.said(asked(org="420100,420500"))


# --- periods ---


def test_presets_are_counted_from_the_day_of_the_data(asked):
    found = {str(label): text for label, text in periods.presets(asked())}
    assert found["本月"] == "2025-11"
    assert found["上月"] == "2025-10"
    assert found["本统计月"] == "2025-12s"  # the data end on the 28th
    assert found["上统计月"] == "2025-11s"
    assert found["上季度"] == "2025-Q3"
    assert found["前一半年"] == "2025-H1"
    assert found["上年"] == "2024"


@pytest.mark.parametrize(("day", "name"), [(date(2025, 12, 27), "2026-01"), (date(2025, 12, 25), "2025-12"), (date(2025, 1, 3), "2025-01")])
def test_the_statistical_month_of_a_day(day, name):
    assert f"{periods._statistical(day, 26):%Y-%m}" == name


def test_every_preset_and_every_part_of_the_calendar_can_be_asked(asked):
    ask = asked()
    for text in (*(text for _, text in periods.presets(ask)), *periods._texts(ask)):
        assert ask.with_(period=text).period.since <= ask.scope.as_of


def test_the_calendar_goes_back_to_the_first_data(asked):
    years = {text[:4] for text in periods._texts(asked())}
    assert years == {"2021", "2022", "2023", "2024", "2025"}


def test_no_period_means_the_last_twelve_months_or_all_days(asked):
    assert "近 12 个月" in periods.said(asked())
    assert periods.said(asked(), timeless=True) == "不限"
    assert "2024-12-01" in periods.said(asked(behind="accepted"), timeless=True)  # an indicator counts within a period
    assert periods.said(asked(since="2025-01-01")) == "2025-01-01 至 2025-11-28"


# --- the bar ---


def test_every_filter_there_is_can_be_offered(asked, offered, language):
    assert filterbar.bar(EVERY, asked(), offered)


def test_the_choice_in_force_is_shown_even_if_nobody_offers_it(asked, offered):
    page = SimpleNamespace(path="/", filters=(filters.ALL["line"],), timeless=False)
    said = words(filterbar.bar(page, asked(line="arrest,prosecution"), offered))
    assert messages.SEVERAL.format(count=2) in said


def test_a_page_without_filters_has_no_bar(asked, offered):
    page = SimpleNamespace(path="/", filters=(), timeless=False)
    assert filterbar.bar(page, asked(), offered) is None
    assert filterbar.bar(page, asked(line="arrest"), offered) is not None  # what is in force is never hidden


def test_links_of_the_bar_can_all_be_read(asked, offered, language):
    locale.set(language)
    said = words(filterbar.bar(EVERY, asked(org="420102", line="arrest"), offered))
    for href in {piece.split('"')[0] for piece in said.split('"href": "')[1:]}:
        Filters.of_url(href.partition("?")[2])


@pytest.mark.parametrize("address", ["/", "/cases?org=420100", "/cases?q=%20a"])
def test_addresses_of_ours(address):
    assert links.local(address)
