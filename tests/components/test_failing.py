"""A panel that fails: it says so with a number, the log has the rest under it, and the other panels stand."""

import logging
import re
from dataclasses import replace

import pytest
from dash import html

from components import messages, notices
from components.drawing import Drawing
from data.errors import NoSnapshot, NotSupplied, OtherShape
from data.text import Text
from data.viewer import LOCAL
from pages.page import Page, Panel
from tests import handmade
from tests.links import text_of

LACKING = Text("数据中没有提供“期限”", "“Clocks” was not supplied with the data")


def fails(_):
    raise ZeroDivisionError("name of somebody")


def lacks(_):
    raise NotSupplied(LACKING)


PAGE = Page(
    "failing", "/failing", Text("试", "Trial"),
    panels=(
        Panel("broken", Text("坏", "Broken"), fails, lambda found, ask: found),
        Panel("lacking", Text("缺", "Lacking"), lacks, lambda found, ask: found),
        Panel("sound", Text("好", "Sound"), lambda ask: "12", lambda found, ask: html.P(found)),
        Panel("nothing", Text("无", "Nothing"), lambda ask: None, lambda found, ask: None),
    ),
)  # fmt: skip


@pytest.fixture
def drawn(language, caplog):
    ask = replace(handmade.ask(), viewer=LOCAL)
    drawing = Drawing([PAGE], lambda search: ask, lambda dimension, asked: [])
    with caplog.at_level(logging.CRITICAL, "anliu"):
        parts = drawing.parts(PAGE, "")
    return {panel.name: parts[f"panel-{panel.name}"] for panel in PAGE.panels}


def test_a_fault_is_a_number_for_the_reader_and_alerts_a_screen_reader(drawn):
    said = text_of(drawn["broken"])
    assert str(messages.FAILED) in said
    assert re.search(r"\b[0-9a-f]{8}\b", said)
    assert "somebody" not in said
    assert 'role="alert"' in str(drawn["broken"]) or "role='alert'" in str(drawn["broken"])


def test_what_is_lacking_is_said_in_a_sentence(drawn):
    assert str(LACKING) in text_of(drawn["lacking"])


def test_the_others_stand_and_one_about_nothing_is_left_out(drawn):
    assert "12" in text_of(drawn["sound"])
    assert drawn["nothing"] is None


@pytest.mark.parametrize(("error", "told"), [
    (NoSnapshot(LACKING), "python -m data demo"), (OtherShape(LACKING), str(LACKING.zh)),
])  # fmt: skip
def test_what_is_there_and_cannot_be_read_is_not_called_nothing(error, told):
    said = text_of(notices.no_snapshot(error))
    assert told in said
    assert (str(messages.NOTHING_TO_SERVE) in said) == (type(error) is NoSnapshot)
