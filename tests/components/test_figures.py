"""Every figure is a plain dictionary that Plotly's schema accepts, whose marks are links, and which no cloud is offered."""

import ast
import json

import plotly.graph_objects as go
import pytest
from dash import dcc

from components import theme
from components.figures import bars, lines, multiples, places, spark
from components.figures.graph import graph
from components.figures.multiples import Small
from data.definitions.dimensions import CITY
from data.definitions.indicators import ALL, flow, quality, time
from tests import handmade
from tests.tree import modules, parsed, place

KINDS = (flow.ACCEPTED, flow.PENDING, flow.CLEARANCE, flow.DISPOSITION, time.MEDIAN_DAYS, time.LATE_SHARE)
ASK = handmade.ask()
FIGURES = {
    "bars": lambda each: bars.bars(handmade.by_city(each), each, ASK),
    "bars with a target": lambda each: bars.bars(handmade.by_line(each), each, ASK, target=0.12),
    "bars of nothing": lambda each: bars.bars(handmade.nothing(CITY, each), each, ASK),
    "line": lambda each: lines.lines(handmade.monthly(each), each, ASK, 0.12),
    "line of one month": lambda each: lines.lines(handmade.monthly(each, months=handmade.MONTHS[-1:]), each, ASK),
    "line of nothing": lambda each: lines.lines(handmade.nothing(None, each), each, ASK),
    "several lines": lambda each: lines.several(handmade.monthly(flow.ACCEPTED, each), (flow.ACCEPTED, each), ASK),
    "multiples": lambda each: multiples.multiples([Small("A", each, handmade.monthly(each).groups)] * 7, ASK),
    "multiples on one scale": lambda each: multiples.multiples([Small("A", each, handmade.monthly(each).groups)], ASK, one_scale=True),
    "multiples of nothing": lambda each: multiples.multiples([], ASK),
}


@pytest.fixture(params=theme.THEMES)
def colours(request):
    token = theme.theme.set(request.param)
    yield theme.TABLE[request.param]
    theme.theme.reset(token)


def marks(figure: dict):
    return [(trace, place) for trace in figure["data"] for place in range(len(trace["y"]))]


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.key)
@pytest.mark.parametrize("name", FIGURES)
def test_valid_by_plotlys_schema(name, each, language, colours):
    figure = FIGURES[name](each)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.key)
@pytest.mark.parametrize("name", FIGURES)
def test_every_mark_leads_somewhere_and_says_what_it_is(name, each):
    for trace, at in marks(FIGURES[name](each)):
        assert trace["customdata"][at].startswith("/")
        assert str(each.label) in trace["hovertext"][at] or trace["hovertext"][at].count("<br>") == 1


@pytest.mark.parametrize("name", FIGURES)
def test_no_webgl_and_no_template(name):
    figure = FIGURES[name](flow.ACCEPTED)
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert "template" not in figure["layout"]


