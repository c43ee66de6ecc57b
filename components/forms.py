"""Forms: what a viewer fills in and sends. Each leads to one deed; `assets/nav.js` sends it without loading the page anew.

A form says its deed, carries the mark that it was drawn for this browser, and where to go afterwards.
Knows elements. Must not know any deed, nor who may do it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from dash import html

from components.svg import mark
from data.shared import Personal
from data.text import Text

token: ContextVar[str] = ContextVar("token", default="")  # set at the edge for as long as the request lasts
SHUT = object()
TOKEN, BACK = "token", "back"  # the names under which a form sends them


@contextmanager
def shut() -> Iterator[None]:
    """Meanwhile no form can be drawn: what is drawn is for several."""
    before = token.set(SHUT)
    try:
        yield
    finally:
        token.reset(before)


def drawn_for() -> str:
    """The mark of the browser a form is drawn for. Raises Personal while what is drawn is for several."""
    if token.get() is SHUT:
        raise Personal(TOKEN)
    return token.get()


def form(
    deed: str, inside: Sequence, submit: Text, back: str, hidden: dict[str, str] | None = None, className: str = "deed",
    stays: bool = False,
) -> html.Form:  # fmt: skip
    """`back` is the address to show when it is done, unless the form `stays` and says what came of it; `hidden` is not filled in."""
    sent = {TOKEN: drawn_for(), BACK: back, **(hidden or {})}
    return html.Form(
        [*(mark("input", type="hidden", name=name, value=value) for name, value in sent.items()),
         *inside, html.Button(str(submit), type="submit", className="do"), html.Output(className="said", role="status")],
        action=f"/do/{deed}", method="post", className=className, **{"data-deed": deed, **({"data-stays": "yes"} if stays else {})},
    )  # fmt: skip


def line(name: str, label: Text, value: str = "", kind: str = "text", required: bool = False, **more) -> html.Label:
    """One line to write: text, a day, a number, a password."""
    given = {"type": kind, "name": name, "value": value, **({"required": True} if required else {}), **more}
    return html.Label([html.Span(str(label)), mark("input", **given)])


def lines(name: str, label: Text, value: str = "", required: bool = False, rows: int = 3) -> html.Label:
    given = {"name": name, "rows": rows, **({"required": True} if required else {})}
    return html.Label([html.Span(str(label)), mark("textarea", value, **given)])


def choice(name: str, label: Text, options: Sequence[tuple[str, str]], chosen: str = "", required: bool = False) -> html.Label:
    """One of several: (value, word) each."""
    shown = [mark("option", word, value=value, **({"selected": True} if value == chosen else {})) for value, word in options]
    return html.Label([html.Span(str(label)), mark("select", shown, name=name, **({"required": True} if required else {}))])


def tick(name: str, label: Text, ticked: bool = False) -> html.Label:
    given = {"type": "checkbox", "name": name, "value": "1", **({"checked": True} if ticked else {})}
    return html.Label([mark("input", **given), html.Span(str(label))], className="tick")
