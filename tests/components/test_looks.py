"""Faults once seen on the screen: numbers under a line, tables that say nothing, scales of half a case, signs of the other language."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import links, timeline, words
from components.figures import bars, multiples
from components.figures.multiples import Small
from components.papers.paper import Paper, grid
from components.papers.screen import screen
from components.timeline import Axis, Item, Lane
from data.definitions.indicators import flow
from data.text import Text
from tests import handmade
from tests.tree import modules, parsed, place

FULL_WIDTH = re.compile("[\uff00-\uffef\u3000-\u303f]")
HEADS = (Text("序号", "No."), Text("单位", "Unit"), Text("件数", "Cases"))


def table(*rows):
    """The rows of a table of a paper as they stand on the screen: (words, look) of each cell."""
    drawn = screen(Paper("x", (), (grid(HEADS, rows),), "", "x")).children[-1].children[-1].children
    listed = [row.children if isinstance(row.children, list) else [row.children] for row in drawn.children[-1].children]
    return [[(cell.children, getattr(cell, "className", None)) for cell in row] for row in listed]


def test_numbers_of_a_report_stand_to_the_right():
    assert table((1, "江岸区院", "1,234"), (2, "江汉区院", None)) == [
        [("1", "short"), ("江岸区院", None), ("1,234", "number")], [("2", "short"), ("江汉区院", None), ("—", "number")],
    ]  # fmt: skip


def test_a_column_of_nothing_is_no_column_of_numbers():
    assert [look for _, look in table((1, "a", None))[0]] == ["short", None, None]


def test_a_table_without_rows_says_so():
    assert table() == [[(str(words.NO_ROWS), "muted")]]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 1))
def test_no_target_runs_through_a_number(values, target):
    most = max([*values, target])
    for value, where in zip(values, bars._places(values, target), strict=True):
        crossed = value <= target < value + most * bars.LABEL
        assert where == ("inside" if crossed and value > most * bars.LABEL else "outside")


@pytest.mark.parametrize(("each", "whole"), [(flow.ACCEPTED, True), (flow.CLEARANCE, False)])
def test_no_half_of_a_case_stands_at_a_scale(each, whole):
    drawn = multiples.multiples([Small("A", each, handmade.nothing(None, each).groups)], handmade.ask())
    assert drawn["layout"]["yaxis"].get("dtick") == (1 if whole else None)


@given(st.integers(20, 500), st.integers(1, 30))
def test_the_beginning_of_a_span_runs_through_no_label(ago, days):
    """A label that does not fit where it begins lies within its span, or ends before it."""
    first = Item(handmade.AS_OF - timeline.timedelta(500), "x")
    began = handmade.AS_OF - timeline.timedelta(ago)
    item = Item(began, "审查起诉期限：提前 5 个自然日办结", began + timeline.timedelta(min(days, ago)))
    axis = Axis.of([Lane("x", [first, item])], handmade.AS_OF)
    left, end, wide = timeline._place(item, axis)
    if timeline._leftwards(item, axis) and left > wide:
        assert timeline._before(item, axis) or end - left >= wide


def test_the_number_of_a_case_is_marked_as_one():
    assert links.case("A1", handmade.ask()).className == "case-no"


def test_signs_of_chinese_join_no_english():
    """What joins a list differs between the languages: `words` knows how."""
    wrong = [
        place(path, call.lineno) for path in modules("components") for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "join"
        and isinstance(call.func.value, ast.Constant) and FULL_WIDTH.search(call.func.value.value)
    ]  # fmt: skip
    assert not wrong