def test_no_express_and_no_graph_objects_at_run_time():
    imported = {
        name
        for path in modules("components", "pages", "queries", "data")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert not [name for name in imported if name.startswith("plotly")]


def test_only_one_function_makes_a_graph():
    found = [
        place(path)
        for path in modules("components", "pages")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "Graph"
    ]
    assert found == ["components/figures/graph.py"]


def test_no_figure_can_be_shared_to_a_cloud(language):
    drawn = graph(FIGURES["bars"](flow.ACCEPTED), "name", "what it says").children
    assert isinstance(drawn, dcc.Graph)
    assert drawn.config["showSendToCloud"] is False
    assert drawn.config["displaylogo"] is False
    assert drawn.config["locale"] == {"zh": "zh-CN", "en": "en-US"}[language]


def test_units_keep_the_catalogues_order():
    names = bars.bars(handmade.by_city(flow.ACCEPTED), flow.ACCEPTED, ASK)["layout"]["yaxis"]["ticktext"]
    assert names == ["武汉市人民检察院", "襄阳市人民检察院", "宜昌市人民检察院", "未填写"]


def test_what_is_withheld_says_so_at_its_bar():
    drawn = bars.bars(handmade.by_city(time.LATE_SHARE), time.LATE_SHARE, ASK)["data"][0]
    assert drawn["text"] == ["30.0%", "30.0%", "少于 5，不显示", "30.0%"]
    assert drawn["x"][2] == 0


def test_a_rate_tells_its_parts_on_hover():
    drawn = bars.bars(handmade.by_city(time.LATE_SHARE), time.LATE_SHARE, ASK)["data"][0]
    assert "1,860 / 6,200" in drawn["hovertext"][0]


def test_days_say_which_days():
    drawn = bars.bars(handmade.by_city(time.MEDIAN_DAYS), time.MEDIAN_DAYS, ASK)["data"][0]
    assert "自然日" in drawn["hovertext"][0]


def test_a_month_that_is_not_over_is_hollow():
    drawn = lines.lines(handmade.monthly(flow.ACCEPTED), flow.ACCEPTED, ASK)["data"]
    assert [trace["marker"]["symbol"][-1] for trace in drawn] == ["circle", "circle-open"]
    assert set(drawn[1]["marker"]["symbol"][:-1]) == {"circle"}


def test_the_year_before_lies_behind_on_the_same_months():
    before, now = lines.lines(handmade.monthly(flow.ACCEPTED), flow.ACCEPTED, ASK)["data"]
    assert before["x"] == now["x"]
    assert "2023年12月" in before["hovertext"][0]
    assert "since=2023-12-01" in before["customdata"][0]


def test_spark_is_a_picture_with_words():
    drawn = spark.spark([1, None, 3], "three months", 2)
    assert drawn.alt == "three months"
    assert drawn.src.startswith("data:image/svg+xml,")


def test_spark_of_nothing():
    assert "<polygon" in spark.svg([])


def hrefs(component) -> list[str]:
    return [each.href for each in component._traverse() if getattr(each, "href", None)]


def classes(component) -> list[str]:
    return [each.className for each in component._traverse() if isinstance(getattr(each, "className", None), str)]


def test_provinces_are_tiles_and_each_tile_a_link():
    drawn = places.places(handmade.by_province(flow.ACCEPTED), flow.ACCEPTED, ASK)
    assert hrefs(drawn) == ["/?org=110000", "/?org=420000"]
    assert sum(name.startswith("tile ") for name in classes(drawn)) == 35


def test_tiles_do_not_lie_on_each_other():
    from data import catalogue

    spots = [(tile.row, tile.column) for tile in catalogue.tiles().values()]
    assert len(spots) == len(set(spots)) == 35
    provinces = {each.code for each in catalogue.orgs() if each.parent == "100000" and each.kind == "local"}
    assert provinces <= set(catalogue.tiles())


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.key)
def test_units_are_a_list_with_a_link_for_name_and_number(each):
    drawn = places.places(handmade.by_city(each), each, ASK)
    assert "/?org=420100" in hrefs(drawn)
    assert any("behind=" in href and "org=420100" in href for href in hrefs(drawn))


@pytest.mark.parametrize("key", ALL)
def test_a_scale_holds_every_value(key):
    each = ALL[key]
    scale = places.Scale.of(handmade.by_province(each).groups, each)
    steps = [scale.step(group[key].value) for group in handmade.by_province(each).groups if group[key].value is not None]
    assert all(1 <= step <= 5 for step in steps)
    assert len(scale.legend(each).children) == 7


def test_sheet_is_written_from_the_table_of_colours():
    assert theme.SHEET.read_text(encoding="utf-8") == theme.sheet()


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "on_time", "due_soon", "overdue", "better", "worse"])
def test_words_are_readable(ink, colours):
    for ground in ("surface", "ground", "sunken"):
        assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, ground


def test_tiles_are_readable(colours):
    for step, ink in ((1, "t_ink"), (2, "t_ink"), (3, "t_ink"), (4, "t_ink_strong"), (5, "t_ink_strong")):
        assert contrast(getattr(colours, f"t{step}"), getattr(colours, ink)) >= 4.5, step


def test_reviews_have_their_target():
    from components.cards import target_of

    assert target_of(quality.REVIEW_RATE, ASK) == 0.12
    assert target_of(flow.ACCEPTED, ASK) is None
