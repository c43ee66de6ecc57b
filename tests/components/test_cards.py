"""Cards say what they compare with, and what they cannot know."""

import pytest

from components import cards
from data.answer import Group
from data.definitions.indicators import flow, persons, quality, time
from data.period import Period
from queries.measure import Compared
from tests import handmade
from tests.links import hrefs, text_of

ASK = handmade.ask()


def compared(*indicators, period: Period = ASK.period):
    def group(days: Period, size: float) -> Group:
        return handmade.group({}, days, size, indicators)

    return Compared(
        now=group(period, 1200), before=group(period.before(), 1000), year_before=group(period.year_before(), 900),
        trend=handmade.monthly(*indicators), indicators=indicators,
    )  # fmt: skip


MONTH = Period(ASK.period.until.replace(month=10, day=1), ASK.period.until.replace(month=10, day=31))


def test_a_card_leads_to_its_rows_and_to_those_of_its_base(language):
    links = list(hrefs(cards.cards(time.LATE_SHARE)(compared(time.LATE_SHARE), ASK)))
    assert any("behind=late_share" in each for each in links)
    assert any("behind=concluded" in each for each in links)


def test_a_month_is_compared_twice_a_year_once():
    view = cards.cards(flow.PENDING)
    month, year = text_of(view(compared(flow.PENDING, period=MONTH), ASK)), text_of(view(compared(flow.PENDING), ASK))
    assert month.count("环比 ▲") == month.count("同比 ▲") == 1
    assert (year.count("环比 ▲"), year.count("同比 ▲")) == (0, 1)


def test_percent_factor_and_verdict_stand_in_words():
    said = text_of(cards.cards(flow.PENDING)(compared(flow.PENDING, period=MONTH), ASK))
    assert all(part in said for part in ("▲ +20.0%", "×1.20", "变差"))


def test_before_the_data_begin_there_is_no_comparison():
    early = Period(handmade.Paper.about["first_on"], handmade.Paper.about["first_on"].replace(day=31))
    assert text_of(cards.cards(flow.PENDING)(compared(flow.PENDING, period=early), ASK)).count("无可比数据") == 2


def test_what_was_not_supplied_says_so_and_shows_no_zero(language):
    view = cards.cards(flow.PENDING, quality.FOUND)
    said = text_of(view(compared(flow.PENDING), ASK))
    assert {"zh": "没有提供“流程监控问题”", "en": "“Monitoring findings” was not supplied"}[language] in said


def test_a_target_is_drawn_and_named():
    assert "目标 12.0%" in text_of(cards.cards(quality.REVIEW_RATE)(compared(quality.REVIEW_RATE), ASK))


@pytest.mark.parametrize("each", [persons.NON_ARREST, time.MEDIAN_DAYS], ids=lambda each: each.key)
def test_first_of_a_panel_makes_its_headline(each, language):
    assert str(each.label) in text_of(cards.cards(each)(compared(each), ASK))
