"""Long work tells how far it is, or nothing at all."""

from data.progress import Bars, Quiet
from data.text import Text


def test_bars_speak_on_standard_error(capsys, monkeypatch):
    monkeypatch.setattr("data.progress.DELAY", 0)
    with Bars().task(Text("读入", "Reading"), 10, "rows") as advance:
        advance(5)
    said = capsys.readouterr()
    assert "读入" in said.err
    assert said.out == ""


def test_quiet_says_nothing(capsys):
    with Quiet().task("Reading", 10) as advance:
        advance(5)
    assert capsys.readouterr() == ("", "")
